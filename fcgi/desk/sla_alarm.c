/* sla_alarm.c - the team is warned before a clock runs out, and told when it has: exactly once each. The job looks at the run as
 * it is now, and what it finds, marks and says is one step; a job that comes twice finds the mark. */
#include "desk/sla.h"

#include "base/clock.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/activity.h"
#include "desk/job.h"
#include "desk/sla_work.h"

static enum err tell(struct scope *s, struct sla_work *work, const struct sla_cycle *cycle,
	enum activity_kind kind)
{
	return sla_work_tell(s, work,
		&(struct activity_new){
			kind, .subject_id = cycle->metric_id, .after = cycle->name });
}

/* Too late for a warning, only the end is told. */
static enum err mark(
	struct scope *s, struct sla_work *work, struct job *job, const struct sla_cycle *cycle)
{
	int64_t n;

	if (cycle->breach_at <= s->now) {
		TRY(sql_sla_cycle_breached(s, cycle->id, &n));
		return n ? tell(s, work, cycle, ACTIVITY_CLOCK_BREACHED) : OK;
	}
	TRY(sql_sla_cycle_warned(s, cycle->id, &n));
	if (n)
		TRY(tell(s, work, cycle, ACTIVITY_CLOCK_WARNING));
	return job_again(s, job, cycle->breach_at);
}

static enum err ring(struct scope *s, void *context)
{
	struct job *job = context;
	struct sla_work work = { 0 };
	struct sla_cycle *cycle;
	int64_t due;
	enum err e;

	job->again = false;
	e = sql_sla_cycle_find(s, job->subject_id, &cycle);
	if (e == OK)
		e = sla_work_open(s, cycle->ticket_id, &work);
	if (e != OK)
		return e == E_MISSING ? OK : e;
	for (cycle = work.cycles; cycle && cycle->id != job->subject_id;)
		cycle = cycle->next;
	due = cycle ? sla_work_due(cycle) : 0;
	if (!due)
		return OK;
	return due > s->now ? job_again(s, job, due) : mark(s, &work, job, cycle);
}

enum err sla_alarm_run(struct scope *s, struct job *job)
{
	s->now = clock_now();
	return step_run(s, ring, job);
}
