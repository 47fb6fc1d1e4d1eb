/* jwt.h - is this ID token or logout token really from the provider, for us, and now? (OpenID Connect Core 3.1.3.7,
 * Back-Channel Logout 1.0 section 2.6, RFC 7515, RFC 8725) */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct arena;
struct json;

struct jwt_rules {
	const char *issuer, *client_id;
	const char
		*nonce; /* of the login attempt; NULL: none is expected. Not for logout tokens. */
	const char *algorithms; /* the provider's list: "RS256 ES256 PS256" */
	bool logout;            /* a logout token is wanted, not an ID token */
	int64_t now;            /* ms */
};

enum jwt_flaw {
	JWT_FINE,
	JWT_FORMAT, /* not three parts of strict base64url with JSON objects in them, or over JWT_SIZE_MAX */
	JWT_ALGORITHM, /* none, unknown, or not on the list */
	JWT_CRITICAL,  /* header extensions that we do not know */
	JWT_TYPE,      /* a token for another purpose */
	JWT_NO_KEY,    /* none of these keys can be the one: fetch them anew, once, and try again */
	JWT_SIGNATURE,
	JWT_ISSUER,
	JWT_SUBJECT,
	JWT_AUDIENCE,
	JWT_PARTY, /* azp */
	JWT_EXPIRED,
	JWT_ISSUED,    /* iat: missing, in the future, too old */
	JWT_TOO_EARLY, /* nbf */
	JWT_NONCE,
	JWT_EVENT, /* events of a logout token */
	JWT_ID,    /* jti of a logout token */
};

/* jwks is the provider's key set as fetched. On JWT_FINE *claims_out is the payload, made where json_use() says; else
 * NULL. A logout token's jti must still be checked for its first use by the caller. */
enum { JWT_SIZE_MAX = 16 * 1024 };
enum jwt_flaw jwt_verify(struct arena *arena, const char *token, const char *jwks,
	const struct jwt_rules *rules, struct json **claims_out) MUST_USE;
/* "JWT_NO_KEY", for the log. */
const char *jwt_flaw_name(enum jwt_flaw flaw);
