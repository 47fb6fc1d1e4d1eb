/* sla_text.h - calendars and the clocks of a desk as a text that people read, compare and keep beside their code. A line says one
 * thing; a calendar or a clock goes on to the next one. README.md shows one. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "desk/calendar.h"
#include "desk/ical.h"

struct arena;

enum { BOOK_SIZE_MAX = 256 * 1024, BOOK_THINGS_MAX = 50, BOOK_GOALS_MAX = 50 };

struct book_calendar {
	int line;
	struct calendar calendar; /* without holidays */
	struct ical_day *days;
	int days_n;
	struct book_calendar *next;
};
struct book_goal {
	int line;
	int64_t goal_s;
	const char *priority, *type, *organization,
		*calendar; /* by their names; NULL: any, and every hour */
	struct book_goal *next;
};
struct book_clock {
	int line;
	const char *name, *start, *pause, *stop;
	int start_line, pause_line, stop_line;
	int64_t warn_s;
	struct book_goal *goals;
	int goals_n;
	struct book_clock *next;
};
struct sla_book {
	struct book_calendar *calendars;
	struct book_clock *clocks;
	int fault_line;
	const char *fault; /* in words */
};

/* E_INVALID with fault and its line. What names mean is judged by sla_book_keep. */
enum err sla_text_read(
	struct arena *arena, const char *text, size_t size, struct sla_book *book) MUST_USE;
/* Reading it gives the same book, and writing that the same text. */
char *sla_text_write(struct arena *arena, const struct sla_book *book);
/* "mon-fri 9:00-13:00 14:00-17:00" into the calendar; NULL, or what is wrong with it. */
const char *sla_text_hours(struct arena *arena, const char *text, struct calendar *calendar);
