/* provider.h - an OpenID provider of the tenant as sign-in meets it: where its endpoints are, and which tokens are its own
 * (OpenID Connect Discovery 1.0). */
#pragma once
#include <stdbool.h>
#include "base/err.h"
#include "sql/sign_in.h"

struct json;
struct scope;
struct visit;

/* struct provider is a row of sql/queries/sign_in.sql. */

/* The tenant's providers in the order of their buttons. */
enum err provider_list(struct scope *s, struct provider **first_out) MUST_USE;

/* What discovery says; absent endpoints are NULL. */
struct endpoints {
	const char *authorization, *token, *keys; /* always there */
	const char *userinfo, *end_session;
	bool gives_iss;      /* RFC 9207: its answers carry iss */
	bool secret_in_body; /* client_secret_post, as it does not offer client_secret_basic */
};
enum err endpoints_find(struct visit *visit, struct endpoints *endpoints_out) MUST_USE;

/* Is the answer's iss the provider's own? An absent one is, unless the provider always sends it. */
bool provider_is_answering(
	const struct provider *provider, const struct endpoints *endpoints, const char *iss);

/* Verifies an ID token, or a logout token when nonce is NULL. Keys are asked for again, within limits, when the token names
 * one that we do not know. E_DENIED: not acceptable (logged); E_UPSTREAM: no keys to judge it by. */
enum err provider_verify(struct visit *visit, const struct endpoints *endpoints, const char *token,
	const char *nonce, struct json **claims_out) MUST_USE;

/* For tests: are these bodies what a provider of this issuer publishes? */
bool provider_discovery_is_good(const struct provider *provider, const char *body);
bool provider_keys_are_good(const struct provider *provider, const char *body);
