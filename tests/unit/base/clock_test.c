/* clock_test.c - instants to dates and back, and as people read them. */
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

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

static void days_agree_with_libc_over_a_thousand_years(void **state)
{
	(void)state;
	for (int64_t at = INT64_C(-15000000000); at < INT64_C(15000000000);
		at += 86400 * 5 + 12345) {
		struct clock_parts parts = clock_split(at * 1000 + 7);
		time_t when = at;
		struct tm utc;

		gmtime_r(&when, &utc);
		assert_int_equal(parts.year, utc.tm_year + 1900);
		assert_int_equal(parts.month, utc.tm_mon + 1);
		assert_int_equal(parts.day, utc.tm_mday);
		assert_int_equal(parts.hour, utc.tm_hour);
		assert_int_equal(parts.minute, utc.tm_min);
		assert_int_equal(parts.second, utc.tm_sec);
		assert_int_equal(parts.ms, 7);
		assert_true(clock_join(&parts) == at * 1000 + 7);
	}
}

static void instants_are_written_in_the_persons_zone(void **state)
{
	static const struct {
		int64_t at;
		const char *zone, *iso8601, *jira;
	} cases[] = {
		{ 1783328533432, "Asia/Seoul", "2026-07-06T18:02:13+0900",
			"2026-07-06T18:02:13.432+0900" },
		{ 1783328533432, "Europe/Warsaw", "2026-07-06T11:02:13+0200",
			"2026-07-06T11:02:13.432+0200" },
		{ 1783328533432, NULL, "2026-07-06T09:02:13+0000", "2026-07-06T09:02:13.432+0000" },
		{ 1783328533432, "No/Where", "2026-07-06T09:02:13+0000",
			"2026-07-06T09:02:13.432+0000" },
		{ 1783328533432, "Asia/Kathmandu", "2026-07-06T14:47:13+0545",
			"2026-07-06T14:47:13.432+0545" },
		{ 1783328533432, "America/St_Johns", "2026-07-06T06:32:13-0230",
			"2026-07-06T06:32:13.432-0230" },
		/* the two sides of the end of summer, where 02:30 happens twice */
		{ 1792888200000, "Europe/Warsaw", "2026-10-25T02:30:00+0200",
			"2026-10-25T02:30:00.000+0200" },
		{ 1792891800000, "Europe/Warsaw", "2026-10-25T02:30:00+0100",
			"2026-10-25T02:30:00.000+0100" },
		/* and of its start, where 02:30 does not happen */
		{ 1774745999999, "Europe/Warsaw", "2026-03-29T01:59:59+0100",
			"2026-03-29T01:59:59.999+0100" },
		{ 1774746000000, "Europe/Warsaw", "2026-03-29T03:00:00+0200",
			"2026-03-29T03:00:00.000+0200" },
		{ 0, "America/New_York", "1969-12-31T19:00:00-0500",
			"1969-12-31T19:00:00.000-0500" },
		{ -1, NULL, "1969-12-31T23:59:59+0000", "1969-12-31T23:59:59.999+0000" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_string_equal(
			clock_iso8601(arena, cases[i].at, cases[i].zone), cases[i].iso8601);
		assert_string_equal(clock_jira(arena, cases[i].at, cases[i].zone), cases[i].jira);
	}
}

static void near_days_have_names(void **state)
{
	static const int64_t hour = 3600000, at = 1783328533432; /* a Monday, 18:02 in Seoul */
	static const struct {
		int64_t later_by;
		const char *zone, *friendly;
	} cases[] = {
		{ 0, "Asia/Seoul", "Today 6:02 PM" },
		{ 5 * 3600000, "Asia/Seoul", "Today 6:02 PM" },
		{ 6 * 3600000, "Asia/Seoul", "Yesterday 6:02 PM" },
		{ 6 * 3600000, "Europe/Warsaw", "Today 11:02 AM" },
		{ 29 * 3600000, "Asia/Seoul", "Yesterday 6:02 PM" },
		{ 30 * 3600000, "Asia/Seoul", "Monday 6:02 PM" },
		{ 149 * 3600000, "Asia/Seoul", "Monday 6:02 PM" },
		{ 150 * 3600000, "Asia/Seoul", "06/Jul/26 6:02 PM" },
		{ -48 * 3600000, "Asia/Seoul", "06/Jul/26 6:02 PM" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
			clock_friendly(arena, at, at + cases[i].later_by, cases[i].zone),
			cases[i].friendly);
	assert_string_equal(clock_friendly(arena, 0, hour, NULL), "Today 12:00 AM");
	assert_string_equal(clock_friendly(arena, 12 * hour, hour, NULL), "Today 12:00 PM");
	assert_string_equal(clock_friendly(arena, -hour, hour, NULL), "Yesterday 11:00 PM");
}

static void http_dates_are_in_gmt(void **state)
{
	(void)state;
	assert_string_equal(clock_http(arena, 784111777000), "Sun, 06 Nov 1994 08:49:37 GMT");
	assert_string_equal(clock_http(arena, 0), "Thu, 01 Jan 1970 00:00:00 GMT");
	assert_string_equal(clock_http(arena, -1), "Wed, 31 Dec 1969 23:59:59 GMT");
}

static void only_real_days_are_dates(void **state)
{
	static const char *const days[] = { "2026-07-06", "2024-02-29", "2000-02-29", "0001-01-01",
		"9999-12-31" };
	static const char *const none[] = { NULL, "", "2026-7-6", "2026-02-29", "2025-02-30",
		"1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31", "2026-07-06 ",
		" 2026-07-06", "2026/07/06", "2026-07-0a", "2026-07-06T00:00", "0000-01-01",
		"-026-07-06", "2026-07-+6" };

	(void)state;
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		assert_true(clock_is_date(days[i]));
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_false(clock_is_date(none[i]));
}

static void an_instant_is_read_with_its_offset(void **state)
{
	static const struct {
		const char *text;
		int64_t at;
	} cases[] = {
		{ "2026-07-06T09:02:13Z", 1783328533000 },
		{ "2026-07-06T18:02:13+0900", 1783328533000 },
		{ "2026-07-06t18:02:13.432+09:00", 1783328533432 },
		{ "2026-07-06 18:02:13.4329999+09:00", 1783328533432 },
		{ "2026-07-06T05:32:13.5-03:30", 1783328533500 },
		{ "2026-07-06T09:02z", 1783328520000 },
		{ "1970-01-01T00:00+00:00", 0 },
	};
	static const char *const none[] = { "", "2026-07-06", "2026-07-06T", "2026-07-06T09",
		"2026-07-06T09:02", "2026-07-06T09:02:13", "2026-07-06T24:00Z", "2026-07-06T23:60Z",
		"2026-07-06T23:59:60Z", "2026-02-30T10:00Z", "2026-07-06x10:00Z",
		"2026-07-06T9:00Z", "2026-07-06T09:02:13.Z", "2026-07-06T09:02Zx",
		"2026-07-06T09:02+9", "2026-07-06T09:02+24:00", "2026-07-06T09:02+09:60",
		"2026-07-06T09:02+09:000", "2026-07-06T09:02:+01:00", "now" };
	int64_t at = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_false(clock_read(none[i], &at));
	assert_true(at == 7);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(clock_read(cases[i].text, &at));
		assert_true(at == cases[i].at);
	}
}

static void a_clock_on_a_wall_shows_an_instant(void **state)
{
	static const struct {
		struct clock_parts parts;
		const char *zone, *iso8601;
	} cases[] = {
		{ { 2026, 12, 31, 23, 59, 59, 0 }, "Europe/Warsaw", "2026-12-31T23:59:59+0100" },
		{ { 2026, 7, 6, 23, 59, 59, 0 }, "Europe/Warsaw", "2026-07-06T23:59:59+0200" },
		{ { 2026, 7, 6, 0, 0, 0, 0 }, "America/Los_Angeles", "2026-07-06T00:00:00-0700" },
		{ { 2026, 7, 6, 0, 0, 0, 0 }, NULL, "2026-07-06T00:00:00+0000" },
		/* Set forward from 2 to 3 on 28 March 2027, back from 3 to 2 on 25 October 2026. */
		{ { 2027, 3, 28, 1, 59, 59, 0 }, "Europe/Warsaw", "2027-03-28T01:59:59+0100" },
		{ { 2027, 3, 28, 2, 30, 0, 0 }, "Europe/Warsaw", "2027-03-28T03:30:00+0200" },
		{ { 2027, 3, 28, 3, 0, 0, 0 }, "Europe/Warsaw", "2027-03-28T03:00:00+0200" },
		{ { 2026, 10, 25, 1, 59, 59, 0 }, "Europe/Warsaw", "2026-10-25T01:59:59+0200" },
		{ { 2026, 10, 25, 2, 30, 0, 0 }, "Europe/Warsaw", "2026-10-25T02:30:00+0200" },
		{ { 2026, 10, 25, 3, 0, 0, 0 }, "Europe/Warsaw", "2026-10-25T03:00:00+0100" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
			clock_iso8601(arena, clock_join_local(&cases[i].parts, cases[i].zone),
				cases[i].zone),
			cases[i].iso8601);
}

static void the_clocks_go_forward(void **state)
{
	int64_t us = clock_monotonic_us(), ms = clock_monotonic_ms();

	(void)state;
	assert_true(clock_now() > INT64_C(1700000000000));
	assert_true(clock_monotonic_us() >= us);
	assert_true(ms >= us / 1000);
	assert_true(ms < us / 1000 + 60000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_agree_with_libc_over_a_thousand_years),
		cmocka_unit_test(instants_are_written_in_the_persons_zone),
		cmocka_unit_test(near_days_have_names),
		cmocka_unit_test(http_dates_are_in_gmt),
		cmocka_unit_test(only_real_days_are_dates),
		cmocka_unit_test(an_instant_is_read_with_its_offset),
		cmocka_unit_test(a_clock_on_a_wall_shows_an_instant),
		cmocka_unit_test(the_clocks_go_forward),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
