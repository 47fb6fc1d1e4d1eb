/* pool_inside.h - what master, worker and control socket of the pool share.
 * Only for web/: others call pool.h. */
#pragma once
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/un.h>
#include "base/err.h"
#include "web/pool.h"

/* For workers to finish when they may not take their time. */
enum { STOP_MS = 15000 };
enum { POOL_ARGUMENTS_MAX = 31, POOL_COMMAND_MAX = 64, POOL_ANSWER_MAX = 64 * 1024 };

/* One page for each worker, which writes it; the master reads it. It comes
 * to the worker as file descriptor 3. */
enum { LISTEN_FD = 0, BOARD_FD = 3 };
struct board {
	_Atomic bool ready;         /* it has begun to take requests */
	_Atomic int64_t requests;   /* done */
	_Atomic int64_t busy_since; /* clock_monotonic_ms(); 0: idle */
};

enum child_state { CHILD_NONE, CHILD_RUNNING, CHILD_STOPPING };
struct child {
	enum child_state state;
	pid_t pid;
	int64_t started_at, kill_at; /* clock_monotonic_ms(); kill_at 0: may take its time */
	int generation;
	struct board *board;
};

enum { CHILDREN_MAX = 2 * POOL_WORKERS_MAX }; /* old and new ones while the pool is reloaded */
struct pool {
	const char *name, *program;
	char *arguments[POOL_ARGUMENTS_MAX + 1]; /* of its workers */
	struct sockaddr_un socket_path, control_path;
	int lock_fd, listen_fd, control_fd, signal_fd;
	int wanted, generation;
	bool stopping;
	int64_t respawn_at, backoff_ms;
	struct child children[CHILDREN_MAX];
	struct pool_reload {
		int client_fd; /* who waits for the answer; -1: nobody, as no reload goes on */
		int64_t deadline_at;
		bool old_told; /* the new workers are ready, the old ones finish */
	} reload;
};

/* run_dir/pools/NAME.SUFFIX; E_INVALID: longer than a socket's path may be. */
enum err pool_path(const char *name, const char *suffix, struct sockaddr_un *path_out) MUST_USE;

/* The master's side of the control socket (pool_control.c). */
enum err control_listen(struct pool *pool) MUST_USE;
/* One client asks; it is answered at once, except for `reload`, which
 * answers in pool_reload_step. */
void control_serve(struct pool *pool);
void control_say(int client_fd, const char *format, ...) PRINTF(2, 3);

/* The master's deeds (pool.c). */
int pool_count(const struct pool *pool, enum child_state state);
/* Running ones of this generation. */
int pool_count_current(const struct pool *pool);
void pool_scale(struct pool *pool, int wanted);

/* A reload: begun, moved on by the master's loop until the client has its
 * answer, or given up because the new workers die (pool_reload.c). */
void pool_reload(struct pool *pool, int client_fd);
void pool_reload_step(struct pool *pool);
void pool_reload_give_up(struct pool *pool);

/* One worker (pool_child.c): starts one, false if that is not possible now;
 * tells one to finish, and when it will be killed (clock_monotonic_ms(); 0:
 * it may take its time). */
bool child_start(struct pool *pool);
void child_end(struct child *child, int64_t kill_at);
