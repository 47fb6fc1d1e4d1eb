/* caller.h - who is asking: a browser session or an API token, looked up below the tenant of the host. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "id/policy.h"
#include "sql/session.h"

struct hash;
struct scope;

enum { ORGANIZATIONS_MAX = 64 };

/* struct caller is a row of sql/queries/session.sql. */

/* The session whose secret this is becomes s->caller; OK without one when the secret means nothing (any more). */
enum err caller_by_cookie(struct scope *s, const char *secret) MUST_USE;
/* `Basic email:token` or `Bearer token`; E_SIGNED_OUT when it means nothing: a program wants to know. */
enum err caller_by_authorization(struct scope *s, const char *header) MUST_USE;
/* The person becomes s->caller as they are now, without a session; E_MISSING: nobody active has this id. Who calls it puts back who
 * asked. */
enum err caller_by_person(struct scope *s, int64_t person_id) MUST_USE;

enum role caller_role(const struct scope *s); /* ROLE_NOBODY when signed out */
/* The role on one desk: an agent of another desk is a customer here. */
enum role caller_role_on_desk(const struct scope *s, bool answering);
/* Does the caller answer on the desk, as an agent or an administrator? */
bool caller_is_team(const struct scope *s, bool answering);
bool caller_is_program(const struct scope *s);
/* Ids of the caller's organizations, at most ORGANIZATIONS_MAX. */
enum err caller_organizations(struct scope *s, int64_t ids[ORGANIZATIONS_MAX], int *n_out) MUST_USE;
const char *caller_time_zone(const struct scope *s); /* the tenant's if the caller has none */

/* What is written to the caller is in this language from now on; E_INVALID blames `language`: it is none of ours. */
enum err caller_set_language(struct scope *s, const char *language) MUST_USE;

/* A new session in the open transaction; *secret_out goes into the cookie, only its hash is kept. */
struct session_new {
	int64_t person_id, provider_id;
	const char *idp_sub, *idp_sid, *id_token;
};
enum err session_start(
	struct scope *s, const struct session_new *session, const char **secret_out) MUST_USE;
/* Moves the session's idle limit on, in a transaction of its own, when a tenth of it has passed; failures are only logged. */
void session_keep_alive(struct scope *s, const char *secret);
