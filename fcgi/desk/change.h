/* change.h - what changed since somebody asked last. The ids of activity are given in another order than transactions commit, so a
 * cursor passes no row that is younger than CHANGE_SETTLED_MS: until then a row is told each time, and who asks knows it by its id. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/activity.h"

struct desk;
struct scope;
struct ticket;

/* Longer than a transaction takes from the instant of its request to its commit: a statement of one is ended after
 * db_statement_timeout_s, and so is one that only waits. */
enum { CHANGE_SETTLED_MS = 60 * 1000, CHANGES_MAX = 500 };

struct changes {
	int64_t cursor; /* to ask with the next time */
	bool reset; /* more than CHANGES_MAX: nothing is told, and all has to be looked at again */
	struct change *of_desk; /* in the order of ids */
	struct activity *of_ticket;
};
/* Everything on the desk after the cursor; only a cursor when `after` is below 0. */
enum err change_list_desk(struct scope *s, const struct desk *desk, int64_t after,
	struct changes *changes_out) MUST_USE;
/* The same of one ticket, as far as the caller may see it. */
enum err change_list_ticket(struct scope *s, const struct ticket *ticket, int64_t after,
	struct changes *changes_out) MUST_USE;
