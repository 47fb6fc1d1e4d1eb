/* etag.h - the tag of an answer, and whether a client has it already (RFC 9110 sections 8.8.3 and 13.1.2). */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Of these bytes, with its quotes. */
const char *etag_of(struct arena *arena, const void *bytes, size_t size);
/* Is the tag in the list of an If-None-Match? Weak ones compare as strong ones do: what compresses an answer weakens its tag. "*" is
 * any. After something that is no tag nothing is found. */
bool etag_is_among(const char *tag, const char *list);
