/* pool.c - the master: binds the socket, starts workers, watches them,
 * starts them again, stops them. One loop, no threads: signals arrive
 * through a signalfd, so nothing happens in a handler. The listening socket
 * is never closed while workers come and go, so a connection waits in its
 * backlog at worst. Its lock file, not the socket, says whether a master
 * lives: the kernel releases the lock also after kill -9. */
#include "web/pool.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/metric.h"
#include "web/pool_inside.h"

enum {
	BACKLOG = 1024,
	BACKOFF_MIN_MS = 50,
	BACKOFF_MAX_MS = 5000,
	EARLY_DEATH_MS = 1000, /* a worker that dies sooner cannot start at all */
	STEP_MS = 20,          /* between looks at workers that are starting or ending */
	IDLE_MS = 1000,
};

static void set_arguments(struct pool *pool, char *const *arguments);
static enum err open_pool(struct pool *pool);
static enum err take_lock(struct pool *pool);
static enum err listen_there(struct pool *pool);
static enum err watch_signals(struct pool *pool);
static void run(struct pool *pool);
static int wait_ms(const struct pool *pool);
static void heed_signal(struct pool *pool);
static void stop(struct pool *pool);
static void reap(struct pool *pool);
static void bury(struct pool *pool, struct child *child, int status);
static void log_death(const struct pool *pool, const struct child *child, int status);
static void fill_up(struct pool *pool);
static void kill_late(struct pool *pool);
static void close_pool(struct pool *pool);

int pool_master(const char *name, int workers, const char *program, char *const *arguments)
{
	static struct pool pool;

	assert(workers > 0 && workers <= POOL_WORKERS_MAX);
	pool = (struct pool){ .name = name, .program = program };
	set_arguments(&pool, arguments);
	pool.lock_fd = pool.listen_fd = pool.control_fd = pool.signal_fd = pool.reload.client_fd =
		-1;
	pool.wanted = workers;
	if (open_pool(&pool) != OK) {
		close_pool(&pool);
		return 1;
	}
	log_info("pool %s: %d workers on %s", name, workers, pool.socket_path.sun_path);
	run(&pool);
	close_pool(&pool);
	log_info("pool %s: stopped", name);
	return 0;
}

enum err pool_path(const char *name, const char *suffix, struct sockaddr_un *path_out)
{
	int size;

	*path_out = (struct sockaddr_un){ .sun_family = AF_UNIX };
	size = snprintf(path_out->sun_path, sizeof(path_out->sun_path), "%s/pools/%s.%s",
		conf()->run_dir, name, suffix);
	if (size < 0 || (size_t)size >= sizeof(path_out->sun_path))
		return fail(E_INVALID,
			"run_dir is too long for a socket: %s/pools/%s.%s (at most %zu bytes)",
			conf()->run_dir, name, suffix, sizeof(path_out->sun_path) - 1);
	return OK;
}

int pool_count(const struct pool *pool, enum child_state state)
{
	int n = 0;

	for (int i = 0; i < CHILDREN_MAX; i++)
		n += pool->children[i].state == state;
	return n;
}

int pool_count_current(const struct pool *pool)
{
	int n = 0;

	for (int i = 0; i < CHILDREN_MAX; i++)
		n += pool->children[i].state == CHILD_RUNNING &&
			pool->children[i].generation == pool->generation;
	return n;
}

/* Fewer: idle workers first, so that the busy ones need no replacement.
 * More: fill_up does it. */
void pool_scale(struct pool *pool, int wanted)
{
	int surplus = pool_count_current(pool) - wanted;

	log_info("pool %s: %d workers instead of %d", pool->name, wanted, pool->wanted);
	pool->wanted = wanted;
	for (int busy = 0; busy <= 1; busy++) {
		for (int i = 0; i < CHILDREN_MAX && surplus > 0; i++) {
			struct child *child = &pool->children[i];

			if (child->state != CHILD_RUNNING ||
				(child->board->busy_since != 0) != busy)
				continue;
			child_end(child, 0);
			surplus--;
		}
	}
}

static void set_arguments(struct pool *pool, char *const *arguments)
{
	static char worker_option[] = "--worker";
	size_t n = 0;

	pool->arguments[n++] = arguments[0];
	pool->arguments[n++] = worker_option;
	for (size_t i = 1; arguments[0] != NULL && arguments[i] != NULL; i++) {
		assert(n < POOL_ARGUMENTS_MAX);
		pool->arguments[n++] = arguments[i];
	}
}

static enum err open_pool(struct pool *pool)
{
	TRY(pool_path(pool->name, "sock", &pool->socket_path));
	TRY(pool_path(pool->name, "ctl", &pool->control_path));
	TRY(take_lock(pool));
	TRY(metric_open(pool->name));
	TRY(watch_signals(pool));
	TRY(listen_there(pool));
	return control_listen(pool);
}

static enum err take_lock(struct pool *pool)
{
	struct sockaddr_un path;
	char folder[sizeof(path.sun_path)];

	snprintf(folder, sizeof(folder), "%s/pools", conf()->run_dir);
	/* Others may pass (nginx), nobody else may write. */
	if (mkdir(folder, 0755) != 0 && errno != EEXIST)
		return fail(E_INVALID, "cannot make %s: %s", folder, strerror(errno));
	TRY(pool_path(pool->name, "lock", &path));
	pool->lock_fd = open(path.sun_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (pool->lock_fd < 0)
		return fail(E_INVALID, "cannot open %s: %s", path.sun_path, strerror(errno));
	if (flock(pool->lock_fd, LOCK_EX | LOCK_NB) != 0)
		return fail(E_CONFLICT, "pool %s is running already: %s is locked", pool->name,
			path.sun_path);
	return OK;
}

static enum err listen_there(struct pool *pool)
{
	const char *path = pool->socket_path.sun_path;

	unlink(path); /* we hold the lock, so this one was left by a master that is dead */
	/* Not blocking: of several workers that one connection woke, one
	 * gets it and the others go on waiting. */
	pool->listen_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (pool->listen_fd < 0)
		return fail(E_BUG, "cannot make a socket: %s", strerror(errno));
	if (bind(pool->listen_fd, (const struct sockaddr *)&pool->socket_path,
		    sizeof(pool->socket_path)) != 0)
		return fail(E_INVALID, "cannot bind %s: %s", path, strerror(errno));
	/* nginx's workers are another user in a group we do not know, so
	 * everybody on the machine may connect. What they could forge, the
	 * address of the client, buys nothing: every route asks for a
	 * session or a token. */
	if (chmod(path, 0666) != 0 || listen(pool->listen_fd, BACKLOG) != 0)
		return fail(E_INVALID, "cannot listen on %s: %s", path, strerror(errno));
	return OK;
}

static enum err watch_signals(struct pool *pool)
{
	sigset_t signals;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&signals);
	sigaddset(&signals, SIGCHLD);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	if (sigprocmask(SIG_BLOCK, &signals, NULL) != 0)
		return fail(E_BUG, "cannot block signals: %s", strerror(errno));
	pool->signal_fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (pool->signal_fd < 0)
		return fail(E_BUG, "signalfd: %s", strerror(errno));
	return OK;
}

static void run(struct pool *pool)
{
	while (!pool->stopping || pool_count(pool, CHILD_STOPPING) > 0) {
		struct pollfd fds[] = {
			{ .fd = pool->signal_fd, .events = POLLIN },
			{ .fd = pool->stopping ? -1 : pool->control_fd, .events = POLLIN },
		};

		if (!pool->stopping)
			fill_up(pool);
		if (poll(fds, 2, wait_ms(pool)) < 0 && errno != EINTR) {
			log_error("poll: %s", strerror(errno));
			stop(pool);
		}
		if (fds[0].revents != 0)
			heed_signal(pool);
		reap(pool);
		if (fds[1].revents != 0 && !pool->stopping)
			control_serve(pool);
		pool_reload_step(pool);
		kill_late(pool);
		metric_workers(pool->stopping ? 0 : pool_count_current(pool));
	}
}

/* Until something has to be done that no descriptor tells of. */
static int wait_ms(const struct pool *pool)
{
	int64_t left = pool->respawn_at - clock_monotonic_ms();

	if (pool->stopping || pool->reload.client_fd >= 0)
		return STEP_MS;
	if (pool_count_current(pool) < pool->wanted)
		return left > 0 ? (int)left : STEP_MS;
	return IDLE_MS;
}

static void heed_signal(struct pool *pool)
{
	struct signalfd_siginfo info;

	while (read(pool->signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		if (info.ssi_signo == SIGCHLD || pool->stopping)
			continue;
		log_info("pool %s: %s, stopping", pool->name, strsignal((int)info.ssi_signo));
		stop(pool);
	}
}

static void stop(struct pool *pool)
{
	int64_t kill_at = clock_monotonic_ms() + STOP_MS;

	pool->stopping = true;
	unlink(pool->socket_path.sun_path);
	unlink(pool->control_path.sun_path);
	if (pool->reload.client_fd >= 0)
		control_say(pool->reload.client_fd, "failed: the pool is stopping\n");
	pool->reload.client_fd = -1;
	for (int i = 0; i < CHILDREN_MAX; i++)
		if (pool->children[i].state != CHILD_NONE)
			child_end(&pool->children[i], kill_at);
}

static void reap(struct pool *pool)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		for (int i = 0; i < CHILDREN_MAX; i++)
			if (pool->children[i].state != CHILD_NONE && pool->children[i].pid == pid)
				bury(pool, &pool->children[i], status);
	}
}

static void bury(struct pool *pool, struct child *child, int status)
{
	int64_t now = clock_monotonic_ms();
	bool retired = WIFEXITED(status) && WEXITSTATUS(status) == 0 && child->board->ready;
	bool newcomer,
		early = !retired && child->state == CHILD_RUNNING &&
		now - child->started_at < EARLY_DEATH_MS;

	log_death(pool, child, status);
	if (child->state == CHILD_RUNNING)
		metric_add(METRIC_RESPAWNS, 1);
	/* All workers dying at once are one failure, so the delay doubles
	 * once for them. */
	if (early && now >= pool->respawn_at) {
		pool->backoff_ms = pool->backoff_ms == 0 ? BACKOFF_MIN_MS : pool->backoff_ms * 2;
		if (pool->backoff_ms > BACKOFF_MAX_MS)
			pool->backoff_ms = BACKOFF_MAX_MS;
		pool->respawn_at = now + pool->backoff_ms;
		log_warn("pool %s: workers do not start, next try in %d ms", pool->name,
			(int)pool->backoff_ms);
	} else if (!early) {
		pool->backoff_ms = pool->respawn_at = 0;
	}
	newcomer = child->generation == pool->generation;
	munmap(child->board, sizeof(*child->board));
	*child = (struct child){ 0 };
	if (early && newcomer && pool->reload.client_fd >= 0 && !pool->reload.old_told)
		pool_reload_give_up(pool);
}

static void log_death(const struct pool *pool, const struct child *child, int status)
{
	long long requests = (long long)child->board->requests;

	if (WIFSIGNALED(status))
		log_warn("pool %s: worker %d died of %s%s after %lld requests%s", pool->name,
			(int)child->pid, strsignal(WTERMSIG(status)),
			WCOREDUMP(status) ? " (core dumped)" : "", requests,
			child->board->busy_since != 0 ? ", in the middle of one" : "");
	else if (WEXITSTATUS(status) != 0)
		log_warn("pool %s: worker %d ended with status %d after %lld requests", pool->name,
			(int)child->pid, WEXITSTATUS(status), requests);
	else
		log_info("pool %s: worker %d ended after %lld requests", pool->name,
			(int)child->pid, requests);
}

static void fill_up(struct pool *pool)
{
	if (clock_monotonic_ms() < pool->respawn_at)
		return;
	for (int missing = pool->wanted - pool_count_current(pool); missing > 0; missing--) {
		if (child_start(pool))
			continue;
		pool->respawn_at = clock_monotonic_ms() + BACKOFF_MAX_MS;
		return;
	}
}

static void kill_late(struct pool *pool)
{
	int64_t now = clock_monotonic_ms();

	for (int i = 0; i < CHILDREN_MAX; i++) {
		struct child *child = &pool->children[i];

		if (child->state != CHILD_STOPPING || child->kill_at == 0 || now < child->kill_at)
			continue;
		log_warn("pool %s: worker %d does not finish its request, killing it", pool->name,
			(int)child->pid);
		kill(child->pid, SIGKILL);
		child->kill_at = now + STOP_MS;
	}
}

static void close_pool(struct pool *pool)
{
	const int fds[] = { pool->control_fd, pool->listen_fd, pool->signal_fd, pool->lock_fd };

	for (size_t i = 0; i < sizeof(fds) / sizeof(fds[0]); i++)
		if (fds[i] >= 0)
			close(fds[i]);
}
