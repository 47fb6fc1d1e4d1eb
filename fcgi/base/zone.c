/* zone.c - reads "TZif" files: sorted moments of change, then a rule for the time after the last one.
 * A name comes from people, so it is judged before it becomes a path, and unknown ones are UTC. */
#include "base/zone.h"

#include <assert.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

enum { NAME_SIZE = 48, FILE_SIZE_MAX = 64 * 1024, ZONES_MAX = 16, HEAD_SIZE = 44, DAY_S = 86400 };

static const char zone_dir[] = "/usr/share/zoneinfo/";

/* "M3.5.0/2": the fifth (last) Sunday of March at two; kind 'J' and 'N' count days of the year. */
struct rule_day {
	char kind;
	int month, week, day;
	int time_s;
};

struct zone {
	char name[NAME_SIZE];
	uint8_t *file;
	const uint8_t *changes, *kinds, *types; /* in file */
	uint32_t changes_n, types_n;
	int last_s, summer_s; /* of the rule */
	bool has_rule, has_summer;
	struct rule_day start, end;
};

static struct zone zones[ZONES_MAX];
static unsigned zones_n;

static struct zone *zone_find(const char *name);
static bool name_is_plain(const char *name);
static bool zone_load(struct zone *zone);
static size_t file_read(const char *name, uint8_t *bytes);
static bool zone_parse(struct zone *zone, size_t size);
static bool rule_parse(struct zone *zone, const char *text);
static bool rule_name(const char **at);
static bool rule_offset(const char **at, int *seconds_out);
static bool rule_day(const char **at, struct rule_day *day_out);
static bool number(const char **at, int max, int *number_out);
static int64_t rule_at(const struct zone *zone, int64_t at_s);
static int64_t day_moment(const struct rule_day *day, int year);
static int64_t type_offset(const struct zone *zone, uint32_t type);
static uint32_t be32(const uint8_t *at);
static int64_t be64(const uint8_t *at);

int64_t zone_offset_s(const char *name, int64_t at_s)
{
	struct zone *zone = zone_find(name);
	uint32_t low = 0, high;

	if (zone == NULL || zone->file == NULL)
		return 0;
	if (zone->changes_n == 0)
		return zone->has_rule ? rule_at(zone, at_s) : type_offset(zone, 0);
	high = zone->changes_n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (be64(zone->changes + (size_t)middle * 8) <= at_s)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return type_offset(zone, 0);
	if (low == zone->changes_n && zone->has_rule)
		return rule_at(zone, at_s);
	return type_offset(zone, zone->kinds[low - 1]);
}

bool zone_is_known(const char *name)
{
	const struct zone *zone = zone_find(name);

	return (name != NULL && strcmp(name, "UTC") == 0) || (zone != NULL && zone->file != NULL);
}

static struct zone *zone_find(const char *name)
{
	struct zone *zone;

	if (name == NULL || !name_is_plain(name) || strcmp(name, "UTC") == 0)
		return NULL;
	for (unsigned i = 0; i < zones_n && i < ZONES_MAX; i++)
		if (strcmp(zones[i].name, name) == 0)
			return &zones[i];
	/* The oldest gives way. An unknown name takes a place too, so that it is not looked up each time. */
	zone = &zones[zones_n % ZONES_MAX];
	zones_n = zones_n + 1 == 2 * ZONES_MAX ? ZONES_MAX : zones_n + 1;
	free(zone->file);
	*zone = (struct zone){ 0 };
	memcpy(zone->name, name, strlen(name));
	if (!zone_load(zone)) {
		free(zone->file);
		zone->file = NULL;
	}
	return zone;
}

static bool name_is_plain(const char *name)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/";
	size_t size = strspn(name, plain);

	return name[size] == '\0' && size > 0 && size < NAME_SIZE && name[0] != '/';
}

static bool zone_load(struct zone *zone)
{
	size_t size;

	zone->file = malloc(FILE_SIZE_MAX + 1);
	if (zone->file == NULL)
		return false;
	size = file_read(zone->name, zone->file);
	if (size == 0)
		return false;
	zone->file[size] = '\0';
	return zone_parse(zone, size);
}

/* 0: there is no such file, or it is longer than a zone can be. */
static size_t file_read(const char *name, uint8_t *bytes)
{
	char path[sizeof(zone_dir) + NAME_SIZE];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%s%s", zone_dir, name);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return 0;
	n = read(fd, bytes, FILE_SIZE_MAX);
	close(fd);
	return n <= 0 || n == FILE_SIZE_MAX ? 0 : (size_t)n;
}

/* RFC 8536 section 3: a block with 32-bit times, skipped, then the same with 64 bits, then the rule. */
static bool zone_parse(struct zone *zone, size_t size)
{
	const uint8_t *head = zone->file, *end = zone->file + size;
	uint64_t skip;

	if (size < HEAD_SIZE || memcmp(head, "TZif", 4) != 0 || head[4] < '2')
		return false;
	skip = HEAD_SIZE + (uint64_t)be32(head + 32) * 5 + (uint64_t)be32(head + 36) * 6 +
		be32(head + 40) + (uint64_t)be32(head + 28) * 8 + be32(head + 24) + be32(head + 20);
	if (skip + HEAD_SIZE > size)
		return false;
	head += skip;
	zone->changes_n = be32(head + 32);
	zone->types_n = be32(head + 36);
	zone->changes = head + HEAD_SIZE;
	skip = HEAD_SIZE + (uint64_t)zone->changes_n * 9 + (uint64_t)zone->types_n * 6 +
		be32(head + 40) + (uint64_t)be32(head + 28) * 12 + be32(head + 24) +
		be32(head + 20);
	if (memcmp(head, "TZif", 4) != 0 || zone->types_n == 0 || skip > (uint64_t)(end - head))
		return false;
	zone->kinds = zone->changes + (size_t)zone->changes_n * 8;
	zone->types = zone->kinds + zone->changes_n;
	for (uint32_t i = 0; i < zone->changes_n; i++)
		if (zone->kinds[i] >= zone->types_n)
			return false;
	head += skip;
	zone->has_rule = head < end && *head == '\n' && rule_parse(zone, (const char *)head + 1);
	return true;
}

/* POSIX TZ: "CET-1CEST,M3.5.0,M10.5.0/3". */
static bool rule_parse(struct zone *zone, const char *text)
{
	if (!rule_name(&text) || !rule_offset(&text, &zone->last_s))
		return false;
	zone->last_s = -zone->last_s;
	if (*text == '\n')
		return true;
	if (!rule_name(&text))
		return false;
	zone->summer_s = zone->last_s + 3600;
	if (*text != ',') {
		if (!rule_offset(&text, &zone->summer_s))
			return false;
		zone->summer_s = -zone->summer_s;
	}
	zone->has_summer = true;
	return rule_day(&text, &zone->start) && rule_day(&text, &zone->end) && *text == '\n';
}

static bool rule_name(const char **at)
{
	const char *start = *at;

	if (**at == '<') {
		*at += strcspn(*at, ">\n");
		return *(*at)++ == '>';
	}
	while ((**at >= 'A' && **at <= 'Z') || (**at >= 'a' && **at <= 'z'))
		++*at;
	return *at > start;
}

static bool rule_offset(const char **at, int *seconds_out)
{
	int sign = 1, hours, minutes = 0, seconds = 0;

	if (**at == '-' || **at == '+')
		sign = *(*at)++ == '-' ? -1 : 1;
	if (!number(at, 167, &hours))
		return false;
	if (**at == ':' && (++*at, !number(at, 59, &minutes)))
		return false;
	if (**at == ':' && (++*at, !number(at, 59, &seconds)))
		return false;
	*seconds_out = sign * (hours * 3600 + minutes * 60 + seconds);
	return true;
}

static bool rule_day(const char **at, struct rule_day *day_out)
{
	if (*(*at)++ != ',')
		return false;
	day_out->time_s = 2 * 3600;
	day_out->kind = 'N';
	if (**at == 'M' || **at == 'J')
		day_out->kind = *(*at)++;
	if (day_out->kind == 'M') {
		if (!number(at, 12, &day_out->month) || *(*at)++ != '.' ||
			!number(at, 5, &day_out->week) || *(*at)++ != '.')
			return false;
	}
	if (!number(at, day_out->kind == 'M' ? 6 : 365, &day_out->day))
		return false;
	if (**at != '/')
		return true;
	++*at;
	return rule_offset(at, &day_out->time_s);
}

static bool number(const char **at, int max, int *number_out)
{
	int n = 0;

	if (**at < '0' || **at > '9')
		return false;
	while (**at >= '0' && **at <= '9' && n <= max)
		n = n * 10 + (*(*at)++ - '0');
	*number_out = n;
	return n <= max;
}

static int64_t rule_at(const struct zone *zone, int64_t at_s)
{
	int64_t start, end;
	bool summer;
	int year;

	if (!zone->has_summer)
		return zone->last_s;
	year = clock_split((at_s + zone->last_s) * 1000).year;
	start = day_moment(&zone->start, year) - zone->last_s;
	end = day_moment(&zone->end, year) - zone->summer_s;
	/* South of the equator the summer spans the new year. */
	summer = start < end ? at_s >= start && at_s < end : at_s >= start || at_s < end;
	return summer ? zone->summer_s : zone->last_s;
}

/* The local moment of the rule in that year, as if local time were UTC. */
static int64_t day_moment(const struct rule_day *day, int year)
{
	struct clock_parts first = {
		.year = year, .month = day->kind == 'M' ? day->month : 1, .day = 1
	};
	int64_t at = clock_join(&first) / 1000;
	int64_t days, week_day;

	if (day->kind == 'M') {
		/* 1970-01-01 was a Thursday. */
		week_day = ((at / DAY_S + 4) % 7 + 7) % 7;
		days = (day->day - week_day + 7) % 7 + (int64_t)(day->week - 1) * 7;
		at += days * DAY_S;
		while (day->week == 5 && clock_split(at * 1000).month != day->month)
			at -= INT64_C(7) * DAY_S;
		return at + day->time_s;
	}
	days = day->day;
	if (day->kind == 'J') {
		struct clock_parts march = { .year = year, .month = 3, .day = 1 };
		bool leap = (clock_join(&march) / 1000 - at) / DAY_S == 60;

		/* J60 is the first of March in every year. */
		days = day->day - 1 + (leap && day->day >= 60);
	}
	return at + days * DAY_S + day->time_s;
}

static int64_t type_offset(const struct zone *zone, uint32_t type)
{
	return (int32_t)be32(zone->types + (size_t)type * 6);
}

static uint32_t be32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t be64(const uint8_t *at)
{
	return (int64_t)((uint64_t)be32(at) << 32 | be32(at + 4));
}
