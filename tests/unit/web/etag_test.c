/* etag_test.c - which lists of tags hold one, and that other bytes have another. */
#include "web/etag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_make(1 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void a_tag_stands_in_quotes_and_is_of_these_bytes(void **state)
{
	const char *tag = etag_of(arena, "abc", 3);

	(void)state;
	assert_int_equal(strlen(tag), 24);
	assert_true(tag[0] == '"' && tag[23] == '"');
	assert_string_equal(tag, etag_of(arena, "abcd", 3));
	assert_string_not_equal(tag, etag_of(arena, "abd", 3));
}

static void a_tag_is_found_in_a_list(void **state)
{
	static const char *const lists[] = { "\"t\"", "W/\"t\"", "*", " * ", "\"a\", \"t\"",
		"\"t\",\"a\"", "\"a,b\",\"t\"", ",, \"t\"", "\"a\"\t,\tW/\"t\"", "\"\", \"t\"" };

	(void)state;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (!etag_is_among("\"t\"", lists[i]))
			fail_msg("%s", lists[i]);
}

static void what_is_no_list_holds_nothing(void **state)
{
	static const char *const lists[] = { "", "t", "\"", "\"t", "t\"", "w/\"t\"", "W /\"t\"",
		"\"T\"", "\"tt\"", "\"\"", "*, \"a\"", "**", "x, \"t\"", "\"a\" \"t\"",
		"\"a\"\"t\"", "\"a\", *", "W/" };

	(void)state;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (etag_is_among("\"t\"", lists[i]))
			fail_msg("%s", lists[i]);
}

static void a_list_beyond_all_measure_is_not_looked_through(void **state)
{
	struct str list = str_make(arena);

	(void)state;
	for (int i = 0; i < 2000; i++)
		str_add(&list, "\"x\",");
	str_add(&list, "\"t\"");
	assert_false(etag_is_among("\"t\"", list.text));
	assert_true(etag_is_among("\"t\"", list.text + list.size - 4000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tag_stands_in_quotes_and_is_of_these_bytes),
		cmocka_unit_test(a_tag_is_found_in_a_list),
		cmocka_unit_test(what_is_no_list_holds_nothing),
		cmocka_unit_test(a_list_beyond_all_measure_is_not_looked_through),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
