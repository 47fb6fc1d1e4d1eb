/* step.c - see step.h. The rules of repeating are those of the spine: never after a COMMIT whose fate nobody knows. */
#include "id/step.h"

#include <stdbool.h>

#include "base/metric.h"
#include "db/db.h"
#include "db/tx.h"
#include "id/scope.h"

enum { TRIES_MAX = 4 };

static enum err try_once(
	struct scope *s, enum err (*run)(struct scope *s, void *context), void *context);
static bool may_repeat(const struct db *db, int tries);

enum err step_run(struct scope *s, enum err (*run)(struct scope *s, void *context), void *context)
{
	for (int tries = 1;; tries++) {
		enum err e = try_once(s, run, context);

		if (e != E_BUSY || !may_repeat(s->db, tries))
			return e;
		metric_add(METRIC_DB_RETRIES, 1);
	}
}

static enum err try_once(
	struct scope *s, enum err (*run)(struct scope *s, void *context), void *context)
{
	enum err e = tx_begin(s->db);

	if (e == OK)
		e = run(s, context);
	if (e == OK)
		e = tx_commit(s->db);
	if (e != OK && tx_is_open(s->db))
		tx_rollback(s->db);
	return e;
}

static bool may_repeat(const struct db *db, int tries)
{
	switch (db_trouble(db)) {
	case DB_RETRY:
		return tries < TRIES_MAX;
	case DB_LOST:
		return tries == 1;
	default:
		return false;
	}
}
