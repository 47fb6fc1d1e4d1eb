/* sla.h - clocks: how long a ticket may take, how long it took, and why. Whoever changes a ticket tells activity_add, which tells
 * sla_follow; whoever shows a ticket asks sla_clocks. In whatever transaction: first the ticket is held, then its runs. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "desk/sla_run.h"
#include "sql/sla.h"

struct activity_new;
struct calendar;
struct job;
struct scope;
struct ticket;

/* In the open transaction of the change: starts, pauses, stops and re-targets clocks, and keeps ticket.breach_at. */
enum err sla_follow(
	struct scope *s, const struct ticket *ticket, const struct activity_new *activity) MUST_USE;

/* One run of a clock as it stands now. */
struct sla_clock {
	const struct sla_cycle *cycle;
	const struct calendar *calendar; /* NULL: every hour of every day */
	struct sla_face
		face; /* breach_at also says when one that has stopped would have been late */
	const struct sla_event *events; /* of all runs of the ticket; cycle_id says whose */
	struct sla_clock *next;
};
/* All runs with a target, metric by metric, the oldest first; of one metric if it is not 0. */
enum err sla_clocks(struct scope *s, const struct ticket *ticket, int64_t metric_id,
	struct sla_clock **first_out) MUST_USE;
/* Do customers of the desk see clocks? */
enum err sla_shown(struct scope *s, int64_t desk_id, bool *shown_out) MUST_USE;

/* Counts a ticket's clocks anew from the record, after rules, goals or calendars were changed: runs that go on get what is right now,
 * new rules get their runs, stopped runs stay. Safe to repeat. In an open transaction. */
enum err sla_recount(struct scope *s, int64_t ticket_id, bool *changed_out) MUST_USE;
/* The same for the open tickets of a desk, or with `all` for those that ended, too: each in a step of its own. */
struct sla_recounted {
	int64_t seen, changed;
};
enum err sla_recount_desk(
	struct scope *s, int64_t desk_id, bool all, struct sla_recounted *recounted_out) MUST_USE;

/* JOB_CLOCK: the subject is a run. Warns, or says that it is late. */
enum err sla_alarm_run(struct scope *s, struct job *job) MUST_USE;
