/* sweep.h - clears away what has ended: sessions, kept answers, files that no request took, uploads
 * to the store that were never finished. Safe to repeat and to run twice at once. */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct scope;

struct swept {
	int64_t sessions, answers, files;
	int unfinished;
};
/* One round over all tenants, a bounded number of each. On an error what was done so far stays done. */
enum err sweep_run(struct scope *s, struct swept *swept_out) MUST_USE;
