/* uu.c - see uu.h. "begin 644 name", lines that say how many bytes they hold, "end". */
#include "mail/uu.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "mail/file.h"

enum { LINE_BYTES_MAX = 45 };

static size_t line_size(const char *at)
{
	return strcspn(at, "\n");
}

static const char *line_next(const char *at)
{
	at += line_size(at);
	return *at == '\n' ? at + 1 : at;
}

static unsigned value(char c)
{
	return ((unsigned char)c - 0x20u) & 0x3fu;
}

/* The name; NULL: no file begins here. */
static const char *begin_read(struct arena *arena, const char *at)
{
	if (strncmp(at, "begin ", 6) != 0 || strspn(at + 6, "01234567") < 3)
		return NULL;
	at += 6 + strspn(at + 6, "01234567");
	return *at == ' ' && line_size(at) > 1 ? arena_strndup(arena, at + 1, line_size(at) - 1)
					       : NULL;
}

/* Some programs leave out what fills the last group. */
static bool line_read(struct str *out, const char *at)
{
	size_t size = line_size(at), n = value(*at), need = (n + 2) / 3 * 4;
	unsigned group;

	if (n == 0 || n > LINE_BYTES_MAX || size > need + 2 || size + 2 < need)
		return false;
	for (size_t i = 1; i < size; i++)
		if (at[i] < 0x20 || at[i] > 0x60)
			return false;
	for (size_t i = 0; i < n; i++) {
		size_t first = 1 + i / 3 * 4;

		group = 0;
		for (size_t k = first; k < first + 4; k++)
			group = group << 6 | (k < size ? value(at[k]) : 0);
		str_add_char(out, (char)(group >> (16 - 8 * (i % 3))));
	}
	return true;
}

/* Where the text goes on behind the block; NULL: it is none. */
static const char *block_read(struct reading *reading, const char *at)
{
	const char *name = begin_read(reading->arena, at);
	struct str bytes;

	if (!name)
		return NULL;
	bytes = str_make(reading->arena);
	at = line_next(at);
	while (*at != '\0' && line_read(&bytes, at))
		at = line_next(at);
	if ((*at == '`' || *at == ' ' || *at == '\n') && line_size(at) <= 2)
		at = line_next(at);
	if (strncmp(at, "end", 3) != 0 || line_size(at) != 3 || bytes.size == 0)
		return NULL;
	file_add_bytes(reading, bytes.text, bytes.size, name, "application/octet-stream");
	return line_next(at);
}

const char *uu_take(struct reading *reading, const char *text)
{
	struct str out;
	const char *behind;

	if (!strstr(text, "begin "))
		return text;
	out = str_make(reading->arena);
	while (*text != '\0') {
		behind = block_read(reading, text);
		if (!behind) {
			behind = line_next(text);
			str_add_bytes(&out, text, (size_t)(behind - text));
		}
		text = behind;
	}
	return out.text;
}
