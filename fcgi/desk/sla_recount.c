/* sla_recount.c - clocks from the record of the ticket, when their rules, goals or calendars were changed. The record is the log of
 * changes; what it makes of a clock is compared with what there is, and only what differs is written. */
#include "desk/sla.h"

#include "base/arena.h"
#include "base/str.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/sla_work.h"

enum { TICKETS_AT_ONCE = 100, ARENA_SIZE_MAX = 64 * 1024 * 1024 };

/* --- the moments of a ticket -------------------------------------------------------------------------------- */

/* How it stood between two moments. */
struct state {
	const char *status, *customer_status;
	bool awaits_customer, done, assigned;
};

static unsigned happened(const struct sla_past *past, const struct state *state)
{
	static const struct {
		const char *kind;
		unsigned bits;
	} rows[] = { { "priority", SLA_PRIORITY }, { "shared", SLA_SHARED },
		{ "unshared", SLA_SHARED }, { "merged", SLA_ENDED } };
	bool assigned = !str_is_empty(past->after_text);

	if (str_equal(past->kind, "comment"))
		return past->by_team ? SLA_TEAM_COMMENT : SLA_CUSTOMER_COMMENT;
	if (str_equal(past->kind, "status"))
		return SLA_MOVED | (past->done && !state->done ? SLA_RESOLVED : 0) |
			(!past->done && state->done ? SLA_REOPENED : 0);
	if (str_equal(past->kind, "assignee"))
		return SLA_REASSIGNED |
			(!str_is_empty(past->before_text) == assigned ? 0
					: assigned                    ? SLA_ASSIGNED
								      : SLA_UNASSIGNED);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (str_equal(rows[i].kind, past->kind))
			return rows[i].bits;
	return 0;
}

static void state_move(struct state *state, const struct sla_past *past)
{
	if (str_equal(past->kind, "status")) {
		state->status = past->status ? past->status : past->after_text;
		state->customer_status = past->customer_after ? past->customer_after
							      : state->customer_status;
		state->awaits_customer = past->awaits_customer;
		state->done = past->done;
	} else if (str_equal(past->kind, "assignee")) {
		state->assigned = !str_is_empty(past->after_text);
	}
}

static struct sla_moment moment_of(const struct sla_past *past, struct state *state)
{
	struct sla_moment moment = { .at = past->at, .happened = happened(past, state) };

	if (moment.happened & SLA_MOVED) {
		moment.before = past->before_text ? past->before_text : state->status;
		moment.customer_before = past->customer_before ? past->customer_before
							       : state->customer_status;
	}
	state_move(state, past);
	if (moment.happened & (SLA_MOVED | SLA_PRIORITY | SLA_SHARED | SLA_REASSIGNED))
		moment.after = past->after_text;
	if (moment.happened & SLA_MOVED)
		moment.customer_after = state->customer_status;
	moment.status = state->status;
	moment.awaits_customer = state->awaits_customer;
	moment.assigned = state->assigned;
	return moment;
}

/* As it was made: what the first change of each kind found, or what is so to this day. */
static struct state state_first(const struct sla_ticket *ticket, const struct sla_past *past)
{
	struct state state = { .status = "", .assigned = ticket->assignee_id != 0 };
	bool moved = false;

	for (const struct sla_past *one = past; one; one = one->next)
		if (str_equal(one->kind, "assignee")) {
			state.assigned = !str_is_empty(one->before_text);
			break;
		}
	for (; past && !moved; past = past->next) {
		moved = str_equal(past->kind, "status");
		if (moved && past->at <= ticket->created_at)
			state_move(&state, past);
		else if (moved && past->before_text)
			state.status = past->before_text;
	}
	return state;
}

static enum err moments_read(struct scope *s, const struct sla_ticket *ticket,
	struct sla_moment **moments_out, size_t *n_out)
{
	struct sla_past *past;
	struct state state;
	size_t n = 1;

	TRY(sql_sla_past_list(s, ticket->id, &past));
	for (const struct sla_past *one = past; one; one = one->next)
		n++;
	*moments_out = arena_alloc(s->arena, n * sizeof(**moments_out));
	state = state_first(ticket, past);
	**moments_out = (struct sla_moment){ .at = ticket->created_at,
		.happened = SLA_CREATED,
		.status = state.status,
		.awaits_customer = state.awaits_customer,
		.assigned = state.assigned };
	*n_out = 1;
	for (; past; past = past->next)
		if (past->at > ticket->created_at || !str_equal(past->kind, "status"))
			(*moments_out)[(*n_out)++] = moment_of(past, &state);
	return OK;
}

/* --- the runs of a clock ------------------------------------------------------------------------------------ */

static enum err record_write(
	struct scope *s, const struct sla_cycle *cycle, const struct sla_run *run)
{
	TRY(sla_work_event(s, cycle, "started", run->because, run->start));
	for (const struct sla_pause *pause = run->pauses; pause; pause = pause->next) {
		TRY(sla_work_event(s, cycle, "paused", pause->because, pause->began));
		if (pause->to)
			TRY(sla_work_event(s, cycle, "resumed", pause->ended, pause->end));
	}
	return run->stop ? sla_work_event(s, cycle, "stopped", run->stopped, run->stop) : OK;
}

static enum err run_make(struct scope *s, struct sla_work *work, const struct sla_metric *metric,
	const struct sla_run *run)
{
	struct sla_cycle *cycle;

	TRY(sla_work_start(s, work, metric, run->started_at, &cycle));
	TRY(record_write(s, cycle, run));
	return sla_work_keep(s, work, cycle, run, SLA_REMADE);
}

/* Nothing of the target is another one, and yet its end is: the hours of its calendar were changed. */
static enum err hours_tell(
	struct scope *s, const struct sla_cycle *cycle, int64_t breach_at, bool other)
{
	if (other || breach_at == cycle->breach_at || !breach_at || !cycle->breach_at)
		return OK;
	return sql_sla_target_add(s, cycle->id, "hours", NULL, NULL, NULL, NULL, cycle->goal_ms,
		cycle->goal_ms, cycle->calendar_name, cycle->calendar_name);
}

static enum err run_amend(
	struct scope *s, struct sla_work *work, struct sla_cycle *cycle, const struct sla_run *run)
{
	const int64_t breach_at = cycle->breach_at;
	struct sla_run recorded;
	bool other, rewritten;
	int64_t n;

	TRY(sla_work_record(s, cycle, &recorded));
	rewritten = !sla_run_equal(&recorded, run);
	if (rewritten) {
		TRY(sql_sla_timeline_remove(s, cycle->id, &n));
		TRY(record_write(s, cycle, run));
	}
	TRY(sla_work_aim(s, work, cycle, "edited", NULL, &other));
	TRY(sla_work_keep(s, work, cycle, run, SLA_RETARGETED));
	return hours_tell(s, cycle, breach_at, other || rewritten);
}

/* Moments up to the end of the last run that has stopped have been counted. */
static int64_t counted_until(const struct sla_work *work, int64_t metric_id)
{
	int64_t at = 0;

	for (const struct sla_cycle *cycle = work->cycles; cycle; cycle = cycle->next)
		if (cycle->metric_id == metric_id && cycle->stopped_at > at)
			at = cycle->stopped_at;
	return at;
}

static enum err metric_recount(struct scope *s, struct sla_work *work,
	const struct sla_metric *metric, const struct sla_moment *moments, size_t n)
{
	struct sla_cycle *ongoing = sla_work_ongoing(work, metric->id);
	const struct sla_run *run;
	struct sla_rules rules;

	TRY(sla_work_rules(s, metric, &rules));
	run = sla_replay(s->arena, &rules, moments, n, counted_until(work, metric->id));
	if (ongoing && run)
		TRY(run_amend(s, work, ongoing, run));
	else if (ongoing)
		TRY(sla_work_remove(s, work, ongoing));
	for (run = ongoing && run ? run->next : run; run; run = run->next)
		TRY(run_make(s, work, metric, run));
	return OK;
}

enum err sla_recount(struct scope *s, int64_t ticket_id, bool *changed_out)
{
	struct sla_work work = { 0 };
	struct sla_moment *moments;
	size_t n;

	*changed_out = false;
	TRY(sla_work_open(s, ticket_id, &work));
	if (!work.metrics)
		return OK;
	TRY(moments_read(s, work.ticket, &moments, &n));
	for (const struct sla_metric *metric = work.metrics; metric; metric = metric->next)
		if (metric->enabled)
			TRY(metric_recount(s, &work, metric, moments, n));
	*changed_out = work.changed;
	return sla_work_close(s, &work);
}

/* --- all of a desk ------------------------------------------------------------------------------------------ */

struct one {
	int64_t ticket_id;
	bool changed;
};

static enum err recount_step(struct scope *s, void *context)
{
	struct one *one = context;
	enum err e = sla_recount(s, one->ticket_id, &one->changed);

	return e == E_MISSING ? OK : e;
}

/* The memory of one is there again for the next. */
static enum err recount_some(struct scope *s, int64_t desk_id, bool all, int64_t *after,
	struct sla_recounted *recounted, struct arena *arena)
{
	struct sla_held *ticket;

	TRY(sql_sla_due_list(s, desk_id, all, *after, TICKETS_AT_ONCE, &ticket));
	*after = 0;
	for (; ticket; ticket = ticket->next) {
		struct scope theirs = *s;
		struct one one = { .ticket_id = ticket->id };

		theirs.arena = arena;
		TRY(step_run(&theirs, recount_step, &one));
		arena_reset(arena);
		recounted->seen++;
		recounted->changed += one.changed;
		*after = ticket->id;
	}
	return OK;
}

enum err sla_recount_desk(
	struct scope *s, int64_t desk_id, bool all, struct sla_recounted *recounted_out)
{
	struct arena *arena = arena_make(ARENA_SIZE_MAX);
	int64_t after = 0;
	enum err e;

	*recounted_out = (struct sla_recounted){ 0 };
	do
		e = recount_some(s, desk_id, all, &after, recounted_out, arena);
	while (e == OK && after);
	arena_free(arena);
	return e;
}
