/* pool_control.c - how `lodgectl pool` talks to a master: one line of text
 * in, text out, over a socket that only the master's user can open. The
 * master reads a command only when it is all there, so a silent client holds
 * up nobody for more than CLIENT_MS. */
#include "web/pool.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "web/pool_inside.h"

enum { CLIENT_MS = 2000, ASK_MS = 60000, CONTROL_BACKLOG = 8 };

static enum err call_master(const char *name, int *fd_out);
static bool read_line(int fd, char *line, size_t room);
static bool obey(struct pool *pool, int client_fd, const char *command);
static void say_status(const struct pool *pool, int client_fd);
static void scale(struct pool *pool, int client_fd, const char *number);
static void set_limit(int fd, int limit_ms);
static enum err read_answer(int fd, struct str *answer);

enum err control_listen(struct pool *pool)
{
	const char *path = pool->control_path.sun_path;
	mode_t mask = umask(0177);
	int bound;

	unlink(path);
	pool->control_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bound = bind(pool->control_fd, (const struct sockaddr *)&pool->control_path,
		sizeof(pool->control_path));
	umask(mask);
	if (bound != 0 || listen(pool->control_fd, CONTROL_BACKLOG) != 0)
		return fail(E_INVALID, "cannot listen on %s: %s", path, strerror(errno));
	return OK;
}

void control_serve(struct pool *pool)
{
	int fd = accept4(pool->control_fd, NULL, NULL, SOCK_CLOEXEC);
	char command[POOL_COMMAND_MAX];

	if (fd < 0)
		return;
	set_limit(fd, CLIENT_MS);
	if (!read_line(fd, command, sizeof(command)))
		control_say(fd, "failed: no command\n");
	else if (!obey(pool, fd, command))
		control_say(fd, "failed: commands are status, scale N and reload\n");
}

/* Says it and hangs up. A client that has gone is no trouble of ours. */
void control_say(int client_fd, const char *format, ...)
{
	char text[POOL_ANSWER_MAX];
	va_list list;
	int size;

	va_start(list, format);
	size = vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	if (size > 0 &&
		send(client_fd, text, (size_t)size < sizeof(text) ? (size_t)size : sizeof(text) - 1,
			MSG_NOSIGNAL) < 0)
		log_info("nobody heard: %s", strerror(errno));
	close(client_fd);
}

enum err pool_ask(
	struct arena *arena, const char *name, const char *command, const char **answer_out)
{
	struct str answer = str_make(arena);
	const char *line = arena_format(arena, "%s\n", command);
	enum err e;
	int fd;

	TRY(call_master(name, &fd));
	set_limit(fd, ASK_MS);
	if (send(fd, line, strlen(line), MSG_NOSIGNAL) < 0)
		e = fail(E_BUSY, "pool %s does not listen: %s", name, strerror(errno));
	else
		e = read_answer(fd, &answer);
	close(fd);
	*answer_out = answer.text;
	return e;
}

/* E_MISSING: no master lives. */
static enum err call_master(const char *name, int *fd_out)
{
	struct sockaddr_un path;

	TRY(pool_path(name, "ctl", &path));
	*fd_out = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (*fd_out >= 0 && connect(*fd_out, (const struct sockaddr *)&path, sizeof(path)) == 0)
		return OK;
	if (*fd_out >= 0)
		close(*fd_out);
	if (errno == ENOENT || errno == ECONNREFUSED)
		return E_MISSING;
	return fail(E_BUSY, "cannot reach %s: %s", path.sun_path, strerror(errno));
}

/* One line within CLIENT_MS, however slowly its bytes come. */
static bool read_line(int fd, char *line, size_t room)
{
	int64_t end_at = clock_monotonic_ms() + CLIENT_MS;
	size_t size = 0;

	while (size < room - 1 && clock_monotonic_ms() < end_at) {
		ssize_t got = recv(fd, line + size, room - 1 - size, 0);
		char *end;

		if (got <= 0)
			return false;
		size += (size_t)got;
		line[size] = '\0';
		end = strchr(line, '\n');
		if (end == NULL)
			continue;
		*end = '\0';
		return true;
	}
	return false;
}

/* false: no such command; else the client is answered, or will be. */
static bool obey(struct pool *pool, int client_fd, const char *command)
{
	if (str_equal(command, "status"))
		say_status(pool, client_fd);
	else if (str_starts(command, "scale "))
		scale(pool, client_fd, command + strlen("scale "));
	else if (!str_equal(command, "reload"))
		return false;
	else if (pool->reload.client_fd >= 0)
		control_say(client_fd, "failed: a reload is going on\n");
	else
		pool_reload(pool, client_fd);
	return true;
}

static void say_status(const struct pool *pool, int client_fd)
{
	int64_t now = clock_monotonic_ms();
	char text[POOL_ANSWER_MAX];
	size_t size;

	size = (size_t)snprintf(text, sizeof(text), "pool=%s wanted=%d running=%d stopping=%d\n",
		pool->name, pool->wanted, pool_count(pool, CHILD_RUNNING),
		pool_count(pool, CHILD_STOPPING));
	for (int i = 0; i < CHILDREN_MAX && size < sizeof(text) - 128; i++) {
		const struct child *child = &pool->children[i];
		int64_t busy_since;

		if (child->state == CHILD_NONE)
			continue;
		busy_since = child->board->busy_since;
		size += (size_t)snprintf(text + size, sizeof(text) - size,
			"pid=%d state=%s uptime_s=%lld requests=%lld busy_ms=%lld\n",
			(int)child->pid,
			child->state == CHILD_STOPPING ? "stopping"
				: !child->board->ready ? "starting"
				: busy_since != 0      ? "busy"
						       : "idle",
			(long long)(now - child->started_at) / 1000,
			(long long)child->board->requests,
			busy_since != 0 ? (long long)(now - busy_since) : 0LL);
	}
	control_say(client_fd, "%s", text);
}

static void scale(struct pool *pool, int client_fd, const char *number)
{
	long long wanted;
	int before = pool->wanted;

	if (pool->reload.client_fd >= 0) {
		control_say(client_fd, "failed: a reload is going on\n");
	} else if (str_to_int(number, 1, POOL_WORKERS_MAX, &wanted) != OK) {
		control_say(client_fd, "failed: a pool has from 1 to %d workers\n",
			(int)POOL_WORKERS_MAX);
	} else {
		pool_scale(pool, (int)wanted);
		control_say(client_fd, "scaled: %d workers, before %d\n", (int)wanted, before);
	}
}

static void set_limit(int fd, int limit_ms)
{
	struct timeval limit = { .tv_sec = limit_ms / 1000, .tv_usec = limit_ms % 1000 * 1000 };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

static enum err read_answer(int fd, struct str *answer)
{
	char piece[4096];
	ssize_t got;

	while ((got = recv(fd, piece, sizeof(piece), 0)) > 0 && answer->size < POOL_ANSWER_MAX)
		str_add_bytes(answer, piece, (size_t)got);
	if (got < 0)
		return fail(E_BUSY, "the pool's master does not answer: %s", strerror(errno));
	if (answer->size == 0)
		return fail(E_BUSY, "the pool's master hung up");
	return OK;
}
