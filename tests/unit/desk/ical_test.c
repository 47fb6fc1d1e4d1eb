/* ical_test.c - files as they come, and as they should not. */
#include "desk/ical.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

#define EVENT(lines) "BEGIN:VEVENT\r\n" lines "\r\nEND:VEVENT\r\n"
#define FILE_OF(events) "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" events "END:VCALENDAR\r\n"

static const struct {
	const char *what, *text, *days; /* "20261225 Christmas Day;" */
	int passed_over;
} cases[] = {
	{ "one day", FILE_OF(EVENT("DTSTART;VALUE=DATE:20261225\r\nSUMMARY:Christmas Day")),
		"20261225 Christmas Day;", 0 },
	{ "the end is the day after",
		FILE_OF(EVENT(
			"DTSTART;VALUE=DATE:20261230\r\nDTEND;VALUE=DATE:20270102\r\nSUMMARY:Closed")),
		"20261230 Closed;20261231 Closed;20270101 Closed;", 0 },
	{ "every year", FILE_OF(EVENT("DTSTART:20200601\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Founders")),
		"601 Founders;", 0 },
	{ "every year, said twice",
		FILE_OF(EVENT(
			"DTSTART:20200601\r\nRRULE:FREQ=YEARLY;INTERVAL=1;WKST=MO\r\nSUMMARY:F")),
		"601 F;", 0 },
	{ "a folded line and escapes",
		FILE_OF(EVENT("DTSTART:20260601\r\nSUMMARY:One\\, tw\r\n o\\; three\\nfour \\\\")),
		"20260601 One, two; three four \\;", 0 },
	{ "lines that end in LF",
		"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260601\nSUMMARY:A\nEND:VEVENT\nEND:VCALENDAR\n",
		"20260601 A;", 0 },
	{ "a parameter in quotation marks with a colon in it",
		FILE_OF(EVENT("DTSTART;X-WHY=\"a:b;c\":20260601\r\nSUMMARY;LANGUAGE=en:A")),
		"20260601 A;", 0 },
	{ "no name", FILE_OF(EVENT("DTSTART:20260601")), "20260601 Holiday;", 0 },
	{ "a time", FILE_OF(EVENT("DTSTART:20260601T100000Z\r\nSUMMARY:Meeting")), "", 1 },
	{ "every week", FILE_OF(EVENT("DTSTART:20260601\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:A")), "",
		1 },
	{ "every second year",
		FILE_OF(EVENT("DTSTART:20260601\r\nRRULE:FREQ=YEARLY;INTERVAL=2\r\nSUMMARY:A")), "",
		1 },
	{ "until a year",
		FILE_OF(EVENT("DTSTART:20260601\r\nRRULE:FREQ=YEARLY;UNTIL=20300101\r\nSUMMARY:A")),
		"", 1 },
	{ "cancelled", FILE_OF(EVENT("DTSTART:20260601\r\nSTATUS:CANCELLED\r\nSUMMARY:A")), "", 1 },
	{ "no real day", FILE_OF(EVENT("DTSTART:20260230\r\nSUMMARY:A")), "", 1 },
	{ "an end before its beginning",
		FILE_OF(EVENT("DTSTART:20260601\r\nDTEND:20260501\r\nSUMMARY:A")), "", 1 },
	{ "a hundred years", FILE_OF(EVENT("DTSTART:20260601\r\nDTEND:21260601\r\nSUMMARY:A")), "",
		1 },
	{ "an alarm inside with a name of its own",
		FILE_OF(EVENT(
			"DTSTART:20260601\r\nSUMMARY:A\r\nBEGIN:VALARM\r\nSUMMARY:B\r\nDTSTART:20200101\r\nEND:VALARM")),
		"20260601 A;", 0 },
	{ "what is no event", FILE_OF("BEGIN:VTODO\r\nDTSTART:20260601\r\nEND:VTODO\r\n"), "", 0 },
};

static const struct {
	const char *what, *text;
} faults[] = {
	{ "nothing", "" },
	{ "something else", "Dear all,\r\n" },
	{ "a page", "<html>: x" },
	{ "an event without a calendar", "BEGIN:VEVENT\r\nEND:VEVENT\r\n" },
	{ "the end is missing", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260601\r\n" },
	{ "ends too often", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nEND:VCALENDAR\r\n" },
	{ "no UTF-8", "BEGIN:VCALENDAR\r\nSUMMARY:\xff\r\nEND:VCALENDAR\r\n" },
	{ "too deep",
		"BEGIN:VCALENDAR\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\n" },
};

static void it_reads_whole_days(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *arena = arena_make(1 << 22);
		struct str days = str_make(arena);
		struct ical ical;

		if (ical_read(arena, cases[i].text, strlen(cases[i].text), &ical) != OK)
			fail_msg("%s: %s", cases[i].what, ical.fault);
		for (const struct ical_day *day = ical.days; day; day = day->next)
			str_format(&days, "%d %s;", (int)day->day, day->name);
		if (!str_equal(days.text, cases[i].days) ||
			ical.passed_over != cases[i].passed_over)
			fail_msg("%s: \"%s\", passed over %d", cases[i].what, days.text,
				ical.passed_over);
		arena_free(arena);
	}
}

static void it_says_what_is_wrong_with_the_rest(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		struct arena *arena = arena_make(1 << 22);
		struct ical ical;

		if (ical_read(arena, faults[i].text, strlen(faults[i].text), &ical) != E_INVALID ||
			!ical.fault)
			fail_msg("%s is taken", faults[i].what);
		arena_free(arena);
	}
}

static void it_has_its_limits(void **state)
{
	struct arena *arena = arena_make(1 << 26);
	struct str text = str_make(arena);
	struct ical ical;

	(void)state;
	str_add(&text, "BEGIN:VCALENDAR\n");
	for (int i = 0; i <= ICAL_DAYS_MAX; i++)
		str_add(&text, "BEGIN:VEVENT\nDTSTART:20260601\nEND:VEVENT\n");
	str_add(&text, "END:VCALENDAR\n");
	assert_int_equal(ical_read(arena, text.text, text.size, &ical), E_INVALID);
	while (text.size <= ICAL_SIZE_MAX)
		str_add(&text, "\nX:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
	assert_int_equal(ical_read(arena, text.text, text.size, &ical), E_INVALID);
	assert_non_null(strstr(ical.fault, "1 MiB"));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_reads_whole_days),
		cmocka_unit_test(it_says_what_is_wrong_with_the_rest),
		cmocka_unit_test(it_has_its_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
