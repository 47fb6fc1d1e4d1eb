/* ical.h - holidays out of an iCalendar file (RFC 5545), as governments and calendar programs give them: whole days, once or every
 * year. Whatever else stands in it is passed over and counted. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct arena;

enum { ICAL_SIZE_MAX = 1024 * 1024, ICAL_DAYS_MAX = 1000, ICAL_NAME_MAX = 200 };

struct ical_day {
	int32_t day; /* YYYYMMDD, or MMDD: every year */
	const char *name;
	struct ical_day *next;
};
struct ical {
	struct ical_day *days; /* in the order of the file */
	int days_n;
	int passed_over; /* events that are no whole days, or come back otherwise than once a year */
	const char *example; /* one of those by its name; NULL: there is none */
	const char *fault;   /* of E_INVALID, in words */
};
/* E_INVALID: it is no such file, is not UTF-8, or holds more than ICAL_DAYS_MAX days. */
enum err ical_read(struct arena *arena, const char *text, size_t size, struct ical *ical) MUST_USE;
