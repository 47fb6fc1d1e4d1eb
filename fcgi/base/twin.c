/* twin.c - see twin.h. The two speak over a socket, a message a task: its two files one way, how its twin ended (waitpid's word) the other.
 * All are one process group, so that a twin ends with the program that made it. */
#include "base/twin.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

enum { FILES = 2 }; /* standard input and output */

/* A message of one byte that carries files. */
struct parcel {
	struct msghdr message;
	struct iovec bytes;
	char byte;
	union {
		struct cmsghdr header; /* as it must lie where one may */
		char room[CMSG_SPACE(FILES * sizeof(int))];
	};
};

static void parcel_open(struct parcel *parcel)
{
	*parcel = (struct parcel){ .byte = '.' };
	parcel->bytes = (struct iovec){ &parcel->byte, 1 };
	parcel->message = (struct msghdr){ .msg_iov = &parcel->bytes,
		.msg_iovlen = 1,
		.msg_control = parcel->room,
		.msg_controllen = sizeof(parcel->room) };
}

/* --- whoever has the work --------------------------------------------------------------------------------- */

static void end_all(struct twins *twins)
{
	kill(-twins->pid, SIGKILL);
	while (waitpid(twins->pid, NULL, 0) < 0 && errno == EINTR)
		;
	close(twins->line);
	*twins = (struct twins){ 0 };
}

static enum err begin(struct twins *twins, const struct child_task *task)
{
	int ends[2], trouble;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return fail(E_BUG, "socketpair: %s", strerror(errno));
	trouble = child_spawn(task->argv, ends[1], ends[1], &twins->pid);
	close(ends[1]);
	if (trouble != 0) {
		close(ends[0]);
		twins->pid = 0;
		return fail(E_BUG, "%s cannot be run: %s", task->argv[0], strerror(trouble));
	}
	twins->line = ends[0];
	child_limit_file(twins->pid, task);
	return OK;
}

static bool ask(const struct twins *twins, const struct child_task *task)
{
	const int files[FILES] = { task->input, task->output };
	struct parcel parcel;

	parcel_open(&parcel);
	parcel.header = (struct cmsghdr){ .cmsg_len = CMSG_LEN(sizeof(files)),
		.cmsg_level = SOL_SOCKET,
		.cmsg_type = SCM_RIGHTS };
	memcpy(CMSG_DATA(&parcel.header), files, sizeof(files));
	return sendmsg(twins->line, &parcel.message, MSG_NOSIGNAL) == 1;
}

static enum err no_answer(struct twins *twins, const struct child_task *task)
{
	end_all(twins);
	return fail(E_BUG, "%s does not stand ready", task->argv[0]);
}

/* One that was ended while nobody asked it for anything is replaced. */
static enum err ask_ready(struct twins *twins, const struct child_task *task)
{
	if (twins->pid && ask(twins, task))
		return OK;
	if (twins->pid)
		end_all(twins);
	TRY(begin(twins, task));
	return ask(twins, task) ? OK : no_answer(twins, task);
}

/* False: there is no answer yet, and the time is over. */
static bool answers(const struct twins *twins, int64_t time_max_ms)
{
	const int64_t ends_at = clock_monotonic_ms() + time_max_ms;
	struct pollfd polled = { .fd = twins->line, .events = POLLIN };
	int64_t left;
	int n = 0;

	while (n <= 0 && (left = ends_at - clock_monotonic_ms()) > 0)
		n = poll(&polled, 1, (int)(left < INT_MAX ? left : INT_MAX));
	return n > 0;
}

enum err twin_run(struct twins *twins, struct arena *arena, const struct child_task *task,
	struct child_end *end_out)
{
	int status = 0;
	enum err e;

	assert(task->input >= 0 && task->output > 0);
	*end_out = (struct child_end){ .status = -1 };
	TRY(child_rewind(task));
	TRY(ask_ready(twins, task));
	if (!answers(twins, task->time_max_ms))
		end_out->said = "took too long";
	else if (recv(twins->line, &status, sizeof(status), 0) != sizeof(status))
		return no_answer(twins, task);
	e = child_settle(arena, task, status, end_out);
	if (e != OK)
		end_all(twins);
	return e;
}

/* --- the program ------------------------------------------------------------------------------------------ */

static bool hear(int files[FILES])
{
	struct parcel parcel;

	parcel_open(&parcel);
	if (recvmsg(STDIN_FILENO, &parcel.message, MSG_CMSG_CLOEXEC) != 1 ||
		parcel.message.msg_controllen < CMSG_LEN(FILES * sizeof(int)))
		return false;
	memcpy(files, CMSG_DATA(&parcel.header), FILES * sizeof(int));
	return true;
}

/* Nothing is left of the socket. */
static bool take(const int files[FILES])
{
	const bool took = dup2(files[0], STDIN_FILENO) >= 0 && dup2(files[1], STDOUT_FILENO) >= 0;

	close(files[0]);
	close(files[1]);
	return took;
}

void twin_wait(void)
{
	int files[FILES], status;
	pid_t pid;

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
		_exit(EXIT_FAILURE);
	while (hear(files)) {
		pid = fork();
		if (pid == 0 && take(files))
			return;
		if (pid <= 0)
			_exit(EXIT_FAILURE);
		close(files[0]);
		close(files[1]);
		if (waitpid(pid, &status, 0) != pid ||
			send(STDIN_FILENO, &status, sizeof(status), MSG_NOSIGNAL) < 0)
			break;
	}
	_exit(EXIT_SUCCESS);
}
