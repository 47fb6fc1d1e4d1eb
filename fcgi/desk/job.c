/* job.c - see job.h. A lease is a random word; the row's due_at is its end. */
#include "desk/job.h"

#include <assert.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/log.h"
#include "base/str.h"
#include "base/text.h"
#include "id/scope.h"
#include "id/step.h"
#include "id/tenant.h"
#include "desk/check.h"
#include "desk/mail_in.h"
#include "desk/mail_send.h"
#include "desk/mailbox.h"
#include "desk/notice.h"
#include "desk/sla.h"
#include "desk/thumbnail.h"
#include "sql/job.h"

enum {
	LATER_MIN_MS = 1000,
	LATER_MAX_MS = 600000,
	TROUBLE_LENGTH_MAX = 300,
	HOLD_SPARE = 3 /* a lease is renewed when less than a third of it is left */
};

static const struct {
	const char *lane, *name;
	enum err (*run)(struct scope *s, struct job *job);
} kinds[JOB_COUNT] = {
	[JOB_CHECK] = { "files", "check", check_run },
	[JOB_THUMBNAIL] = { "files", "thumbnail", thumbnail_run },
	[JOB_CLOCK] = { "clocks", "clock", sla_alarm_run },
	[JOB_NOTICE] = { "mail", "notice", notice_run },
	[JOB_LETTER] = { "mail", "letter", mail_send_run },
	[JOB_MAIL] = { "mail-in", "mail", mail_in_run },
	[JOB_MAILBOX] = { "mailbox", "mailbox", mailbox_run },
};

enum err job_add(struct scope *s, enum job_kind kind, int64_t subject_id)
{
	return sql_job_add(s, kinds[kind].lane, kinds[kind].name, subject_id);
}

enum err job_add_at(struct scope *s, enum job_kind kind, int64_t subject_id, int64_t due_at)
{
	return sql_job_add_at(s, kinds[kind].lane, kinds[kind].name, subject_id, due_at);
}

enum err job_drop(struct scope *s, enum job_kind kind, int64_t subject_id)
{
	return sql_job_drop(s, kinds[kind].lane, kinds[kind].name, subject_id, &(int64_t){ 0 });
}

/* Whoever moved it meanwhile knows better. */
enum err job_again(struct scope *s, struct job *job, int64_t due_at)
{
	job->again = true;
	return sql_job_again(s, job->id, job->lease, due_at, &(int64_t){ 0 });
}

static int64_t lease_end(void)
{
	return clock_now() + conf()->job_lease_s * 1000;
}

/* --- one short step each ---------------------------------------------------------------------------------- */

/* What a step works on. */
struct work {
	struct job *job;
	int64_t until;
	int64_t affected;
	const char *trouble;
	bool gives_up;
};

static enum err hold(struct scope *s, void *context)
{
	struct work *work = context;

	return sql_job_hold(s, work->job->id, work->job->lease, work->until, &work->affected);
}

static enum err begin(struct scope *s, void *context)
{
	struct work *work = context;

	return sql_job_begin(s, work->job->id, work->job->lease, work->until, &work->affected);
}

static enum err done(struct scope *s, void *context)
{
	struct work *work = context;

	return sql_job_done(s, work->job->id, work->job->lease, &work->affected);
}

static enum err give_back(struct scope *s, void *context)
{
	struct work *work = context;

	return sql_job_give_back(
		s, work->job->id, work->job->lease, work->job->tries, &work->affected);
}

static enum err later(struct scope *s, void *context)
{
	struct work *work = context;

	return sql_job_fail(s, work->job->id, work->job->lease, work->gives_up ? 0 : work->until,
		work->job->tries, work->trouble, &work->affected);
}

static enum err step(
	struct scope *s, enum err (*run)(struct scope *s, void *context), struct work *work)
{
	s->now = clock_now();
	return step_run(s, run, work);
}

enum err job_hold(struct scope *s, struct job *job, int64_t for_ms)
{
	const int64_t now = clock_now(), lease_ms = conf()->job_lease_s * 1000;
	struct work work = { .job = job, .until = now + (for_ms > lease_ms ? for_ms : lease_ms) };

	if (job->left || job->stops()) {
		job->left = true;
		return E_LOCKED;
	}
	if (job->held_until - now > for_ms && job->held_until - now > lease_ms / HOLD_SPARE)
		return OK;
	TRY(step(s, hold, &work));
	job->held_until = work.until;
	job->left = work.affected == 0;
	return job->left ? E_LOCKED : OK;
}

/* One commit serves both; one that was tried too often is not begun. */
struct last {
	enum err (*run)(struct scope *s, void *context);
	void *context;
	struct work end, begin;
};

static enum err last_step(struct scope *s, void *context)
{
	struct last *last = context;

	last->begin.affected = 0;
	TRY(last->run(s, last->context));
	TRY(done(s, &last->end));
	return last->begin.job ? begin(s, &last->begin) : OK;
}

static void has_begun(const struct work *work)
{
	work->job->begun = true;
	work->job->tries++;
	work->job->held_until = work->until;
}

enum err job_end_with(struct scope *s, struct job *job,
	enum err (*run)(struct scope *s, void *context), void *context)
{
	struct job *next = job->next && job->next->tries < JOB_TRIES_MAX ? job->next : NULL;
	struct last last = { run, context, { .job = job }, { .job = next, .until = lease_end() } };

	TRY(step_run(s, last_step, &last));
	job->ended = last.end.affected > 0;
	if (last.begin.affected > 0)
		has_begun(&last.begin);
	return OK;
}

/* --- one job ---------------------------------------------------------------------------------------------- */

static enum err kind_run(struct scope *s, struct job *job)
{
	for (int kind = 0; kind < JOB_COUNT; kind++)
		if (str_equal(kinds[kind].name, job->kind))
			return kinds[kind].run(s, job);
	return refuse(s, E_BUG, "there is no work called %s", job->kind);
}

/* 1 s, 2 s, 4 s and so on. */
static int64_t pause_after(int64_t tries)
{
	int64_t pause = LATER_MIN_MS;

	while (tries-- > 1 && pause < LATER_MAX_MS)
		pause *= 2;
	return pause < LATER_MAX_MS ? pause : LATER_MAX_MS;
}

/* What waits for somebody else never gives up, and what ends its process may not hide behind that: see run_one. */
static enum err put_off(struct scope *s, struct job *job, enum err e)
{
	struct work work = { .job = job, .until = clock_now() + pause_after(job->tries) };

	work.trouble = text_shorten(s->arena, s->refusal.message ? s->refusal.message : err_name(e),
		TROUBLE_LENGTH_MAX);
	work.gives_up = e != E_BUSY && job->tries >= JOB_TRIES_MAX;
	if (e == E_BUSY && job->tries >= JOB_TRIES_MAX)
		job->tries = JOB_TRIES_MAX - 1;
	log_warn("job=%lld kind=%s subject=%lld tries=%lld %s: %s", (long long)job->id, job->kind,
		(long long)job->subject_id, (long long)job->tries,
		work.gives_up ? "gives up" : "is tried again", work.trouble);
	return step(s, later, &work);
}

static enum err end(struct scope *s, struct job *job, enum err e)
{
	struct work work = { .job = job };

	if (e != OK && job->left) {
		job->tries--;
		return step(s, give_back, &work);
	}
	if (e != OK)
		return put_off(s, job, e);
	if (job->again || job->ended)
		return OK;
	TRY(step(s, done, &work));
	if (work.affected == 0)
		log_warn(
			"job=%lld kind=%s took longer than its lease: another process does it, too",
			(long long)job->id, job->kind);
	return OK;
}

/* An error is of the database: the job itself is settled, or due again after its lease. */
static enum err run_one(struct scope *s, struct job *job)
{
	struct work work = { .job = job, .until = lease_end() };
	struct tenant *tenant;

	if (!job->begun && job->tries >= JOB_TRIES_MAX) {
		(void)refuse(s, E_BUG, "its process ended in the middle of it");
		return put_off(s, job, E_BUG);
	}
	if (!job->begun) {
		TRY(step(s, begin, &work));
		if (work.affected == 0)
			return OK; /* it waited behind others for longer than its lease */
		has_begun(&work);
	}
	TRY(sql_tenant_find(s, scope_tenant(s), &tenant));
	s->tenant = tenant;
	return end(s, job, kind_run(s, job));
}

/* --- one tenant's turn ------------------------------------------------------------------------------------ */

struct claim {
	const char *lane, *lease;
	int n_max;
	struct due_job *first;
};

static enum err take(struct scope *s, void *context)
{
	struct claim *claim = context;

	TRY(sql_job_due(s, claim->lane, claim->n_max, &claim->first));
	for (const struct due_job *due = claim->first; due; due = due->next)
		TRY(sql_job_claim(s, due->id, claim->lease, lease_end(), &(int64_t){ 0 }));
	return OK;
}

/* The jobs outlive the arena, which each of them empties. */
static enum err claim_jobs(
	struct scope *s, const char *lane, int n_max, struct job jobs[JOB_CLAIM_MAX], int *n_out)
{
	struct claim claim = { lane, random_token(s->arena), n_max, NULL };

	s->now = clock_now();
	TRY(step_run(s, take, &claim));
	for (const struct due_job *due = claim.first; due; due = due->next) {
		struct job *job = &jobs[(*n_out)++];

		*job = (struct job){ .id = due->id,
			.subject_id = due->subject_id,
			.tries = due->tries,
			.next = due->next ? job + 1 : NULL };
		snprintf(job->lease, sizeof(job->lease), "%s", claim.lease);
		snprintf(job->kind, sizeof(job->kind), "%s", due->kind);
	}
	return OK;
}

/* What was claimed and not worked at is due again at once. */
static void leave(struct scope *s, struct job *job)
{
	struct work work = { .job = job };

	job->tries -= job->begun;
	if (step(s, give_back, &work) != OK)
		log_warn("job=%lld waits for the end of its lease", (long long)job->id);
}

static enum err turn(struct scope *s, const struct tenant *tenant, const char *lane, int n_max,
	bool (*stops)(void), int *n_out)
{
	struct job jobs[JOB_CLAIM_MAX];
	enum err e;
	int n = 0;

	s->tenant = tenant;
	TRY(claim_jobs(s, lane, n_max, jobs, &n));
	for (int i = 0; i < n; i++) {
		arena_reset(s->arena);
		json_use(s->arena);
		refusal_reset(&s->refusal);
		s->tenant = tenant;
		jobs[i].stops = stops;
		if (stops())
			leave(s, &jobs[i]);
		else if ((e = run_one(s, &jobs[i])) != OK)
			return e;
		*n_out += 1;
	}
	return OK;
}

static enum err turns(struct scope *s, const char *lane, int n_max, bool (*stops)(void), int *n_out)
{
	struct tenant tenant = { .id = 0 };

	while (!stops()) {
		struct lane_tenant *next;

		s->now = clock_now();
		TRY(sql_job_next_tenant(s, lane, tenant.id, &next));
		if (next->tenant_id == 0)
			return OK;
		tenant.id = next->tenant_id;
		if (next->due)
			TRY(turn(s, &tenant, lane, n_max, stops, n_out));
		arena_reset(s->arena);
		json_use(s->arena);
	}
	return OK;
}

enum err job_round(struct scope *s, const char *lane, int n_max, bool (*stops)(void), int *n_out)
{
	enum err e;

	assert(n_max <= JOB_CLAIM_MAX);
	*n_out = 0;
	e = turns(s, lane, n_max, stops, n_out);
	s->tenant = NULL;
	return e;
}
