/* money_test.c - amounts are read and written digit by digit, whatever the currency has after the point. */
#include "desk/money.h"

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
	arena = arena_make(1 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void a_currency_has_the_digits_of_iso_4217(void **state)
{
	static const struct {
		const char *code;
		int digits;
	} cases[] = {
		{ "EUR", 2 },
		{ "USD", 2 },
		{ "PLN", 2 },
		{ "HUF", 2 },
		{ "ISK", 0 },
		{ "JPY", 0 },
		{ "KRW", 0 },
		{ "CLP", 0 },
		{ "KWD", 3 },
		{ "BHD", 3 },
		{ "TND", 3 },
		{ "ZWG", 2 },
		{ "AED", 2 },
		{ "XTS", -1 },
		{ "XAU", -1 },
		{ "CLF", -1 },
		{ "eur", -1 },
		{ "EU", -1 },
		{ "", -1 },
		{ "EURO", -1 },
		{ "EUR USD", -1 },
		{ "UR ", -1 },
		{ " EU", -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(money_digits(cases[i].code), cases[i].digits);
}

static void an_amount_is_read_exactly_and_written_with_all_digits(void **state)
{
	static const struct {
		const char *text;
		int digits;
		int64_t amount;
		const char *written;
	} cases[] = {
		{ "0", 0, 0, "0" },
		{ "0", 2, 0, "0.00" },
		{ "0", 3, 0, "0.000" },
		{ "-0", 2, 0, "0.00" },
		{ "7", 0, 7, "7" },
		{ "7", 2, 700, "7.00" },
		{ "7", 3, 7000, "7.000" },
		{ "7.5", 2, 750, "7.50" },
		{ "7.05", 2, 705, "7.05" },
		{ "7.05", 3, 7050, "7.050" },
		{ "7.005", 3, 7005, "7.005" },
		{ "-12.5", 2, -1250, "-12.50" },
		{ "-0.01", 2, -1, "-0.01" },
		{ "0.1", 2, 10, "0.10" },
		{ "1920.00", 2, 192000, "1920.00" },
		{ "9007199254740.93", 2, 900719925474093, "9007199254740.93" },
		{ "999999999999999", 0, MONEY_MAX, "999999999999999" },
		{ "9999999999999.99", 2, MONEY_MAX, "9999999999999.99" },
		{ "-9999999999999.99", 2, -MONEY_MAX, "-9999999999999.99" },
		{ "999999999999.999", 3, MONEY_MAX, "999999999999.999" },
	};
	int64_t amount;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(money_read(cases[i].text, cases[i].digits, &amount));
		assert_true(amount == cases[i].amount);
		assert_string_equal(money_write(arena, amount, cases[i].digits), cases[i].written);
	}
}

static void what_is_no_amount_is_refused(void **state)
{
	static const struct {
		const char *text;
		int digits;
	} cases[] = {
		{ "", 2 },
		{ "-", 2 },
		{ "+1", 2 },
		{ " 1", 2 },
		{ "1 ", 2 },
		{ "--1", 2 },
		{ "1,5", 2 },
		{ "1.", 2 },
		{ ".5", 2 },
		{ "-.5", 2 },
		{ "1.5.", 2 },
		{ "1..5", 2 },
		{ "1.5.5", 2 },
		{ "01", 2 },
		{ "00", 2 },
		{ "-01.5", 2 },
		{ "1e3", 2 },
		{ "0x10", 2 },
		{ "NaN", 2 },
		{ "Infinity", 2 },
		{ "1.0", 0 },
		{ "1.", 0 },
		{ "1.001", 2 },
		{ "1.0001", 3 },
		{ "1'000", 2 },
		{ "1000000000000000", 0 },
		{ "10000000000000", 2 },
		{ "9999999999999.999", 2 },
		{ "1000000000000", 3 },
		{ "9223372036854775808", 0 },
		{ "99999999999999999999999999", 0 },
		{ "\xd9\xa1", 2 },
	};
	int64_t amount = 42;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_false(money_read(cases[i].text, cases[i].digits, &amount));
	assert_true(amount == 42);
}

static void a_sum_stays_within_what_is_exact(void **state)
{
	int64_t sum = MONEY_MAX - 1;

	(void)state;
	assert_true(money_add(&sum, 1));
	assert_false(money_add(&sum, 1));
	assert_true(sum == MONEY_MAX);
	assert_true(money_add(&sum, -MONEY_MAX));
	assert_true(sum == 0);
	assert_true(money_add(&sum, -MONEY_MAX));
	assert_false(money_add(&sum, -1));
	assert_false(money_add(&sum, INT64_MIN));
	sum = INT64_MAX;
	assert_false(money_add(&sum, INT64_MAX));
	assert_true(sum == INT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_currency_has_the_digits_of_iso_4217),
		cmocka_unit_test(an_amount_is_read_exactly_and_written_with_all_digits),
		cmocka_unit_test(what_is_no_amount_is_refused),
		cmocka_unit_test(a_sum_stays_within_what_is_exact),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
