/* sla_work.c - see sla_work.h. */
#include "desk/sla_work.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "id/scope.h"
#include "desk/activity.h"
#include "desk/calendar.h"
#include "desk/job.h"
#include "desk/ticket.h"

/* One is asked for by many runs. */
struct known_calendar {
	const struct calendar *calendar;
	struct known_calendar *next;
};

static struct sla_cycle *copies(struct scope *s, const struct sla_cycle *cycle)
{
	struct sla_cycle *first = NULL, **last = &first;

	for (; cycle; cycle = cycle->next) {
		*last = arena_copy(s->arena, cycle, sizeof(*cycle));
		last = &(*last)->next;
	}
	return first;
}

enum err sla_work_open(struct scope *s, int64_t ticket_id, struct sla_work *work)
{
	struct sla_held *held;

	TRY(sql_sla_ticket_hold(s, ticket_id, &work->ticket));
	TRY(sql_sla_metric_list(s, work->ticket->desk_id, &work->metrics));
	if (!work->metrics)
		return OK;
	TRY(sql_sla_cycle_hold(s, ticket_id, &held));
	if (held)
		TRY(sql_sla_cycle_list(s, ticket_id, 0, &work->cycles));
	work->were = copies(s, work->cycles);
	return OK;
}

struct sla_cycle *sla_work_ongoing(const struct sla_work *work, int64_t metric_id)
{
	struct sla_cycle *cycle = work->cycles;

	while (cycle && (cycle->metric_id != metric_id || cycle->stopped_at))
		cycle = cycle->next;
	return cycle;
}

/* What does not mean anything was refused when it was written. */
enum err sla_work_rules(
	struct scope *s, const struct sla_metric *metric, struct sla_rules *rules_out)
{
	const char *const texts[] = { [SLA_START] = metric->start_on,
		[SLA_PAUSE] = metric->pause_while,
		[SLA_STOP] = metric->stop_on };
	const char *wrong = "";

	for (enum sla_slot slot = SLA_START; slot < SLA_SLOTS; slot++)
		if (sla_condition_read(s->arena, slot, texts[slot], &rules_out->conditions[slot],
			    &wrong) != OK)
			return refuse(s, E_BUG, "clock %s knows no \"%s\"", metric->name, wrong);
	return OK;
}

/* --- targets ------------------------------------------------------------------------------------------------ */

static enum err aim_of(
	struct scope *s, struct sla_work *work, int64_t metric_id, const struct sla_aim **aim_out)
{
	if (!work->aimed)
		TRY(sql_sla_aim_list(s, work->ticket->id, &work->aims));
	work->aimed = true;
	*aim_out = work->aims;
	while (*aim_out && (*aim_out)->metric_id != metric_id)
		*aim_out = (*aim_out)->next;
	return OK;
}

static void aim_set(struct sla_cycle *cycle, const struct sla_aim *aim)
{
	cycle->goal_ms = aim ? aim->goal_s * 1000 : 0;
	cycle->calendar_id = aim ? aim->calendar_id : 0;
	cycle->calendar_name = aim ? aim->calendar_name : NULL;
}

enum err sla_work_start(struct scope *s, struct sla_work *work, const struct sla_metric *metric,
	int64_t at, struct sla_cycle **cycle_out)
{
	struct sla_cycle *cycle = arena_new(s->arena, struct sla_cycle), **last = &work->cycles;
	const struct sla_aim *aim;

	TRY(aim_of(s, work, metric->id, &aim));
	cycle->metric_id = metric->id;
	cycle->name = metric->name;
	cycle->warn_s = metric->warn_s;
	cycle->enabled = metric->enabled;
	cycle->ticket_id = work->ticket->id;
	cycle->started_at = at;
	aim_set(cycle, aim);
	TRY(sql_sla_cycle_add(s, metric->id, work->ticket->id, at, cycle->goal_ms,
		cycle->calendar_id, &cycle->id));
	while (*last)
		last = &(*last)->next;
	*last = cycle;
	work->changed = true;
	*cycle_out = cycle;
	return OK;
}

static const char *goal_text(struct scope *s, int64_t goal_ms)
{
	return goal_ms ? clock_duration(s->arena, goal_ms) : NULL;
}

/* To the team; customers read of it beside the clock. */
static enum err target_tell(struct scope *s, struct sla_work *work, const struct sla_cycle *was,
	const struct sla_cycle *cycle)
{
	const char *before = goal_text(s, was->goal_ms), *after = goal_text(s, cycle->goal_ms);

	return sla_work_tell(s, work,
		&(struct activity_new){ ACTIVITY_CLOCK_TARGET, .subject_id = cycle->metric_id,
			.before = arena_format(
				s->arena, "%s: %s", cycle->name, before ? before : "-"),
			.after = after ? after : "-" });
}

enum err sla_work_aim(struct scope *s, struct sla_work *work, struct sla_cycle *cycle,
	const char *because, const struct sla_moment *moment, bool *other_out)
{
	const struct sla_cycle was = *cycle;
	const struct sla_aim *aim;

	TRY(aim_of(s, work, cycle->metric_id, &aim));
	aim_set(cycle, aim);
	*other_out = was.goal_ms != cycle->goal_ms || was.calendar_id != cycle->calendar_id;
	if (!*other_out)
		return OK;
	TRY(sql_sla_target_add(s, cycle->id, because, moment ? moment->before : NULL,
		moment ? moment->after : NULL, moment ? moment->customer_before : NULL,
		moment ? moment->customer_after : NULL, was.goal_ms, cycle->goal_ms,
		was.calendar_name, cycle->calendar_name));
	return was.goal_ms != cycle->goal_ms ? target_tell(s, work, &was, cycle) : OK;
}

enum err sla_work_calendar(
	struct scope *s, struct sla_work *work, int64_t id, const struct calendar **calendar_out)
{
	struct known_calendar *known = work->calendars;

	while (known && known->calendar->id != id)
		known = known->next;
	*calendar_out = known ? known->calendar : NULL;
	if (known || id == 0)
		return OK;
	TRY(calendar_load(s, id, calendar_out));
	known = arena_new(s->arena, struct known_calendar);
	known->calendar = *calendar_out;
	known->next = work->calendars;
	work->calendars = known;
	return OK;
}

/* --- the record --------------------------------------------------------------------------------------------- */

enum err sla_work_event(struct scope *s, const struct sla_cycle *cycle, const char *kind,
	const char *because, const struct sla_moment *moment)
{
	return sql_sla_event_add(s, cycle->id, moment->at, kind, because, moment->before,
		moment->after, moment->customer_before, moment->customer_after);
}

enum err sla_work_record(struct scope *s, const struct sla_cycle *cycle, struct sla_run *run_out)
{
	struct sla_event *event;

	TRY(sql_sla_event_list(s, cycle->id, &event));
	*run_out = sla_run_of(s->arena, cycle, event);
	return OK;
}

struct sla_run sla_run_of(
	struct arena *arena, const struct sla_cycle *cycle, const struct sla_event *event)
{
	struct sla_run run = { .started_at = cycle->started_at, .stopped_at = cycle->stopped_at };
	struct sla_pause **last = &run.pauses;

	for (; event; event = event->next) {
		if (event->cycle_id != cycle->id)
			continue;
		if (str_equal(event->kind, "paused") && !*last) {
			*last = arena_new(arena, struct sla_pause);
			(*last)->from = event->at;
		} else if (str_equal(event->kind, "resumed") && *last) {
			(*last)->to = event->at;
			last = &(*last)->next;
		}
	}
	return run;
}

/* --- keeping it --------------------------------------------------------------------------------------------- */

int64_t sla_work_due(const struct sla_cycle *cycle)
{
	const int64_t warn_ms = cycle->warn_s * 1000;

	if (!cycle->enabled || !cycle->goal_ms || !cycle->breach_at || cycle->breached_at)
		return 0;
	/* It was late, and nobody has said so yet. */
	if (cycle->stopped_at)
		return cycle->breach_at < cycle->stopped_at ? cycle->breach_at : 0;
	/* Of a goal that is shorter than the warning's time everybody would be warned at once. */
	if (!cycle->paused_at && !cycle->warned_at && warn_ms > 0 && warn_ms < cycle->goal_ms)
		return cycle->breach_at - warn_ms;
	return cycle->breach_at;
}

/* What the team was told of the run, as far as that still holds. */
static void told_set(struct scope *s, struct sla_cycle *cycle, const struct sla_face *face,
	enum sla_reason reason)
{
	const int64_t left = cycle->goal_ms - face->elapsed;

	if (reason == SLA_RETARGETED && !face->breached) {
		cycle->breached_at = 0;
		if (left > cycle->warn_s * 1000)
			cycle->warned_at = 0;
	}
	if (reason == SLA_REMADE && face->breached && !cycle->breached_at)
		cycle->breached_at = face->breach_at;
	if (reason == SLA_REMADE && face->breached && !cycle->warned_at)
		cycle->warned_at = s->now;
}

static const struct sla_cycle *found_as(const struct sla_work *work, int64_t id)
{
	const struct sla_cycle *was = work->were;

	while (was && was->id != id)
		was = was->next;
	return was;
}

static bool is_same(const struct sla_cycle *a, const struct sla_cycle *b)
{
	return a->started_at == b->started_at && a->stopped_at == b->stopped_at &&
		a->paused_at == b->paused_at && a->goal_ms == b->goal_ms &&
		a->calendar_id == b->calendar_id && a->breach_at == b->breach_at &&
		a->elapsed_ms == b->elapsed_ms && a->warned_at == b->warned_at &&
		a->breached_at == b->breached_at;
}

static enum err alarm_set(struct scope *s, const struct sla_cycle *cycle, int64_t was)
{
	const int64_t due = sla_work_due(cycle);

	if (due == was)
		return OK;
	if (was)
		TRY(job_drop(s, JOB_CLOCK, cycle->id));
	return due ? job_add_at(s, JOB_CLOCK, cycle->id, due) : OK;
}

/* A stopped run keeps the end that it would have had. */
static void count_run(struct scope *s, struct sla_cycle *cycle, const struct sla_run *run,
	const struct calendar *calendar, enum sla_reason reason)
{
	const struct sla_target target = { cycle->goal_ms, calendar };
	struct sla_run open = *run;
	struct sla_face face = sla_face(run, &target, s->now);
	const struct sla_pause *last = run->pauses;

	while (last && last->next)
		last = last->next;
	open.stopped_at = 0;
	cycle->started_at = run->started_at;
	cycle->stopped_at = run->stopped_at;
	cycle->paused_at = last && !last->to && !run->stopped_at ? last->from : 0;
	cycle->breach_at = sla_face(&open, &target, s->now).breach_at;
	if (cycle->breach_at == CALENDAR_NEVER)
		cycle->breach_at = 0;
	cycle->elapsed_ms = run->stopped_at ? face.elapsed : 0;
	told_set(s, cycle, &face, reason);
}

enum err sla_work_keep(struct scope *s, struct sla_work *work, struct sla_cycle *cycle,
	const struct sla_run *run, enum sla_reason reason)
{
	const struct sla_cycle *was = found_as(work, cycle->id);
	const struct calendar *calendar;

	TRY(sla_work_calendar(s, work, cycle->calendar_id, &calendar));
	count_run(s, cycle, run, calendar, reason);
	if (was && is_same(was, cycle))
		return OK;
	work->changed = true;
	TRY(sql_sla_cycle_set(s, cycle->id, cycle->started_at, cycle->stopped_at, cycle->paused_at,
		cycle->goal_ms, cycle->calendar_id, cycle->breach_at, cycle->elapsed_ms,
		cycle->warned_at, cycle->breached_at));
	return alarm_set(s, cycle, was ? sla_work_due(was) : 0);
}

enum err sla_work_remove(struct scope *s, struct sla_work *work, struct sla_cycle *cycle)
{
	struct sla_cycle **at = &work->cycles;
	int64_t n;

	while (*at && *at != cycle)
		at = &(*at)->next;
	if (*at)
		*at = cycle->next;
	work->changed = true;
	TRY(job_drop(s, JOB_CLOCK, cycle->id));
	return sql_sla_cycle_remove(s, cycle->id, &n);
}

enum err sla_work_close(struct scope *s, struct sla_work *work)
{
	int64_t first = 0;

	for (const struct sla_cycle *cycle = work->cycles; cycle; cycle = cycle->next)
		if (!cycle->stopped_at && !cycle->paused_at && cycle->enabled && cycle->goal_ms &&
			cycle->breach_at && (!first || cycle->breach_at < first))
			first = cycle->breach_at;
	if (first == work->ticket->breach_at)
		return OK;
	return sql_sla_ticket_breach(s, work->ticket->id, first);
}

enum err sla_work_tell(struct scope *s, struct sla_work *work, const struct activity_new *activity)
{
	struct ticket *ticket;

	if (!work->about) {
		TRY(sql_ticket_find_by_id(s, work->ticket->id, &ticket));
		work->about = ticket;
	}
	return activity_add(s, work->about, activity);
}
