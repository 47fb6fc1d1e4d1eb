/* sqlc_text.h - what the compiler needs of C: memory that lives as long as the program (which
 * is short), text that grows, whole files, and refusals. It stands alone, so that sqlc builds
 * before anything else. */
#pragma once
#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

#define NO_RETURN __attribute__((noreturn))
#define PRINTF_LIKE(format_at, first_at) __attribute__((format(printf, format_at, first_at)))

/* Where something stands in a source file. */
struct place {
	const char *file;
	int line;
};

/* Zeroed, never NULL, never given back. */
void *keep(size_t size);
char *keep_text(const char *text, size_t size);
char *keep_format(const char *format, ...) PRINTF_LIKE(1, 2);
#define keep_new(type) ((type *)keep(sizeof(type)))

struct text {
	char *bytes; /* NULL while empty; else ends in NUL */
	size_t size, room;
};
void text_add(struct text *text, const char *more);
void text_add_bytes(struct text *text, const char *more, size_t size);
void text_format(struct text *text, const char *format, ...) PRINTF_LIKE(2, 3);

/* Equal but for the case of ASCII letters, as SQL's words are. */
bool word_equal(const char *a, const char *b);
/* Is word one of the words in list, which spaces part? */
bool word_in(const char *list, const char *word);

/* Prints `file:line: message` and gives up the statement (or the program, where no statement is
 * being read). */
void refuse_at(struct place place, const char *format, ...) NO_RETURN PRINTF_LIKE(2, 3);
/* Runs read(what); false if it was refused. So one run names the first mistake of every
 * statement. */
bool refusal_caught(void (*read)(void *what), void *what);

/* The whole file, ending in NUL. Ends the program if it cannot be read, or holds a NUL. */
char *file_read(const char *path);
/* Writes the file unless it holds just that already: make then rebuilds only what changed. */
void file_write(const char *path, const char *text, size_t size);
