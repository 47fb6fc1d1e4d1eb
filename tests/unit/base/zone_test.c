/* zone_test.c - libc is the witness: in every zone of this machine both give the same offset. */
#include "base/zone.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { DAY = 86400 };

static const char folder[] = "/usr/share/zoneinfo/";
static int zones_n;

static void compare_at(const char *name, int64_t at)
{
	time_t when = at;
	struct tm local;

	localtime_r(&when, &local);
	if (zone_offset_s(name, at) != local.tm_gmtoff)
		fail_msg("%s at %lld: %lld, libc says %ld", name, (long long)at,
			(long long)zone_offset_s(name, at), local.tm_gmtoff);
}

static int compare_zone(const char *path, const struct stat *stat, int kind, struct FTW *ftw)
{
	const char *name = path + sizeof(folder) - 1;
	char head[4] = "";
	FILE *file;

	(void)stat;
	(void)ftw;
	/* right/ counts leap seconds; its files are no names of zones. */
	if (kind != FTW_F || strncmp(name, "right/", 6) == 0 || (file = fopen(path, "re")) == NULL)
		return 0;
	if (fread(head, 1, 4, file) == 4 && memcmp(head, "TZif", 4) == 0) {
		zones_n++;
		setenv("TZ", name, 1);
		tzset();
		for (int64_t at = INT64_C(-2000000000); at < INT64_C(6000000000);
			at += 23 * DAY + 4321)
			compare_at(name, at);
	}
	fclose(file);
	return 0;
}

static void every_zone_agrees_with_libc_from_1906_to_2160(void **state)
{
	(void)state;
	nftw("/usr/share/zoneinfo", compare_zone, 16, FTW_PHYS);
	if (zones_n == 0)
		skip();
	assert_true(zones_n > 100);
}

static void the_hour_of_change_agrees_with_libc_to_the_second(void **state)
{
	static const char *const names[] = { "Europe/Warsaw", "America/New_York",
		"Australia/Sydney", "Africa/Casablanca", "America/Nuuk", "Asia/Gaza",
		"Australia/Lord_Howe", "Europe/Dublin" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		setenv("TZ", names[i], 1);
		tzset();
		/* A year from the table of changes and one that only the rule knows. */
		for (int64_t at = INT64_C(1767225600); at < INT64_C(1767225600) + 366 * DAY;
			at += 1800) {
			compare_at(names[i], at - 1);
			compare_at(names[i], at);
		}
		for (int64_t at = INT64_C(2524608000); at < INT64_C(2524608000) + 366 * DAY;
			at += 1800) {
			compare_at(names[i], at - 1);
			compare_at(names[i], at);
		}
	}
}

static void a_name_that_is_no_zone_is_utc(void **state)
{
	static const char *const names[] = { NULL, "", "UTC", "Nowhere/City", "../../../etc/passwd",
		"Europe/../Europe/Warsaw", "/etc/localtime", "Europe", "Europe/Warsaw ",
		"Europe/Warsaw\n", ":Europe/Warsaw", "zone.tab", "tzdata.zi", ".",
		"posix/../Europe/Warsaw", "CET-1CEST,M3.5.0,M10.5.0/3",
		"Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_int_equal(zone_offset_s(names[i], 1783328533), 0);
}

static void more_zones_than_the_cache_holds_stay_right(void **state)
{
	static const char *const names[] = { "Etc/GMT-1", "Etc/GMT-2", "Etc/GMT-3", "Etc/GMT-4",
		"Etc/GMT-5", "Etc/GMT-6", "Etc/GMT-7", "Etc/GMT-8", "Etc/GMT-9", "Etc/GMT-10",
		"Etc/GMT-11", "Etc/GMT-12", "Etc/GMT-13", "Etc/GMT-14", "Etc/GMT+1", "Etc/GMT+2",
		"Etc/GMT+3", "Etc/GMT+4", "No/Where" };
	static const int hours[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, -1, -2, -3, -4,
		0 };

	(void)state;
	for (size_t i = 0; i < 200; i++) {
		size_t at = i * 7 % (sizeof(names) / sizeof(names[0]));

		assert_int_equal(zone_offset_s(names[at], 1783328533), hours[at] * 3600);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_zone_agrees_with_libc_from_1906_to_2160),
		cmocka_unit_test(the_hour_of_change_agrees_with_libc_to_the_second),
		cmocka_unit_test(a_name_that_is_no_zone_is_utc),
		cmocka_unit_test(more_zones_than_the_cache_holds_stay_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
