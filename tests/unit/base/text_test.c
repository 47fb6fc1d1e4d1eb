/* text_test.c - UTF-8 text of people: judged, counted, trimmed and cut. */
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_make(4 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void control_characters_and_bad_utf8_are_not_clean(void **state)
{
	static const char *const clean[] = { "", "a", "a\tb\r\nc",
		"\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80", "\xc2\xa0", "\xe2\x80\xae" };
	static const char *const dirty[] = { "\x01", "a\x1b[0m", "\x7f", "\x0b", "\x0c", "\xc2\x85",
		"\xc2\x9b", "\x80", "\xc3", "a\xff", "\xed\xa0\x80", "\xc0\x80" };

	(void)state;
	for (size_t i = 0; i < sizeof(clean) / sizeof(clean[0]); i++)
		assert_true(text_is_clean(clean[i], strlen(clean[i])));
	for (size_t i = 0; i < sizeof(dirty) / sizeof(dirty[0]); i++)
		assert_false(text_is_clean(dirty[i], strlen(dirty[i])));
	assert_false(text_is_clean("a\0b", 3));
	assert_false(text_is_clean("\xc3\xa9", 1));
}

static void length_counts_characters(void **state)
{
	(void)state;
	assert_int_equal(text_length(""), 0);
	assert_int_equal(text_length("abc"), 3);
	assert_int_equal(text_length("\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80"), 3);
}

static void trimming_takes_what_cannot_be_seen(void **state)
{
	static const struct {
		const char *text, *trimmed;
	} cases[] = {
		{ "", "" },
		{ " \t\r\n ", "" },
		{ " a b ", "a b" },
		{ "a\r\nb\rc\nd\r\n", "a\nb\nc\nd" },
		{ "a\r\n\r\nb", "a\n\nb" },
		{ "\xc2\xa0\xe3\x80\x80\xef\xbb\xbf\xe2\x80\x8b", "" },
		{ "\xef\xbb\xbf"
		  "a\xc2\xa0",
			"a" },
		{ "\xc3\xa9 ", "\xc3\xa9" },
		{ "a \xff", "a \xff" },
	};

	(void)state;
	assert_null(text_trim(arena, NULL));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(text_trim(arena, cases[i].text), cases[i].trimmed);
}

static void cutting_never_parts_a_character(void **state)
{
	static const struct {
		const char *text;
		size_t characters;
		const char *cut;
	} cases[] = {
		{ "abcdef", 6, "abcdef" },
		{ "abcdef", 5, "abcd\xe2\x80\xa6" },
		{ "abcdef", 1, "\xe2\x80\xa6" },
		{ "abcdef", 0, "" },
		{ "", 0, "" },
		{ "ab cd", 4, "ab\xe2\x80\xa6" },
		{ "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", 3,
			"\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e" },
		{ "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", 2, "\xe6\x97\xa5\xe2\x80\xa6" },
		/* e and a combining accent belong together */
		{ "abe\xcc\x81"
		  "fg",
			4, "ab\xe2\x80\xa6" },
		{ "abe\xcc\x81"
		  "fg",
			5, "abe\xcc\x81\xe2\x80\xa6" },
	};

	(void)state;
	assert_null(text_shorten(arena, NULL, 5));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *cut = text_shorten(arena, cases[i].text, cases[i].characters);

		assert_string_equal(cut, cases[i].cut);
		assert_true(text_length(cut) <= cases[i].characters);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(control_characters_and_bad_utf8_are_not_clean),
		cmocka_unit_test(length_counts_characters),
		cmocka_unit_test(trimming_takes_what_cannot_be_seen),
		cmocka_unit_test(cutting_never_parts_a_character),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
