/* priority_test.c - five priorities by name and by number. */
#include "desk/priority.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void names_go_both_ways(void **state)
{
	(void)state;
	for (int64_t priority = PRIORITY_HIGHEST; priority <= PRIORITY_LOWEST; priority++)
		assert_int_equal(priority_from_name(priority_name(priority)), priority);
	assert_null(priority_name(0));
	assert_null(priority_name(6));
}

static void a_name_is_read_in_any_case_or_as_its_number(void **state)
{
	static const struct {
		const char *name;
		int64_t priority;
	} cases[] = { { "high", 2 }, { "LOWEST", 5 }, { "1", 1 }, { "5", 5 }, { "0", 0 },
		{ "6", 0 }, { "", 0 }, { "Urgent", 0 }, { "High ", 0 } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(priority_from_name(cases[i].name), cases[i].priority);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_go_both_ways),
		cmocka_unit_test(a_name_is_read_in_any_case_or_as_its_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
