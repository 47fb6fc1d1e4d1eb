/* url.h - percent-encoding (RFC 3986) and query strings. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"

struct arena;

/* Keeps A-Z a-z 0-9 - _ . ~ and encodes the rest; url_encode_path keeps '/' too. */
char *url_encode(struct arena *arena, const char *text);
char *url_encode_path(struct arena *arena, const char *text);
/* E_INVALID: a broken escape, a NUL, or bad UTF-8. plus_is_space for query strings and forms. */
enum err url_decode(struct arena *arena, const char *text, size_t size, bool plus_is_space,
	char **text_out) MUST_USE;

struct url_param {
	const char *name, *value;
	struct url_param *next;
};
/* "a=1&b=2" in order; at most URL_PARAMS_MAX pairs, else E_INVALID. */
enum { URL_PARAMS_MAX = 128 };
enum err url_params(struct arena *arena, const char *query, struct url_param **first_out) MUST_USE;
/* The first of that name, or NULL. */
const char *url_param(const struct url_param *first, const char *name);

/* Is it a path of our own site that a browser cannot read as another host? (No "//", no "/\", no control.) */
bool url_is_local_path(const char *path);
