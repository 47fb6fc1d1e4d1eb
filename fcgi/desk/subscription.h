/* subscription.h - who is told of a ticket's news: what they said about it, else their part in it: reporter, participants and assignee
 * are told, others only once they asked for it. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/subscription.h"

struct desk;
struct scope;
struct ticket;

/* The caller is told, or not any more. */
enum err subscription_set(struct scope *s, const struct ticket *ticket, bool subscribed) MUST_USE;
/* The caller is told of each new request on the desk, or not any more. */
enum err desk_watch_set(struct scope *s, const struct desk *desk, bool watching) MUST_USE;
enum err desk_watch_get(struct scope *s, const struct desk *desk, bool *watching_out) MUST_USE;
/* Is this person told? Never one who does not see the ticket (any more), whatever they said. It needs no caller. */
enum err subscription_wants(
	struct scope *s, const struct ticket *ticket, int64_t person_id, bool *wanted_out) MUST_USE;
/* The rule alone: `reports` and `assigned` are the person's parts that stand in the ticket. */
bool subscription_is_wanted(const struct interest *interest, bool reports, bool assigned);
