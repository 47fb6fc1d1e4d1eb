/* clock.h - instants are milliseconds since 1970 in UTC (struct scope has the one of the request);
 * here they are read, and written for people in their time zone. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct arena;

int64_t clock_now(void);
/* Never goes back; for budgets and durations. */
int64_t clock_monotonic_ms(void);
int64_t clock_monotonic_us(void);

struct clock_parts {
	int year, month, day, hour, minute, second, ms; /* month 1..12 */
};
struct clock_parts clock_split(int64_t at); /* UTC */
int64_t clock_join(const struct clock_parts *parts);

/* An instant as RFC 3339 writes it, "2026-07-06T18:02:13.5+09:00"; the seconds may be missing, and the colon of the offset.
 * False: it is none, or names no offset from UTC. */
bool clock_read(const char *text, int64_t *at_out);
/* The instant at which a clock in time_zone shows these parts; where it was set forward over them, as long
 * after; where it shows them twice, the first. */
int64_t clock_join_local(const struct clock_parts *parts, const char *time_zone);

/* In time_zone (IANA name; NULL or unknown is UTC):
 * "2026-07-06T18:02:13+0900", "2026-07-06T18:02:13.432+0900" (JSM's `jira`), "Today 6:02 PM". */
char *clock_iso8601(struct arena *arena, int64_t at, const char *time_zone);
char *clock_jira(struct arena *arena, int64_t at, const char *time_zone);
char *clock_friendly(struct arena *arena, int64_t at, int64_t now, const char *time_zone);
/* A stretch of time in hours and minutes, the rest cut off: "44h 34m", "-3h 38m", "4h", "0m". */
char *clock_duration(struct arena *arena, int64_t ms);
/* RFC 9110 HTTP-date. */
char *clock_http(struct arena *arena, int64_t at);
/* Is it a real day, written YYYY-MM-DD? */
int clock_is_date(const char *text);
