/* mail_quote.h - a quote is answered by mail: by the first words of an answer to the letter that asked about it. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct mail;
struct mail_verdict;
struct scope;
struct ticket;

/* In the open transaction; the caller is the mail's sender. *answered_out: they accepted or declined what they were asked, and it counts. Not
 * where nothing proves that they wrote it, where a machine did, where it is too late or somebody was quicker: what they wrote is a comment
 * all the same. */
enum err mail_quote_answer(struct scope *s, int64_t mail_id, const struct mail *mail,
	const struct mail_verdict *verdict, const struct ticket *ticket,
	bool *answered_out) MUST_USE;
