/* quote_read.h - a quote as it was asked for becomes one that can be sent: amounts exact, the day an instant, account ids people. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "desk/quote.h"

enum { QUOTE_HOURS_DIGITS = 2 }; /* after the point */

struct quote_line {
	const char *text;
	bool timed;
	int64_t hours;  /* as QUOTE_HOURS_DIGITS says: hundredths */
	int64_t amount; /* in the currency's smallest unit */
};
struct quote_approver {
	int64_t person_id;
	const char *name;
};
struct quote_new {
	const char *currency, *terms; /* terms: NULL without */
	int digits;
	struct quote_line lines[QUOTE_LINES_MAX];
	int lines_n;
	int64_t total, valid_until, needed;
	struct quote_approver approvers[QUOTE_APPROVERS_MAX];
	int approvers_n;
};
/* E_INVALID with the field of each wrong thing: "lines[2].amount". */
enum err quote_read(struct scope *s, const struct ticket *ticket, const struct quote_wish *wish,
	struct quote_new *quote_out) MUST_USE;
