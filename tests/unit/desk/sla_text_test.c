/* sla_text_test.c - a text that is read and written again is the same; what is wrong is said with its line. */
#include "desk/sla_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

static const char whole[] =
	"calendar Two shifts\n"
	"  zone Europe/Warsaw\n"
	"  hours mon-fri 7:00-13:00 14:00-22:00\n"
	"  hours sat 22:00-6:00\n"
	"  hours sun 0:00-24:00\n"
	"  holiday 12-25 Christmas Day\n"
	"  holiday 2027-03-29 Easter Monday\n"
	"\n"
	"clock Time to resolution\n"
	"  start created; reopened\n"
	"  pause awaiting customer; status is On hold\n"
	"  stop resolved\n"
	"  warn 1h 30m\n"
	"  goal 4h; priority High; type Report a bug; organization Contoso; calendar Two shifts\n"
	"  goal 8h 15m\n"
	"\n";

static void it_comes_back_as_it_was(void **state)
{
	struct arena *arena = arena_make(1 << 22);
	struct sla_book book;

	(void)state;
	assert_int_equal(sla_text_read(arena, whole, strlen(whole), &book), OK);
	assert_string_equal(sla_text_write(arena, &book), whole);
	assert_int_equal(book.calendars->calendar.week[5][0].ends, 1440 + 360);
	assert_int_equal(book.calendars->days->day, 1225);
	assert_int_equal(book.clocks->warn_s, 5400);
	assert_int_equal(book.clocks->goals->next->goal_s, 8 * 3600 + 900);
	assert_int_equal(book.clocks->goals->line, 14);
	arena_free(arena);
}

#define CALENDAR "calendar C\n"
#define CLOCK "clock C\nstart created\nstop resolved\n"
static const struct {
	const char *text;
	int line;
	const char *said;
} faults[] = {
	{ "# nothing\nmetric X\n", 2, "means nothing" },
	{ "calendar\n", 1, "name" },
	{ "zone UTC\n", 1, "below a calendar" },
	{ CALENDAR "zone Mars/Olympus\n", 2, "Mars/Olympus" },
	{ CALENDAR "hours 9:00-17:00\n", 2, "days" },
	{ CALENDAR "hours mon\n", 2, "hours are like" },
	{ CALENDAR "hours fri-mon 9:00-17:00\n", 2, "days" },
	{ CALENDAR "hours mon 9-17\n", 2, "hours are like" },
	{ CALENDAR "hours mon 9:00-25:00\n", 2, "hours are like" },
	{ CALENDAR "hours mon 9:60-17:00\n", 2, "hours are like" },
	{ CALENDAR "hours mon 24:00-17:00\n", 2, "hours are like" },
	{ CALENDAR "hours mon 9:00-12:00 9:00-17:00\n", 2, "same time" },
	{ CALENDAR "holiday 2026-02-30 X\n", 2, "is no day" },
	{ CALENDAR "holiday 13-01 X\n", 2, "is no day" },
	{ CALENDAR "calendar C\n", 2, "already" },
	{ CALENDAR "start created\n", 2, "below a clock" },
	{ CLOCK "clock C\n", 4, "already" },
	{ CLOCK, 1, "needs start, stop and a goal" },
	{ CLOCK "goal\n", 4, "begins with a time" },
	{ CLOCK "goal 0h\n", 4, "begins with a time" },
	{ CLOCK "goal 4 hours\n", 4, "begins with a time" },
	{ CLOCK "goal 999999999999h\n", 4, "begins with a time" },
	{ CLOCK "goal 4h; colour red\n", 4, "no part of a goal" },
	{ CLOCK "goal 4h; priority\n", 4, "said once" },
	{ CLOCK "goal 4h; priority High; priority Low\n", 4, "said once" },
	{ CLOCK "warn soon\n", 4, "is no time" },
	{ CALENDAR "\x01\n", 0, "plain UTF-8" },
	{ CALENDAR "# \xe2\x80\xae\n", 0, "plain UTF-8" },
};

static void what_is_wrong_is_said_with_its_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		struct arena *arena = arena_make(1 << 22);
		struct sla_book book;

		if (sla_text_read(arena, faults[i].text, strlen(faults[i].text), &book) !=
			E_INVALID)
			fail_msg("taken: %s", faults[i].text);
		if (book.fault_line != faults[i].line || !strstr(book.fault, faults[i].said))
			fail_msg("%s: line %d: %s", faults[i].text, book.fault_line, book.fault);
		arena_free(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_comes_back_as_it_was),
		cmocka_unit_test(what_is_wrong_is_said_with_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
