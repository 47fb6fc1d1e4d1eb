/* str_test.c - text that grows, and questions about C strings. */
#include "base/str.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static void text_grows_over_many_blocks_and_always_ends_in_nul(void **state)
{
	struct arena *arena = arena_make(8 << 20);
	struct str str = str_make(arena);

	(void)state;
	assert_string_equal(str.text, "");
	for (int i = 0; i < 20000; i++) {
		str_add_char(&str, 'a');
		str_format(&str, "%05d", i);
		if (i % 100 == 0)
			arena_alloc(arena, 3);
	}
	assert_int_equal(str.size, 120000);
	assert_int_equal(strlen(str.text), str.size);
	assert_memory_equal(str.text + 6 * 19999, "a19999", 7);
	str_add_bytes(&str, NULL, 0);
	str_add(&str, "");
	assert_int_equal(str.size, 120000);
	arena_free(arena);
}

static void a_format_longer_than_the_room_is_written_whole(void **state)
{
	struct arena *arena = arena_make(1 << 20);
	char word[2001];

	(void)state;
	memset(word, 'w', 2000);
	word[2000] = '\0';
	for (size_t already = 0; already < 600; already++) {
		struct str str = str_make(arena);

		for (size_t i = 0; i < already; i++)
			str_add_char(&str, '.');
		str_format(&str, "%s!", word);
		assert_int_equal(str.size, already + 2001);
		assert_int_equal(str.text[str.size - 1], '!');
		assert_int_equal(str.text[str.size], '\0');
		arena_reset(arena);
	}
	arena_free(arena);
}

static void null_equals_only_null(void **state)
{
	(void)state;
	assert_true(str_equal(NULL, NULL));
	assert_false(str_equal(NULL, ""));
	assert_false(str_equal("", NULL));
	assert_true(str_equal("a", "a"));
	assert_false(str_equal("a", "A"));
	assert_true(str_equal_nocase("Content-Type", "content-type"));
	assert_false(str_equal_nocase("a", NULL));
	assert_true(str_is_empty(NULL) && str_is_empty("") && !str_is_empty(" "));
	assert_true(str_starts("/rest/x", "/rest/"));
	assert_false(str_starts("/res", "/rest"));
	assert_false(str_starts(NULL, "a"));
	assert_true(str_ends("a.metrics", ".metrics"));
	assert_true(str_ends("a", ""));
	assert_false(str_ends("s", ".metrics"));
	assert_false(str_ends(NULL, "a"));
}

static void a_word_is_found_only_whole(void **state)
{
	static const struct {
		const char *list, *word;
		bool found;
	} cases[] = {
		{ "read write", "read", true },
		{ "read write", "write", true },
		{ "  read   write ", "write", true },
		{ "read write", "rea", false },
		{ "read write", "reads", false },
		{ "read write", "read write", false },
		{ "read write", "", false },
		{ "read  write", " ", false },
		{ "", "read", false },
		{ NULL, "read", false },
		{ "read", NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(str_in_list(cases[i].list, cases[i].word), cases[i].found);
}

static void only_ascii_is_lowered(void **state)
{
	struct arena *arena = arena_make(1 << 16);

	(void)state;
	assert_string_equal(str_lower(arena, "AZ@[az09 \xc3\x89"), "az@[az09 \xc3\x89");
	assert_string_equal(str_lower(arena, ""), "");
	assert_null(str_lower(arena, NULL));
	arena_free(arena);
}

static void numbers_are_read_whole_and_within_bounds(void **state)
{
	static const struct {
		const char *text;
		long long min, max;
		enum err e;
		long long number;
	} cases[] = {
		{ "0", 0, 10, OK, 0 },
		{ "10", 0, 10, OK, 10 },
		{ "11", 0, 10, E_INVALID, 0 },
		{ "-1", 0, 10, E_INVALID, 0 },
		{ "-1", -1, 10, OK, -1 },
		{ "9223372036854775807", LLONG_MIN, LLONG_MAX, OK, LLONG_MAX },
		{ "9223372036854775808", LLONG_MIN, LLONG_MAX, E_INVALID, 0 },
		{ "-9223372036854775808", LLONG_MIN, LLONG_MAX, OK, LLONG_MIN },
		{ "-9223372036854775809", LLONG_MIN, LLONG_MAX, E_INVALID, 0 },
		{ "99999999999999999999999999", LLONG_MIN, LLONG_MAX, E_INVALID, 0 },
		{ "", 0, 10, E_INVALID, 0 },
		{ NULL, 0, 10, E_INVALID, 0 },
		{ "-", -10, 10, E_INVALID, 0 },
		{ "--1", -10, 10, E_INVALID, 0 },
		{ "+1", 0, 10, E_INVALID, 0 },
		{ " 1", 0, 10, E_INVALID, 0 },
		{ "1 ", 0, 10, E_INVALID, 0 },
		{ "1\n", 0, 10, E_INVALID, 0 },
		{ "1x", 0, 10, E_INVALID, 0 },
		{ "0x1", 0, 10, E_INVALID, 0 },
		{ "1e1", 0, 10, E_INVALID, 0 },
		{ "1.0", 0, 10, E_INVALID, 0 },
		{ "\xd9\xa1", 0, 10, E_INVALID, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		long long number = 0;

		assert_int_equal(
			str_to_int(cases[i].text, cases[i].min, cases[i].max, &number), cases[i].e);
		assert_true(number == cases[i].number);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_grows_over_many_blocks_and_always_ends_in_nul),
		cmocka_unit_test(a_format_longer_than_the_room_is_written_whole),
		cmocka_unit_test(null_equals_only_null),
		cmocka_unit_test(a_word_is_found_only_whole),
		cmocka_unit_test(only_ascii_is_lowered),
		cmocka_unit_test(numbers_are_read_whole_and_within_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
