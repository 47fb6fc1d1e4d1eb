/* turnstile.h - how many workers may wait for one provider at once, over all workers of the pool: the others stay free for
 * everybody else. A place is a locked file, so the kernel gives it back when a worker dies. */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct arena;

/* Takes one of conf()->auth_waiting_max places until the arena is emptied. While they change hands quickly it waits a moment
 * for one: many people may sign in at once. E_UPSTREAM: all are held by workers that wait for a provider that is silent, or
 * the moment is over (logged). */
enum err turnstile_enter(struct arena *arena, int64_t tenant_id, int64_t provider_id) MUST_USE;
