/* id_token.h - trades the code of a callback for what the provider says of the person: token request (RFC 6749 section 4.1.3,
 * RFC 7636), ID token, and userinfo where the address is missing. */
#pragma once
#include "base/err.h"
#include "id/person.h"

struct endpoints;
struct visit;

struct code {
	const char *code, *verifier, *nonce, *redirect_uri;
};
struct id_token {
	const char *text; /* as it came: the hint for the provider's sign-out */
	const char *sid;  /* NULL: the provider has no sessions */
	struct claims claims;
};

/* E_DENIED: the provider refused the code, or its answer is not acceptable; E_UPSTREAM: it did not answer. Both are logged. */
enum err id_token_fetch(struct visit *visit, const struct endpoints *endpoints,
	const struct code *code, struct id_token *token_out) MUST_USE;
