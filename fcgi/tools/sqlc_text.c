/* sqlc_text.c - memory, text, files and refusals. */
#include "tools/sqlc_text.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FILE_SIZE_MAX = 4 * 1024 * 1024 };

static jmp_buf *refusal_return; /* where the statement that is being read is given up */

static bool file_holds(FILE *file, const char *text, size_t size);
static void file_fail(const char *path, const char *what) NO_RETURN;

void *keep(size_t size)
{
	void *memory = calloc(1, size > 0 ? size : 1);

	if (memory == NULL) {
		fputs("sqlc: out of memory\n", stderr);
		exit(1);
	}
	return memory;
}

char *keep_text(const char *text, size_t size)
{
	char *copy = keep(size + 1);

	memcpy(copy, text, size);
	return copy;
}

char *keep_format(const char *format, ...)
{
	va_list arguments;
	char *made = NULL;
	int size;

	va_start(arguments, format);
	size = vasprintf(&made, format, arguments);
	va_end(arguments);
	return size < 0 ? keep(1) : made;
}

void text_add(struct text *text, const char *more)
{
	text_add_bytes(text, more, strlen(more));
}

void text_add_bytes(struct text *text, const char *more, size_t size)
{
	if (text->size + size + 1 > text->room) {
		char *bytes;

		text->room = (text->size + size + 1) * 2;
		bytes = keep(text->room);
		if (text->size > 0)
			memcpy(bytes, text->bytes, text->size);
		text->bytes = bytes;
	}
	memcpy(text->bytes + text->size, more, size);
	text->size += size;
	text->bytes[text->size] = '\0';
}

void text_format(struct text *text, const char *format, ...)
{
	va_list arguments;
	char *made = NULL;

	va_start(arguments, format);
	if (vasprintf(&made, format, arguments) >= 0)
		text_add(text, made);
	va_end(arguments);
}

bool word_equal(const char *a, const char *b)
{
	return strcasecmp(a, b) == 0;
}

bool word_in(const char *list, const char *word)
{
	size_t size = strlen(word);

	while (*list != '\0') {
		size_t part = strcspn(list, " ");

		if (part == size && strncasecmp(list, word, size) == 0)
			return true;
		list += part;
		list += strspn(list, " ");
	}
	return false;
}

void refuse_at(struct place place, const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "%s:%d: ", place.file, place.line);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	if (refusal_return != NULL)
		longjmp(*refusal_return, 1);
	exit(1);
}

bool refusal_caught(void (*read)(void *what), void *what)
{
	jmp_buf here;

	if (setjmp(here) != 0) {
		refusal_return = NULL;
		return true;
	}
	refusal_return = &here;
	read(what);
	refusal_return = NULL;
	return false;
}

char *file_read(const char *path)
{
	FILE *file = fopen(path, "rb");
	char *bytes = keep(FILE_SIZE_MAX + 1);
	size_t size;

	if (file == NULL)
		file_fail(path, strerror(errno));
	size = fread(bytes, 1, FILE_SIZE_MAX, file);
	if (ferror(file) || !feof(file))
		file_fail(path, "cannot be read, or is larger than 4 MiB");
	if (memchr(bytes, '\0', size) != NULL)
		file_fail(path, "holds a NUL");
	fclose(file);
	return keep_text(bytes, size);
}

void file_write(const char *path, const char *text, size_t size)
{
	FILE *file = fopen(path, "rb");
	bool is_same = file != NULL && file_holds(file, text, size);

	if (file != NULL)
		fclose(file);
	if (is_same)
		return;
	file = fopen(path, "wb");
	if (file == NULL)
		file_fail(path, strerror(errno));
	if (fwrite(text, 1, size, file) != size || fclose(file) != 0)
		file_fail(path, "cannot be written");
}

static bool file_holds(FILE *file, const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (fgetc(file) != (unsigned char)text[i])
			return false;
	return fgetc(file) == EOF;
}

static void file_fail(const char *path, const char *what)
{
	fprintf(stderr, "%s: %s\n", path, what);
	exit(1);
}
