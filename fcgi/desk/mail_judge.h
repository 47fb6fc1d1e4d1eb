/* mail_judge.h - what is to become of a mail that was read: it passes, it is held, or it becomes a request, a comment, a note, or the end
 * of a letter. Nothing is written here, so it can be asked again when the time has come to write. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "desk/mail_sender.h"
#include "desk/mail_thread.h"
#include "desk/mail_why.h"
#include "sql/mail_in.h"

struct mail;
struct mail_address;
struct scope;
struct ticket;

enum mail_fate {
	MAIL_PASSES,   /* stored, and of no effect: ->why */
	MAIL_HELD,     /* ->why; ->ticket, if there is one, is what it speaks of */
	MAIL_RETURNED, /* ->letter came back */
	MAIL_COMMENTS, /* on ->ticket */
	MAIL_NOTES,    /* the same, for the team alone: a machine wrote it */
	MAIL_OPENS     /* a request */
};
struct mail_verdict {
	enum mail_fate fate;
	enum mail_why why;
	bool automatic;
	struct mail_sender sender;
	struct mail_thread thread;
	struct ticket
		*ticket; /* NULL: none. As near as it is to the sender where it is commented on. */
	const struct mail_out_row *letter;
};
/* The scope's caller is nobody afterwards. */
enum err mail_judge(struct scope *s, const struct mail_in *row, const struct mail_address *address,
	const struct mail *mail, struct mail_verdict *verdict_out) MUST_USE;
