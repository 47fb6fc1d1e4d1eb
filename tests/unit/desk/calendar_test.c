/* calendar_test.c - the witness is a minute: is the wall clock of this one within a span? Counted one by one. */
#include "desk/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "any_calendar.h"

static int64_t slow_between(const struct calendar *calendar, int64_t from, int64_t to)
{
	int64_t n = 0;

	for (; from < to; from += MINUTE)
		n += slow_is_open(calendar, from) ? MINUTE : 0;
	return n;
}

static void it_counts_what_the_slow_way_counts(void **state)
{
	(void)state;
	seed = 20261;
	for (int i = 0; i < 3000; i++) {
		int32_t holidays[2];
		struct calendar calendar;
		int64_t from = instant(), to = from + below(6 * 1440) * MINUTE, n;

		calendar_make(&calendar, holidays, from);
		n = slow_between(&calendar, from, to);
		if (calendar_between(&calendar, from, to) != n)
			fail_msg("case %d, %s: %lld, the slow way %lld", i, calendar.time_zone,
				(long long)calendar_between(&calendar, from, to), (long long)n);
		assert_int_equal(calendar_is_open(&calendar, from), slow_is_open(&calendar, from));
	}
}

static void so_much_later_so_much_has_passed(void **state)
{
	int never = 0;

	(void)state;
	seed = 20262;
	for (int i = 0; i < 3000; i++) {
		int32_t holidays[2];
		struct calendar calendar;
		int64_t from = instant() + below(60000),
			ms = below(40 * 60) * MINUTE + below(60000);
		int64_t at;

		calendar_make(&calendar, holidays, from);
		at = calendar_after(&calendar, from, ms);
		if (at == CALENDAR_NEVER) {
			never++;
			continue;
		}
		assert_int_equal(calendar_between(&calendar, from, at), ms);
		/* And not sooner: the last of it was working time. */
		if (ms > 0)
			assert_int_equal(calendar_between(&calendar, from, at - 1), ms - 1);
	}
	assert_true(never < 100);
}

static void parts_add_up_wherever_it_is_cut(void **state)
{
	(void)state;
	seed = 20263;
	for (int i = 0; i < 2000; i++) {
		int32_t holidays[2];
		struct calendar calendar;
		int64_t from = instant(), cut = from + below(3 * 86400) * 1000 + below(1000);
		int64_t to = cut + below(3 * 86400) * 1000;

		calendar_make(&calendar, holidays, from);
		assert_int_equal(calendar_between(&calendar, from, cut) +
				calendar_between(&calendar, cut, to),
			calendar_between(&calendar, from, to));
	}
}

static void it_says_when_it_opens_and_closes(void **state)
{
	(void)state;
	seed = 20264;
	for (int i = 0; i < 1000; i++) {
		int32_t holidays[2];
		struct calendar calendar;
		int64_t from = instant(), turns;
		bool open;

		calendar_make(&calendar, holidays, from);
		open = slow_is_open(&calendar, from);
		turns = calendar_turns(&calendar, from);
		for (int64_t at = from; at < from + 3 * DAY && at < turns; at += MINUTE)
			assert_int_equal(slow_is_open(&calendar, at), open);
		if (turns != CALENDAR_NEVER)
			assert_int_not_equal(slow_is_open(&calendar, turns), open);
	}
	assert_int_equal(calendar_turns(NULL, 0), CALENDAR_NEVER);
}

/* --- cases that a person can check -------------------------------------------------------------------------- */

static int64_t utc(int month, int day, int hour, int minute)
{
	return clock_join(&(struct clock_parts){
		.year = 2026, .month = month, .day = day, .hour = hour, .minute = minute });
}

static struct calendar every_day(const char *time_zone, int starts, int ends)
{
	struct calendar calendar = { .time_zone = time_zone };

	for (int day = 0; day < 7; day++)
		hours_put(&calendar, day, starts, ends);
	return calendar;
}

static void a_day_in_warsaw_is_eight_hours_in_both_halves_of_the_year(void **state)
{
	struct calendar calendar = every_day("Europe/Warsaw", 540, 1020);

	(void)state;
	assert_int_equal(calendar_between(&calendar, utc(1, 5, 0, 0), utc(1, 6, 0, 0)), 8 * HOUR);
	assert_int_equal(calendar_after(&calendar, utc(1, 5, 0, 0), 8 * HOUR), utc(1, 5, 16, 0));
	assert_int_equal(calendar_after(&calendar, utc(7, 5, 0, 0), 8 * HOUR), utc(7, 5, 15, 0));
	assert_int_equal(
		calendar_after(&calendar, utc(7, 5, 0, 0), 8 * HOUR + 1), utc(7, 6, 7, 0) + 1);
}

static void a_night_shift_is_shorter_in_march_and_longer_in_october(void **state)
{
	struct calendar calendar = every_day("Europe/Warsaw", 1320, 1440 + 360);
	struct calendar howe = every_day("Australia/Lord_Howe", 0, 240);

	(void)state;
	assert_int_equal(
		calendar_between(&calendar, utc(3, 28, 12, 0), utc(3, 29, 12, 0)), 7 * HOUR);
	assert_int_equal(
		calendar_between(&calendar, utc(10, 24, 12, 0), utc(10, 25, 12, 0)), 9 * HOUR);
	/* Half an hour on Lord Howe. */
	assert_int_equal(
		calendar_between(&howe, utc(4, 4, 2, 0), utc(4, 5, 2, 0)), 4 * HOUR + 30 * MINUTE);
	assert_int_equal(calendar_between(&howe, utc(10, 3, 2, 0), utc(10, 4, 2, 0)),
		3 * HOUR + 30 * MINUTE);
}

static void a_shift_that_is_all_in_the_skipped_hour_counts_nothing(void **state)
{
	struct calendar calendar = every_day("Europe/Warsaw", 120, 180);

	(void)state;
	assert_int_equal(calendar_between(&calendar, utc(3, 28, 12, 0), utc(3, 29, 12, 0)), 0);
	assert_int_equal(
		calendar_between(&calendar, utc(10, 24, 12, 0), utc(10, 25, 12, 0)), 2 * HOUR);
	assert_int_equal(
		calendar_after(&calendar, utc(3, 28, 12, 0), 30 * MINUTE), utc(3, 30, 0, 30));
}

static void what_overlaps_counts_once(void **state)
{
	struct calendar calendar = { .time_zone = "UTC" };

	(void)state;
	hours_put(&calendar, 0, 1320, 1440 + 600);
	hours_put(&calendar, 1, 540, 1020);
	hours_put(&calendar, 1, 500, 560);
	assert_int_equal(calendar_between(&calendar, utc(6, 1, 0, 0), utc(6, 3, 0, 0)), 19 * HOUR);
}

static void a_holiday_takes_the_shifts_that_begin_on_it(void **state)
{
	static const int32_t holidays[] = { 602, 20260605 };
	struct calendar calendar = every_day("UTC", 1320, 1440 + 120);

	(void)state;
	calendar.holidays = holidays;
	calendar.holidays_n = 2;
	/* The night from the first into the second counts to its end. */
	assert_int_equal(calendar_between(&calendar, utc(6, 1, 12, 0), utc(6, 3, 12, 0)), 4 * HOUR);
	assert_int_equal(calendar_between(&calendar, utc(6, 4, 12, 0), utc(6, 6, 12, 0)), 4 * HOUR);
}

static void a_calendar_without_hours_never_gets_there(void **state)
{
	struct calendar closed = { .time_zone = "UTC" };

	(void)state;
	assert_int_equal(calendar_after(&closed, utc(6, 1, 0, 0), 1), CALENDAR_NEVER);
	assert_int_equal(calendar_after(&closed, utc(6, 1, 0, 0), 0), utc(6, 1, 0, 0));
	assert_int_equal(calendar_between(&closed, utc(6, 1, 0, 0), utc(7, 1, 0, 0)), 0);
	assert_int_equal(calendar_between(NULL, 5, 1), 0);
	assert_int_equal(calendar_between(NULL, 5, 9), 4);
	assert_int_equal(calendar_after(NULL, 5, 4), 9);
	assert_int_equal(calendar_after(NULL, 5, 4000 * DAY), CALENDAR_NEVER);
	assert_true(calendar_is_open(NULL, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_counts_what_the_slow_way_counts),
		cmocka_unit_test(so_much_later_so_much_has_passed),
		cmocka_unit_test(parts_add_up_wherever_it_is_cut),
		cmocka_unit_test(it_says_when_it_opens_and_closes),
		cmocka_unit_test(a_day_in_warsaw_is_eight_hours_in_both_halves_of_the_year),
		cmocka_unit_test(a_night_shift_is_shorter_in_march_and_longer_in_october),
		cmocka_unit_test(a_shift_that_is_all_in_the_skipped_hour_counts_nothing),
		cmocka_unit_test(what_overlaps_counts_once),
		cmocka_unit_test(a_holiday_takes_the_shifts_that_begin_on_it),
		cmocka_unit_test(a_calendar_without_hours_never_gets_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
