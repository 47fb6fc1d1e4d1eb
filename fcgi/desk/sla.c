/* sla.c - see sla.h. */
#include "desk/sla.h"

#include "base/arena.h"
#include "base/str.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/activity.h"
#include "desk/calendar.h"
#include "desk/sla_work.h"
#include "desk/ticket.h"

/* What a change of a ticket may be to a clock; the others are nothing to it. */
static const unsigned happenings[ACTIVITY_COUNT] = {
	[ACTIVITY_CREATED] = SLA_CREATED,
	[ACTIVITY_STATUS] = SLA_MOVED,
	[ACTIVITY_COMMENT] = SLA_CUSTOMER_COMMENT,
	[ACTIVITY_ASSIGNEE] = SLA_REASSIGNED,
	[ACTIVITY_PRIORITY] = SLA_PRIORITY,
	[ACTIVITY_SHARED] = SLA_SHARED,
	[ACTIVITY_UNSHARED] = SLA_SHARED,
	[ACTIVITY_MERGED] = SLA_ENDED,
};

/* Out of a status of category DONE, or into one? */
static enum err ends_add(struct scope *s, const struct sla_work *work,
	const struct activity_new *activity, struct sla_moment *moment)
{
	struct sla_status *before;
	bool was_done;

	TRY(sql_sla_status_beside(
		s, work->ticket->status_id, activity->before ? activity->before : "", &before));
	was_done = before && before->done;
	if (work->ticket->done && !was_done)
		moment->happened |= SLA_RESOLVED;
	if (!work->ticket->done && was_done)
		moment->happened |= SLA_REOPENED;
	return OK;
}

static unsigned assignee_bits(const struct activity_new *activity)
{
	if (str_is_empty(activity->before) == str_is_empty(activity->after))
		return 0;
	return str_is_empty(activity->after) ? SLA_UNASSIGNED : SLA_ASSIGNED;
}

/* What customers may read of it. Who works on a ticket is the team's affair. */
static void words_add(struct sla_moment *moment, const struct activity_new *activity)
{
	moment->before = activity->before;
	moment->after = activity->after;
	moment->customer_before = activity->customer_before;
	moment->customer_after = activity->customer_after;
	if (moment->happened & SLA_PRIORITY) {
		moment->customer_before = activity->before;
		moment->customer_after = activity->after;
	}
}

static enum err moment_read(struct scope *s, const struct sla_work *work,
	const struct ticket *ticket, const struct activity_new *activity, struct sla_moment *moment)
{
	struct sla_status *status;

	TRY(sql_sla_status_find(s, work->ticket->status_id, &status));
	*moment = (struct sla_moment){ .at = s->now,
		.happened = happenings[activity->kind],
		.status = status->name,
		.awaits_customer = status->awaits_customer,
		.assigned = work->ticket->assignee_id != 0 };
	if (activity->kind == ACTIVITY_COMMENT)
		moment->happened = caller_is_team(s, ticket->answering) ? SLA_TEAM_COMMENT
									: SLA_CUSTOMER_COMMENT;
	if (activity->kind == ACTIVITY_ASSIGNEE)
		moment->happened |= assignee_bits(activity);
	if (activity->kind != ACTIVITY_CREATED)
		words_add(moment, activity);
	return activity->kind == ACTIVITY_STATUS ? ends_add(s, work, activity, moment) : OK;
}

static enum err start(struct scope *s, struct sla_work *work, const struct sla_metric *metric,
	const struct sla_moment *moment, const struct sla_turn *turn)
{
	struct sla_pause pause = { .from = moment->at };
	struct sla_run run = { .started_at = moment->at, .pauses = turn->paused ? &pause : NULL };
	struct sla_cycle *cycle;

	TRY(sla_work_start(s, work, metric, moment->at, &cycle));
	TRY(sla_work_event(s, cycle, "started", turn->because, moment));
	if (turn->paused)
		TRY(sla_work_event(s, cycle, "paused", turn->paused, moment));
	return sla_work_keep(s, work, cycle, &run, SLA_GOES);
}

/* Another turn of a run that goes on. */
static enum err turn_on(struct scope *s, struct sla_work *work, struct sla_cycle *cycle,
	const struct sla_moment *moment, const struct sla_turn *turn)
{
	static const char *const kinds[] = {
		[SLA_PAUSES] = "paused", [SLA_RESUMES] = "resumed", [SLA_STOPS] = "stopped"
	};
	bool other = false;
	struct sla_run run;

	if (moment->happened & (SLA_PRIORITY | SLA_SHARED))
		TRY(sla_work_aim(s, work, cycle,
			moment->happened & SLA_PRIORITY ? "priority" : "organization", moment,
			&other));
	if (turn->step == SLA_GOES_ON && !other)
		return OK;
	if (turn->step != SLA_GOES_ON)
		TRY(sla_work_event(s, cycle, kinds[turn->step], turn->because, moment));
	TRY(sla_work_record(s, cycle, &run));
	run.stopped_at = turn->step == SLA_STOPS ? moment->at : 0;
	return sla_work_keep(s, work, cycle, &run, other ? SLA_RETARGETED : SLA_GOES);
}

static enum err follow(struct scope *s, struct sla_work *work, const struct sla_metric *metric,
	const struct sla_moment *moment)
{
	struct sla_cycle *cycle = sla_work_ongoing(work, metric->id);
	struct sla_rules rules;
	struct sla_turn turn;

	if (!metric->enabled)
		return OK;
	TRY(sla_work_rules(s, metric, &rules));
	turn = sla_turn(&rules, moment, cycle != NULL, cycle && cycle->paused_at);
	if (turn.step == SLA_STARTS)
		return start(s, work, metric, moment, &turn);
	return cycle ? turn_on(s, work, cycle, moment, &turn) : OK;
}

enum err sla_follow(
	struct scope *s, const struct ticket *ticket, const struct activity_new *activity)
{
	struct sla_work work = { .about = ticket };
	struct sla_moment moment;

	if (!happenings[activity->kind])
		return OK;
	TRY(sla_work_open(s, ticket->id, &work));
	if (!work.metrics)
		return OK;
	TRY(moment_read(s, &work, ticket, activity, &moment));
	for (const struct sla_metric *metric = work.metrics; metric; metric = metric->next)
		TRY(follow(s, &work, metric, &moment));
	return sla_work_close(s, &work);
}

/* --- as they stand ------------------------------------------------------------------------------------------ */

/* What a stopped run says does not change any more. */
static struct sla_face face_of(struct scope *s, const struct sla_cycle *cycle,
	const struct sla_event *events, const struct calendar *calendar)
{
	const struct sla_target target = { cycle->goal_ms, calendar };
	struct sla_run run;

	if (cycle->stopped_at)
		return (struct sla_face){ .elapsed = cycle->elapsed_ms,
			.breach_at = cycle->breach_at,
			.breached = cycle->breach_at && cycle->breach_at < cycle->stopped_at };
	run = sla_run_of(s->arena, cycle, events);
	return sla_face(&run, &target, s->now);
}

enum err sla_clocks(struct scope *s, const struct ticket *ticket, int64_t metric_id,
	struct sla_clock **first_out)
{
	struct sla_clock **last = first_out;
	struct sla_work calendars = { .about = ticket };
	struct sla_event *events = NULL;
	struct sla_cycle *cycle;

	*first_out = NULL;
	TRY(sql_sla_cycle_list(s, ticket->id, metric_id, &cycle));
	if (cycle)
		TRY(sql_sla_event_list_of(s, ticket->id, &events));
	for (; cycle; cycle = cycle->next) {
		struct sla_clock *clock;

		if (!cycle->goal_ms || !cycle->enabled)
			continue;
		clock = *last = arena_new(s->arena, struct sla_clock);
		last = &clock->next;
		clock->cycle = cycle;
		clock->events = events;
		TRY(sla_work_calendar(s, &calendars, cycle->calendar_id, &clock->calendar));
		clock->face = face_of(s, cycle, events, clock->calendar);
	}
	return OK;
}

enum err sla_shown(struct scope *s, int64_t desk_id, bool *shown_out)
{
	struct sla_shown *shown;

	TRY(sql_sla_shown(s, desk_id, &shown));
	*shown_out = shown->shown;
	return OK;
}
