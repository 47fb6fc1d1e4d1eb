/* utf8_test.c - every character reads back as written, and nothing else is one. */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void every_character_reads_back_as_it_was_written(void **state)
{
	char bytes[4];
	uint32_t point, again;
	size_t size;

	(void)state;
	for (point = 0; point <= 0x10ffff; point++) {
		size = utf8_write(point, bytes);
		if (point >= 0xd800 && point <= 0xdfff) {
			assert_int_equal(utf8_read(bytes, bytes + size, &again), 0);
			continue;
		}
		assert_int_equal(utf8_read(bytes, bytes + size, &again), size);
		assert_int_equal(again, point);
		assert_int_equal(utf8_read(bytes, bytes + size - 1, &again), 0);
	}
}

static void malformed_bytes_are_no_character(void **state)
{
	static const char *const cases[] = {
		"\x80",
		"\xbf",
		"\xc0\x80",
		"\xc1\xbf",
		"\xc2",
		"\xc2\x41",
		"\xe0\x80\x80",
		"\xe0\x9f\xbf",
		"\xed\xa0\x80",
		"\xe2\x82",
		"\xe2\x82\x41",
		"\xf0\x8f\xbf\xbf",
		"\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80",
		"\xf0\x9f\x98",
		"\xfe",
		"\xff",
	};
	uint32_t point;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(utf8_read(cases[i], cases[i] + strlen(cases[i]), &point), 0);
}

static void what_fits_is_whole_characters(void **state)
{
	static const struct {
		const char *text;
		size_t size_max, size;
	} cases[] = {
		{ "", 5, 0 },
		{ "abc", 5, 3 },
		{ "abc", 2, 2 },
		{ "a\xc5\x82", 2, 1 },
		{ "a\xc5\x82", 3, 3 },
		{ "\xf0\x9f\x98\x80", 3, 0 },
		{ "\xf0\x9f\x98\x80x", 4, 4 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(utf8_fit(cases[i].text, cases[i].size_max), cases[i].size);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_character_reads_back_as_it_was_written),
		cmocka_unit_test(malformed_bytes_are_no_character),
		cmocka_unit_test(what_fits_is_whole_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
