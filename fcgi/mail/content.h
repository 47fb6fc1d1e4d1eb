/* content.h - what a part holds, decoded into memory, as far as there is room. */
#pragma once
#include <gmime/gmime.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* At most size_max bytes of it; *cut_out: there are more. The text ends in NUL. */
char *content_bytes(
	struct arena *arena, GMimePart *part, size_t size_max, size_t *size_out, bool *cut_out);
/* A text as clean UTF-8, by what its part says of it: charset, format=flowed. *charset_out is as it stands, NULL: not said. */
char *content_text(struct arena *arena, GMimePart *part, size_t size_max, const char **charset_out,
	bool *cut_out);
