/* sla_work.h - what sla_follow, sla_recount and the alarms share: the clocks of one ticket in hand, in an open transaction. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "desk/sla_run.h"
#include "sql/sla.h"

struct activity_new;
struct arena;
struct calendar;
struct scope;
struct ticket;

struct sla_work {
	const struct ticket *about; /* for the log of changes; NULL: read when it is needed */
	struct sla_ticket *ticket;  /* held */
	struct sla_metric
		*metrics;         /* NULL: the desk has no clocks, and nothing else is filled in */
	struct sla_cycle *cycles; /* all runs, held */
	struct sla_cycle *were;   /* the same as they were found */
	struct sla_aim *aims;
	bool aimed, changed;
	struct known_calendar *calendars;
};
/* Holds the ticket, then its runs. E_MISSING: it is gone. */
enum err sla_work_open(struct scope *s, int64_t ticket_id, struct sla_work *work) MUST_USE;
/* The run of the metric that goes on, or NULL. */
struct sla_cycle *sla_work_ongoing(const struct sla_work *work, int64_t metric_id);
enum err sla_work_rules(
	struct scope *s, const struct sla_metric *metric, struct sla_rules *rules_out) MUST_USE;
/* A new run with the target that fits now, which is none if no goal does. */
enum err sla_work_start(struct scope *s, struct sla_work *work, const struct sla_metric *metric,
	int64_t at, struct sla_cycle **cycle_out) MUST_USE; /* kept by sla_work_keep */
/* The record of a run, from its events. */
enum err sla_work_record(
	struct scope *s, const struct sla_cycle *cycle, struct sla_run *run_out) MUST_USE;
struct sla_run sla_run_of(
	struct arena *arena, const struct sla_cycle *cycle, const struct sla_event *event);
enum err sla_work_event(struct scope *s, const struct sla_cycle *cycle, const char *kind,
	const char *because, const struct sla_moment *moment) MUST_USE;
/* Gives the run the target that fits now; *other_out: it is another one, which is said with the reason. Not kept yet. */
enum err sla_work_aim(struct scope *s, struct sla_work *work, struct sla_cycle *cycle,
	const char *because, const struct sla_moment *moment, bool *other_out) MUST_USE;
/* Counts the run anew from the record, keeps it if it is another than before, and moves its alarm. What was told once is not told
 * again, unless the target is another one; of a run that is made from the record what is over by now is not told. */
enum sla_reason { SLA_GOES, SLA_RETARGETED, SLA_REMADE };
enum err sla_work_keep(struct scope *s, struct sla_work *work, struct sla_cycle *cycle,
	const struct sla_run *run, enum sla_reason reason) MUST_USE;
/* Takes the run away with its alarm. */
enum err sla_work_remove(struct scope *s, struct sla_work *work, struct sla_cycle *cycle) MUST_USE;
/* Keeps ticket.breach_at: the earliest end of what runs. */
enum err sla_work_close(struct scope *s, struct sla_work *work) MUST_USE;
enum err sla_work_calendar(struct scope *s, struct sla_work *work, int64_t id,
	const struct calendar **calendar_out) MUST_USE;
/* A row in the ticket's log of changes. */
enum err sla_work_tell(
	struct scope *s, struct sla_work *work, const struct activity_new *activity) MUST_USE;
/* When the run is to be looked at next: to warn, or when it is late; 0: not. */
int64_t sla_work_due(const struct sla_cycle *cycle);
