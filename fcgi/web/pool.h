/* pool.h - prefork: a master that listens, starts workers, watches them, and
 * obeys `lodgectl pool`; a worker that takes one request after the other. A
 * worker is a fresh exec of the program, so `reload` also takes in a new
 * binary and a new configuration; the listening socket stays open in the
 * master, so no request is lost. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct arena;
struct db;

enum { POOL_WORKERS_MAX = 256 };

/* What a worker keeps from request to request. */
struct worker {
	struct arena *arena;
	struct db *db;
	void *stream; /* FCGX_Request, accepted */
};

/* The master: binds run_dir/pools/NAME.sock (backlog 1024) and
 * run_dir/pools/NAME.ctl, runs until SIGTERM or SIGINT, then lets every
 * worker finish its request. Exit status. `program` is exec'd with
 * `arguments` (argv), --worker put behind the first. */
int pool_master(const char *name, int workers, const char *program, char *const *arguments);
/* A worker: the listening socket is file descriptor 0. Ends after
 * conf()->worker_requests, or on SIGTERM when idle or done. */
int pool_worker(const char *name, void (*answer)(struct worker *worker));

/* Asks a running master: "status", "scale 8", "reload". *answer_out is lines
 * of key=value for status, else one sentence that begins with "failed:" if
 * nothing came of it. E_MISSING: no such pool runs. */
enum err pool_ask(struct arena *arena, const char *name, const char *command,
	const char **answer_out) MUST_USE;
