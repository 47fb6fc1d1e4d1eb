/* person.c - see person.h. Joining is for customers who came by mail: letters to them went to that address, they have no identity, they
 * are the only one, and the provider is trusted for the address's domain. Whoever fails one of these is a new person. */
#include "id/person.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/idn.h"
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
	const char *mailbox; /* what stands before the @, proven or not */
	bool verified;       /* by a provider that we trust with this domain */
};

static enum err judge(struct scope *s, const struct provider *provider, const struct claims *claims,
	struct known *known_out);
static const char *shown_name(struct arena *arena, const char *name);
static const char *mailbox_of(struct arena *arena, const char *address);
static enum err is_others(
	struct scope *s, const struct provider *provider, const char *address, bool *others_out);
static enum err refresh(struct scope *s, const struct known *known, struct person *person);
static enum err is_held(struct scope *s, const char *address, int64_t person_id, bool *held_out);
static enum err join(struct scope *s, const struct known *known, struct person **person_out);
static enum err make(struct scope *s, const struct known *known, struct person **person_out);
static bool is_disturbing(uint32_t point);

const char person_languages[] = "en pl ar";

enum err person_enter(struct scope *s, const struct provider *provider, const struct claims *claims,
	struct person **person_out)
{
	struct known known;
	enum err e;

	TRY(judge(s, provider, claims, &known));
	e = sql_person_by_identity(s, provider->id, claims->sub, person_out);
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

static char *lowered(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *c = copy; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return copy;
}

static bool may_stand_in_address(char c)
{
	return c > ' ' && c < 0x7f && strchr("\"(),:;<>@[\\]", c) == NULL;
}

char *person_address(struct arena *arena, const char *email)
{
	const char *at = email == NULL ? NULL : strrchr(email, '@');
	char *address, *domain;

	if (at == NULL || at == email || at - email > LOCAL_SIZE_MAX ||
		strlen(email) > ADDRESS_SIZE_MAX)
		return NULL;
	domain = idn_ascii(arena, lowered(arena, at + 1));
	if (domain == NULL || strchr(domain, '.') == NULL || domain[0] == '.' ||
		str_ends(domain, "."))
		return NULL;
	address = lowered(arena, arena_format(arena, "%.*s@%s", (int)(at - email), email, domain));
	at = strrchr(address, '@');
	for (const char *c = address; *c != '\0'; c++)
		if (c != at && !may_stand_in_address(*c))
			return NULL;
	return strlen(address) > ADDRESS_SIZE_MAX ? NULL : address;
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

/* Agents take the address that stands beside a name for who it is, and mail will go there. So one that the provider has not
 * proven is dropped here: anybody may type it in. So is a proven one of a domain that another provider answers for. */
static enum err judge(struct scope *s, const struct provider *provider, const struct claims *claims,
	struct known *known_out)
{
	const char *address = person_address(s->arena, claims->email);
	bool others = false;

	*known_out = (struct known){
		.name = shown_name(s->arena, claims->name),
		.username = shown_name(s->arena, claims->username),
		.mailbox = mailbox_of(s->arena, address),
	};
	if (address == NULL || !claims->email_verified)
		return OK;
	known_out->verified = person_is_vouched(provider->vouches_for, address);
	if (!known_out->verified)
		TRY(is_others(s, provider, address, &others));
	known_out->address = others ? NULL : address;
	return OK;
}

/* Other customers see it: of an address, which some providers put in place of a name, they see no domain. */
static const char *shown_name(struct arena *arena, const char *name)
{
	const char *clean = person_name(arena, name);
	bool is_word = clean != NULL && *clean != '@' && strchr(clean, ' ') == NULL;

	return is_word ? mailbox_of(arena, clean) : clean;
}

static const char *mailbox_of(struct arena *arena, const char *address)
{
	return address == NULL ? NULL : arena_strndup(arena, address, strcspn(address, "@"));
}

/* Is its domain one that another provider of the tenant is trusted with? */
static enum err is_others(
	struct scope *s, const struct provider *provider, const char *address, bool *others_out)
{
	struct provider *other;

	*others_out = false;
	TRY(sql_provider_list(s, &other));
	for (; other != NULL && !*others_out; other = other->next)
		*others_out = other->id != provider->id &&
			person_is_vouched(other->vouches_for, address);
	return OK;
}

/* What the provider says now. An address that is not verified never takes the place of a verified one, and stays no longer
 * than the provider proves it. */
static enum err refresh(struct scope *s, const struct known *known, struct person *person)
{
	const char *name = known->name != NULL ? known->name : person->display_name;
	const char *address = person->email;
	bool verified = person->email_verified, held = false;

	if (known->address != NULL)
		TRY(is_held(s, known->address, person->id, &held));
	if (!verified || (known->verified && !held)) {
		address = held ? NULL : known->address;
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

/* Is it verified for somebody else? Then it is theirs alone. */
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
	bool held;

	*person_out = NULL;
	if (!known->verified)
		return OK;
	TRY(sql_person_joinable(s, known->address, &person));
	if (person == NULL || person->next != NULL)
		return OK;
	TRY(sql_identity_count(s, person->id, &count));
	if (count->n > 0)
		return OK;
	TRY(is_held(s, known->address, person->id, &held));
	if (held)
		return OK;
	if (person->active)
		TRY(sql_person_joined(s, person->id));
	person->email_verified = true;
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
					       : known->mailbox;
	bool held = false;
	int64_t id;

	if (known->address != NULL)
		TRY(is_held(s, known->address, 0, &held));
	TRY(sql_person_add(s, account_id, held ? NULL : known->address, known->verified && !held,
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
