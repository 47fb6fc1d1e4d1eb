/* job.h - work that follows a change, done by lodge-jobs: a row in the change's own transaction (an outbox). */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct scope;

enum job_kind {
	JOB_CHECK, /* read a file back: its SHA-256, its type, what the scanner says; the subject is an attachment */
	JOB_THUMBNAIL, /* make the small picture of a file */
	JOB_COUNT
};
/* In the open transaction: the work is due once that has committed, and never without it. */
enum err job_add(struct scope *s, enum job_kind kind, int64_t subject_id) MUST_USE;
