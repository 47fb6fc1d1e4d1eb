/* ical.c - lines first (a line that begins with white space goes on the one before, RFC 5545 section 3.1), then properties between
 * BEGIN:VEVENT and END:VEVENT. Only what a holiday needs is understood. */
#include "desk/ical.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/text.h"

#define DAY_MS INT64_C(86400000)

enum { EVENT_DAYS_MAX = 62, DEPTH_MAX = 8 };

/* An event as far as it has been read; a day is YYYYMMDD, 0: none. */
struct event {
	const char *name;
	int32_t start, end;
	bool odd; /* it has a time, or comes back in another way than every year */
	bool yearly, cancelled;
};

struct reader {
	struct arena *arena;
	struct ical *ical;
	struct ical_day **last;
	struct event event;
	int depth, event_depth; /* of BEGINs; where the event began, 0: not in one */
	bool began;
};

static enum err fault(struct ical *ical, const char *said)
{
	ical->fault = said;
	return E_INVALID;
}

/* The next line without its folds; *at moves behind it. */
static char *line_next(struct arena *arena, const char **at)
{
	struct str line = str_make(arena);

	for (bool more = true; more;) {
		size_t size = strcspn(*at, "\r\n");

		str_add_bytes(&line, *at, size);
		*at += size;
		*at += **at == '\r';
		*at += **at == '\n';
		more = **at == ' ' || **at == '\t';
		*at += more;
	}
	return line.text;
}

/* "\\n" and "\\," of a text (section 3.3.11). */
static char *unescaped(struct arena *arena, const char *value)
{
	struct str text = str_make(arena);

	for (; *value; value++) {
		if (*value == '\\' && value[1])
			value++;
		else if (*value != '\\') {
			str_add_char(&text, *value);
			continue;
		}
		str_add_char(&text, *value == 'n' || *value == 'N' ? ' ' : *value);
	}
	return text_shorten(arena, text_trim(arena, text.text), ICAL_NAME_MAX);
}

/* "20261225", a real day; 0: it is none. */
static int32_t day_read(struct arena *arena, const char *value)
{
	const char *dashed;
	long long day;

	if (strlen(value) != 8 || str_to_int(value, 19000101, 99991231, &day) != OK)
		return 0;
	dashed = arena_format(arena, "%.4s-%.2s-%.2s", value, value + 4, value + 6);
	return clock_is_date(dashed) ? (int32_t)day : 0;
}

/* Every year, for ever, on the same day: nothing else may stand in the rule but what says so twice. */
static bool is_yearly(struct arena *arena, const char *rule)
{
	bool yearly = false;

	while (*rule) {
		size_t size = strcspn(rule, ";");
		const char *part = arena_strndup(arena, rule, size);

		rule += size + (rule[size] == ';');
		if (str_equal_nocase(part, "FREQ=YEARLY"))
			yearly = true;
		else if (!str_equal_nocase(part, "INTERVAL=1") && !str_starts(part, "WKST=") &&
			*part)
			return false;
	}
	return yearly;
}

static void property_read(struct reader *r, const char *name, const char *value)
{
	struct event *event = &r->event;

	if (str_equal_nocase(name, "SUMMARY")) {
		event->name = unescaped(r->arena, value);
	} else if (str_equal_nocase(name, "DTSTART")) {
		event->start = day_read(r->arena, value);
		event->odd |= event->start == 0;
	} else if (str_equal_nocase(name, "DTEND")) {
		event->end = day_read(r->arena, value);
		event->odd |= event->end == 0;
	} else if (str_equal_nocase(name, "RRULE")) {
		event->yearly = is_yearly(r->arena, value);
		event->odd |= !event->yearly;
	} else if (str_equal_nocase(name, "STATUS")) {
		event->cancelled = str_equal_nocase(value, "CANCELLED");
	} else if (str_equal_nocase(name, "RDATE") || str_equal_nocase(name, "EXDATE") ||
		str_equal_nocase(name, "RECURRENCE-ID") || str_equal_nocase(name, "DURATION")) {
		event->odd = true;
	}
}

static int64_t instant_of(int32_t day)
{
	return clock_join(&(struct clock_parts){
		.year = day / 10000, .month = day / 100 % 100, .day = day % 100 });
}

static enum err day_add(struct reader *r, int64_t at)
{
	const struct clock_parts date = clock_split(at);
	struct ical_day *day = arena_new(r->arena, struct ical_day);

	if (r->ical->days_n++ == ICAL_DAYS_MAX)
		return fault(r->ical, "it has more than a thousand days");
	day->day = (r->event.yearly ? 0 : date.year * 10000) + date.month * 100 + date.day;
	day->name = r->event.name && *r->event.name ? r->event.name : "Holiday";
	*r->last = day;
	r->last = &day->next;
	return OK;
}

/* DTEND is the day after the last; without it there is one day. */
static enum err event_end(struct reader *r)
{
	const struct event *event = &r->event;
	int64_t first = event->start ? instant_of(event->start) : 0;
	int64_t end = event->end ? instant_of(event->end) : first + DAY_MS;

	if (end == first)
		end = first + DAY_MS;
	if (event->odd || event->cancelled || !event->start || end < first ||
		end - first > EVENT_DAYS_MAX * DAY_MS) {
		r->ical->passed_over++;
		if (!r->ical->example && event->name)
			r->ical->example = event->name;
		return OK;
	}
	for (int64_t at = first; at < end; at += DAY_MS)
		TRY(day_add(r, at));
	return OK;
}

static enum err begin(struct reader *r, const char *what)
{
	if (!r->began && !str_equal_nocase(what, "VCALENDAR"))
		return fault(r->ical, "it is no iCalendar file");
	r->began = true;
	if (++r->depth > DEPTH_MAX)
		return fault(r->ical, "things stand too deep in each other in it");
	if (str_equal_nocase(what, "VEVENT") && !r->event_depth) {
		r->event_depth = r->depth;
		r->event = (struct event){ 0 };
	}
	return OK;
}

static enum err end(struct reader *r)
{
	bool event = r->event_depth && r->depth == r->event_depth;

	if (r->depth-- == 0)
		return fault(r->ical, "something ends in it that did not begin");
	if (!event)
		return OK;
	r->event_depth = 0;
	return event_end(r);
}

/* NAME;PARAMETER="x:y":VALUE */
static enum err line_read(struct reader *r, char *line)
{
	size_t name_size = strcspn(line, ";:"), at = name_size;
	const char *name, *value;

	for (bool quoted = false; line[at] && (quoted || line[at] != ':'); at++)
		quoted ^= line[at] == '"';
	if (!line[at])
		return *line ? (r->began ? OK : fault(r->ical, "it is no iCalendar file")) : OK;
	name = arena_strndup(r->arena, line, name_size);
	value = line + at + 1;
	if (str_equal_nocase(name, "BEGIN"))
		return begin(r, value);
	if (!r->began)
		return fault(r->ical, "it is no iCalendar file");
	if (str_equal_nocase(name, "END"))
		return end(r);
	if (r->event_depth && r->depth == r->event_depth)
		property_read(r, name, value);
	return OK;
}

enum err ical_read(struct arena *arena, const char *text, size_t size, struct ical *ical)
{
	struct reader reader = { .arena = arena, .ical = ical, .last = &ical->days };
	const char *at = text;

	*ical = (struct ical){ 0 };
	if (size > ICAL_SIZE_MAX)
		return fault(ical, "it is larger than 1 MiB");
	if (!text_is_clean(text, size))
		return fault(ical, "it is not UTF-8 text");
	if (str_starts(at, "\xef\xbb\xbf"))
		at += 3;
	while (*at)
		TRY(line_read(&reader, line_next(arena, &at)));
	if (!reader.began)
		return fault(ical, "it is empty");
	return reader.depth ? fault(ical, "it ends in the middle") : OK;
}
