/* turnstile.c - see turnstile.h. The files stay: who removed one could let two workers lock two files of one name. */
#include "id/turnstile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/log.h"

static int place_take(const char *path);
static void place_leave(void *place);

enum err turnstile_enter(struct arena *arena, int64_t tenant_id, int64_t provider_id)
{
	const char *folder = arena_format(arena, "%s/pools", conf()->run_dir);

	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return fail(E_BUSY, "%s: %s", folder, strerror(errno));
	for (int64_t n = 0; n < conf()->auth_waiting_max; n++) {
		int place = place_take(arena_format(arena, "%s/waiting-%lld-%lld-%lld", folder, (long long)tenant_id,
			(long long)provider_id, (long long)n));

		if (place < 0)
			continue;
		arena_defer(arena, place_leave, (void *)(intptr_t)place);
		return OK;
	}
	return fail(E_UPSTREAM, "provider %lld: %lld workers wait for it already", (long long)provider_id,
		(long long)conf()->auth_waiting_max);
}

/* The locked file, or -1. */
static int place_take(const char *path)
{
	int place = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (place < 0) {
		log_error("%s: %s", path, strerror(errno));
		return -1;
	}
	if (flock(place, LOCK_EX | LOCK_NB) == 0)
		return place;
	close(place);
	return -1;
}

static void place_leave(void *place)
{
	close((int)(intptr_t)place);
}
