/* sweep.h - clears away what has ended, for all tenants: sessions, kept answers, drafts, files that no request took, objects that
 * nothing names any more, uploads to the store that nobody goes on with. Now and then it looks through the whole store
 * (desk/inventory.h). Safe to repeat, to be killed anywhere, and to run twice at once. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct scope;

struct sweep {
	bool look; /* through the whole store now; else when the last look is long ago */
	bool dry;  /* changes nothing */
	void (*tell)(const char *what, const char *name); /* hears of each object; NULL: nobody */
	bool (*must_stop)(void); /* asked between one piece of work and the next; NULL: never */
};
/* One round: a bounded number of each. A step that fails hinders no other. What was found is logged, and kept as a report where files
 * are concerned; *said_out says it in words and numbers. The first error is given back; what was done stays done. */
enum err sweep_run(struct scope *s, const struct sweep *sweep, const char **said_out) MUST_USE;

/* Shared with desk/inventory.c. */
void sweep_tell(const struct sweep *sweep, const char *what, const char *name);
bool sweep_must_stop(const struct sweep *sweep);
