/* http.h - asks another HTTP server, within a budget, through the one gate (outward.h). Redirects are not followed,
 * proxies are ignored, answers are cut off at a size, TLS is verified. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct arena;

struct http_ask {
	const char *method;          /* "GET", "POST" */
	const char *url;             /* without a user in it */
	const char *body;            /* NULL: none */
	const char *content_type;    /* of the body */
	const char *bearer;          /* NULL: none */
	const char *user, *password; /* HTTP Basic; NULL: none */
	size_t answer_size_max;      /* bytes; 0: 256 KiB */
	int64_t timeout_ms;          /* for all of it, DNS and a slow drip too */
};
struct http_answer {
	int status;
	const char *content_type; /* "" if not said */
	const char *body;         /* ends in NUL */
	size_t size;
};

/* OK: a whole answer came, whatever its status. E_UPSTREAM: none came, it broke off, or it was larger than allowed
 * (logged). E_DENIED: the address may not be reached, or it is none. */
enum err http_ask(
	struct arena *arena, const struct http_ask *ask, struct http_answer *answer_out) MUST_USE;
