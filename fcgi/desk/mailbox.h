/* mailbox.h - mailboxes on other servers: one job looks into each, takes what lies there from the oldest mail on (mail_arrival.h), and
 * puts it into another folder of the mailbox once it is kept. What cannot be taken goes to the folder Quarantine and holds up no
 * other. A process that dies leaves the mail where it was: the next one takes it again, and it is known. */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct job;
struct scope;
struct mailbox; /* a row of sql/queries/mailbox.sql */

#define MAILBOX_QUARANTINE "Quarantine"

/* JOB_MAILBOX; the subject is the mailbox. It stays for as long as that does: every conf()->mailbox_poll_s, at once while there is
 * more, later while the server is in trouble. */
enum err mailbox_run(struct scope *s, struct job *job) MUST_USE;
/* In the open transaction: it is looked into at once, by one job. */
enum err mailbox_wake(struct scope *s, int64_t mailbox_id) MUST_USE;

/* Signs in, opens the folder, and takes nothing; said with refuse() if it cannot. *n_out is how many mails wait. Not in a transaction. */
enum err mailbox_try(struct scope *s, struct mailbox *mailbox, int64_t *n_out) MUST_USE;
