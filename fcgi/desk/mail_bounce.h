/* mail_bounce.h - a letter of ours came back. It is known by the token in its envelope sender, or by its Message-ID in the report. */
#pragma once
#include <stdint.h>
#include "base/err.h"
#include "sql/mail_out.h"

struct mail;
struct scope;

enum { MAIL_BOUNCES_MAX = 3 };

/* In the open transaction: the letter is bounced, once; what failed for good (5.x.x) counts against the address, and the third in a row
 * is the last that goes there. The team reads of it in a note on the ticket, whose id is *comment_out; 0: there was nobody to write it
 * for, or too many came in the last hour: whoever got a letter can send back what looks like reports.
 * The scope's caller is another one afterwards. */
enum err mail_bounce_take(struct scope *s, const struct mail *mail,
	const struct mail_out_row *letter, int64_t *ticket_out, int64_t *comment_out) MUST_USE;
