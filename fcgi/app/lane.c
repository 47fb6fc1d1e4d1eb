/* lane.c - the table of lanes, and the loop of one process of a lane. SIGTERM and SIGINT stay blocked and are asked for, so a round
 * is never cut in the middle. */
#include "app/lane.h"

#include <assert.h>
#include <signal.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/json.h"
#include "base/log.h"
#include "base/str.h"
#include "db/db.h"
#include "id/scope.h"
#include "desk/job.h"
#include "desk/sweep.h"
#include "app/crew.h"

enum {
	ARENA_SIZE_MAX = 64 * 1024 * 1024,
	FILES_AT_ONCE = 1,     /* one may take minutes */
	LETTERS_AT_ONCE = 5,   /* so many may wait behind a server that hangs */
	MAILS_AT_ONCE = 5,     /* the same behind a mail that takes long to read */
	MAILBOXES_AT_ONCE = 1, /* a server may be slow */
	PAUSE_FAILED_MS = 2000 /* at least, as whoever is not there will not be at once */
};

static enum err sweep_round(struct scope *s, bool (*stops)(void), bool *more_out)
{
	const struct sweep sweep = { .must_stop = stops };
	const char *said;

	*more_out = false;
	return sweep_run(s, &sweep, &said);
}

static int64_t sweep_pause(void)
{
	return conf()->sweep_s * 1000;
}

const struct lane lanes[] = {
	{ "sweep", 1, .round = sweep_round, .pause_ms = sweep_pause },
	{ "files", 2, .jobs_at_once = FILES_AT_ONCE },
	{ "clocks", 1, .jobs_at_once = JOB_CLAIM_MAX },
	{ "mail", 2, .jobs_at_once = LETTERS_AT_ONCE },
	{ "mail-in", 2, .jobs_at_once = MAILS_AT_ONCE },
	{ "mailbox", 2, .jobs_at_once = MAILBOXES_AT_ONCE },
	{ 0 },
};

const struct lane *lane_find(const char *name)
{
	for (const struct lane *lane = lanes; lane->name; lane++)
		if (str_equal(lane->name, name))
			return lane;
	return NULL;
}

static void block_stop(sigset_t *stop)
{
	sigemptyset(stop);
	sigaddset(stop, SIGTERM);
	sigaddset(stop, SIGINT);
	sigprocmask(SIG_BLOCK, stop, NULL);
}

static bool is_stopped(void)
{
	sigset_t waiting;

	sigpending(&waiting);
	return sigismember(&waiting, SIGTERM) == 1 || sigismember(&waiting, SIGINT) == 1;
}

static int64_t pause_of(const struct lane *lane, enum err e)
{
	const int64_t ms = lane->pause_ms ? lane->pause_ms() : conf()->job_pause_ms;

	return e != OK && ms < PAUSE_FAILED_MS ? PAUSE_FAILED_MS : ms;
}

static void pause_lane(const sigset_t *stop, int64_t ms)
{
	const struct timespec pause = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
	int number = sigtimedwait(stop, NULL, &pause);

	if (number > 0)
		raise(number); /* waits again, for is_stopped */
}

static enum err jobs_round(const struct lane *lane, struct scope *s, bool *more_out)
{
	int n;
	enum err e = job_round(s, lane->name, lane->jobs_at_once, is_stopped, &n);

	*more_out = n > 0;
	return e;
}

static enum err round_run(
	const struct lane *lane, struct arena *arena, struct db *db, bool *more_out)
{
	struct scope s = {
		.arena = arena, .db = db, .now = clock_now(), .refusal = { .arena = arena }
	};
	enum err e;

	*more_out = false;
	json_use(arena);
	e = lane->round ? lane->round(&s, is_stopped, more_out) : jobs_round(lane, &s, more_out);
	arena_reset(arena);
	return e;
}

int lane_run(const struct lane *lane, bool once)
{
	struct arena *arena = arena_make(ARENA_SIZE_MAX);
	struct db *db = db_make();
	sigset_t stop;
	bool more;
	enum err e;

	signal(SIGPIPE, SIG_IGN);
	block_stop(&stop);
	do {
		e = round_run(lane, arena, db, &more);
		if (!once && (e != OK || !more))
			pause_lane(&stop, pause_of(lane, e));
	} while (!once && !is_stopped());
	db_close(db);
	arena_free(arena);
	return e == OK ? 0 : 1;
}

int lane_master(char *const *arguments)
{
	enum { POSTS_MAX = 16 };
	struct crew_post posts[POSTS_MAX + 1] = { 0 };
	const struct crew crew = { .arguments = arguments, .option = "--lane", .posts = posts };
	int n = 0;

	for (const struct lane *lane = lanes; lane->name; lane++) {
		assert(n < POSTS_MAX);
		posts[n++] = (struct crew_post){ lane->name, lane->processes };
	}
	return crew_run(&crew);
}
