/* mail_send.h - a letter of the outbox goes out. */
#pragma once
#include "base/err.h"

struct job;
struct scope;

/* JOB_LETTER; the subject is a row of mail_out. */
enum err mail_send_run(struct scope *s, struct job *job) MUST_USE;
