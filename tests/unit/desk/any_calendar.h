/* any_calendar.h - calendars by chance, and the slow and obvious witness of one: is the wall clock of this minute within a span? */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/zone.h"
#include "desk/calendar.h"

#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static uint64_t seed;

static int below(int n)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int)((seed >> 33) % (uint64_t)n);
}

/* --- the slow and obvious way ------------------------------------------------------------------------------- */

static bool is_off(const struct calendar *calendar, int64_t local_day)
{
	struct clock_parts date = clock_split(local_day * DAY);

	for (size_t i = 0; i < calendar->holidays_n; i++)
		if (calendar->holidays[i] == date.month * 100 + date.day ||
			calendar->holidays[i] == date.year * 10000 + date.month * 100 + date.day)
			return true;
	return false;
}

static bool slow_is_open(const struct calendar *calendar, int64_t at)
{
	int64_t local = at + zone_offset_s(calendar->time_zone, at / 1000) * 1000;
	int64_t day = local / DAY, minute = local % DAY / MINUTE;

	for (int back = 0; back < 2; back++, day--, minute += 1440) {
		int weekday = (int)((day + 3) % 7);

		for (int i = 0; i < calendar->week_n[weekday]; i++)
			if (minute >= calendar->week[weekday][i].starts &&
				minute < calendar->week[weekday][i].ends && !is_off(calendar, day))
				return true;
	}
	return false;
}

/* --- calendars by chance ------------------------------------------------------------------------------------ */

static const char *const zones[] = { "Europe/Warsaw", "America/New_York", "Australia/Sydney",
	"Australia/Lord_Howe", "Asia/Kolkata", "Asia/Kathmandu", "America/Santiago",
	"Atlantic/Azores", "Africa/Casablanca", "America/Havana", "Asia/Beirut", "UTC" };

static void hours_put(struct calendar *calendar, int day, int starts, int ends)
{
	if (calendar->week_n[day] < CALENDAR_SPANS_MAX && ends > starts && ends <= 2880)
		calendar->week[day][calendar->week_n[day]++] = (struct calendar_hours){ starts,
			ends };
}

static void week_fill(struct calendar *calendar)
{
	for (int day = 0; day < 7; day++)
		switch (below(6)) {
		case 0: /* closed */
			break;
		case 1:
			hours_put(calendar, day, 540, 1020);
			break;
		case 2: /* a split shift */
			hours_put(calendar, day, 480, 720 + below(60));
			hours_put(calendar, day, 780, 1020);
			break;
		case 3: /* over midnight, into what comes next */
			hours_put(calendar, day, 1320, 1440 + below(600));
			break;
		case 4: /* around the hours at which clocks are changed */
			hours_put(calendar, day, below(120), 121 + below(120));
			hours_put(calendar, day, 150, 180 + below(30));
			break;
		default:
			for (int n = below(4); n > 0; n--) {
				int starts = below(1440);

				hours_put(calendar, day, starts, starts + 1 + below(1440));
			}
		}
}

static void calendar_make(struct calendar *calendar, int32_t *holidays, int64_t around)
{
	*calendar = (struct calendar){ .time_zone = zones[below(sizeof(zones) / sizeof(zones[0]))],
		.holidays = holidays };
	week_fill(calendar);
	if (below(3) == 0) {
		struct clock_parts date = clock_split(around + below(3) * DAY);

		holidays[calendar->holidays_n++] = date.month * 100 + date.day;
	}
	if (below(3) == 0) {
		struct clock_parts date = clock_split(around + below(5) * DAY);

		holidays[calendar->holidays_n++] = date.year * 10000 + date.month * 100 + date.day;
	}
}

/* A minute shortly before the clocks are changed somewhere, or any minute from 2024 to 2027. */
static int64_t instant(void)
{
	static const int64_t changes[] = { 1774746000, 1792890000, 1772953200, 1793512800,
		1775318400, 1790956800, 1775314800, 1790955000, 1775361600, 1788667200 };

	if (below(2))
		return INT64_C(1704067200000) + below(3 * 365 * 1440) * MINUTE;
	return changes[below(10)] * 1000 + (below(5 * 1440) - 4 * 1440) * MINUTE;
}
