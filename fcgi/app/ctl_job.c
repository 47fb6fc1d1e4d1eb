/* ctl_job.c - lodgectl job: what lodge-jobs has to do, and what it gave up. */
#include "app/ctl.h"

#include "base/arena.h"
#include "base/clock.h"
#include "id/step.h"
#include "desk/job.h"
#include "sql/job.h"

enum { LINES_MAX = 1000 };

static const char *state_of(struct ctl *ctl, const struct job_line *job);
static enum err retry(struct scope *s, void *context);

enum err ctl_job_list(struct ctl *ctl, char **words)
{
	struct job_line *job;

	TRY(ctl_read(ctl, words, (const struct ctl_word[]){ { 0 } }));
	TRY(sql_job_list(&ctl->scope, LINES_MAX, &job));
	for (; job; job = job->next)
		printf("%-8lld %-12s %-8s %-10s %-8lld %-24s tries=%lld %s\n", (long long)job->id,
			job->slug, job->lane, job->kind, (long long)job->subject_id,
			state_of(ctl, job), (long long)job->tries,
			job->trouble ? job->trouble : "");
	return OK;
}

static const char *state_of(struct ctl *ctl, const struct job_line *job)
{
	if (job->due_at == 0)
		return "gave up";
	if (job->leased && job->due_at > ctl->scope.now)
		return "at work";
	if (job->due_at <= ctl->scope.now)
		return "due";
	return arena_format(ctl->arena, "due in %lld s",
		(long long)((job->due_at - ctl->scope.now + 999) / 1000));
}

struct wish {
	long long id; /* 0: all that gave up */
	int64_t affected;
};

enum err ctl_job_retry(struct ctl *ctl, char **words)
{
	struct wish wish = { 0 };

	TRY(ctl_one_or_all(ctl, words, &wish.id));
	TRY(step_run(&ctl->scope, retry, &wish));
	if (wish.id && wish.affected == 0)
		return refuse(&ctl->scope, E_MISSING,
			"there is no job %lld that waits: it is done, or at work", wish.id);
	printf("%lld due again\n", (long long)wish.affected);
	return OK;
}

static enum err retry(struct scope *s, void *context)
{
	struct wish *wish = context;

	return wish->id == 0 ? sql_job_retry_all(s, &wish->affected)
			     : sql_job_retry(s, wish->id, &wish->affected);
}
