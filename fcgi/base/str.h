/* str.h - text that grows, in an arena. Always ends in NUL. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"

struct arena;

struct str {
	struct arena *arena;
	char *text;
	size_t size; /* bytes without the NUL */
	size_t room;
};

struct str str_make(struct arena *arena);
void str_add(struct str *str, const char *text);
void str_add_bytes(struct str *str, const void *bytes, size_t size);
void str_add_char(struct str *str, char c);
void str_format(struct str *str, const char *format, ...) PRINTF(2, 3);

/* Questions about plain C strings; NULL equals only NULL. */
bool str_equal(const char *a, const char *b);
bool str_equal_nocase(const char *a, const char *b); /* ASCII */
bool str_is_empty(const char *text);                 /* NULL is */
bool str_starts(const char *text, const char *start);
bool str_ends(const char *text, const char *end);
/* Is word one of the words in list, which spaces part? */
bool str_in_list(const char *list, const char *word);
/* A copy with its ASCII letters in lower case; NULL stays NULL. */
char *str_lower(struct arena *arena, const char *text);
/* The whole text as a number in [min, max]; no sign but '-', no space, nothing after it. */
enum err str_to_int(const char *text, long long min, long long max, long long *number_out) MUST_USE;
