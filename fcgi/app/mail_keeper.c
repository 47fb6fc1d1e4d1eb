/* mail_keeper.c - see mail_keeper.h. */
#include "app/mail_keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/metric.h"

enum {
	PATIENCE_MS = 1000, /* no session ended for so long, and somebody waits */
	LOOK_MS = 50,
	COUNT_MS = 1000 /* so old may the number of sessions be that operators see */
};

static const char full[] = "421 4.3.2 all sessions are taken; come again\r\n";

/* Of all processes: sessions that began. */
struct shared {
	_Atomic int64_t begun;
};

static struct shared *shared;

enum err mail_keeper_open(void)
{
	int fd = memfd_create("lodge-mail", 0);

	if (fd < 0 || ftruncate(fd, sizeof(struct shared)) != 0)
		return fail(E_BUG, "cannot share memory: %m");
	if (fd == MAIL_KEEPER_FD)
		return OK;
	if (dup2(fd, MAIL_KEEPER_FD) < 0)
		return fail(E_BUG, "cannot keep a file: %m");
	close(fd);
	return OK;
}

enum err mail_keeper_join(void)
{
	void *here = mmap(
		NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED, MAIL_KEEPER_FD, 0);

	if (here == MAP_FAILED)
		return fail(
			E_BUG, "there is no shared memory at descriptor %d: %m", MAIL_KEEPER_FD);
	shared = here;
	return OK;
}

/* --- whose a session is ----------------------------------------------------------------------------------- */

/* The byte of a session: the first that nobody has. */
static int64_t mine;

static struct flock byte_of(int64_t session, short type)
{
	return (struct flock){ .l_type = type, .l_start = session, .l_len = 1 };
}

void mail_keeper_begin(void)
{
	const int64_t sessions = conf()->lmtp_sessions_max;
	struct flock lock;

	for (int64_t i = 0; i < sessions; i++) {
		lock = byte_of(mine, F_WRLCK);
		if (fcntl(MAIL_KEEPER_FD, F_SETLK, &lock) == 0)
			break;
		mine = (mine + 1) % sessions;
	}
	atomic_fetch_add(&shared->begun, 1);
}

void mail_keeper_end(void)
{
	struct flock lock = byte_of(mine, F_UNLCK);

	fcntl(MAIL_KEEPER_FD, F_SETLK, &lock);
}

static int64_t count_sessions(void)
{
	int64_t n = 0;

	for (int64_t i = 0; i < conf()->lmtp_sessions_max; i++) {
		struct flock lock = byte_of(i, F_WRLCK);

		n += fcntl(MAIL_KEEPER_FD, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
	}
	return n;
}

/* --- who waits -------------------------------------------------------------------------------------------- */

/* Since when all are taken, somebody waits, and nobody's turn came. */
struct jam {
	int64_t since, begun;
	bool told;
};

static void begin_jam(struct jam *jam)
{
	*jam = (struct jam){ .since = clock_monotonic_ms(), .begun = shared->begun };
}

static bool is_jammed(struct jam *jam)
{
	if (shared->begun != jam->begun || count_sessions() < conf()->lmtp_sessions_max)
		begin_jam(jam);
	return clock_monotonic_ms() - jam->since >= PATIENCE_MS;
}

static void turn_away(struct jam *jam, int door_fd)
{
	int fd = accept4(door_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0)
		return; /* a session ended at this moment */
	if (!jam->told)
		log_warn("all %lld sessions are taken: others are told to come again",
			(long long)conf()->lmtp_sessions_max);
	jam->told = true;
	metric_add(METRIC_MAIL_TURNED_AWAY, 1);
	send(fd, full, sizeof(full) - 1, MSG_NOSIGNAL);
	shutdown(fd, SHUT_WR);
	close(fd);
}

void mail_keeper_run(int door_fd, int stop_fd)
{
	struct pollfd fds[] = { { .fd = stop_fd, .events = POLLIN },
		{ .fd = door_fd, .events = POLLIN } };
	struct jam jam = { 0 };

	while (poll(fds, 1, 0) == 0) {
		metric_workers(count_sessions());
		if (poll(fds, 2, 0) == 0) {
			poll(fds, 2, COUNT_MS);
			begin_jam(&jam);
		} else if (is_jammed(&jam)) {
			turn_away(&jam, door_fd);
			continue;
		}
		poll(fds, 1, LOOK_MS); /* whoever has no session takes them */
	}
	metric_workers(0);
}
