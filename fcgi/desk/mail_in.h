/* mail_in.h - a mail that has come is read, and becomes a ticket, a comment or a report, or is held until somebody decides. */
#pragma once
#include "base/err.h"

struct job;
struct scope;

/* JOB_MAIL: the subject is a row of mail_in. */
enum err mail_in_run(struct scope *s, struct job *job) MUST_USE;
