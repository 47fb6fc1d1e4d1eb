/* refusal.c - see refusal.h. */
#include "base/refusal.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

enum { MESSAGE_SIZE = 512, FIELDS_MAX = 100 };

/* What was cut in the middle of a character, here or by a "%.100s", ends before it. */
static void characters_mend(char *text)
{
	const char *at = text, *end = text + strlen(text);
	uint32_t point;

	while (at < end) {
		size_t size = utf8_read(at, end, &point);

		memmove(text, at, size);
		text += size;
		at += size ? size : 1;
	}
	*text = '\0';
}

static const char *sentence(struct arena *arena, const char *format, va_list values)
{
	char message[MESSAGE_SIZE];

	vsnprintf(message, sizeof(message), format, values);
	characters_mend(message);
	return arena_strdup(arena, message);
}

enum err refusal_say(struct refusal *refusal, enum err e, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	refusal->message = sentence(refusal->arena, format, values);
	va_end(values);
	return e;
}

enum err refusal_field(struct refusal *refusal, const char *field, const char *format, ...)
{
	struct refusal_field *wrong = arena_new(refusal->arena, struct refusal_field);
	struct refusal_field **last = &refusal->fields;
	va_list values;
	int n = 0;

	va_start(values, format);
	wrong->field = arena_strdup(refusal->arena, field);
	wrong->message = sentence(refusal->arena, format, values);
	va_end(values);
	if (!refusal->message)
		refusal->message = wrong->message;
	if (!refusal->parameter)
		refusal->parameter = wrong->field;
	while (*last && ++n < FIELDS_MAX)
		last = &(*last)->next;
	if (!*last)
		*last = wrong;
	return E_INVALID;
}

void refusal_reset(struct refusal *refusal)
{
	*refusal = (struct refusal){ .arena = refusal->arena };
}
