/* plain.c - see plain.h. */
#include "base/plain.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/utf8.h"

enum {
	UNKNOWN = 0xfffd,  /* the character that stands for one that cannot be shown */
	PICTURES = 0x2400, /* of control characters, in their order */
	PICTURE_OF_DELETE = 0x2421,
	GROWTH = 3, /* bytes for one, at most: a picture for a control character */
	ESCAPE = 0x1b,
	BELL = 0x07
};

/* Windows-1252 where it differs from Latin-1; 0: it has none. */
static const uint16_t windows[32] = { 0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d,
	0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178 };

struct plain {
	const uint8_t *at, *end;
	bool cut;
	enum { EIGHT_BITS, LITTLE_END_FIRST, BIG_END_FIRST } kind;
	char *out;
	uint32_t before; /* the character before, of the bytes */
	enum { TEXT, ESCAPED, SEQUENCE, TITLE, TITLE_ENDS } state;
};

static bool next(struct plain *plain, uint32_t *point_out);
static bool next_of_eight(struct plain *plain, uint32_t *point_out);
static bool next_of_sixteen(struct plain *plain, uint32_t *point_out);
static bool obeyed(struct plain *plain, uint32_t point);
static void put(struct plain *plain, uint32_t point);
static uint32_t harmless(uint32_t point);

char *plain_text(struct arena *arena, const void *bytes, size_t size, bool cut)
{
	char *text = arena_alloc(arena, size * GROWTH + 1);
	struct plain plain = {
		.at = bytes, .end = (const uint8_t *)bytes + size, .cut = cut, .out = text
	};
	uint32_t point;

	if (size >= 2 && memcmp(bytes, "\xff\xfe", 2) == 0)
		plain.kind = LITTLE_END_FIRST;
	else if (size >= 2 && memcmp(bytes, "\xfe\xff", 2) == 0)
		plain.kind = BIG_END_FIRST;
	if (plain.kind != EIGHT_BITS)
		plain.at += 2;
	else if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		plain.at += 3;
	while (next(&plain, &point))
		if (!obeyed(&plain, point))
			put(&plain, point);
	*plain.out = '\0';
	return text;
}

static bool next(struct plain *plain, uint32_t *point_out)
{
	return plain->kind == EIGHT_BITS ? next_of_eight(plain, point_out)
					 : next_of_sixteen(plain, point_out);
}

/* Is this the beginning of a character whose end was cut off? */
static bool is_half(const struct plain *plain)
{
	size_t size = *plain->at >= 0xf0 ? 4 : *plain->at >= 0xe0 ? 3 : *plain->at >= 0xc2 ? 2 : 0;

	if (!plain->cut || (size_t)(plain->end - plain->at) >= size)
		return false;
	for (const uint8_t *rest = plain->at + 1; rest < plain->end; rest++)
		if ((*rest & 0xc0) != 0x80)
			return false;
	return true;
}

static bool next_of_eight(struct plain *plain, uint32_t *point_out)
{
	size_t size;

	if (plain->at == plain->end)
		return false;
	size = utf8_read((const char *)plain->at, (const char *)plain->end, point_out);
	if (size > 0) {
		plain->at += size;
		return true;
	}
	if (is_half(plain))
		return false;
	*point_out = *plain->at++;
	if (*point_out >= 0x80 && *point_out < 0xa0)
		*point_out = windows[*point_out - 0x80] ? windows[*point_out - 0x80] : UNKNOWN;
	return true;
}

static uint32_t unit(const struct plain *plain, const uint8_t *at)
{
	return plain->kind == BIG_END_FIRST ? (uint32_t)at[0] << 8 | at[1]
					    : (uint32_t)at[1] << 8 | at[0];
}

static bool next_of_sixteen(struct plain *plain, uint32_t *point_out)
{
	size_t left = (size_t)(plain->end - plain->at);
	uint32_t high, low;

	if (left < 2)
		return false;
	high = unit(plain, plain->at);
	plain->at += 2;
	*point_out = high;
	if (high < 0xd800 || high > 0xdfff)
		return true;
	if (left < 4 && plain->cut)
		return false;
	low = left < 4 ? 0 : unit(plain, plain->at);
	*point_out = UNKNOWN;
	if (high > 0xdbff || low < 0xdc00 || low > 0xdfff)
		return true;
	plain->at += 2;
	*point_out = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
	return true;
}

/* ECMA-48: an escape and one character; or "[" and what follows up to a letter or the like; or "]" and a text up to a bell, or an escape
 * and a backslash. One that a line end breaks off was none. */
static bool obeyed(struct plain *plain, uint32_t point)
{
	if (point == '\n' || point == '\r') {
		plain->state = TEXT;
		return false;
	}
	switch (plain->state) {
	case TEXT:
		if (point == ESCAPE)
			plain->state = ESCAPED;
		return point == ESCAPE;
	case ESCAPED:
		/* Those of two characters before the last (a choice of a character set) have the last to come. */
		if (point >= 0x20 && point < 0x30)
			return true;
		plain->state = point == '[' ? SEQUENCE : point == ']' ? TITLE : TEXT;
		return true;
	case SEQUENCE:
		if (point < 0x20 || point > 0x3f)
			plain->state = TEXT;
		return true;
	case TITLE:
		plain->state = point == BELL ? TEXT : point == ESCAPE ? TITLE_ENDS : TITLE;
		return true;
	default:
		plain->state = TEXT;
		return true;
	}
}

static void put(struct plain *plain, uint32_t point)
{
	uint32_t before = plain->before;

	plain->before = point;
	if (point == '\n' && before == '\r')
		return;
	plain->out += utf8_write(harmless(point), plain->out);
}

static uint32_t harmless(uint32_t point)
{
	if (point == '\r')
		return '\n';
	if (point == '\n' || point == '\t')
		return point;
	if (point < 0x20)
		return PICTURES + point;
	if (point == 0x7f)
		return PICTURE_OF_DELETE;
	if (point >= 0x80 && point < 0xa0)
		return UNKNOWN;
	/* A line would not say what it seems to. What is only not shown may stay. */
	return text_point_turns(point) ? UNKNOWN : point;
}
