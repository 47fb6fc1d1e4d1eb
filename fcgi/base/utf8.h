/* utf8.h - one character of UTF-8 at a time, judged by RFC 3629: no overlong forms, no surrogates, nothing
 * above U+10FFFF. */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* Bytes (1..4) of the well-formed character at `at`, 0 if there is none; *point_out may not be NULL. */
size_t utf8_read(const char *at, const char *end, uint32_t *point_out);
/* How many bytes of the text are whole characters, at most size_max. It is well-formed. */
size_t utf8_fit(const char *text, size_t size_max);
/* Writes at most 4 bytes and returns how many. */
size_t utf8_write(uint32_t point, char out[4]);
