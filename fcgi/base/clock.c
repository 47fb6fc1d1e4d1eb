/* clock.c - days and dates by arithmetic on the civil calendar; the state of libc's time zone is not used. */
#include "base/clock.h"

#include <ctype.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/zone.h"

#define DAY_S INT64_C(86400)

static const char month_names[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
	"Sep", "Oct", "Nov", "Dec" };
static const char *const day_names[7] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday",
	"Friday", "Saturday" };

static char *iso(struct arena *arena, int64_t at, const char *time_zone, bool with_ms);
static char *put_digits(char *to, int number, int n, char after);
static int64_t monotonic_us(void);
static int64_t days_from_civil(int64_t year, int month, int day);
static int64_t floor_div(int64_t number, int64_t by);
static const char *day_name(int64_t days);

int64_t clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_monotonic_ms(void)
{
	return monotonic_us() / 1000;
}

int64_t clock_monotonic_us(void)
{
	return monotonic_us();
}

/* Days are counted from 1 March of year 0, so that the leap day is the last of its year. */
struct clock_parts clock_split(int64_t at)
{
	int64_t seconds = floor_div(at, 1000);
	int64_t days = floor_div(seconds, DAY_S);
	int64_t shifted = days + 719468;
	int64_t era = floor_div(shifted, 146097);
	int64_t era_day = shifted - era * 146097;
	int64_t era_year = (era_day - era_day / 1460 + era_day / 36524 - era_day / 146096) / 365;
	int64_t year_day = era_day - (365 * era_year + era_year / 4 - era_year / 100);
	int64_t month = (5 * year_day + 2) / 153;
	int64_t second = seconds - days * DAY_S;

	return (struct clock_parts){
		.year = (int)(era_year + era * 400 + (month >= 10)),
		.month = (int)(month < 10 ? month + 3 : month - 9),
		.day = (int)(year_day - (153 * month + 2) / 5 + 1),
		.hour = (int)(second / 3600),
		.minute = (int)(second / 60 % 60),
		.second = (int)(second % 60),
		.ms = (int)(at - seconds * 1000),
	};
}

int64_t clock_join(const struct clock_parts *parts)
{
	int64_t days = days_from_civil(parts->year, parts->month, parts->day);
	int64_t seconds = days * DAY_S + (int64_t)parts->hour * 3600 + (int64_t)parts->minute * 60 +
		parts->second;

	return seconds * 1000 + parts->ms;
}

/* As many digits as said, and the mark after them unless it is NUL. */
static const char *digits_read(const char *at, int n, char mark, int *number_out)
{
	*number_out = 0;
	for (; at && n > 0; n--, at++) {
		if (!isdigit((unsigned char)*at))
			return NULL;
		*number_out = *number_out * 10 + (*at - '0');
	}
	if (at && mark)
		return *at == mark ? at + 1 : NULL;
	return at;
}

/* ".5": digits beyond the third are passed over. */
static const char *fraction_read(const char *at, int *ms_out)
{
	int step = 100;

	if (!isdigit((unsigned char)at[1]))
		return NULL;
	for (at++; isdigit((unsigned char)*at); at++, step /= 10)
		*ms_out += (*at - '0') * step;
	return at;
}

/* "Z", "+0200" or "-03:30", and nothing after it. */
static bool offset_read(const char *at, int *minutes_out)
{
	int hours, minutes, sign = *at == '-' ? -1 : 1;

	*minutes_out = 0;
	if (*at == 'Z' || *at == 'z')
		return at[1] == '\0';
	if (*at != '+' && *at != '-')
		return false;
	at = digits_read(at + 1, 2, '\0', &hours);
	if (at && *at == ':')
		at++;
	at = digits_read(at, 2, '\0', &minutes);
	*minutes_out = sign * (hours * 60 + minutes);
	return at && !*at && hours < 24 && minutes < 60;
}

bool clock_read(const char *text, int64_t *at_out)
{
	struct clock_parts parts = { 0 };
	char day[sizeof("YYYY-MM-DD")] = "";
	const char *at;
	int minutes;

	memcpy(day, text, strnlen(text, sizeof(day) - 1));
	if (!clock_is_date(day) || !text[sizeof(day) - 1] || !strchr("Tt ", text[sizeof(day) - 1]))
		return false;
	digits_read(day, 4, '-', &parts.year);
	digits_read(day + 5, 2, '-', &parts.month);
	digits_read(day + 8, 2, '\0', &parts.day);
	at = digits_read(text + sizeof(day), 2, ':', &parts.hour);
	at = digits_read(at, 2, '\0', &parts.minute);
	if (at && *at == ':')
		at = digits_read(at + 1, 2, '\0', &parts.second);
	if (at && *at == '.')
		at = fraction_read(at, &parts.ms);
	if (!at || !offset_read(at, &minutes) || parts.hour > 23 || parts.minute > 59 ||
		parts.second > 59)
		return false;
	*at_out = clock_join(&parts) - minutes * INT64_C(60000);
	return true;
}

int64_t clock_join_local(const struct clock_parts *parts, const char *time_zone)
{
	int64_t local = clock_join(parts);
	int64_t before = zone_offset_s(time_zone, floor_div(local, 1000) - DAY_S) * 1000;
	int64_t after = zone_offset_s(time_zone, floor_div(local, 1000) + DAY_S) * 1000;

	/* With the offset of before the change the clock shows it, or has not shown it yet. */
	if (zone_offset_s(time_zone, floor_div(local - before, 1000)) * 1000 == before)
		return local - before;
	return before == after ||
			zone_offset_s(time_zone, floor_div(local - after, 1000)) * 1000 == after
		? local - after
		: local - before;
}

char *clock_iso8601(struct arena *arena, int64_t at, const char *time_zone)
{
	return iso(arena, at, time_zone, false);
}

char *clock_jira(struct arena *arena, int64_t at, const char *time_zone)
{
	return iso(arena, at, time_zone, true);
}

/* "Today 6:02 PM", "Yesterday ...", "Monday ..." within a week, else "06/Jul/26 6:02 PM". */
char *clock_friendly(struct arena *arena, int64_t at, int64_t now, const char *time_zone)
{
	int64_t local = at + zone_offset_s(time_zone, floor_div(at, 1000)) * 1000;
	int64_t local_now = now + zone_offset_s(time_zone, floor_div(now, 1000)) * 1000;
	int64_t days = floor_div(local, DAY_S * 1000);
	int64_t ago = floor_div(local_now, DAY_S * 1000) - days;
	struct clock_parts t = clock_split(local);
	int hour = t.hour % 12 == 0 ? 12 : t.hour % 12;
	const char *half = t.hour < 12 ? "AM" : "PM";
	const char *day = NULL;

	if (ago == 0)
		day = "Today";
	else if (ago == 1)
		day = "Yesterday";
	else if (ago > 1 && ago < 7)
		day = day_name(days);
	if (day != NULL)
		return arena_format(arena, "%s %d:%02d %s", day, hour, t.minute, half);
	return arena_format(arena, "%02d/%s/%02d %d:%02d %s", t.day, month_names[t.month - 1],
		t.year % 100, hour, t.minute, half);
}

char *clock_duration(struct arena *arena, int64_t ms)
{
	const char *sign = ms <= -60000 ? "-" : "";
	long long minutes = (ms < 0 ? -ms : ms) / 60000, hours = minutes / 60;

	minutes %= 60;
	if (hours == 0)
		return arena_format(arena, "%s%lldm", sign, minutes);
	if (minutes == 0)
		return arena_format(arena, "%s%lldh", sign, hours);
	return arena_format(arena, "%s%lldh %lldm", sign, hours, minutes);
}

char *clock_http(struct arena *arena, int64_t at)
{
	struct clock_parts t = clock_split(at);

	return arena_format(arena, "%.3s, %02d %s %04d %02d:%02d:%02d GMT",
		day_name(floor_div(at, DAY_S * 1000)), t.day, month_names[t.month - 1], t.year,
		t.hour, t.minute, t.second);
}

int clock_is_date(const char *text)
{
	static const char shape[] = "dddd-dd-dd";
	struct clock_parts parts = { 0 }, again;
	int numbers[3] = { 0 }, part = 0;

	if (text == NULL || strlen(text) != sizeof(shape) - 1)
		return 0;
	for (size_t i = 0; i < sizeof(shape) - 1; i++) {
		if (shape[i] == '-' ? text[i] != '-' : text[i] < '0' || text[i] > '9')
			return 0;
		if (shape[i] == '-')
			part++;
		else
			numbers[part] = numbers[part] * 10 + (text[i] - '0');
	}
	parts.year = numbers[0];
	parts.month = numbers[1];
	parts.day = numbers[2];
	if (parts.year == 0 || parts.month < 1 || parts.month > 12)
		return 0;
	/* 30 February becomes 2 March. */
	again = clock_split(clock_join(&parts));
	return again.day == parts.day && again.month == parts.month && again.year == parts.year;
}

/* By hand: a list shows hundreds of dates, and printf takes ten times as long. */
static char *iso(struct arena *arena, int64_t at, const char *time_zone, bool with_ms)
{
	int64_t offset_s = zone_offset_s(time_zone, floor_div(at, 1000));
	struct clock_parts t = clock_split(at + offset_s * 1000);
	int minutes = (int)((offset_s < 0 ? -offset_s : offset_s) / 60);
	char *text = arena_alloc(arena, sizeof("yyyy-mm-ddThh:mm:ss.mmm+hhmm")), *to = text;

	to = put_digits(to, t.year, 4, '-');
	to = put_digits(to, t.month, 2, '-');
	to = put_digits(to, t.day, 2, 'T');
	to = put_digits(to, t.hour, 2, ':');
	to = put_digits(to, t.minute, 2, ':');
	to = put_digits(to, t.second, 2, '.');
	if (with_ms)
		to = put_digits(to, t.ms, 3, '.');
	to[-1] = offset_s < 0 ? '-' : '+';
	put_digits(to, minutes / 60 * 100 + minutes % 60, 4, '\0');
	return text;
}

/* The last `n` digits of the number, and what stands after them. */
static char *put_digits(char *to, int number, int n, char after)
{
	unsigned left = number < 0 ? 0 : (unsigned)number;

	for (int i = n - 1; i >= 0; i--) {
		to[i] = (char)('0' + left % 10);
		left /= 10;
	}
	to[n] = after;
	return to + n + 1;
}

static int64_t monotonic_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t days_from_civil(int64_t year, int month, int day)
{
	int64_t era, era_year, year_day;

	year -= month <= 2;
	era = floor_div(year, 400);
	era_year = year - era * 400;
	year_day = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	return era * 146097 + era_year * 365 + era_year / 4 - era_year / 100 + year_day - 719468;
}

static int64_t floor_div(int64_t number, int64_t by)
{
	return number / by - (number % by < 0);
}

static const char *day_name(int64_t days)
{
	return day_names[((days + 4) % 7 + 7) % 7];
}
