/* sign_in.c - see sign_in.h. An attempt is a row that one callback, from the browser that began it, deletes before the provider
 * is asked: a state is good once, whatever comes of it. The database holds hashes of the secrets, and the verifier sealed. */
#include "id/sign_in.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/str.h"
#include "base/url.h"
#include "id/caller.h"
#include "id/id_token.h"
#include "id/person.h"
#include "id/provider.h"
#include "id/scope.h"
#include "id/step.h"
#include "id/tenant.h"
#include "id/visit.h"
#include "sql/session.h"
#include "sql/sign_in.h"

enum {
	SECRET_SIZE = 43, /* of random_token() */
	CODE_SIZE_MAX = 4096,
	RETURN_TO_SIZE_MAX = 1000
};

static const char *const problem_names[] = {
	[SIGN_IN_FINE] = "",
	[SIGN_IN_CANCELLED] = "cancelled",
	[SIGN_IN_EXPIRED] = "expired",
	[SIGN_IN_UNAVAILABLE] = "unavailable",
	[SIGN_IN_REFUSED] = "refused",
	[SIGN_IN_DISABLED] = "disabled",
	[SIGN_IN_LIMITED] = "limited",
};

/* One sign-in on its way: all that its steps know. */
struct way {
	const struct sign_in_browser *browser;
	struct provider *provider;
	struct endpoints endpoints;
	struct visit visit;
	/* what is kept between begin and finish */
	const char *state, *nonce, *verifier, *login_secret, *return_to;
	/* what came back */
	const char *code, *error, *iss;
	struct id_token token;
	struct person *person;
	const char *session_secret;
	enum sign_in_problem problem;
};

static enum err begin(
	struct scope *s, int64_t provider_id, struct way *way, const char **location_out);
static enum err attempt_keep(struct scope *s, void *context);
static const char *authorization_url(struct scope *s, const struct way *way);
static void extra_params_add(struct str *url, const char *params);
static void param_add(struct str *url, const char *name, const char *value);
static enum err finish(
	struct scope *s, int64_t provider_id, const struct url_param *query, struct way *way);
static enum err answer_take(struct way *way, const struct url_param *query);
static enum err param_once(
	const struct url_param *query, const char *name, size_t size_max, const char **value_out);
static enum err attempt_take(struct scope *s, void *context);
static enum err answer_judge(struct way *way);
static enum err enter(struct scope *s, void *context);
static enum err session_forget(struct scope *s, const char *secret);
static enum err stop(struct way *way, enum sign_in_problem problem);
static enum err conclude(struct scope *s, struct way *way, enum err e, const char *location,
	struct sign_in *sign_in_out);
static const char *redirect_uri(struct scope *s, const struct way *way);
static const char *return_path(struct arena *arena, const char *to);
static const char *network_of(struct arena *arena, const char *address);
static bool is_secret(const char *text);

const char *sign_in_problem_name(enum sign_in_problem problem)
{
	return problem_names[problem];
}

enum err sign_in_begin(struct scope *s, int64_t provider_id, const char *to,
	const struct sign_in_browser *browser, struct sign_in *sign_in_out)
{
	struct way way = { .browser = browser, .return_to = return_path(s->arena, to) };
	const char *location = NULL;
	enum err e = begin(s, provider_id, &way, &location);

	return conclude(s, &way, e, location, sign_in_out);
}

enum err sign_in_finish(struct scope *s, int64_t provider_id, const struct url_param *query,
	const struct sign_in_browser *browser, struct sign_in *sign_in_out)
{
	struct way way = { .browser = browser };
	enum err e = finish(s, provider_id, query, &way);

	return conclude(s, &way, e, way.return_to, sign_in_out);
}

static enum err begin(
	struct scope *s, int64_t provider_id, struct way *way, const char **location_out)
{
	TRY(sql_provider_find(s, provider_id, &way->provider));
	way->visit = visit_begin(s, way->provider);
	TRY(endpoints_find(&way->visit, &way->endpoints));
	/* What we know of it may be a day old, and a browser that was sent to a dead host shows none of our pages. */
	TRY(visit_knock(&way->visit));
	way->state = random_token(s->arena);
	way->nonce = random_token(s->arena);
	way->verifier = random_token(s->arena);
	/* One secret for all attempts of this browser, so that two tabs may sign in side by side. */
	way->login_secret = is_secret(way->browser->login_secret) ? way->browser->login_secret
								  : random_token(s->arena);
	TRY(step_run(s, attempt_keep, way));
	if (way->problem != SIGN_IN_FINE)
		return stop(way, way->problem);
	*location_out = authorization_url(s, way);
	return OK;
}

static enum err attempt_keep(struct scope *s, void *context)
{
	struct way *way = context;
	struct hash state = hash_text(way->state), browser = hash_text(way->login_secret);
	const char *address = network_of(s->arena, s->address),
		   *verifier = seal(s->arena, "login_attempt.verifier", way->verifier);
	int64_t since = s->now - conf()->login_attempt_s * 1000;
	struct attempt_count *count;

	TRY(sql_attempt_remove_old(s, since, &(int64_t){ 0 }));
	TRY(sql_attempt_count(s, address, since, &count));
	way->problem = count->n < conf()->sign_in_attempts_max ? SIGN_IN_FINE : SIGN_IN_LIMITED;
	if (way->problem != SIGN_IN_FINE)
		return OK;
	return sql_attempt_add(s, &state, &browser, way->provider->id, way->nonce, verifier,
		way->return_to, address);
}

static const char *authorization_url(struct scope *s, const struct way *way)
{
	struct hash challenge = hash_text(way->verifier);
	struct str url = str_make(s->arena);

	str_add(&url, way->endpoints.authorization);
	param_add(&url, "response_type", "code");
	param_add(&url, "client_id", way->provider->client_id);
	param_add(&url, "redirect_uri", redirect_uri(s, way));
	param_add(&url, "scope", way->provider->scopes);
	param_add(&url, "state", way->state);
	param_add(&url, "nonce", way->nonce);
	param_add(&url, "code_challenge",
		base64url(s->arena, challenge.bytes, sizeof(challenge.bytes)));
	param_add(&url, "code_challenge_method", "S256");
	extra_params_add(&url, way->provider->extra_params);
	return url.text;
}

/* What the operator adds, as kc_idp_hint=corp; never in place of what protects the flow. */
static void extra_params_add(struct str *url, const char *params)
{
	static const char ours[] =
		"response_type response_mode client_id redirect_uri scope state nonce code_challenge code_challenge_method "
		"request request_uri";
	struct url_param *param;

	if (url_params(url->arena, params, &param) != OK)
		return log_warn("extra_params of a provider are not well formed");
	for (; param != NULL; param = param->next)
		if (!str_in_list(ours, param->name))
			param_add(url, url_encode(url->arena, param->name), param->value);
}

static void param_add(struct str *url, const char *name, const char *value)
{
	str_format(url, "%c%s=%s", strchr(url->text, '?') == NULL ? '?' : '&', name,
		url_encode(url->arena, value));
}

static enum err finish(
	struct scope *s, int64_t provider_id, const struct url_param *query, struct way *way)
{
	struct code code;
	enum err e;

	TRY(sql_provider_find(s, provider_id, &way->provider));
	way->visit = visit_begin(s, way->provider);
	TRY(answer_take(way, query));
	e = step_run(s, attempt_take, way);
	if (e == E_MISSING)
		return stop(way, SIGN_IN_EXPIRED);
	TRY(e);
	TRY(endpoints_find(&way->visit, &way->endpoints));
	TRY(answer_judge(way));
	code = (struct code){ way->code, way->verifier, way->nonce, redirect_uri(s, way) };
	TRY(id_token_fetch(&way->visit, &way->endpoints, &code, &way->token));
	e = step_run(s, enter, way);
	/* Two first sign-ins of one person met: the other one has made them. */
	if (e == E_CONFLICT)
		e = step_run(s, enter, way);
	TRY(e);
	return way->person->active ? OK : stop(way, SIGN_IN_DISABLED);
}

/* What the provider's answer says; parameters that we do not know are none of our business (RFC 6749 section 4.1.2). */
static enum err answer_take(struct way *way, const struct url_param *query)
{
	if (param_once(query, "state", SECRET_SIZE, &way->state) != OK ||
		param_once(query, "code", CODE_SIZE_MAX, &way->code) != OK ||
		param_once(query, "iss", CODE_SIZE_MAX, &way->iss) != OK ||
		param_once(query, "error", CODE_SIZE_MAX, &way->error) != OK)
		return stop(way, SIGN_IN_REFUSED);
	if (!is_secret(way->state) || !is_secret(way->browser->login_secret))
		return stop(way, SIGN_IN_EXPIRED);
	return OK;
}

static enum err param_once(
	const struct url_param *query, const char *name, size_t size_max, const char **value_out)
{
	for (; query != NULL; query = query->next) {
		if (!str_equal(query->name, name))
			continue;
		if (*value_out != NULL || strlen(query->value) > size_max)
			return E_INVALID;
		*value_out = query->value;
	}
	return OK;
}

static enum err attempt_take(struct scope *s, void *context)
{
	struct way *way = context;
	struct hash state = hash_text(way->state), browser = hash_text(way->browser->login_secret);
	struct attempt *attempt;
	char *verifier;

	TRY(sql_attempt_take(s, &state, &browser, way->provider->id,
		s->now - conf()->login_attempt_s * 1000, &attempt));
	way->return_to = attempt->return_to;
	way->nonce = attempt->nonce;
	/* Sealed with a key that is no longer ours: as good as no attempt. */
	if (seal_open(s->arena, "login_attempt.verifier", attempt->verifier, &verifier) != OK)
		return E_MISSING;
	way->verifier = verifier;
	return OK;
}

/* The sender first (RFC 9207 section 2.4: before anything else is believed), then what it says. */
static enum err answer_judge(struct way *way)
{
	if (!provider_is_answering(way->provider, &way->endpoints, way->iss))
		return stop(way, SIGN_IN_REFUSED);
	if (str_equal(way->error, "access_denied"))
		return stop(way, SIGN_IN_CANCELLED);
	if (str_equal(way->error, "server_error") ||
		str_equal(way->error, "temporarily_unavailable"))
		return stop(way, SIGN_IN_UNAVAILABLE);
	if (way->error != NULL || way->code == NULL || *way->code == '\0')
		return stop(way, SIGN_IN_REFUSED);
	return OK;
}

/* A new session always gets a new secret, and the browser's old one ends: nobody can plant one (session fixation). */
static enum err enter(struct scope *s, void *context)
{
	struct way *way = context;
	struct session_new session = {
		.provider_id = way->provider->id,
		.idp_sub = way->token.claims.sub,
		.idp_sid = way->token.sid,
		.id_token = seal(s->arena, "session.id_token", way->token.text),
	};

	TRY(person_enter(s, way->provider, &way->token.claims, &way->person));
	if (!way->person->active)
		return OK;
	session.person_id = way->person->id;
	TRY(session_forget(s, way->browser->session_secret));
	return session_start(s, &session, &way->session_secret);
}

static enum err session_forget(struct scope *s, const char *secret)
{
	struct session_end *end;
	struct hash hash;
	enum err e;

	if (secret == NULL)
		return OK;
	hash = hash_text(secret);
	e = sql_session_remove(s, &hash, &end);
	return e == E_MISSING ? OK : e;
}

/* Ends the way with a problem that the person is told; the errors of others mean one too, see conclude(). */
static enum err stop(struct way *way, enum sign_in_problem problem)
{
	way->problem = problem;
	log_info("provider=%lld sign_in=%s", (long long)way->provider->id, problem_names[problem]);
	return E_DENIED;
}

static enum err conclude(struct scope *s, struct way *way, enum err e, const char *location,
	struct sign_in *sign_in_out)
{
	struct str page = str_make(s->arena);

	if (e == OK) {
		*sign_in_out = (struct sign_in){ location, way->login_secret, way->session_secret,
			SIGN_IN_FINE };
		return OK;
	}
	if (e != E_DENIED && e != E_UPSTREAM)
		return e;
	if (way->problem == SIGN_IN_FINE)
		way->problem = e == E_UPSTREAM ? SIGN_IN_UNAVAILABLE : SIGN_IN_REFUSED;
	str_format(&page, "/sign-in?problem=%s", problem_names[way->problem]);
	if (way->return_to != NULL)
		str_format(&page, "&to=%s", url_encode(s->arena, way->return_to));
	*sign_in_out = (struct sign_in){ .location = page.text, .problem = way->problem };
	return OK;
}

/* One for each provider: an answer cannot be taken for another provider's (RFC 9700 section 4.4). */
static const char *redirect_uri(struct scope *s, const struct way *way)
{
	return arena_format(
		s->arena, "%s/auth/callback/%lld", s->tenant->origin, (long long)way->provider->id);
}

/* A path of our pages as a Location may carry it, or "/": never another host, never back into sign-in. */
static const char *return_path(struct arena *arena, const char *to)
{
	struct str path = str_make(arena);

	if (!url_is_local_path(to) || str_starts(to, "/auth/") || strlen(to) > RETURN_TO_SIZE_MAX)
		return "/";
	for (; *to != '\0'; to++) {
		if ((unsigned char)*to < 0x80)
			str_add_char(&path, *to);
		else
			str_format(&path, "%%%02X", (unsigned char)*to);
	}
	return path.size > RETURN_TO_SIZE_MAX ? "/" : path.text;
}

/* Whom attempts are counted for: an IPv4 address, or an IPv6 network, of which one person has 2^64 addresses. */
static const char *network_of(struct arena *arena, const char *address)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr ip;

	if (address == NULL || inet_pton(AF_INET6, address, &ip) != 1)
		return address == NULL ? "" : address;
	memset(ip.s6_addr + 8, 0, 8);
	return arena_strdup(arena, inet_ntop(AF_INET6, &ip, text, sizeof(text)));
}

static bool is_secret(const char *text)
{
	if (text == NULL || strlen(text) != SECRET_SIZE)
		return false;
	for (; *text != '\0'; text++)
		if (strchr("-_", *text) == NULL && !(*text >= '0' && *text <= '9') &&
			!(*text >= 'a' && *text <= 'z') && !(*text >= 'A' && *text <= 'Z'))
			return false;
	return true;
}
