/* sign_in.h - sign-in at the tenant's OpenID provider: authorization code with PKCE, state and nonce (OpenID Connect Core,
 * RFC 7636, RFC 9207, RFC 9700). No transaction is open while a provider is asked. */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct scope;
struct url_param;

/* Why it did not work, as the sign-in page says it (?problem=). */
enum sign_in_problem {
	SIGN_IN_FINE,
	SIGN_IN_CANCELLED,
	SIGN_IN_EXPIRED,
	SIGN_IN_UNAVAILABLE,
	SIGN_IN_REFUSED,
	SIGN_IN_DISABLED,
	SIGN_IN_LIMITED
};
const char *sign_in_problem_name(enum sign_in_problem problem); /* "expired" */

/* What the browser's cookies hold; NULL when absent. */
struct sign_in_browser {
	const char *login_secret;   /* binds attempts to this browser */
	const char *session_secret; /* of a session that ends with the new one */
};

/* Where the browser goes next, and what its cookies become; NULL: they stay. */
struct sign_in {
	const char *location; /* with a problem: the sign-in page that says so */
	const char *login_secret, *session_secret;
	enum sign_in_problem problem;
};

/* GET /auth/login?provider=&to= : to the provider. A `to` that is no path of ours becomes "/". E_MISSING: no such provider. */
enum err sign_in_begin(struct scope *s, int64_t provider_id, const char *to,
	const struct sign_in_browser *browser, struct sign_in *sign_in_out) MUST_USE;
/* GET /auth/callback/{providerId} : `query` is what the provider sent; back to where the person wanted to go. */
enum err sign_in_finish(struct scope *s, int64_t provider_id, const struct url_param *query,
	const struct sign_in_browser *browser, struct sign_in *sign_in_out) MUST_USE;
