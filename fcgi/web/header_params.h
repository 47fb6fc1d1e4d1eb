/* header_params.h - the parameters of a header's value: form-data;
 * name="file"; filename="a.txt". Quoted as browsers do it (WHATWG HTML,
 * multipart/form-data) and as RFC 9110 does. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"

struct arena;

struct header_params {
	struct arena *arena;
	const char *at; /* what is left */
};

/* Is the value before its parameters this one, whatever the case?
 * *params_out is then ready for header_params_next. */
bool header_params_of(struct arena *arena, const char *header, const char *value,
	struct header_params *params_out);
/* The next one, its name in lower case; *name_out is NULL after the last.
 * Inside quotes \" and \\ are one character, any other backslash is itself,
 * as in C:\photo.jpg. E_INVALID: no name, no value, or a quote without end. */
enum err header_params_next(
	struct header_params *params, const char **name_out, const char **value_out) MUST_USE;
