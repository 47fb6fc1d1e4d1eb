/* ticket_edit.h - what the team changes of a ticket: who works on it, and how urgent it is. Customers' lists do not move. */
#pragma once
#include <stdint.h>
#include "base/err.h"
#include "sql/ticket_edit.h"

struct desk;
struct scope;
struct ticket;

/* To somebody who answers on its desk; "" takes it from whoever had it. The fields of *ticket that say whose it is are the new
 * ones. E_INVALID on `assignee`. In the open transaction, as all below. */
enum err ticket_assign(struct scope *s, struct ticket *ticket, const char *account_id) MUST_USE;
/* By a name of desk/priority.h. E_INVALID on `priority`. */
enum err ticket_prioritise(struct scope *s, struct ticket *ticket, const char *name) MUST_USE;

/* Who may be assigned on the desk, by name; whose name or address holds `search`. */
enum err desk_agents(struct scope *s, const struct desk *desk, const char *search, int64_t limit,
	int64_t start, struct agent **first_out) MUST_USE;
