/* text.c - questions about UTF-8 text that people wrote, and small changes to it. */
#include "base/text.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

static bool is_control(uint32_t point);
static bool is_space(uint32_t point);
static bool joins(uint32_t point);
static const char *skip_space(const char *text);
static const char *last_visible(const char *text);

bool text_is_clean(const char *text, size_t size)
{
	const char *end = text + size;
	uint32_t point;
	size_t step;

	for (; text < end; text += step) {
		step = utf8_read(text, end, &point);
		if (step == 0 || is_control(point))
			return false;
	}
	return true;
}

bool text_misleads(const char *text)
{
	const char *end = text + strlen(text);
	uint32_t point;
	size_t step;

	for (; (step = utf8_read(text, end, &point)) > 0; text += step)
		if (text_point_misleads(point))
			return true;
	return false;
}

/* Zero width, marks of one place's direction, line and paragraph separators. */
bool text_point_misleads(uint32_t point)
{
	return point == 0x200b || point == 0x200e || point == 0x200f || point == 0x61c ||
		point == 0x2028 || point == 0x2029 || point == 0xfeff || text_point_turns(point);
}

bool text_point_turns(uint32_t point)
{
	return (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

size_t text_length(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += (*text & 0xc0) != 0x80;
	return n;
}

char *text_trim(struct arena *arena, const char *text)
{
	const char *end;
	char *out, *at;

	if (text == NULL)
		return NULL;
	text = skip_space(text);
	end = last_visible(text);
	out = at = arena_alloc(arena, (size_t)(end - text) + 1);
	for (; text < end; text++) {
		if (*text != '\r')
			*at++ = *text;
		else if (text[1] != '\n')
			*at++ = '\n';
	}
	return out;
}

char *text_shorten(struct arena *arena, const char *text, size_t characters)
{
	static const char ellipsis[] = "\xe2\x80\xa6";
	const char *at = text, *cut = text, *end;
	uint32_t point;
	size_t n;

	if (text == NULL || text_length(text) <= characters)
		return arena_strdup(arena, text);
	if (characters == 0)
		return arena_strdup(arena, "");
	end = text + strlen(text);
	/* What joins the character before it is not parted from it, and spaces before the ellipsis look odd. */
	for (n = 0; n < characters; n++) {
		size_t step = utf8_read(at, end, &point);

		if (!joins(point))
			cut = at;
		at += step > 0 ? step : 1;
	}
	while (cut > text && cut[-1] == ' ')
		cut--;
	return arena_format(arena, "%.*s%s", (int)(cut - text), text, ellipsis);
}

static bool is_control(uint32_t point)
{
	if (point == '\t' || point == '\n' || point == '\r')
		return false;
	return point < 0x20 || (point >= 0x7f && point <= 0x9f);
}

/* White_Space of Unicode, and the invisible ones that would make an empty line look filled in. */
static bool is_space(uint32_t point)
{
	return point == ' ' || (point >= '\t' && point <= '\r') || point == 0x85 || point == 0xa0 ||
		point == 0x1680 || (point >= 0x2000 && point <= 0x200b) || point == 0x2028 ||
		point == 0x2029 || point == 0x202f || point == 0x205f || point == 0x2060 ||
		point == 0x3000 || point == 0xfeff;
}

/* Combining marks, joiners, variation selectors and skin tones. */
static bool joins(uint32_t point)
{
	return (point >= 0x300 && point <= 0x36f) || point == 0x200d ||
		(point >= 0x20d0 && point <= 0x20ff) || (point >= 0xfe00 && point <= 0xfe0f) ||
		(point >= 0x1f3fb && point <= 0x1f3ff);
}

static const char *skip_space(const char *text)
{
	const char *end = text + strlen(text);
	uint32_t point;
	size_t step;

	while ((step = utf8_read(text, end, &point)) > 0 && is_space(point))
		text += step;
	return text;
}

/* Behind the last character that is no space. */
static const char *last_visible(const char *text)
{
	const char *end = text + strlen(text), *visible = text;
	uint32_t point;
	size_t step;

	for (; text<end; text += step> 0 ? step : 1) {
		step = utf8_read(text, end, &point);
		if (step == 0 || !is_space(point))
			visible = text + (step > 0 ? step : 1);
	}
	return visible;
}
