/* err_test.c - every error has a status of its own and a name. */
#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static enum err pass_up(enum err e)
{
	TRY(e);
	return E_BUG;
}

static void every_error_has_its_own_status_and_name(void **state)
{
	(void)state;
	for (enum err e = OK; e < E_COUNT; e++) {
		assert_true(e == OK ? err_status(e) == 200
				    : err_status(e) >= 400 && err_status(e) < 600);
		assert_true(strlen(err_name(e)) >= 2);
		for (enum err other = OK; other < e; other++)
			assert_int_not_equal(err_status(e), err_status(other));
	}
	assert_int_equal(err_status(E_MISSING), 404);
	assert_string_equal(err_name(E_MISSING), "E_MISSING");
}

static void try_passes_an_error_up_and_goes_on_after_ok(void **state)
{
	(void)state;
	assert_int_equal(pass_up(E_LOCKED), E_LOCKED);
	assert_int_equal(pass_up(OK), E_BUG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_error_has_its_own_status_and_name),
		cmocka_unit_test(try_passes_an_error_up_and_goes_on_after_ok),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
