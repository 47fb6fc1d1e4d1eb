/* mail_door.c - see mail_door.h. All processes wait at one socket, and each has one session at a time: who comes when all have one
 * waits in the socket's queue for the next, or for the keeper (app/mail_keeper.h). */
#include "app/mail_door.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/json.h"
#include "base/log.h"
#include "base/metric.h"
#include "base/spool.h"
#include "base/str.h"
#include "db/db.h"
#include "net/lmtp.h"
#include "id/scope.h"
#include "desk/mail_address.h"
#include "desk/mail_arrival.h"
#include "desk/mail_token.h"
#include "app/mail_keeper.h"

enum {
	QUEUE = 128,
	ARENA_SIZE_MAX = 64 * 1024 * 1024,
	OPEN_PATIENCE_MS = 15000, /* the processes of a parent that died are ending */
	OPEN_PAUSE_MS = 100,
	TRY_S = 5
};

/* --- opening ---------------------------------------------------------------------------------------------- */

/* "127.0.0.1:24" or "[::1]:24". */
static struct addrinfo *listen_address(void)
{
	const struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
		.ai_socktype = SOCK_STREAM };
	const char *text = conf()->lmtp_listen, *port = strrchr(text, ':');
	struct addrinfo *found = NULL;
	long long number;
	char host[64];
	size_t size;

	if (!port || str_to_int(port + 1, 1, UINT16_MAX, &number) != OK)
		return NULL;
	size = (size_t)(port - text);
	if (size >= 2 && text[0] == '[' && text[size - 1] == ']') {
		text++;
		size -= 2;
	}
	snprintf(host, sizeof(host), "%.*s", (int)size, text);
	return getaddrinfo(host, port + 1, &hints, &found) == 0 ? found : NULL;
}

static int make_socket(const struct addrinfo *address)
{
	const int on = 1;
	int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, QUEUE) == 0)
		return fd;
	close(fd);
	return -1;
}

static int make_socket_patiently(const struct addrinfo *address)
{
	const struct timespec pause = { .tv_nsec = OPEN_PAUSE_MS * 1000000L };
	const int64_t end_at = clock_monotonic_ms() + OPEN_PATIENCE_MS;
	int fd;

	while ((fd = make_socket(address)) < 0 && errno == EADDRINUSE &&
		clock_monotonic_ms() < end_at)
		nanosleep(&pause, NULL);
	return fd;
}

enum err mail_door_open(void)
{
	struct addrinfo *address = listen_address();
	int fd;

	if (!address)
		return fail(E_INVALID, "lmtp_listen is no address:port: %s", conf()->lmtp_listen);
	fd = make_socket_patiently(address);
	freeaddrinfo(address);
	if (fd < 0)
		return fail(E_BUSY, "cannot listen at %s: %m", conf()->lmtp_listen);
	if (fd != MAIL_DOOR_FD) {
		if (dup2(fd, MAIL_DOOR_FD) < 0)
			return fail(E_BUG, "cannot keep a socket: %m");
		close(fd);
	}
	log_info("listening at %s", conf()->lmtp_listen);
	return mail_keeper_open();
}

/* --- what a session asks ---------------------------------------------------------------------------------- */

static void begin(struct scope *s)
{
	arena_reset(s->arena);
	json_use(s->arena);
	refusal_reset(&s->refusal);
	s->now = clock_now();
}

static enum err find(struct scope *s, const char *address, struct mail_address **row_out)
{
	TRY(mail_address_find(s, address, row_out));
	return (*row_out)->enabled ? OK : E_DENIED;
}

static enum err knows(void *context, const char *address)
{
	struct scope *s = context;
	struct mail_address *row;

	begin(s);
	return find(s, address, &row);
}

static enum err take(struct scope *s, const struct lmtp_mail *mail, const char *address)
{
	struct mail_arrival arrival = { .envelope_from = mail->from,
		.envelope_to = address,
		.fd = mail->fd,
		.size = mail->size };
	struct mail_address *row;
	int64_t id;

	begin(s);
	TRY(find(s, address, &row));
	arrival.tenant_id = row->tenant_id;
	arrival.desk_id = row->desk_id;
	arrival.address_id = row->id;
	TRY(mail_arrive(s, &arrival, &id));
	log_info("mail=%lld address=%lld size=%lld", (long long)id, (long long)row->id,
		(long long)mail->size);
	return OK;
}

/* A mail to support@ and to support+token@ is one to the desk, and the token is what says more: who has one goes first. Where
 * something is not there for one recipient it is not for the next. */
static void takes(void *context, const struct lmtp_mail *mail)
{
	struct scope *s = context;

	for (int plain = 0; plain < 2; plain++)
		for (int i = 0; i < mail->n; i++) {
			struct lmtp_recipient *recipient = &mail->recipients[i];

			begin(s);
			if (plain == (mail_token_detail(s, recipient->address) != NULL))
				continue;
			recipient->result = take(s, mail, recipient->address);
			if (recipient->result == E_BUSY)
				return;
		}
}

/* --- one process ------------------------------------------------------------------------------------------ */

/* Readable once we are to end. */
static int open_stop(void)
{
	sigset_t stop;

	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGINT);
	sigprocmask(SIG_BLOCK, &stop, NULL);
	return signalfd(-1, &stop, SFD_NONBLOCK | SFD_CLOEXEC);
}

static void serve(struct arena *arena, const struct lmtp_door *door)
{
	const int on = 1;
	int fd = accept4(MAIL_DOOR_FD, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0)
		return; /* another process was faster */
	metric_add(METRIC_MAIL_SESSIONS, 1);
	mail_keeper_begin();
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	lmtp_session(arena, fd, door);
	close(fd);
	mail_keeper_end();
	arena_reset(arena);
}

static void serve_all(const struct lmtp_door *door)
{
	struct pollfd fds[] = { { .fd = MAIL_DOOR_FD, .events = POLLIN },
		{ .fd = door->stop_fd, .events = POLLIN } };
	struct arena *arena = arena_make(ARENA_SIZE_MAX);

	while (poll(fds, 2, -1) >= 0 && !fds[1].revents)
		if (fds[0].revents)
			serve(arena, door);
	arena_free(arena);
}

/* What the parent opened is there. */
static bool is_set_up(void)
{
	socklen_t size = sizeof(int);
	int listens = 0;

	if (metric_open(METRIC_DOOR) != OK)
		log_warn("nothing of this is counted");
	if (getsockopt(MAIL_DOOR_FD, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens)
		return mail_keeper_join() == OK;
	log_error("there is no listening socket at descriptor %d", MAIL_DOOR_FD);
	return false;
}

int mail_door_run(void)
{
	struct arena *arena = arena_make(ARENA_SIZE_MAX); /* of the process */
	struct scope s = { .arena = arena_make(ARENA_SIZE_MAX), .db = db_make() };
	struct lmtp_door door = { .size_max = conf()->mail_size_max,
		.idle_ms = conf()->lmtp_idle_s * 1000,
		.stop_fd = open_stop(),
		.context = &s,
		.knows = knows,
		.takes = takes };

	if (!is_set_up() || spool_make(arena, &door.spool_fd) != OK || door.stop_fd < 0)
		return 1;
	signal(SIGPIPE, SIG_IGN);
	s.refusal.arena = s.arena;
	serve_all(&door);
	db_close(s.db);
	arena_free(s.arena);
	arena_free(arena);
	return 0;
}

int mail_door_keep(void)
{
	const int stop_fd = open_stop();

	if (!is_set_up() || stop_fd < 0)
		return 1;
	mail_keeper_run(MAIL_DOOR_FD, stop_fd);
	return 0;
}

/* --- from outside ----------------------------------------------------------------------------------------- */

/* It says who it is, or that it has no time. */
static enum err hear_greeting(int fd)
{
	char greeting[3];
	const char *listen = conf()->lmtp_listen;

	if (recv(fd, greeting, sizeof(greeting), MSG_WAITALL) == sizeof(greeting)) {
		if (memcmp(greeting, "220", sizeof(greeting)) == 0)
			return OK;
		if (memcmp(greeting, "421", sizeof(greeting)) == 0)
			return fail(E_BUSY, "all sessions at %s are taken", listen);
	}
	return fail(E_BUSY, "nobody answers at %s", listen);
}

enum err mail_door_try(void)
{
	const struct timeval patience = { .tv_sec = TRY_S };
	struct addrinfo *address = listen_address();
	enum err e;
	int fd;

	if (!address)
		return fail(E_INVALID, "lmtp_listen is no address:port: %s", conf()->lmtp_listen);
	fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0) {
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	}
	if (fd >= 0 && connect(fd, address->ai_addr, address->ai_addrlen) == 0)
		e = hear_greeting(fd);
	else
		e = fail(E_BUSY, "nobody listens at %s: %m", conf()->lmtp_listen);
	freeaddrinfo(address);
	if (fd >= 0)
		close(fd);
	return e;
}
