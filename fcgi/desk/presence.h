/* presence.h - who of the team looks at a ticket or writes there now. It is said again every 20 seconds, kept in memory only, and
 * never told to customers. */
#pragma once
#include <stdbool.h>
#include "base/err.h"
#include "sql/presence.h"

struct scope;
struct ticket;

enum { PRESENCE_LIFE_MS = 60 * 1000, PRESENT_MAX = 20 };

/* The caller is there, and may be writing. */
enum err presence_tell(struct scope *s, const struct ticket *ticket, bool writing) MUST_USE;
enum err presence_leave(struct scope *s, const struct ticket *ticket) MUST_USE;
/* The others, at most PRESENT_MAX; nobody, to a customer. */
enum err presence_list(
	struct scope *s, const struct ticket *ticket, struct present **first_out) MUST_USE;
