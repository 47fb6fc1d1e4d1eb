/* str.c - growing text by doubling; plain questions about C strings. */
#include "base/str.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"

enum { FIRST_ROOM = 240 };

static void make_room(struct str *str, size_t more);

struct str str_make(struct arena *arena)
{
	return (struct str){
		.arena = arena, .text = arena_alloc(arena, FIRST_ROOM), .room = FIRST_ROOM
	};
}

void str_add(struct str *str, const char *text)
{
	str_add_bytes(str, text, strlen(text));
}

void str_add_bytes(struct str *str, const void *bytes, size_t size)
{
	if (size == 0)
		return;
	make_room(str, size);
	memcpy(str->text + str->size, bytes, size);
	str->size += size;
	str->text[str->size] = '\0';
}

void str_add_char(struct str *str, char c)
{
	make_room(str, 1);
	str->text[str->size++] = c;
	str->text[str->size] = '\0';
}

void str_format(struct str *str, const char *format, ...)
{
	va_list list;
	int size;

	va_start(list, format);
	size = vsnprintf(str->text + str->size, str->room - str->size, format, list);
	va_end(list);
	assert(size >= 0);
	if ((size_t)size >= str->room - str->size) {
		make_room(str, (size_t)size);
		va_start(list, format);
		vsnprintf(str->text + str->size, str->room - str->size, format, list);
		va_end(list);
	}
	str->size += (size_t)size;
}

bool str_equal(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

bool str_equal_nocase(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcasecmp(a, b) == 0;
}

bool str_is_empty(const char *text)
{
	return text == NULL || *text == '\0';
}

bool str_starts(const char *text, const char *start)
{
	if (text == NULL || start == NULL)
		return text == start;
	return strncmp(text, start, strlen(start)) == 0;
}

bool str_ends(const char *text, const char *end)
{
	size_t text_size, end_size;

	if (text == NULL || end == NULL)
		return text == end;
	text_size = strlen(text);
	end_size = strlen(end);
	return end_size <= text_size && strcmp(text + text_size - end_size, end) == 0;
}

bool str_in_list(const char *list, const char *word)
{
	size_t size;

	if (list == NULL || word == NULL || *word == '\0')
		return false;
	while (*(list += strspn(list, " ")) != '\0') {
		size = strcspn(list, " ");
		if (strncmp(list, word, size) == 0 && word[size] == '\0')
			return true;
		list += size;
	}
	return false;
}

char *str_lower(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *c = copy; c && *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return copy;
}

enum err str_to_int(const char *text, long long min, long long max, long long *number_out)
{
	long long number = 0;
	bool negative;

	if (text == NULL)
		return E_INVALID;
	negative = *text == '-';
	text += negative;
	if (*text == '\0')
		return E_INVALID;
	for (; *text != '\0'; text++) {
		int digit = *text - '0';

		if (digit < 0 || digit > 9 || __builtin_mul_overflow(number, 10LL, &number) ||
			__builtin_add_overflow(number, negative ? -digit : digit, &number))
			return E_INVALID;
	}
	if (number < min || number > max)
		return E_INVALID;
	*number_out = number;
	return OK;
}

static void make_room(struct str *str, size_t more)
{
	size_t room = str->room;

	while (room - str->size <= more)
		room *= 2;
	if (room == str->room)
		return;
	str->text = arena_grow(str->arena, str->text, str->room, room);
	str->room = room;
}
