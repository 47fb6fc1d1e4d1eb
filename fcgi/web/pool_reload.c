/* pool_reload.c - new workers first, and only when all of them take requests
 * are the old ones told to finish. If the new ones do not start, the old
 * ones go on: a broken program or configuration stops nobody. */
#include "base/clock.h"
#include "base/log.h"
#include "web/pool_inside.h"

enum {
	READY_MS = 10000,  /* for the new workers to begin */
	FINISH_MS = 20000, /* then the answer does not wait for the old ones any longer */
};

void pool_reload(struct pool *pool, int client_fd)
{
	log_info("pool %s: starting %d new workers", pool->name, pool->wanted);
	pool->generation++;
	pool->respawn_at = pool->backoff_ms = 0;
	pool->reload = (struct pool_reload){
		.client_fd = client_fd,
		.deadline_at = clock_monotonic_ms() + READY_MS,
	};
}

/* The new workers are waited for, then the old ones; the answer says how it ended. */
void pool_reload_step(struct pool *pool)
{
	struct pool_reload *reload = &pool->reload;
	int64_t now = clock_monotonic_ms();
	int ready = 0, old = 0;

	if (reload->client_fd < 0)
		return;
	for (int i = 0; i < CHILDREN_MAX; i++) {
		struct child *child = &pool->children[i];

		if (child->state == CHILD_NONE)
			continue;
		old += child->generation != pool->generation;
		ready += child->state == CHILD_RUNNING && child->generation == pool->generation &&
			child->board->ready;
	}
	if (!reload->old_told && ready < pool->wanted) {
		if (now >= reload->deadline_at)
			pool_reload_give_up(pool);
		return;
	}
	if (!reload->old_told) {
		reload->old_told = true;
		reload->deadline_at = now + FINISH_MS;
		for (int i = 0; i < CHILDREN_MAX; i++)
			if (pool->children[i].state == CHILD_RUNNING &&
				pool->children[i].generation != pool->generation)
				child_end(&pool->children[i], 0);
	} else if (old == 0 || now >= reload->deadline_at) {
		control_say(reload->client_fd,
			"reloaded: %d new workers, %d old ones still finish a request\n", ready,
			old);
		reload->client_fd = -1;
	}
}

/* The new workers do not start: the old ones, which do work, go on and
 * become this generation. */
void pool_reload_give_up(struct pool *pool)
{
	int kept = 0;

	for (int i = 0; i < CHILDREN_MAX; i++) {
		struct child *child = &pool->children[i];

		if (child->state != CHILD_RUNNING)
			continue;
		if (child->generation == pool->generation) {
			child_end(child, clock_monotonic_ms() + STOP_MS);
			continue;
		}
		child->generation = pool->generation;
		kept++;
	}
	log_error("pool %s: the new workers do not start, %d old ones go on", pool->name, kept);
	control_say(pool->reload.client_fd,
		"failed: the new workers do not start (see the log), %d old ones go on\n", kept);
	pool->reload.client_fd = -1;
}
