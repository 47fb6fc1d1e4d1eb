/* pool_child.c - one worker's birth and end, as its master sees them: a fresh exec of the
 * program with the listening socket as descriptor 0 and its board as 3. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "web/pool_inside.h"

static struct child *find_free(struct pool *pool);
static int make_board(struct board **board_out);
static void become_worker(const struct pool *pool, int board_fd, pid_t master);

bool child_start(struct pool *pool)
{
	struct child *child = find_free(pool);
	pid_t master = getpid();
	struct board *board;
	int board_fd;
	pid_t pid;

	if (child == NULL)
		return false;
	board_fd = make_board(&board);
	if (board_fd < 0)
		return false;
	pid = fork();
	if (pid == 0)
		become_worker(pool, board_fd, master);
	close(board_fd);
	if (pid < 0) {
		log_error("pool %s: cannot fork: %s", pool->name, strerror(errno));
		munmap(board, sizeof(*board));
		return false;
	}
	*child = (struct child){
		.state = CHILD_RUNNING,
		.pid = pid,
		.started_at = clock_monotonic_ms(),
		.generation = pool->generation,
		.board = board,
	};
	return true;
}

void child_end(struct child *child, int64_t kill_at)
{
	child->state = CHILD_STOPPING;
	child->kill_at = kill_at;
	kill(child->pid, SIGTERM);
}

static struct child *find_free(struct pool *pool)
{
	for (int i = 0; i < CHILDREN_MAX; i++)
		if (pool->children[i].state == CHILD_NONE)
			return &pool->children[i];
	log_warn("pool %s: too many workers are still ending", pool->name);
	return NULL;
}

static int make_board(struct board **board_out)
{
	int fd = memfd_create("board", MFD_CLOEXEC);
	void *board = MAP_FAILED;

	if (fd >= 0 && ftruncate(fd, sizeof(**board_out)) == 0)
		board = mmap(NULL, sizeof(**board_out), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (board == MAP_FAILED) {
		log_error("cannot share memory with a worker: %s", strerror(errno));
		if (fd >= 0)
			close(fd);
		return -1;
	}
	*board_out = board;
	return fd;
}

/* In the child: the listening socket and the board, the master's standard
 * error, and nothing else of the master's. */
static void become_worker(const struct pool *pool, int board_fd, pid_t master)
{
	sigset_t none;
	int listen_fd;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	/* A worker does not outlive its master; the second line is for a
	 * master that died before the first. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != master)
		_exit(0);
	/* First out of the way: either could be the other one's number. */
	listen_fd = fcntl(pool->listen_fd, F_DUPFD, BOARD_FD + 1);
	board_fd = fcntl(board_fd, F_DUPFD, BOARD_FD + 1);
	if (dup2(listen_fd, LISTEN_FD) < 0 || dup2(board_fd, BOARD_FD) < 0 ||
		close_range(BOARD_FD + 1, ~0U, 0) != 0)
		_exit(126);
	execv(pool->program, pool->arguments);
	log_error("cannot run %s: %s", pool->program, strerror(errno));
	_exit(127);
}
