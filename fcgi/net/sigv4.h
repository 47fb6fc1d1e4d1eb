/* sigv4.h - AWS Signature Version 4 in the query string: the whole permission to do one thing once stands in the URL. */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct arena;

struct sigv4_param {
	const char *name, *value;
};

struct sigv4 {
	const char *access_key, *secret_key, *region;
	const char *method;
	const char *host; /* as it will stand in the Host header */
	const char *path; /* not encoded: "/bucket/key" */
	/* Up to a NULL name; sorted by name; names in lower case, which sort behind X-Amz-*. NULL: none. */
	const struct sigv4_param *params;
	/* Headers that must be sent as they are signed, besides Host; the same way, names behind "host". NULL: none. */
	const struct sigv4_param *headers;
	int64_t valid_s;
	int64_t at; /* ms: when the time begins to run */
};

/* "/bucket/key?X-Amz-...&X-Amz-Signature=...", percent-encoded, to follow an origin. The body is not signed
 * (UNSIGNED-PAYLOAD), and of the headers only Host and those that are named. */
char *sigv4_target(struct arena *arena, const struct sigv4 *what);
