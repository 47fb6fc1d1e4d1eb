/* step.h - one short transaction of a `steps` request, which asks others between its transactions. */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct scope;

/* Runs `run` in a transaction and commits; again, a few times, when the database says that nothing was kept (a deadlock,
 * a lost connection), so `run` must be safe to repeat. Rolled back when run fails. */
enum err step_run(
	struct scope *s, enum err (*run)(struct scope *s, void *context), void *context) MUST_USE;
/* The same for that tenant, of whom no more is known: what goes over all of them has work with one. */
enum err step_run_for(struct scope *s, int64_t tenant_id,
	enum err (*run)(struct scope *s, void *context), void *context) MUST_USE;
