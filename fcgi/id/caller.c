/* caller.c - see caller.h. Only hashes of secrets reach the database; what is not found there is nobody. */
#include "id/caller.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/str.h"
#include "db/tx.h"
#include "id/person.h"
#include "id/scope.h"
#include "id/tenant.h"
#include "sql/person.h"

enum { SECRET_SIZE_MAX = 200, KEEP_ALIVE_PARTS = 10 };

enum err caller_by_cookie(struct scope *s, const char *secret)
{
	struct hash hash;
	struct caller *caller;
	enum err e;

	if (!secret || strlen(secret) > SECRET_SIZE_MAX)
		return OK;
	hash = hash_text(secret);
	e = sql_caller_by_session(s, &hash, s->now - conf()->session_idle_s * 1000, &caller);
	if (e == E_MISSING)
		return OK;
	TRY(e);
	s->caller = caller;
	return OK;
}

static enum err signed_out(struct scope *s)
{
	return refuse(s, E_SIGNED_OUT, "This API token is not good here.");
}

/* The token of `Bearer token`, or of `Basic base64(email:token)`; *email_out is NULL for Bearer. */
static enum err authorization_read(
	struct scope *s, const char *header, const char **email_out, const char **token_out)
{
	uint8_t *pair;
	size_t size;
	char *colon;

	*email_out = NULL;
	if (strncasecmp(header, "Bearer ", 7) == 0) {
		*token_out = header + 7 + strspn(header + 7, " ");
		return OK;
	}
	if (strncasecmp(header, "Basic ", 6) != 0)
		return signed_out(s);
	if (base64_decode(s->arena, header + 6 + strspn(header + 6, " "), &pair, &size) != OK)
		return signed_out(s);
	colon = memchr(pair, ':', size);
	if (!colon)
		return signed_out(s);
	*email_out = arena_strndup(s->arena, (const char *)pair, (size_t)(colon - (char *)pair));
	*token_out = arena_strndup(s->arena, colon + 1, size - (size_t)(colon + 1 - (char *)pair));
	return OK;
}

enum err caller_by_authorization(struct scope *s, const char *header)
{
	const char *email = NULL, *token = "";
	struct hash hash;
	struct caller *caller;
	enum err e;

	TRY(authorization_read(s, header, &email, &token));
	if (strlen(token) > SECRET_SIZE_MAX)
		return signed_out(s);
	hash = hash_text(token);
	e = sql_caller_by_token(s, &hash, &caller);
	if (e == E_MISSING)
		return signed_out(s);
	TRY(e);
	if (email && !str_equal_nocase(email, caller->email))
		return signed_out(s);
	s->caller = caller;
	return OK;
}

enum err caller_by_person(struct scope *s, int64_t person_id)
{
	struct caller *caller;

	TRY(sql_caller_by_person(s, person_id, &caller));
	s->caller = caller;
	return OK;
}

enum role caller_role(const struct scope *s)
{
	return s->caller ? role_from_name(s->caller->role) : ROLE_NOBODY;
}

enum role caller_role_on_desk(const struct scope *s, bool answering)
{
	enum role role = caller_role(s);

	return role == ROLE_AGENT && !answering ? ROLE_CUSTOMER : role;
}

bool caller_is_team(const struct scope *s, bool answering)
{
	return caller_role_on_desk(s, answering) >= ROLE_AGENT;
}

bool caller_is_program(const struct scope *s)
{
	return s->caller && s->caller->scopes;
}

enum err caller_organizations(struct scope *s, int64_t ids[ORGANIZATIONS_MAX], int *n_out)
{
	struct membership *memberships;

	TRY(sql_membership_list(s, scope_person(s), ORGANIZATIONS_MAX, &memberships));
	for (*n_out = 0; memberships; memberships = memberships->next)
		ids[(*n_out)++] = memberships->organization_id;
	return OK;
}

const char *caller_time_zone(const struct scope *s)
{
	if (s->caller && s->caller->time_zone)
		return s->caller->time_zone;
	return s->tenant ? s->tenant->time_zone : NULL;
}

enum err caller_set_language(struct scope *s, const char *language)
{
	if (str_in_list(person_languages, language))
		return sql_person_set_language(s, scope_person(s), language, &(int64_t){ 0 });
	return refuse_field(s, "language", "language must be en, pl or ar.");
}

enum err session_start(struct scope *s, const struct session_new *session, const char **secret_out)
{
	char *secret = random_token(s->arena);
	struct hash hash = hash_text(secret);

	TRY(sql_session_add(s, &hash, session->person_id, session->provider_id, session->idp_sub,
		session->idp_sid, session->id_token, s->now + conf()->session_life_s * 1000));
	*secret_out = secret;
	return OK;
}

static enum err seen(struct scope *s, const char *secret)
{
	struct hash hash = hash_text(secret);

	TRY(tx_begin(s->db));
	TRY(sql_session_seen(s, &hash));
	return tx_commit(s->db);
}

void session_keep_alive(struct scope *s, const char *secret)
{
	if (!s->caller || caller_is_program(s) || !secret)
		return;
	if (s->now - s->caller->seen_at < conf()->session_idle_s * 1000 / KEEP_ALIVE_PARTS)
		return;
	if (seen(s, secret) != OK)
		tx_rollback(s->db);
}
