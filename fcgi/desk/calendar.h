/* calendar.h - working hours: how much of a stretch of time counts, and when so much of it will have passed. Hours are said as a
 * wall clock shows them, and counted as they pass: of an hour that a change of the clocks skips nothing counts, of one that it
 * repeats both. NULL is a calendar, too: every hour of every day. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct scope;

enum { CALENDAR_SPANS_MAX = 12 }; /* of one weekday */
#define CALENDAR_NEVER INT64_MAX

/* Minutes after midnight, `ends` not included; above 1440: on the next day, up to its end. */
struct calendar_hours {
	int starts, ends;
};
struct calendar {
	int64_t id;
	const char *name, *time_zone;                      /* IANA name */
	struct calendar_hours week[7][CALENDAR_SPANS_MAX]; /* 0: Monday; they may overlap */
	int week_n[7];
	const int32_t
		*holidays; /* sorted: YYYYMMDD, or MMDD of every year; no span begins on them */
	size_t holidays_n;
};

/* Working ms in [from, to); 0 if that is empty. */
int64_t calendar_between(const struct calendar *calendar, int64_t from, int64_t to);
/* The first instant by which so many working ms (0 or more) have passed since `from`; CALENDAR_NEVER: not within ten years. */
int64_t calendar_after(const struct calendar *calendar, int64_t from, int64_t ms);
bool calendar_is_open(const struct calendar *calendar, int64_t at);
/* When that will be otherwise; CALENDAR_NEVER: not within ten years. */
int64_t calendar_turns(const struct calendar *calendar, int64_t at);

/* Of the tenant; *calendar_out is NULL for id 0. */
enum err calendar_load(struct scope *s, int64_t id, const struct calendar **calendar_out) MUST_USE;
