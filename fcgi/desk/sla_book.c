/* sla_book.c - see sla_book.h. Names are looked up as they are written, so that the line can be said. */
#include "desk/sla_book.h"

#include "base/arena.h"
#include "base/str.h"
#include "id/scope.h"
#include "desk/priority.h"
#include "desk/sla_condition.h"
#include "sql/calendar.h"
#include "sql/sla.h"
#include "sql/sla_book.h"

/* --- out ---------------------------------------------------------------------------------------------------- */

static enum err calendar_load_book(
	struct scope *s, const struct calendar_head *head, struct book_calendar **calendar_out)
{
	struct book_calendar *book = arena_new(s->arena, struct book_calendar);
	struct ical_day **last = &book->days;
	const struct calendar *calendar;
	struct calendar_holiday *day;

	TRY(calendar_load(s, head->id, &calendar));
	book->calendar = *calendar;
	TRY(sql_calendar_holidays(s, head->id, &day));
	for (; day; day = day->next) {
		*last = arena_new(s->arena, struct ical_day);
		(*last)->day = (int32_t)day->day;
		(*last)->name = day->name;
		last = &(*last)->next;
		book->days_n++;
	}
	*calendar_out = book;
	return OK;
}

enum err sla_book_calendar(struct scope *s, const char *name, struct book_calendar **calendar_out)
{
	struct calendar_head *head;

	TRY(sql_calendar_find_by_name(s, name, &head));
	return calendar_load_book(s, head, calendar_out);
}

static enum err goals_load(
	struct scope *s, const struct sla_metric *metric, struct book_clock *clock)
{
	struct book_goal **last = &clock->goals;
	struct sla_goal_line *line;

	TRY(sql_sla_goal_list(s, metric->id, &line));
	for (; line; line = line->next) {
		*last = arena_new(s->arena, struct book_goal);
		(*last)->goal_s = line->goal_s;
		(*last)->priority = line->priority ? priority_name(line->priority) : NULL;
		(*last)->type = line->type;
		(*last)->organization = line->organization;
		(*last)->calendar = line->calendar;
		last = &(*last)->next;
	}
	return OK;
}

static enum err clocks_load(struct scope *s, int64_t desk_id, struct book_clock **last)
{
	struct sla_metric *metric;

	TRY(sql_sla_metric_list(s, desk_id, &metric));
	for (; metric; metric = metric->next) {
		struct book_clock *clock;

		if (!metric->enabled)
			continue;
		clock = *last = arena_new(s->arena, struct book_clock);
		last = &clock->next;
		clock->name = metric->name;
		clock->start = metric->start_on;
		clock->pause = metric->pause_while;
		clock->stop = metric->stop_on;
		clock->warn_s = metric->warn_s;
		TRY(goals_load(s, metric, clock));
	}
	return OK;
}

enum err sla_book_load(struct scope *s, int64_t desk_id, struct sla_book *book_out)
{
	struct book_calendar **last = &book_out->calendars;
	struct calendar_head *head;

	*book_out = (struct sla_book){ 0 };
	TRY(sql_calendar_list(s, &head));
	for (; head; head = head->next) {
		TRY(calendar_load_book(s, head, last));
		last = &(*last)->next;
	}
	return desk_id ? clocks_load(s, desk_id, &book_out->clocks) : OK;
}

/* --- in ----------------------------------------------------------------------------------------------------- */

static enum err fault(
	struct scope *s, struct sla_book *book, int line, const char *what, const char *name)
{
	book->fault_line = line;
	book->fault = arena_format(s->arena, "there is no %s \"%s\"", what, name);
	return E_INVALID;
}

static enum err condition_fault(
	struct scope *s, struct sla_book *book, int line, enum sla_slot slot, const char *wrong)
{
	book->fault_line = line;
	book->fault = arena_format(s->arena, "\"%s\" means nothing here; there are: %s", wrong,
		sla_condition_words(s->arena, slot));
	return E_INVALID;
}

enum err sla_book_holidays(struct scope *s, int64_t calendar_id, const struct ical_day *days)
{
	int64_t n;

	for (; days; days = days->next)
		TRY(sql_calendar_holiday_keep(s, calendar_id, days->day, days->name, &n));
	return OK;
}

static enum err calendar_keep(struct scope *s, const struct book_calendar *book)
{
	const struct calendar *calendar = &book->calendar;
	struct calendar_head *head;
	int64_t id, n;
	enum err e = sql_calendar_find_by_name(s, calendar->name, &head);

	if (e == E_MISSING)
		TRY(sql_calendar_add(s, calendar->name, calendar->time_zone, &id));
	else
		TRY(e);
	if (e == OK) {
		id = head->id;
		TRY(sql_calendar_move(s, id, calendar->time_zone));
	}
	TRY(sql_calendar_spans_remove(s, id, &n));
	for (int day = 0; day < 7; day++)
		for (int i = 0; i < calendar->week_n[day]; i++)
			TRY(sql_calendar_span_add(s, id, day + 1, calendar->week[day][i].starts,
				calendar->week[day][i].ends));
	TRY(sql_calendar_holidays_remove(s, id, &n));
	return sla_book_holidays(s, id, book->days);
}

/* A status that a condition names must be one that tickets of the desk can have. */
static enum err conditions_check(
	struct scope *s, int64_t desk_id, struct sla_book *book, const struct book_clock *clock)
{
	const struct {
		const char *text;
		int line;
	} slots[] = { [SLA_START] = { clock->start, clock->start_line },
		[SLA_PAUSE] = { clock->pause, clock->pause_line },
		[SLA_STOP] = { clock->stop, clock->stop_line } };
	struct sla_condition *condition;
	struct sla_named *named;
	const char *wrong = "";

	for (enum sla_slot slot = SLA_START; slot < SLA_SLOTS; slot++) {
		if (sla_condition_read(s->arena, slot, slots[slot].text, &condition, &wrong) != OK)
			return condition_fault(s, book, slots[slot].line, slot, wrong);
		for (; condition; condition = condition->next) {
			if (!condition->name)
				continue;
			TRY(sql_sla_status_named(s, desk_id, condition->name, &named));
			if (!named)
				return fault(s, book, slots[slot].line, "status on this desk",
					condition->name);
		}
	}
	return OK;
}

static enum err type_id(struct scope *s, int64_t desk_id, struct sla_book *book,
	const struct book_goal *goal, int64_t *id_out)
{
	struct sla_named *named;

	*id_out = 0;
	if (!goal->type)
		return OK;
	TRY(sql_sla_type_named(s, desk_id, goal->type, &named));
	*id_out = named ? named->id : 0;
	return named ? OK : fault(s, book, goal->line, "request type on this desk", goal->type);
}

static enum err organization_id(
	struct scope *s, struct sla_book *book, const struct book_goal *goal, int64_t *id_out)
{
	struct sla_named *named;

	*id_out = 0;
	if (!goal->organization)
		return OK;
	TRY(sql_sla_organization_named(s, goal->organization, &named));
	*id_out = named ? named->id : 0;
	return named ? OK : fault(s, book, goal->line, "organization", goal->organization);
}

static enum err calendar_id(
	struct scope *s, struct sla_book *book, const struct book_goal *goal, int64_t *id_out)
{
	struct calendar_head *head;
	enum err e;

	*id_out = 0;
	if (!goal->calendar)
		return OK;
	e = sql_calendar_find_by_name(s, goal->calendar, &head);
	if (e == E_MISSING)
		return fault(s, book, goal->line, "calendar", goal->calendar);
	TRY(e);
	*id_out = head->id;
	return OK;
}

static enum err goals_keep(struct scope *s, int64_t desk_id, struct sla_book *book,
	const struct book_clock *clock, int64_t metric_id)
{
	int64_t position = 0, type, organization, calendar, priority, n;

	TRY(sql_sla_goals_remove(s, metric_id, &n));
	for (const struct book_goal *goal = clock->goals; goal; goal = goal->next) {
		priority = goal->priority ? priority_from_name(goal->priority) : 0;
		if (goal->priority && !priority)
			return fault(s, book, goal->line, "priority", goal->priority);
		TRY(type_id(s, desk_id, book, goal, &type));
		TRY(organization_id(s, book, goal, &organization));
		TRY(calendar_id(s, book, goal, &calendar));
		TRY(sql_sla_goal_add(s, metric_id, ++position, type, priority ? &priority : NULL,
			organization, goal->goal_s, calendar));
	}
	return OK;
}

static enum err clock_keep(struct scope *s, int64_t desk_id, struct sla_book *book,
	const struct book_clock *clock, const struct sla_metric *metric, int64_t position)
{
	int64_t id = 0;

	while (metric && !str_equal(metric->name, clock->name))
		metric = metric->next;
	TRY(conditions_check(s, desk_id, book, clock));
	if (metric)
		TRY(sql_sla_metric_set(s, metric->id, position, clock->start, clock->pause,
			clock->stop, clock->warn_s, true));
	else
		TRY(sql_sla_metric_add(s, desk_id, clock->name, position, clock->start,
			clock->pause, clock->stop, clock->warn_s, &id));
	return goals_keep(s, desk_id, book, clock, metric ? metric->id : id);
}

static bool is_named(const struct sla_book *book, const char *name)
{
	for (const struct book_clock *clock = book->clocks; clock; clock = clock->next)
		if (str_equal(clock->name, name))
			return true;
	return false;
}

enum err sla_book_keep(struct scope *s, int64_t desk_id, struct sla_book *book)
{
	struct sla_metric *metric = NULL;
	int64_t position = 0;

	for (const struct book_calendar *calendar = book->calendars; calendar;
		calendar = calendar->next)
		TRY(calendar_keep(s, calendar));
	if (!desk_id)
		return OK;
	TRY(sql_sla_metric_list(s, desk_id, &metric));
	for (const struct book_clock *clock = book->clocks; clock; clock = clock->next)
		TRY(clock_keep(s, desk_id, book, clock, metric, ++position));
	for (; metric; metric = metric->next)
		if (!is_named(book, metric->name))
			TRY(sql_sla_metric_set(s, metric->id, ++position, metric->start_on,
				metric->pause_while, metric->stop_on, metric->warn_s, false));
	return OK;
}
