/* step.c - see step.h. The rules of repeating are those of the spine: never after a COMMIT whose fate nobody knows. */
#include "id/step.h"

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/crypto.h"
#include "base/metric.h"
#include "db/db.h"
#include "db/tx.h"
#include "id/scope.h"
#include "id/tenant.h"

enum { TRIES_MAX = 4, PAUSE_US = 8000 };

static enum err try_once(
	struct scope *s, enum err (*run)(struct scope *s, void *context), void *context);
static bool may_repeat(const struct db *db, int tries);
static void step_aside(int tries);

enum err step_run(struct scope *s, enum err (*run)(struct scope *s, void *context), void *context)
{
	for (int tries = 1;; tries++) {
		enum err e = try_once(s, run, context);

		if (e != E_BUSY || !may_repeat(s->db, tries))
			return e;
		metric_add(METRIC_DB_RETRIES, 1);
		if (db_trouble(s->db) == DB_RETRY)
			step_aside(tries);
	}
}

enum err step_run_for(struct scope *s, int64_t tenant_id,
	enum err (*run)(struct scope *s, void *context), void *context)
{
	const struct tenant tenant = { .id = tenant_id };
	struct scope theirs = *s;

	theirs.tenant = &tenant;
	return step_run(&theirs, run, context);
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

/* Several who met in a deadlock would meet there again: each waits a while of its own, by chance, longer each time. */
static void step_aside(int tries)
{
	uint32_t chance;

	random_bytes(&chance, sizeof(chance));
	nanosleep(
		&(struct timespec){ .tv_nsec = (long)(chance % (PAUSE_US << tries)) * 1000 }, NULL);
}
