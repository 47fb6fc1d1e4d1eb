/* lodge-jobs.c - the work that no request waits for. One lane so far: the sweep. */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/json.h"
#include "base/log.h"
#include "db/db.h"
#include "id/scope.h"
#include "desk/sweep.h"

enum { ARENA_SIZE_MAX = 64 * 1024 * 1024 };

static const char usage[] =
	"usage: lodge-jobs --conf FILE [--once]\n"
	"Clears away what has ended, again and again until SIGTERM; with --once one time.\n";
static const struct option options[] = {
	{ "conf", required_argument, NULL, 'c' },
	{ "once", no_argument, NULL, 'o' },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

/* A round is not cut in the middle, but ended early. */
static bool must_stop(void)
{
	sigset_t pending;

	sigpending(&pending);
	return sigismember(&pending, SIGTERM) || sigismember(&pending, SIGINT);
}

static enum err round_run(struct arena *arena, struct db *db)
{
	struct scope s = {
		.arena = arena, .db = db, .now = clock_now(), .refusal = { .arena = arena }
	};
	const char *said;
	enum err e;

	json_use(arena);
	e = sweep_run(&s, &(struct sweep){ .must_stop = must_stop }, &said);
	arena_reset(arena);
	return e;
}

/* SIGTERM and SIGINT are blocked but here: a round is never cut in the middle. */
static bool wait_for_next(const sigset_t *stop)
{
	const struct timespec pause = { .tv_sec = (time_t)conf()->sweep_s };

	return sigtimedwait(stop, NULL, &pause) < 0;
}

int main(int argc, char **argv)
{
	const char *conf_path = NULL;
	struct arena *arena = arena_make(ARENA_SIZE_MAX);
	struct db *db = db_make();
	enum err e = OK;
	bool once = false;
	sigset_t stop;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'c') {
			conf_path = optarg;
		} else if (option == 'o') {
			once = true;
		} else {
			fputs(usage, option == 'h' ? stdout : stderr);
			return option == 'h' ? 0 : 2;
		}
	}
	conf_load(conf_path);
	log_open("jobs");
	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGINT);
	sigprocmask(SIG_BLOCK, &stop, NULL);
	do
		e = round_run(arena, db);
	while (!once && wait_for_next(&stop));
	db_close(db);
	arena_free(arena);
	return e == OK ? 0 : 1;
}
