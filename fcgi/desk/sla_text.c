/* sla_text.c - see sla_text.h. The first word of a line is looked up in a table; the rest is its function's. */
#include "desk/sla_text.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/text.h"
#include "base/zone.h"

enum {
	NAME_LENGTH_MAX = 100,
	CONDITIONS_LENGTH_MAX = 500,
	GOAL_MAX_S = 3650 * 86400,
	DAY_MINUTES = 1440,
	FAULT_SIZE_MAX = 400,
	GOAL_NAME_LENGTH_MAX = 200
};

struct reader {
	struct arena *arena;
	struct sla_book *book;
	int line;
	struct book_calendar *calendar; /* what lines are about; NULL: the other */
	struct book_clock *clock;
	int n;
};

static const char *const weekdays[7] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

static enum err wrong(struct reader *r, const char *format, ...) PRINTF(2, 3);
static enum err wrong(struct reader *r, const char *format, ...)
{
	char said[FAULT_SIZE_MAX];
	va_list values;

	va_start(values, format);
	vsnprintf(said, sizeof(said), format, values);
	va_end(values);
	r->book->fault_line = r->line;
	r->book->fault = arena_strdup(r->arena, said);
	return E_INVALID;
}

/* --- calendars ---------------------------------------------------------------------------------------------- */

static int weekday_read(const char *name)
{
	for (int day = 0; day < 7; day++)
		if (str_equal_nocase(weekdays[day], name))
			return day;
	return -1;
}

/* "mon", "mon-fri", "daily" as bits; 0: none of these. */
static unsigned weekdays_read(struct arena *arena, const char *text)
{
	const char *dash = strchr(text, '-');
	int first, last;
	unsigned bits = 0;

	if (str_equal_nocase(text, "daily"))
		return 0x7f;
	first = weekday_read(dash ? arena_strndup(arena, text, (size_t)(dash - text)) : text);
	last = dash ? weekday_read(dash + 1) : first;
	if (first < 0 || last < first)
		return 0;
	for (int day = first; day <= last; day++)
		bits |= 1U << day;
	return bits;
}

/* "9:30" in minutes after midnight; -1: it is none. */
static int time_read(struct arena *arena, const char *text)
{
	const char *colon = strchr(text, ':');
	long long hour, minute;

	if (!colon || strlen(colon) != 3 ||
		str_to_int(arena_strndup(arena, text, (size_t)(colon - text)), 0, 24, &hour) !=
			OK ||
		str_to_int(colon + 1, 0, 59, &minute) != OK || hour * 60 + minute > DAY_MINUTES)
		return -1;
	return (int)(hour * 60 + minute);
}

/* A span that ends before it begins ends on the next day. */
static bool span_read(struct arena *arena, const char *text, struct calendar_hours *hours)
{
	const char *dash = strchr(text, '-');

	if (!dash)
		return false;
	hours->starts = time_read(arena, arena_strndup(arena, text, (size_t)(dash - text)));
	hours->ends = time_read(arena, dash + 1);
	if (hours->starts < 0 || hours->starts == DAY_MINUTES || hours->ends < 0)
		return false;
	if (hours->ends <= hours->starts)
		hours->ends += DAY_MINUTES;
	return hours->ends <= 2 * DAY_MINUTES;
}

static const char *hours_put(struct calendar *calendar, unsigned days, struct calendar_hours hours)
{
	for (int day = 0; day < 7; day++) {
		if (!(days & 1U << day))
			continue;
		for (int i = 0; i < calendar->week_n[day]; i++)
			if (calendar->week[day][i].starts == hours.starts)
				return "two spans of a day begin at the same time";
		if (calendar->week_n[day] == CALENDAR_SPANS_MAX)
			return "a day has at most twelve spans";
		calendar->week[day][calendar->week_n[day]++] = hours;
	}
	return NULL;
}

static char *word_next(struct arena *arena, const char **at)
{
	size_t size;
	char *word;

	*at += strspn(*at, " \t");
	size = strcspn(*at, " \t");
	word = arena_strndup(arena, *at, size);
	*at += size;
	*at += strspn(*at, " \t");
	return word;
}

const char *sla_text_hours(struct arena *arena, const char *text, struct calendar *calendar)
{
	unsigned days = weekdays_read(arena, word_next(arena, &text));
	const char *fault = NULL;

	if (!days)
		return "hours begin with days: mon, mon-fri, daily";
	if (!*text)
		return "hours are like 9:00-13:00 14:00-17:00";
	while (*text && !fault) {
		struct calendar_hours hours;

		if (!span_read(arena, word_next(arena, &text), &hours))
			return "hours are like 9:00-17:00, or 22:00-6:00 into the next day";
		fault = hours_put(calendar, days, hours);
	}
	return fault;
}

static enum err calendar_line(struct reader *r, const char *rest)
{
	struct book_calendar **last = &r->book->calendars, *calendar;

	for (; *last; last = &(*last)->next)
		if (str_equal((*last)->calendar.name, rest))
			return wrong(r, "calendar \"%s\" is there already", rest);
	calendar = *last = arena_new(r->arena, struct book_calendar);
	calendar->line = r->line;
	calendar->calendar.name = rest;
	calendar->calendar.time_zone = "UTC";
	r->calendar = calendar;
	r->clock = NULL;
	return OK;
}

static enum err zone_line(struct reader *r, const char *rest)
{
	if (!zone_is_known(rest))
		return wrong(r, "there is no time zone \"%s\": they are like Europe/Warsaw", rest);
	r->calendar->calendar.time_zone = rest;
	return OK;
}

static enum err hours_line(struct reader *r, const char *rest)
{
	const char *fault = sla_text_hours(r->arena, rest, &r->calendar->calendar);

	return fault ? wrong(r, "%s", fault) : OK;
}

/* "2026-12-25 Christmas Day", or "12-25 Christmas Day" for every year. */
static enum err holiday_line(struct reader *r, const char *rest)
{
	const char *date = word_next(r->arena, &rest);
	const bool every_year = strlen(date) == 5;
	const char *whole = every_year ? arena_format(r->arena, "2024-%s", date) : date;
	struct ical_day **last = &r->calendar->days;
	const char *digits;
	int32_t day = 0;

	if (!clock_is_date(whole))
		return wrong(r,
			"\"%s\" is no day: they are like 2026-12-25, or 12-25 for every year",
			date);
	if (r->calendar->days_n++ == ICAL_DAYS_MAX)
		return wrong(r, "a calendar has at most %d holidays", ICAL_DAYS_MAX);
	if (text_length(rest) > ICAL_NAME_MAX)
		return wrong(r, "a name has at most %d characters", ICAL_NAME_MAX);
	for (digits = date; *digits; digits++)
		if (*digits != '-')
			day = day * 10 + (*digits - '0');
	while (*last)
		last = &(*last)->next;
	*last = arena_new(r->arena, struct ical_day);
	(*last)->day = day;
	(*last)->name = *rest ? rest : "Holiday";
	return OK;
}

/* --- clocks ------------------------------------------------------------------------------------------------- */

static enum err clock_line(struct reader *r, const char *rest)
{
	struct book_clock **last = &r->book->clocks, *clock;

	for (; *last; last = &(*last)->next)
		if (str_equal((*last)->name, rest))
			return wrong(r, "clock \"%s\" is there already", rest);
	clock = *last = arena_new(r->arena, struct book_clock);
	clock->line = r->line;
	clock->name = rest;
	clock->pause = "";
	clock->warn_s = 3600;
	r->clock = clock;
	r->calendar = NULL;
	return OK;
}

static enum err conditions_read(struct reader *r, const char *rest, const char **text, int *line)
{
	if (text_length(rest) > CONDITIONS_LENGTH_MAX)
		return wrong(r, "conditions have at most %d characters", CONDITIONS_LENGTH_MAX);
	*text = rest;
	*line = r->line;
	return OK;
}

static enum err start_line(struct reader *r, const char *rest)
{
	return conditions_read(r, rest, &r->clock->start, &r->clock->start_line);
}

static enum err pause_line(struct reader *r, const char *rest)
{
	return conditions_read(r, rest, &r->clock->pause, &r->clock->pause_line);
}

static enum err stop_line(struct reader *r, const char *rest)
{
	return conditions_read(r, rest, &r->clock->stop, &r->clock->stop_line);
}

/* "1h 30m" in seconds; -1: it is none. */
static int64_t duration_read(struct arena *arena, const char *text)
{
	int64_t all = 0;

	if (!*text)
		return -1;
	while (*text) {
		const char *word = word_next(arena, &text);
		size_t size = strlen(word);
		long long n;
		int64_t unit = word[size - 1] == 'h' ? 3600
			: word[size - 1] == 'm'      ? 60
			: word[size - 1] == 's'      ? 1
						     : 0;

		if (!unit ||
			str_to_int(arena_strndup(arena, word, size - 1), 0, GOAL_MAX_S, &n) != OK)
			return -1;
		all += n * unit;
		if (all > GOAL_MAX_S)
			return -1;
	}
	return all;
}

static enum err warn_line(struct reader *r, const char *rest)
{
	r->clock->warn_s = duration_read(r->arena, rest);
	return r->clock->warn_s < 0 ? wrong(r, "\"%s\" is no time: they are like 1h 30m", rest)
				    : OK;
}

static enum err goal_part(struct reader *r, struct book_goal *goal, const char *part)
{
	const struct {
		const char *word;
		const char **name;
	} parts[] = { { "priority", &goal->priority }, { "type", &goal->type },
		{ "organization", &goal->organization }, { "calendar", &goal->calendar } };
	const char *word = word_next(r->arena, &part);

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (str_equal(parts[i].word, word)) {
			if (!*part || *parts[i].name || text_length(part) > GOAL_NAME_LENGTH_MAX)
				return wrong(r, "%s is said once, with its name", word);
			*parts[i].name = part;
			return OK;
		}
	return wrong(
		r, "\"%s\" is no part of a goal: priority, type, organization, calendar", word);
}

static enum err goal_line(struct reader *r, const char *rest)
{
	struct book_goal **last = &r->clock->goals, *goal;
	bool first = true;

	while (*last)
		last = &(*last)->next;
	goal = *last = arena_new(r->arena, struct book_goal);
	goal->line = r->line;
	if (r->clock->goals_n++ == BOOK_GOALS_MAX)
		return wrong(r, "a clock has at most %d goals", BOOK_GOALS_MAX);
	while (*rest || first) {
		size_t size = strcspn(rest, ";");
		const char *part = text_trim(r->arena, arena_strndup(r->arena, rest, size));

		rest += size + (rest[size] == ';');
		if (!first)
			TRY(goal_part(r, goal, part));
		else if ((goal->goal_s = duration_read(r->arena, part)) <= 0)
			return wrong(r, "a goal begins with a time, like 8h or 1h 30m");
		first = false;
	}
	return OK;
}

/* --- lines -------------------------------------------------------------------------------------------------- */

enum about { NOTHING, CALENDAR, CLOCK };

static const struct {
	const char *word;
	enum about about;
	enum err (*read)(struct reader *r, const char *rest);
} lines[] = {
	{ "calendar", NOTHING, calendar_line },
	{ "zone", CALENDAR, zone_line },
	{ "hours", CALENDAR, hours_line },
	{ "holiday", CALENDAR, holiday_line },
	{ "clock", NOTHING, clock_line },
	{ "start", CLOCK, start_line },
	{ "pause", CLOCK, pause_line },
	{ "stop", CLOCK, stop_line },
	{ "warn", CLOCK, warn_line },
	{ "goal", CLOCK, goal_line },
};

static enum err line_read(struct reader *r, const char *line)
{
	const char *word;

	if (!*line || *line == '#')
		return OK;
	word = word_next(r->arena, &line);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		if (!str_equal(lines[i].word, word))
			continue;
		if (lines[i].about == NOTHING &&
			(!*line || text_length(line) > NAME_LENGTH_MAX || ++r->n > BOOK_THINGS_MAX))
			return wrong(r,
				"a %s has a name of at most %d characters, and there are at most %d",
				word, NAME_LENGTH_MAX, BOOK_THINGS_MAX);
		if (lines[i].about == CALENDAR && !r->calendar)
			return wrong(r, "\"%s\" belongs below a calendar", word);
		if (lines[i].about == CLOCK && !r->clock)
			return wrong(r, "\"%s\" belongs below a clock", word);
		return lines[i].read(r, line);
	}
	return wrong(r, "\"%.60s\" means nothing here", word);
}

static enum err whole_check(struct reader *r)
{
	for (const struct book_clock *clock = r->book->clocks; clock; clock = clock->next) {
		r->line = clock->line;
		if (!clock->start || !clock->stop || !clock->goals)
			return wrong(r, "clock \"%s\" needs start, stop and a goal", clock->name);
	}
	return OK;
}

enum err sla_text_read(struct arena *arena, const char *text, size_t size, struct sla_book *book)
{
	struct reader reader = { .arena = arena, .book = book };

	*book = (struct sla_book){ 0 };
	if (size > BOOK_SIZE_MAX || !text_is_clean(text, size) || text_misleads(text))
		return wrong(&reader, "it is not plain UTF-8 text of at most 256 KiB");
	while (*text) {
		size_t length = strcspn(text, "\n");

		reader.line++;
		TRY(line_read(&reader, text_trim(arena, arena_strndup(arena, text, length))));
		text += length + (text[length] == '\n');
	}
	return whole_check(&reader);
}

/* --- and back ----------------------------------------------------------------------------------------------- */

static void duration_write(struct str *text, int64_t seconds)
{
	const struct {
		char name;
		int64_t s;
	} units[] = { { 'h', 3600 }, { 'm', 60 }, { 's', 1 } };
	const char *space = "";

	if (seconds == 0)
		str_add(text, "0s");
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (seconds < units[i].s)
			continue;
		str_format(
			text, "%s%lld%c", space, (long long)(seconds / units[i].s), units[i].name);
		seconds %= units[i].s;
		space = " ";
	}
}

static bool days_equal(const struct calendar *calendar, int a, int b)
{
	if (calendar->week_n[a] != calendar->week_n[b])
		return false;
	for (int i = 0; i < calendar->week_n[a]; i++)
		if (calendar->week[a][i].starts != calendar->week[b][i].starts ||
			calendar->week[a][i].ends != calendar->week[b][i].ends)
			return false;
	return true;
}

static void spans_write(struct str *text, const struct calendar *calendar, int day)
{
	for (int i = 0; i < calendar->week_n[day]; i++) {
		const struct calendar_hours *hours = &calendar->week[day][i];
		int ends = hours->ends > DAY_MINUTES ? hours->ends - DAY_MINUTES : hours->ends;

		str_format(text, " %d:%02d-%d:%02d", hours->starts / 60, hours->starts % 60,
			ends / 60, ends % 60);
	}
}

static void calendar_write(struct str *text, const struct book_calendar *book)
{
	const struct calendar *calendar = &book->calendar;

	str_format(text, "calendar %s\n  zone %s\n", calendar->name, calendar->time_zone);
	for (int day = 0, last; day < 7; day = last + 1) {
		for (last = day; last < 6 && days_equal(calendar, day, last + 1);)
			last++;
		if (!calendar->week_n[day])
			continue;
		str_format(text, "  hours %s", weekdays[day]);
		if (last > day)
			str_format(text, "-%s", weekdays[last]);
		spans_write(text, calendar, day);
		str_add(text, "\n");
	}
	for (const struct ical_day *day = book->days; day; day = day->next)
		if (day->day > 10000)
			str_format(text, "  holiday %04d-%02d-%02d %s\n", day->day / 10000,
				day->day / 100 % 100, day->day % 100, day->name);
		else
			str_format(text, "  holiday %02d-%02d %s\n", day->day / 100, day->day % 100,
				day->name);
	str_add(text, "\n");
}

static void clock_write(struct str *text, const struct book_clock *clock)
{
	str_format(text, "clock %s\n  start %s\n", clock->name, clock->start);
	if (*clock->pause)
		str_format(text, "  pause %s\n", clock->pause);
	str_format(text, "  stop %s\n  warn ", clock->stop);
	duration_write(text, clock->warn_s);
	str_add(text, "\n");
	for (const struct book_goal *goal = clock->goals; goal; goal = goal->next) {
		str_add(text, "  goal ");
		duration_write(text, goal->goal_s);
		if (goal->priority)
			str_format(text, "; priority %s", goal->priority);
		if (goal->type)
			str_format(text, "; type %s", goal->type);
		if (goal->organization)
			str_format(text, "; organization %s", goal->organization);
		if (goal->calendar)
			str_format(text, "; calendar %s", goal->calendar);
		str_add(text, "\n");
	}
	str_add(text, "\n");
}

char *sla_text_write(struct arena *arena, const struct sla_book *book)
{
	struct str text = str_make(arena);

	for (const struct book_calendar *calendar = book->calendars; calendar;
		calendar = calendar->next)
		calendar_write(&text, calendar);
	for (const struct book_clock *clock = book->clocks; clock; clock = clock->next)
		clock_write(&text, clock);
	return text.text;
}
