/* mail_send.h - a letter of the outbox goes out. What the mail server says about it decides: taken, refused for good, or later. While
 * the server is away or silent, letters wait at once and all of them; what else is done in the lane goes on meanwhile. */
#pragma once
#include "base/err.h"

struct job;
struct scope;

/* JOB_LETTER; the subject is a row of mail_out. A letter may leave twice when this process dies before it has written that it did: it
 * has the same Message-ID then. After conf()->letter_give_up_s it has failed. */
enum err mail_send_run(struct scope *s, struct job *job) MUST_USE;
