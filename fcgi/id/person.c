/* person.c - see person.h. Joining is for customers who came by mail: their address is verified, they have no identity, they
 * are the only one, and the provider is trusted for the address's domain. Whoever fails one of these is a new person. */
#include "id/person.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/str.h"
#include "base/text.h"
#include "base/utf8.h"
#include "id/scope.h"
#include "sql/sign_in.h"

enum {
	ADDRESS_SIZE_MAX = 254,
	LOCAL_SIZE_MAX = 64,
	NAME_SIZE_MAX = 4096,
	NAME_LENGTH_MAX = 100,
	ACCOUNT_TOKEN_SIZE = 22
};

/* The claims, cleaned and judged. */
struct known {
	const char *name, *username, *address;
	bool verified; /* by a provider that we trust with this domain */
};

static struct known judge(
	struct scope *s, const struct provider *provider, const struct claims *claims);
static enum err refresh(struct scope *s, const struct known *known, struct person *person);
static enum err is_held(struct scope *s, const char *address, int64_t person_id, bool *held_out);
static enum err join(struct scope *s, const struct known *known, struct person **person_out);
static enum err make(struct scope *s, const struct known *known, struct person **person_out);
static bool is_disturbing(uint32_t point);

enum err person_enter(struct scope *s, const struct provider *provider, const struct claims *claims,
	struct person **person_out)
{
	struct known known = judge(s, provider, claims);
	enum err e = sql_person_by_identity(s, provider->id, claims->sub, person_out);

	if (e == OK)
		return refresh(s, &known, *person_out);
	if (e != E_MISSING)
		return e;
	TRY(join(s, &known, person_out));
	if (*person_out == NULL)
		TRY(make(s, &known, person_out));
	else if (!(*person_out)->active)
		return OK;
	return sql_identity_add(s, provider->id, claims->sub, (*person_out)->id);
}

char *person_address(struct arena *arena, const char *email)
{
	const char *at = email == NULL ? NULL : strrchr(email, '@');
	char *address;

	if (at == NULL || at == email || at - email > LOCAL_SIZE_MAX ||
		strlen(email) > ADDRESS_SIZE_MAX)
		return NULL;
	if (strchr(at, '.') == NULL || at[1] == '.' || str_ends(at, "."))
		return NULL;
	address = arena_strdup(arena, email);
	for (char *c = address; *c != '\0'; c++) {
		if (*c <= ' ' || *c >= 0x7f || strchr("\"(),:;<>[\\]", *c) != NULL ||
			(*c == '@' && c - address != at - email))
			return NULL;
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	}
	return address;
}

char *person_name(struct arena *arena, const char *name)
{
	const char *at = name, *end;
	char *out, *to;
	uint32_t point;

	if (name == NULL || strlen(name) > NAME_SIZE_MAX)
		return NULL;
	end = name + strlen(name);
	out = to = arena_alloc(arena, (size_t)(end - name) + 1);
	while (at < end) {
		size_t step = utf8_read(at, end, &point);

		if (step == 0)
			return NULL;
		if (point <= ' ' || point == 0x7f) {
			if (to > out && to[-1] != ' ')
				*to++ = ' ';
		} else if (!is_disturbing(point)) {
			memcpy(to, at, step);
			to += step;
		}
		at += step;
	}
	*to = '\0';
	out = text_trim(arena, out);
	return *out == '\0' ? NULL : text_shorten(arena, out, NAME_LENGTH_MAX);
}

bool person_is_vouched(const char *vouches_for, const char *address)
{
	const char *at = address == NULL ? NULL : strrchr(address, '@');

	return at != NULL && str_in_list(vouches_for, at + 1);
}

static struct known judge(
	struct scope *s, const struct provider *provider, const struct claims *claims)
{
	const char *address = person_address(s->arena, claims->email);

	return (struct known){
		.name = person_name(s->arena, claims->name),
		.username = person_name(s->arena, claims->username),
		.address = address,
		.verified = claims->email_verified &&
			person_is_vouched(provider->vouches_for, address),
	};
}

/* What the provider says now. An address that it does not prove never takes the place of a proven one. */
static enum err refresh(struct scope *s, const struct known *known, struct person *person)
{
	const char *address = person->email,
		   *name = known->name != NULL ? known->name : person->display_name;
	bool verified = person->email_verified, held = false;

	if (known->verified)
		TRY(is_held(s, known->address, person->id, &held));
	if (known->address != NULL && (!verified || (known->verified && !held))) {
		address = known->address;
		verified = known->verified && !held;
	}
	if (str_equal(address, person->email) && verified == person->email_verified &&
		str_equal(name, person->display_name))
		return OK;
	person->email = address;
	person->email_verified = verified;
	person->display_name = name;
	return sql_person_refresh(s, person->id, address, verified, name);
}

/* Two people may show the same address, but it is verified for one of them at most. */
static enum err is_held(struct scope *s, const char *address, int64_t person_id, bool *held_out)
{
	struct holder_count *count;

	TRY(sql_person_count_holders(s, address, person_id, &count));
	*held_out = count->n > 0;
	return OK;
}

/* *person_out is NULL unless exactly one may be joined. Somebody who was switched off is found too: who comes back by
 * another door is still that person. */
static enum err join(struct scope *s, const struct known *known, struct person **person_out)
{
	struct person *person;
	struct identity_count *count;

	*person_out = NULL;
	if (!known->verified)
		return OK;
	TRY(sql_person_joinable(s, known->address, &person));
	if (person == NULL || person->next != NULL)
		return OK;
	TRY(sql_identity_count(s, person->id, &count));
	if (count->n > 0)
		return OK;
	log_info("person=%s is joined at the first sign-in", person->account_id);
	*person_out = person;
	return OK;
}

static enum err make(struct scope *s, const struct known *known, struct person **person_out)
{
	const char *account_id = arena_format(
		s->arena, "u_%.*s", ACCOUNT_TOKEN_SIZE, random_token(s->arena));
	const char *name = known->name != NULL ? known->name
		: known->username != NULL      ? known->username
					       : known->address;
	bool held = false;
	int64_t id;

	if (known->verified)
		TRY(is_held(s, known->address, 0, &held));
	TRY(sql_person_add(s, account_id, known->address, known->verified && !held,
		name != NULL ? name : account_id, "customer", NULL, &id));
	log_info("person=%s is new", account_id);
	return sql_person_find(s, id, person_out);
}

/* Controls, marks that turn the direction of text around them, and invisible ones: names stand beside other names. */
static bool is_disturbing(uint32_t point)
{
	return (point >= 0x80 && point < 0xa0) || point == 0xad || point == 0x200b ||
		point == 0x200e || point == 0x200f || (point >= 0x2028 && point <= 0x202e) ||
		(point >= 0x2060 && point <= 0x206f) || point == 0xfeff ||
		(point >= 0xe0000 && point <= 0xe0fff);
}
