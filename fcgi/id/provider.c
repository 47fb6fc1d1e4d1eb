/* provider.c - see provider.h. Discovery is believed only when it names the issuer that the operator configured, exactly
 * (OpenID Connect Discovery 1.0 section 4.3); endpoints may stand on other hosts, as some providers have them. */
#include "id/provider.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/json.h"
#include "base/log.h"
#include "base/str.h"
#include "id/document.h"
#include "id/jwt.h"
#include "id/scope.h"
#include "id/visit.h"
#include "sql/sign_in.h"

enum { ISSUER_SIZE_MAX = 255, URL_SIZE_MAX = 1000, METHOD_SIZE_MAX = 60 };

static const char *endpoint(const struct json *discovery, const char *name);
static bool is_endpoint(const char *url);
static bool offers(const struct json *discovery, const char *method);
static bool has_key(const struct json *keys);
static enum jwt_flaw verify(struct visit *visit, const char *token, const char *nonce,
	const char *jwks, struct json **claims_out);

enum err endpoints_find(struct visit *visit, struct endpoints *endpoints_out)
{
	const char *issuer = visit->provider->issuer, *body;
	size_t size = strlen(issuer);
	struct document document = { .kind = DOCUMENT_DISCOVERY,
		.is_good = provider_discovery_is_good };
	struct json *discovery;

	document.url = arena_format(visit->s->arena, "%.*s/.well-known/openid-configuration",
		(int)(str_ends(issuer, "/") ? size - 1 : size), issuer);
	TRY(document_get(visit, &document, &body));
	TRY(json_read(body, strlen(body), &discovery));
	*endpoints_out = (struct endpoints){
		.authorization = endpoint(discovery, "authorization_endpoint"),
		.token = endpoint(discovery, "token_endpoint"),
		.keys = endpoint(discovery, "jwks_uri"),
		.userinfo = endpoint(discovery, "userinfo_endpoint"),
		.end_session = endpoint(discovery, "end_session_endpoint"),
		.gives_iss = json_as_bool(
			json_at(discovery, "authorization_response_iss_parameter_supported")),
		.secret_in_body = offers(discovery, "client_secret_post") &&
			!offers(discovery, "client_secret_basic"),
	};
	return OK;
}

bool provider_is_answering(
	const struct provider *provider, const struct endpoints *endpoints, const char *iss)
{
	bool always = provider->require_iss < 0 ? endpoints->gives_iss : provider->require_iss != 0;

	return iss == NULL ? !always : str_equal(iss, provider->issuer);
}

enum err provider_verify(struct visit *visit, const struct endpoints *endpoints, const char *token,
	const char *nonce, struct json **claims_out)
{
	struct document document = {
		.kind = DOCUMENT_KEYS, .url = endpoints->keys, .is_good = provider_keys_are_good
	};
	const char *jwks, *renewed;
	enum jwt_flaw flaw;
	enum err e;

	TRY(document_get(visit, &document, &jwks));
	flaw = verify(visit, token, nonce, jwks, claims_out);
	if (flaw == JWT_NO_KEY) {
		e = document_renew(visit, &document, jwks, &renewed);
		if (e == OK)
			flaw = verify(visit, token, nonce, renewed, claims_out);
		else if (e != E_MISSING)
			return e;
	}
	if (flaw == JWT_FINE)
		return OK;
	return fail(E_DENIED, "provider %lld: %s token refused: %s", (long long)visit->provider->id,
		nonce == NULL ? "logout" : "ID", jwt_flaw_name(flaw));
}

bool provider_discovery_is_good(const struct provider *provider, const char *body)
{
	struct json *discovery;

	return json_read(body, strlen(body), &discovery) == OK &&
		str_equal(json_str(discovery, "issuer", ISSUER_SIZE_MAX), provider->issuer) &&
		endpoint(discovery, "authorization_endpoint") != NULL &&
		endpoint(discovery, "token_endpoint") != NULL &&
		endpoint(discovery, "jwks_uri") != NULL;
}

bool provider_keys_are_good(const struct provider *provider, const char *body)
{
	struct json *keys;

	(void)provider;
	return json_read(body, strlen(body), &keys) == OK && has_key(json_at(keys, "keys"));
}

static const char *endpoint(const struct json *discovery, const char *name)
{
	const char *url = json_str(discovery, name, URL_SIZE_MAX);

	return is_endpoint(url) ? url : NULL;
}

/* What a browser may be sent to, and we may ask: https, or http where the operator allows it. */
static bool is_endpoint(const char *url)
{
	if (!str_starts(url, "https://") &&
		!(conf()->outward_plain_http && str_starts(url, "http://")))
		return false;
	for (const char *at = url; at != NULL && *at != '\0'; at++)
		if (*at <= ' ' || *at == 0x7f || strchr("\"#<>\\^`{|}", *at) != NULL)
			return false;
	return url != NULL;
}

static bool offers(const struct json *discovery, const char *method)
{
	const struct json *methods = json_at(discovery, "token_endpoint_auth_methods_supported");

	/* Absent: client_secret_basic (OpenID Connect Discovery 1.0 section 3). */
	if (methods == NULL)
		return str_equal(method, "client_secret_basic");
	for (const struct json *one = json_first(methods); one != NULL; one = json_next(one))
		if (str_equal(json_as_text(one), method))
			return true;
	return false;
}

static bool has_key(const struct json *keys)
{
	for (const struct json *key = json_first(keys); key != NULL; key = json_next(key))
		if (json_str(key, "kty", METHOD_SIZE_MAX) != NULL)
			return true;
	return false;
}

static enum jwt_flaw verify(struct visit *visit, const char *token, const char *nonce,
	const char *jwks, struct json **claims_out)
{
	const struct jwt_rules rules = {
		.issuer = visit->provider->issuer,
		.client_id = visit->provider->client_id,
		.nonce = nonce,
		.algorithms = visit->provider->algorithms,
		.logout = nonce == NULL,
		.now = visit->s->now,
	};

	return jwt_verify(visit->s->arena, token, jwks, &rules, claims_out);
}

enum err provider_list(struct scope *s, struct provider **first_out)
{
	return sql_provider_list(s, first_out);
}
