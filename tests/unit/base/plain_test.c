/* plain_test.c - bytes from anywhere as text that harms nobody. */
#include "base/plain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/text.h"

#define OF(bytes, text)                              \
	{                                            \
		bytes, sizeof bytes - 1, false, text \
	}
#define CUT(bytes, text)                            \
	{                                           \
		bytes, sizeof bytes - 1, true, text \
	}

static const struct {
	const char *bytes;
	size_t size;
	bool cut;
	const char *text;
} cases[] = {
	OF("", ""),
	OF("plain\ttext\n", "plain\ttext\n"),
	/* line ends */
	OF("a\r\nb\rc\n\rd\r\n\r\ne", "a\nb\nc\n\nd\n\ne"),
	/* UTF-8, and marks of it */
	OF("\xef\xbb\xbfG\xc3\xb6ttin \xe2\x82\xac \xf0\x9f\x98\x80",
		"G\xc3\xb6ttin \xe2\x82\xac \xf0\x9f\x98\x80"),
	/* what is no UTF-8 is Windows-1252, byte by byte */
	OF("Gr\xf6\xdf"
	   "e \x80 \x93x\x94",
		"Gr\xc3\xb6\xc3\x9f"
		"e \xe2\x82\xac \xe2\x80\x9cx\xe2\x80\x9d"),
	OF("\x81\x8d\x8f\x90\x9d", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"),
	OF("\xc0\xaf", "\xc3\x80\xc2\xaf"),                 /* an overlong slash is none */
	OF("\xed\xa0\x80", "\xc3\xad\xc2\xa0\xe2\x82\xac"), /* nor half a pair */
	OF("a\xe2\x82", "a\xc3\xa2\xe2\x80\x9a"),
	/* cut: half a character is left out, a wrong one is not */
	CUT("a\xe2\x82", "a"),
	CUT("a\xf0\x9f\x98", "a"),
	CUT("a\xc3", "a"),
	CUT("a\xf6"
	    "b",
		"a\xc3\xb6"
		"b"),
	CUT("a\xe2\x82\xac", "a\xe2\x82\xac"),
	/* UTF-16, both ways */
	OF("\xff\xfeG\0\xf6\0\x3d\xd8\x00\xde", "G\xc3\xb6\xf0\x9f\x98\x80"),
	OF("\xfe\xff\0G\0\xf6\xd8\x3d\xde\x00", "G\xc3\xb6\xf0\x9f\x98\x80"),
	OF("\xff\xfe\x3d\xd8x\0\x00\xde", "\xef\xbf\xbdx\xef\xbf\xbd"), /* halves of pairs */
	OF("\xff\xfe\x3d\xd8", "\xef\xbf\xbd"),
	CUT("\xff\xfe"
	    "a\0\x3d\xd8",
		"a"),
	CUT("\xff\xfe"
	    "a\0b",
		"a"),
	OF("\xff\xfe\x1b\0[\0m\0\0\0", "\xe2\x90\x80"),
	OF("\xff\xfe", ""),
	OF("\xff", "\xc3\xbf"),
	/* what a terminal would obey */
	OF("\x1b[31;1mred\x1b[0m", "red"),
	OF("\x1b[?25l\x1b[2K\x1b[1;2Hx", "x"),
	OF("\x1b]0;title\x07x\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "xlink"),
	OF("\x1b(Bx\x1b=y\x1b"
	   "7z",
		"xyz"),
	OF("\x1b[31\nnext", "\nnext"),
	OF("\x1b]0;no end\nnext", "\nnext"),
	OF("x\x1b", "x"),
	/* other controls are seen, and do nothing */
	OF("a\0b\x07"
	   "c\x08"
	   "d\x7f",
		"a\xe2\x90\x80"
		"b\xe2\x90\x87"
		"c\xe2\x90\x88"
		"d\xe2\x90\xa1"),
	OF("\xc2\x9b"
	   "31m",
		"\xef\xbf\xbd"
		"31m"),
	/* what would turn the direction */
	OF("photo\xe2\x80\xaegpj.exe \xe2\x81\xa6", "photo\xef\xbf\xbdgpj.exe \xef\xbf\xbd"),
};

static void bytes_become_text(void **state)
{
	struct arena *arena = arena_make(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(plain_text(arena, cases[i].bytes, cases[i].size, cases[i].cut),
			cases[i].text);
	arena_free(arena);
}

static void whatever_the_bytes_it_is_clean(void **state)
{
	struct arena *arena = arena_make(1 << 20);
	static const char hard[] = "\x1b[];\x07\\m\xe2\x80\xae\r\n\xf0\0\xff\x9b";
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		uint8_t bytes[64];
		char *text;

		for (size_t i = 0; i < sizeof bytes; i++) {
			seed = seed * 1664525 + 1013904223;
			bytes[i] = (uint8_t)(round % 2 ? seed >> 24 : (uint8_t)hard[seed >> 28]);
		}
		if (round % 3 == 0)
			memcpy(bytes, round % 2 ? "\xff\xfe" : "\xfe\xff", 2);
		text = plain_text(arena, bytes, sizeof bytes, round % 5 == 0);
		assert_true(text_is_clean(text, strlen(text)));
		assert_null(strchr(text, '\r'));
		arena_reset(arena);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_become_text),
		cmocka_unit_test(whatever_the_bytes_it_is_clean),
	};

	return cmocka_run_group_tests_name("base/plain", tests, NULL, NULL);
}
