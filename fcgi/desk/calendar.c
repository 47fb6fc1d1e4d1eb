/* calendar.c - see calendar.h. Time is walked by stretches that lie within one local day and between two changes of the clocks, so the
 * cost is by days. In such a stretch local time is the instant plus a constant. */
#include "desk/calendar.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/zone.h"
#include "id/scope.h"
#include "sql/calendar.h"

#define DAY_MS INT64_C(86400000)
#define MINUTE_MS INT64_C(60000)
#define HORIZON_MS (3653 * DAY_MS)

enum { DAY_MINUTES = 1440, PIECES_MAX = 2 * CALENDAR_SPANS_MAX };

/* Part of a local day, in minutes after midnight. */
struct piece {
	int from, to;
};

/* Real time of one local day without a change of the clocks in it. */
struct stretch {
	int64_t from, to;
	int64_t day,
		midnight; /* days since 1970 by local dates; the instant at which this offset has its midnight */
};

static int64_t floor_div(int64_t number, int64_t by)
{
	return number / by - (number % by < 0);
}

static int64_t offset_at(const struct calendar *calendar, int64_t at)
{
	return zone_offset_s(calendar->time_zone, floor_div(at, 1000)) * 1000;
}

/* The first second after `from` with another offset, which there is up to `to`. */
static int64_t change_in(const struct calendar *calendar, int64_t from, int64_t to, int64_t offset)
{
	int64_t low = floor_div(from, 1000), high = floor_div(to, 1000) + 1;

	while (low + 1 < high) {
		int64_t middle = low + (high - low) / 2;

		if (offset_at(calendar, middle * 1000) == offset)
			low = middle;
		else
			high = middle;
	}
	return high * 1000;
}

static struct stretch stretch_at(const struct calendar *calendar, int64_t at)
{
	int64_t offset = offset_at(calendar, at), day = floor_div(at + offset, DAY_MS);
	struct stretch stretch = {
		.from = at, .day = day, .midnight = day * DAY_MS - offset, .to = 0
	};

	stretch.to = stretch.midnight + DAY_MS;
	if (offset_at(calendar, stretch.to - 1) != offset)
		stretch.to = change_in(calendar, at, stretch.to - 1, offset);
	return stretch;
}

static int compare_days(const void *a, const void *b)
{
	const int32_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

static bool is_holiday(const struct calendar *calendar, int64_t day)
{
	struct clock_parts date;
	int32_t every_year, once;

	if (calendar->holidays_n == 0)
		return false;
	date = clock_split(day * DAY_MS);
	every_year = date.month * 100 + date.day;
	once = date.year * 10000 + every_year;
	return bsearch(&once, calendar->holidays, calendar->holidays_n, sizeof(once),
		       compare_days) ||
		bsearch(&every_year, calendar->holidays, calendar->holidays_n, sizeof(every_year),
			compare_days);
}

static int weekday(int64_t day)
{
	return (int)(((day + 3) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
}

/* In order of their beginning; there are few. */
static void piece_put(struct piece pieces[PIECES_MAX], int *n, int from, int to)
{
	int at = (*n)++;

	for (; at > 0 && pieces[at - 1].from > from; at--)
		pieces[at] = pieces[at - 1];
	pieces[at] = (struct piece){ from, to };
}

/* What is open of a local day, in order, without overlap. */
static int pieces_of(const struct calendar *calendar, int64_t day, struct piece pieces[PIECES_MAX])
{
	const int today = weekday(day), before = weekday(day - 1);
	int n = 0, joined = 0;

	if (!is_holiday(calendar, day))
		for (int i = 0; i < calendar->week_n[today]; i++) {
			const struct calendar_hours *hours = &calendar->week[today][i];

			piece_put(pieces, &n, hours->starts,
				hours->ends < DAY_MINUTES ? hours->ends : DAY_MINUTES);
		}
	for (int i = 0; i < calendar->week_n[before]; i++)
		if (calendar->week[before][i].ends > DAY_MINUTES && !is_holiday(calendar, day - 1))
			piece_put(pieces, &n, 0, calendar->week[before][i].ends - DAY_MINUTES);
	for (int i = 0; i < n; i++)
		if (joined > 0 && pieces[i].from <= pieces[joined - 1].to)
			pieces[joined - 1].to = pieces[i].to > pieces[joined - 1].to
				? pieces[i].to
				: pieces[joined - 1].to;
		else
			pieces[joined++] = pieces[i];
	return joined;
}

/* Counts working time from `from` on until `ms` of it have passed or `to` is reached; *at_out is where it stopped. */
static int64_t count(
	const struct calendar *calendar, int64_t from, int64_t to, int64_t ms, int64_t *at_out)
{
	struct piece pieces[PIECES_MAX];
	int64_t counted = 0;

	for (int64_t at = from; at < to;) {
		struct stretch stretch = stretch_at(calendar, at);
		int64_t end = stretch.to < to ? stretch.to : to;
		int n = pieces_of(calendar, stretch.day, pieces);

		for (int i = 0; i < n; i++) {
			int64_t opens = stretch.midnight + pieces[i].from * MINUTE_MS;
			int64_t closes = stretch.midnight + pieces[i].to * MINUTE_MS;

			opens = opens > at ? opens : at;
			closes = closes < end ? closes : end;
			if (closes <= opens)
				continue;
			if (closes - opens >= ms - counted) {
				*at_out = opens + (ms - counted);
				return ms;
			}
			counted += closes - opens;
		}
		at = end;
	}
	*at_out = to;
	return counted;
}

int64_t calendar_between(const struct calendar *calendar, int64_t from, int64_t to)
{
	int64_t at;

	if (to <= from)
		return 0;
	return calendar ? count(calendar, from, to, INT64_MAX, &at) : to - from;
}

int64_t calendar_after(const struct calendar *calendar, int64_t from, int64_t ms)
{
	int64_t at;

	if (ms <= 0)
		return from;
	if (!calendar)
		return ms <= HORIZON_MS ? from + ms : CALENDAR_NEVER;
	return count(calendar, from, from + HORIZON_MS, ms, &at) == ms ? at : CALENDAR_NEVER;
}

bool calendar_is_open(const struct calendar *calendar, int64_t at)
{
	return calendar_between(calendar, at, at + 1) > 0;
}

/* Of the stretches that are twice as long each time one is not all open; where it ends is then found by halves. */
static int64_t closes_at(const struct calendar *calendar, int64_t at)
{
	int64_t low = 0, high = DAY_MS;

	while (high < HORIZON_MS && calendar_between(calendar, at, at + high) == high) {
		low = high;
		high *= 2;
	}
	if (high >= HORIZON_MS)
		return CALENDAR_NEVER;
	while (low + 1 < high) {
		int64_t middle = low + (high - low) / 2;

		if (calendar_between(calendar, at + low, at + middle) == middle - low)
			low = middle;
		else
			high = middle;
	}
	return at + low;
}

int64_t calendar_turns(const struct calendar *calendar, int64_t at)
{
	int64_t opens;

	if (!calendar)
		return CALENDAR_NEVER;
	if (calendar_is_open(calendar, at))
		return closes_at(calendar, at);
	opens = calendar_after(calendar, at, 1);
	return opens == CALENDAR_NEVER ? opens : opens - 1;
}

/* --- as it is kept ------------------------------------------------------------------------------------------ */

static enum err spans_load(struct scope *s, struct calendar *calendar)
{
	struct calendar_span *span;

	TRY(sql_calendar_spans(s, calendar->id, &span));
	for (; span; span = span->next) {
		int day = (int)(span->weekday - 1) % 7;

		if (calendar->week_n[day] < CALENDAR_SPANS_MAX)
			calendar->week[day][calendar->week_n[day]++] =
				(struct calendar_hours){ (int)span->starts, (int)span->ends };
	}
	return OK;
}

static enum err holidays_load(struct scope *s, struct calendar *calendar)
{
	struct calendar_holiday *day;
	size_t n = 0;
	int32_t *days;

	TRY(sql_calendar_holidays(s, calendar->id, &day));
	for (const struct calendar_holiday *one = day; one; one = one->next)
		n++;
	days = arena_alloc(s->arena, (n + 1) * sizeof(*days));
	for (; day; day = day->next)
		days[calendar->holidays_n++] = (int32_t)day->day;
	calendar->holidays = days;
	return OK;
}

enum err calendar_load(struct scope *s, int64_t id, const struct calendar **calendar_out)
{
	struct calendar_head *head;
	struct calendar *calendar;

	*calendar_out = NULL;
	if (id == 0)
		return OK;
	TRY(sql_calendar_find(s, id, &head));
	calendar = arena_new(s->arena, struct calendar);
	calendar->id = head->id;
	calendar->name = head->name;
	calendar->time_zone = head->time_zone;
	TRY(spans_load(s, calendar));
	TRY(holidays_load(s, calendar));
	*calendar_out = calendar;
	return OK;
}
