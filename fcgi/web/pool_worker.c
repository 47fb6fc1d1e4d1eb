/* pool_worker.c - takes one request after the other. SIGTERM is blocked and
 * read from a signalfd in the same epoll set as the listening socket: it is
 * seen at once when idle and after the answer when busy. libfcgi's own
 * handler has a window between its look at the flag and accept(2), in which
 * a signal is lost until the next request. */
#include "web/pool.h"

#include <errno.h>
#include <fcgiapp.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/metric.h"
#include "db/db.h"
#include "web/pool_inside.h"

enum { REQUEST_MEMORY_MAX = 128 * 1024 * 1024, RETIRE_SPREAD = 10 /* per cent */ };

static int watch(void);
static bool is_added(int epoll_fd, int fd, uint32_t events);
static struct board *find_board(void);
static void serve(struct worker *worker, struct board *board, int epoll_fd,
	void (*answer)(struct worker *worker));
static bool wait_for_request(int epoll_fd);
static int64_t requests_max(void);

int pool_worker(const char *name, void (*answer)(struct worker *worker))
{
	struct board *board = find_board();
	int epoll_fd = watch();
	struct worker worker;
	FCGX_Request request;

	if (epoll_fd < 0 || metric_open(name) != OK)
		return 1;
	if (FCGX_Init() != 0 ||
		FCGX_InitRequest(&request, LISTEN_FD, FCGI_FAIL_ACCEPT_ON_INTR) != 0) {
		log_error("pool %s: libfcgi does not start", name);
		return 1;
	}
	worker = (struct worker){
		.arena = arena_make(REQUEST_MEMORY_MAX), .db = db_make(), .stream = &request
	};
	serve(&worker, board, epoll_fd, answer);
	db_close(worker.db);
	arena_free(worker.arena);
	return 0;
}

/* -1: failed, and logged. */
static int watch(void)
{
	int epoll_fd = epoll_create1(EPOLL_CLOEXEC), signal_fd;
	sigset_t terminate;

	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN); /* Ctrl-C reaches the master, which tells us properly */
	sigemptyset(&terminate);
	sigaddset(&terminate, SIGTERM);
	sigprocmask(SIG_BLOCK, &terminate, NULL);
	signal_fd = signalfd(-1, &terminate, SFD_CLOEXEC);
	/* Exclusive: a connection wakes one worker, not all. */
	if (epoll_fd >= 0 && signal_fd >= 0 && is_added(epoll_fd, signal_fd, EPOLLIN) &&
		is_added(epoll_fd, LISTEN_FD, EPOLLIN | EPOLLEXCLUSIVE))
		return epoll_fd;
	log_error("cannot wait for requests: %s", strerror(errno));
	return -1;
}

static bool is_added(int epoll_fd, int fd, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.fd = fd };

	return epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

/* Without a master that looks (a debugger, a test), a board that nobody reads does. */
static struct board *find_board(void)
{
	static struct board unread;
	void *board = mmap(NULL, sizeof(unread), PROT_READ | PROT_WRITE, MAP_SHARED, BOARD_FD, 0);

	return board == MAP_FAILED ? &unread : board;
}

static void serve(struct worker *worker, struct board *board, int epoll_fd,
	void (*answer)(struct worker *worker))
{
	FCGX_Request *request = worker->stream;
	int64_t last = requests_max();

	board->ready = true;
	while (board->requests < last && wait_for_request(epoll_fd)) {
		/* Another worker was quicker, or the client has left: wait again. */
		if (FCGX_Accept_r(request) != 0)
			continue;
		board->busy_since = clock_monotonic_ms();
		answer(worker);
		FCGX_Finish_r(request);
		FCGX_Free(request,
			1); /* one request for each connection, even if the server wants to keep it */
		arena_reset(worker->arena);
		board->busy_since = 0;
		board->requests++;
	}
}

/* false: SIGTERM. It wins over a connection that waits, which stays in the
 * backlog for others. */
static bool wait_for_request(int epoll_fd)
{
	struct epoll_event events[2];
	int n;

	do {
		n = epoll_wait(epoll_fd, events, 2, -1);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		log_error("cannot wait for requests: %s", strerror(errno));
	for (int i = 0; i < n; i++)
		if (events[i].data.fd != LISTEN_FD)
			return false;
	return n > 0;
}

/* Workers that started together do not retire together. */
static int64_t requests_max(void)
{
	int64_t requests = conf()->worker_requests;

	return requests + requests * (getpid() % RETIRE_SPREAD) / 100;
}
