/* plain.h - any bytes as text that can be shown: what a log or a note from anywhere looks like. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Clean UTF-8 without harm (text_is_clean, and no turns of the writing direction). The bytes are UTF-16 if they begin with its mark; else
 * UTF-8, in which a byte that is none is read as Windows-1252, as old logs are. Line ends become LF; what a terminal obeys (colours,
 * titles) is left out; other control characters become their pictures. `cut`: more bytes follow, so half a character at the end is left
 * out. At most three times as long as the bytes. */
char *plain_text(struct arena *arena, const void *bytes, size_t size, bool cut);
