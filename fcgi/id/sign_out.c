/* sign_out.c - see sign_out.h. Our session ends first, whatever becomes of the provider's. */
#include "id/sign_out.h"

#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/log.h"
#include "base/str.h"
#include "base/url.h"
#include "id/provider.h"
#include "id/scope.h"
#include "id/step.h"
#include "id/tenant.h"
#include "id/visit.h"
#include "sql/session.h"
#include "sql/sign_in.h"

enum {
	HINT_SIZE_MAX = 4096,              /* an address of more is refused by many servers */
	LOGOUT_TOKEN_KEPT_MS = 600 * 1000, /* longer than a logout token is taken for fresh */
	NAME_SIZE_MAX = 255,
};

struct leaving {
	const char *secret;
	struct session_end *session; /* NULL: there was none */
};

struct call {
	int64_t provider_id;
	const char *jti, *sid, *sub;
};

static enum err session_end(struct scope *s, void *context);
static enum err provider_location(struct scope *s, const struct session_end *session,
	const char *page, const char **location_out);
static enum err sessions_end(struct scope *s, void *context);

enum err sign_out(struct scope *s, const char *session_secret, const char **location_out)
{
	const char *page = arena_format(s->arena, "%s/sign-in?signedout=1", s->tenant->origin);
	struct leaving leaving = { .secret = session_secret };

	*location_out = page;
	if (session_secret == NULL)
		return OK;
	TRY(step_run(s, session_end, &leaving));
	if (leaving.session != NULL &&
		provider_location(s, leaving.session, page, location_out) != OK)
		*location_out = page;
	return OK;
}

enum err sign_out_by_token(struct scope *s, int64_t provider_id, const char *logout_token)
{
	struct provider *provider;
	struct endpoints endpoints;
	struct json *claims;
	struct visit visit;
	struct call call = { .provider_id = provider_id };
	enum err e = sql_provider_find(s, provider_id, &provider);

	if (e == OK) {
		visit = visit_begin(s, provider);
		e = endpoints_find(&visit, &endpoints);
	}
	if (e == OK)
		e = provider_verify(&visit, &endpoints, logout_token, NULL, &claims);
	if (e == E_BUSY)
		return e;
	if (e != OK)
		return refuse(s, E_INVALID, "The logout token is not acceptable.");
	call.jti = json_str(claims, "jti", NAME_SIZE_MAX);
	call.sid = json_str(claims, "sid", NAME_SIZE_MAX);
	call.sub = json_str(claims, "sub", NAME_SIZE_MAX);
	if (call.jti == NULL || (call.sid == NULL && call.sub == NULL))
		return refuse(s, E_INVALID, "The logout token names nobody.");
	e = step_run(s, sessions_end, &call);
	return e == E_CONFLICT ? refuse(s, E_INVALID, "The logout token was used before.") : e;
}

static enum err session_end(struct scope *s, void *context)
{
	struct leaving *leaving = context;
	struct hash hash = hash_text(leaving->secret);
	enum err e = sql_session_remove(s, &hash, &leaving->session);

	if (e == E_MISSING)
		leaving->session = NULL;
	return e == E_MISSING ? OK : e;
}

/* RP-Initiated Logout 1.0 section 2; Keycloak shows a page in between when the hint is missing. */
static enum err provider_location(struct scope *s, const struct session_end *session,
	const char *page, const char **location_out)
{
	struct str url = str_make(s->arena);
	struct endpoints endpoints;
	struct provider *provider;
	struct visit visit;
	char *hint = NULL;

	TRY(sql_provider_find(s, session->provider_id, &provider));
	visit = visit_begin(s, provider);
	TRY(endpoints_find(&visit, &endpoints));
	if (endpoints.end_session == NULL)
		return E_NOT_OFFERED;
	if (session->id_token != NULL &&
		seal_open(s->arena, "session.id_token", session->id_token, &hint) != OK)
		hint = NULL;
	str_format(&url, "%s%cclient_id=%s&post_logout_redirect_uri=%s&state=%s",
		endpoints.end_session, strchr(endpoints.end_session, '?') == NULL ? '?' : '&',
		url_encode(s->arena, provider->client_id), url_encode(s->arena, page),
		random_token(s->arena));
	if (hint != NULL && strlen(hint) <= HINT_SIZE_MAX)
		str_format(&url, "&id_token_hint=%s", url_encode(s->arena, hint));
	*location_out = url.text;
	return OK;
}

/* The token is spent in the transaction that ends the sessions: a second one finds its id there. */
static enum err sessions_end(struct scope *s, void *context)
{
	const struct call *call = context;
	struct hash jti = hash_text(call->jti);
	int64_t n;

	TRY(sql_logout_token_remove_old(s, s->now - LOGOUT_TOKEN_KEPT_MS, &n));
	TRY(sql_logout_token_add(s, call->provider_id, &jti));
	if (call->sid != NULL)
		TRY(sql_session_remove_by_sid(s, call->provider_id, call->sid, &n));
	else
		TRY(sql_session_remove_by_sub(s, call->provider_id, call->sub, &n));
	log_info("provider=%lld back_channel_logout=%lld", (long long)call->provider_id,
		(long long)n);
	return OK;
}
