/* turnstile.c - see turnstile.h. The files stay: who removed one could let two workers lock two files of one name. */
#include "id/turnstile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"

/* A healthy provider answers in less than BRISK_MS: somebody who holds a place for longer waits for a dead one. */
enum { BRISK_MS = 400, PATIENCE_MS = 1000, PAUSE_MS = 20 };

static int any_place_take(const char *const *paths, bool *brisk_out);
static int place_take(const char *path, bool *brisk_out);
static int64_t age_ms(int place);
static void place_leave(void *place);

enum err turnstile_enter(struct arena *arena, int64_t tenant_id, int64_t provider_id)
{
	const char *folder = arena_format(arena, "%s/pools", conf()->run_dir);
	const char **paths = arena_alloc(
		arena, (size_t)(conf()->auth_waiting_max + 1) * sizeof(*paths));
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };
	int64_t began = clock_monotonic_ms();
	bool brisk;
	int place;

	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return fail(E_BUSY, "%s: %s", folder, strerror(errno));
	for (int64_t n = 0; n < conf()->auth_waiting_max; n++)
		paths[n] = arena_format(arena, "%s/waiting-%lld-%lld-%lld", folder,
			(long long)tenant_id, (long long)provider_id, (long long)n);
	while ((place = any_place_take(paths, &brisk)) < 0) {
		if (!brisk || clock_monotonic_ms() - began > PATIENCE_MS)
			return fail(E_UPSTREAM, "provider %lld: %lld workers wait for it already",
				(long long)provider_id, (long long)conf()->auth_waiting_max);
		nanosleep(&pause, NULL);
	}
	arena_defer(arena, place_leave, (void *)(intptr_t)place);
	return OK;
}

/* The locked file, or -1 and whether a place may soon be free. */
static int any_place_take(const char *const *paths, bool *brisk_out)
{
	*brisk_out = false;
	for (; *paths != NULL; paths++) {
		int place = place_take(*paths, brisk_out);

		if (place >= 0)
			return place;
	}
	return -1;
}

static int place_take(const char *path, bool *brisk_out)
{
	int place = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (place < 0) {
		log_error("%s: %s", path, strerror(errno));
		return -1;
	}
	if (flock(place, LOCK_EX | LOCK_NB) == 0) {
		futimens(place, NULL);
		return place;
	}
	*brisk_out = *brisk_out || age_ms(place) < BRISK_MS;
	close(place);
	return -1;
}

/* How long it has been held: who takes it touches it. */
static int64_t age_ms(int place)
{
	struct stat about;

	if (fstat(place, &about) != 0)
		return BRISK_MS;
	return clock_now() - (int64_t)about.st_mtim.tv_sec * 1000 - about.st_mtim.tv_nsec / 1000000;
}

static void place_leave(void *place)
{
	close((int)(intptr_t)place);
}
