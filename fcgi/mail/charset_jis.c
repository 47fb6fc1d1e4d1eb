/* charset_jis.c - ISO-2022-JP by its escapes (RFC 1468) to CP932: the two name the same rows and cells in another way. */
#include <string.h>

#include "base/str.h"
#include "mail/charset.h"

enum { ESC = 0x1b, SHIFT_OUT = 0x0e, SHIFT_IN = 0x0f };
enum set { ASCII, KATAKANA, KANJI, OTHER };

static const struct escape {
	const char *text;
	enum set set;
} escapes[] = {
	{ "(B", ASCII }, { "(J", ASCII }, { "(H", ASCII }, { "(I", KATAKANA }, { "$B", KANJI },
	{ "$@", KANJI }, { "$(B", KANJI }, { "$(@", KANJI },
	{ "$(D", OTHER }, /* JIS X 0212: CP932 has none of it */
};

/* How many bytes the escape has; 0: it is none that is known. */
static size_t escape_read(const uint8_t *at, size_t left, enum set *set)
{
	for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
		size_t size = strlen(escapes[i].text);

		if (left > size && memcmp(at + 1, escapes[i].text, size) == 0) {
			*set = escapes[i].set;
			return size + 1;
		}
	}
	return 0;
}

static void add_kanji(struct str *out, unsigned row, unsigned cell)
{
	unsigned first = (row + 1) / 2 + (row < 0x5f ? 0x70 : 0xb0);
	unsigned second = row % 2 ? cell + 0x1f + (cell > 0x5f) : cell + 0x7e;

	str_add_char(out, (char)first);
	str_add_char(out, (char)second);
}

static bool is_graphic(uint8_t byte)
{
	return byte > 0x20 && byte < 0x7f;
}

void charset_jis(struct str *out, const uint8_t *bytes, size_t size)
{
	const uint8_t *at = bytes, *end = bytes + size;
	enum set set = ASCII;
	size_t step;

	while (at < end) {
		step = *at == ESC ? escape_read(at, (size_t)(end - at), &set) : 0;
		if (step == 0 && (set == KANJI || set == OTHER) && end - at > 1 &&
			is_graphic(at[0]) && is_graphic(at[1])) {
			if (set == KANJI)
				add_kanji(out, at[0], at[1]);
			else
				str_add(out,
					"\x81\xac"); /* the sign of a character that is not to be had */
			step = 2;
		} else if (step == 0) {
			if (*at == '\n')
				set = ASCII; /* RFC 1468: each line begins so */
			if (*at == SHIFT_OUT || *at == SHIFT_IN)
				set = *at == SHIFT_OUT ? KATAKANA : ASCII;
			else if (*at != ESC)
				str_add_char(out,
					(char)(set == KATAKANA && is_graphic(*at) ? *at | 0x80
										  : *at));
			step = 1;
		}
		at += step;
	}
}
