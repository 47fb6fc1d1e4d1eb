/* job.h - work that follows a change, done by lodge-jobs: a row in the change's own transaction (an outbox). A lane takes
 * what is due, tenant after tenant, under a lease: what a dead process left is due again when that ends, and who overslept
 * changes nothing. So every kind of work must be safe to repeat. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct scope;

enum job_kind {
	JOB_CHECK, /* read a file back: its SHA-256, its type, what the scanner says; the subject is an attachment */
	JOB_THUMBNAIL, /* make the small picture of a file */
	JOB_CLOCK,     /* a run of a clock comes to its warning, or to its end */
	JOB_NOTICE,    /* who is told of what somebody did: letters of the outbox */
	JOB_LETTER,    /* a letter of the outbox is sent */
	JOB_MAIL,      /* read a mail that has come; the subject is a row of mail_in */
	JOB_MAILBOX,   /* look into a mailbox on another server; the subject is a row of mailbox */
	JOB_COUNT
};
/* In the open transaction: the work is due once that has committed, and never without it. */
enum err job_add(struct scope *s, enum job_kind kind, int64_t subject_id) MUST_USE;
/* The same, due later. */
enum err job_add_at(
	struct scope *s, enum job_kind kind, int64_t subject_id, int64_t due_at) MUST_USE;
/* In the open transaction: none of this kind is left for the subject. One at work is not stopped by it. */
enum err job_drop(struct scope *s, enum job_kind kind, int64_t subject_id) MUST_USE;

/* One at work; its function is a row of the table in job.c. The scope is the tenant's, without a caller. OK: done, also when there
 * is nothing to do any more. E_BUSY: somebody else is not there; it is tried again for as long as it takes. Any other error: it is
 * tried JOB_TRIES_MAX times, later each time, and then waits for an operator. What refuse() said is kept beside it. */
enum { JOB_TRIES_MAX = 12 };
struct job {
	int64_t id, subject_id;
	char kind[31], lease[51];
	int64_t tries;
	int64_t held_until;
	bool (*stops)(void);
	bool left;        /* stopped in the middle, or lost to another process */
	bool again;       /* job_again() was called: it stays */
	bool ended;       /* job_end_with() was called: it is gone */
	bool begun;       /* with the end of the one before it */
	struct job *next; /* of the same claim; NULL: none */
};
/* In the open transaction of the work itself: the job stays, and is due again then. */
enum err job_again(struct scope *s, struct job *job, int64_t due_at) MUST_USE;
/* step_run() of the last step of the work: in the same transaction the job ends and the next one begins. */
enum err job_end_with(struct scope *s, struct job *job,
	enum err (*run)(struct scope *s, void *context), void *context) MUST_USE;
/* To be called again and again by what takes long: holds the lease for at least for_ms more. E_LOCKED: leave off, as another process
 * has the job now or this one is to end; pass it up. Not in a transaction. */
enum err job_hold(struct scope *s, struct job *job, int64_t for_ms) MUST_USE;

/* One round: at most n_max of each tenant that has any due; the arena is emptied after each. `stops` is asked between them.
 * *n_out is how many were taken. */
enum { JOB_CLAIM_MAX = 20 };
enum err job_round(
	struct scope *s, const char *lane, int n_max, bool (*stops)(void), int *n_out) MUST_USE;
