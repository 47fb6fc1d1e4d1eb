/* id_token.c - see id_token.h. Status 5xx and 429 mean that the provider cannot now; every other answer that is not the one of
 * the specification is refused. */
#include "id/id_token.h"

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/log.h"
#include "base/str.h"
#include "base/url.h"
#include "net/http.h"
#include "id/jwt.h"
#include "id/provider.h"
#include "id/scope.h"
#include "id/visit.h"
#include "sql/sign_in.h"

enum {
	ACCESS_TOKEN_SIZE_MAX = 16 * 1024,
	CLAIM_SIZE_MAX = 4096,
	NAME_SIZE_MAX = 255,
	ERROR_SIZE_MAX = 100
};

static enum err tokens_ask(struct visit *visit, const struct endpoints *endpoints,
	const struct code *code, struct json **tokens_out);
static enum err client_introduce(struct visit *visit, const struct endpoints *endpoints,
	struct str *form, struct http_ask *ask);
static enum err answer_read(
	const struct http_ask *ask, const struct http_answer *answer, struct json **object_out);
static void claims_read(const struct json *claims, struct claims *claims_out);
static bool is_subject(const char *sub);
static enum err userinfo_read(struct visit *visit, const struct endpoints *endpoints,
	const struct json *tokens, struct claims *claims);
static void form_add(struct str *form, const char *name, const char *value);

enum err id_token_fetch(struct visit *visit, const struct endpoints *endpoints,
	const struct code *code, struct id_token *token_out)
{
	struct json *tokens, *claims;

	TRY(tokens_ask(visit, endpoints, code, &tokens));
	token_out->text = json_str(tokens, "id_token", JWT_SIZE_MAX);
	if (!str_equal_nocase(json_str(tokens, "token_type", ERROR_SIZE_MAX), "Bearer") ||
		token_out->text == NULL)
		return fail(E_DENIED, "%s: no bearer token with an ID token", endpoints->token);
	TRY(provider_verify(visit, endpoints, token_out->text, code->nonce, &claims));
	claims_read(claims, &token_out->claims);
	if (!is_subject(token_out->claims.sub))
		return fail(
			E_DENIED, "%s: a subject that cannot be kept exactly", endpoints->token);
	token_out->sid = json_str(claims, "sid", NAME_SIZE_MAX);
	if (token_out->claims.email == NULL && endpoints->userinfo != NULL)
		TRY(userinfo_read(visit, endpoints, tokens, &token_out->claims));
	return OK;
}

static enum err tokens_ask(struct visit *visit, const struct endpoints *endpoints,
	const struct code *code, struct json **tokens_out)
{
	struct str form = str_make(visit->s->arena);
	struct http_ask ask = { .method = "POST",
		.url = endpoints->token,
		.content_type = "application/x-www-form-urlencoded" };
	struct http_answer answer;

	form_add(&form, "grant_type", "authorization_code");
	form_add(&form, "code", code->code);
	form_add(&form, "redirect_uri", code->redirect_uri);
	form_add(&form, "code_verifier", code->verifier);
	TRY(client_introduce(visit, endpoints, &form, &ask));
	ask.body = form.text;
	TRY(visit_ask(visit, &ask, &answer));
	return answer_read(&ask, &answer, tokens_out);
}

/* Basic is what every provider must know; both halves are form-encoded before (RFC 6749 section 2.3.1). */
static enum err client_introduce(struct visit *visit, const struct endpoints *endpoints,
	struct str *form, struct http_ask *ask)
{
	const struct provider *provider = visit->provider;
	struct arena *arena = visit->s->arena;
	char *secret = NULL;

	if (provider->client_secret != NULL &&
		seal_open(arena, "provider.client_secret", provider->client_secret, &secret) != OK)
		return fail(E_UPSTREAM,
			"provider %lld: its client secret was sealed with another key",
			(long long)provider->id);
	if (secret != NULL && !endpoints->secret_in_body) {
		ask->user = url_encode(arena, provider->client_id);
		ask->password = url_encode(arena, secret);
		return OK;
	}
	form_add(form, "client_id", provider->client_id);
	if (secret != NULL)
		form_add(form, "client_secret", secret);
	return OK;
}

static enum err answer_read(
	const struct http_ask *ask, const struct http_answer *answer, struct json **object_out)
{
	enum err e = json_read(answer->body, answer->size, object_out);
	const char *error = e == OK ? json_str(*object_out, "error", ERROR_SIZE_MAX) : NULL;

	if (answer->status >= 500 || answer->status == 429)
		return fail(E_UPSTREAM, "%s: status %d", ask->url, answer->status);
	if (answer->status != 200)
		return fail(E_DENIED, "%s: status %d %s", ask->url, answer->status,
			error != NULL ? error : "");
	if (e != OK || json_kind(*object_out) != JSON_OBJECT)
		return fail(E_DENIED, "%s: not a JSON object", ask->url);
	return OK;
}

static void claims_read(const struct json *claims, struct claims *claims_out)
{
	*claims_out = (struct claims){
		.sub = json_str(claims, "sub", NAME_SIZE_MAX),
		.email = json_str(claims, "email", CLAIM_SIZE_MAX),
		.name = json_str(claims, "name", CLAIM_SIZE_MAX),
		.username = json_str(claims, "preferred_username", CLAIM_SIZE_MAX),
		.email_verified = json_as_bool(json_at(claims, "email_verified")),
	};
}

/* Collations pad: with a space at its end it would be equal to another one. */
static bool is_subject(const char *sub)
{
	return sub != NULL && *sub != ' ' && !str_ends(sub, " ");
}

/* Userinfo is not signed: it counts only for the sub of the ID token (OpenID Connect Core section 5.3.2). */
static enum err userinfo_read(struct visit *visit, const struct endpoints *endpoints,
	const struct json *tokens, struct claims *claims)
{
	struct http_ask ask = { .method = "GET", .url = endpoints->userinfo };
	struct http_answer answer;
	struct json *userinfo;
	struct claims said;

	ask.bearer = json_str(tokens, "access_token", ACCESS_TOKEN_SIZE_MAX);
	if (ask.bearer == NULL)
		return OK;
	TRY(visit_ask(visit, &ask, &answer));
	TRY(answer_read(&ask, &answer, &userinfo));
	claims_read(userinfo, &said);
	if (!str_equal(said.sub, claims->sub))
		return fail(E_DENIED, "%s: speaks of somebody else", endpoints->userinfo);
	if (said.name == NULL)
		said.name = claims->name;
	if (said.username == NULL)
		said.username = claims->username;
	*claims = said;
	return OK;
}

static void form_add(struct str *form, const char *name, const char *value)
{
	str_format(
		form, "%s%s=%s", form->size > 0 ? "&" : "", name, url_encode(form->arena, value));
}
