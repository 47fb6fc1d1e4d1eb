/* step.h - one short transaction of a `steps` request, which asks others between its transactions. */
#pragma once
#include "base/err.h"

struct scope;

/* Runs `run` in a transaction and commits; again, a few times, when the database says that nothing was kept (a deadlock,
 * a lost connection), so `run` must be safe to repeat. Rolled back when run fails. */
enum err step_run(
	struct scope *s, enum err (*run)(struct scope *s, void *context), void *context) MUST_USE;
