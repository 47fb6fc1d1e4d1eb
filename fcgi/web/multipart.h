/* multipart.h - multipart/form-data (RFC 7578) read as it streams, in constant memory. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct arena;

struct multipart;
/* Gives up to room bytes of the body; 0 is its end, < 0 an error. */
typedef int64_t multipart_read(void *source, void *bytes, size_t room);

enum { MULTIPART_PARTS_MAX = 200, MULTIPART_HEADERS_MAX = 8192, MULTIPART_NAME_MAX = 255 };

/* content_type is the request's; E_UNSUPPORTED when it is not
 * multipart/form-data, E_INVALID without a good boundary (RFC 2046 5.1.1). */
enum err multipart_open(struct arena *arena, const char *content_type, int64_t content_length,
	multipart_read *read, void *source, struct multipart **form_out) MUST_USE;

struct multipart_part {
	const char *name; /* clean UTF-8 */
	const char
		*filename; /* as the client says, clean UTF-8: a path is still one; NULL: no file */
	const char *content_type; /* as the client says; NULL if not said */
};
/* The next part; *part_out is NULL after the last. What was left of the part
 * before is skipped. E_INVALID: malformed, cut short, or over a limit. */
enum err multipart_next(struct multipart *form, struct multipart_part **part_out) MUST_USE;
/* Bytes of the current part: > 0 how many, 0 its end, < 0 the body ended or
 * broke inside it. */
int64_t multipart_part_read(struct multipart *form, void *bytes, size_t room);
/* What is left of the whole body if the current part is the last one: the
 * most likely size of its rest; -1 if unknown. */
int64_t multipart_part_expected(const struct multipart *form);
