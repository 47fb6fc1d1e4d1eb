/* child.c - see child.h. posix_spawn, so nothing of ours runs between fork and exec; a process group of its own, so that whatever
 * it starts ends with it; a pidfd, so that its end and its output are waited for in one place. */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"

struct child {
	const struct child_task *task;
	struct child_end *end;
	pid_t pid;
	int pidfd, output; /* -1: closed */
	int64_t ends_at;
	uint8_t *bytes; /* one byte more than may be written */
	size_t size;
};

static enum err start(struct child *child);
static void watch(struct child *child);
static bool look(struct child *child);
static bool take(struct child *child);
static enum err bury(struct arena *arena, struct child *child);
static void measure(const struct child_task *task, struct child_end *end);

enum err child_run(struct arena *arena, const struct child_task *task, struct child_end *end_out)
{
	struct child child = { .task = task,
		.end = end_out,
		.output = -1,
		.ends_at = clock_monotonic_ms() + task->time_max_ms,
		.bytes = task->output ? NULL : arena_alloc(arena, task->output_max + 1) };

	*end_out = (struct child_end){ .status = -1 };
	TRY(start(&child));
	watch(&child);
	return bury(arena, &child);
}

static void close_input(void *handle)
{
	close((int)(intptr_t)handle);
}

enum err child_input_make(struct arena *arena, int *input_out)
{
	int input = memfd_create("input", MFD_CLOEXEC);

	if (input < 0)
		return fail(E_BUG, "memfd_create: %s", strerror(errno));
	arena_defer(arena, close_input, (void *)(intptr_t)input);
	*input_out = input;
	return OK;
}

enum err child_input_add(int input, const void *bytes, size_t size)
{
	const uint8_t *at = bytes;

	while (size > 0) {
		ssize_t n = write(input, at, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return fail(E_BUG, "the input of a program: %s", strerror(errno));
		at += n;
		size -= (size_t)n;
	}
	return OK;
}

enum err child_rewind(const struct child_task *task)
{
	if (task->input >= 0 && lseek(task->input, 0, SEEK_SET) < 0)
		return fail(E_BUG, "the input of %s: %s", task->argv[0], strerror(errno));
	if (task->output && lseek(task->output, 0, SEEK_SET) < 0)
		return fail(E_BUG, "the output of %s: %s", task->argv[0], strerror(errno));
	return OK;
}

static enum err start(struct child *child)
{
	const struct child_task *task = child->task;
	const char *program = task->argv[0];
	int ends[2], trouble;

	TRY(child_rewind(task));
	if (pipe2(ends, O_CLOEXEC) != 0)
		return fail(E_BUG, "pipe: %s", strerror(errno));
	trouble = child_spawn(
		task->argv, task->input, task->output ? task->output : ends[1], &child->pid);
	close(ends[1]);
	child->output = ends[0];
	if (trouble == 0 && task->output)
		child_limit_file(child->pid, task);
	if (trouble != 0) {
		close(child->output);
		return fail(E_BUG, "%s cannot be run: %s", program, strerror(trouble));
	}
	fcntl(child->output, F_SETFL, O_NONBLOCK);
	child->pidfd = pidfd_open(child->pid, 0);
	return OK;
}

int child_spawn(const char *const *argv, int input, int output, pid_t *pid_out)
{
	static char *const no_environment[] = { NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t all, none;
	int trouble;

	sigfillset(&all);
	sigemptyset(&none);
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attributes);
	if (input >= 0)
		posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
	else
		posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	posix_spawnattr_setflags(&attributes,
		POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	trouble = posix_spawn(pid_out, argv[0], &files, &attributes, (char *const *)(uintptr_t)argv,
		no_environment);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attributes);
	return trouble;
}

void child_limit_file(pid_t pid, const struct child_task *task)
{
	const rlim_t most = task->output_max + 1;
	const struct rlimit both = { most, most };

	if (prlimit(pid, RLIMIT_FSIZE, &both, NULL) != 0)
		log_warn("%s has no limit for what it writes: %s", task->argv[0], strerror(errno));
}

/* Until it has ended, or must be ended. */
static void watch(struct child *child)
{
	bool lives = child->pidfd >= 0;

	if (!lives)
		child->end->said = "cannot be watched";
	while (lives)
		lives = look(child) && !child->end->said;
	/* It may have written and ended between two looks. */
	if (!child->end->said)
		take(child);
	if (child->pidfd >= 0)
		close(child->pidfd);
	close(child->output);
}

/* One wait; false: it has ended. */
static bool look(struct child *child)
{
	int64_t left = child->ends_at - clock_monotonic_ms();
	struct pollfd polled[2] = { { .fd = child->pidfd, .events = POLLIN },
		{ .fd = child->output, .events = POLLIN } };

	if (left <= 0) {
		child->end->said = "took too long";
		return true;
	}
	if (poll(polled, 2, (int)(left < 1000 ? left : 1000)) <= 0)
		return true;
	if (polled[1].revents != 0 && !take(child)) {
		close(child->output);
		child->output = -1;
	}
	return polled[0].revents == 0;
}

/* All that it has written; false: it will write no more. */
static bool take(struct child *child)
{
	while (child->output >= 0) {
		size_t room = child->task->output_max + 1 - child->size;
		ssize_t n = read(child->output, child->bytes + child->size, room);

		if (n < 0)
			return errno == EAGAIN || errno == EINTR;
		if (n == 0)
			return false;
		child->size += (size_t)n;
		if (child->size > child->task->output_max) {
			child->end->said = "wrote too much";
			return true;
		}
	}
	return false;
}

/* Its group is ended while its number is still its own: until it is waited for. */
static enum err bury(struct arena *arena, struct child *child)
{
	int status = 0;

	kill(-child->pid, SIGKILL);
	while (waitpid(child->pid, &status, 0) < 0)
		if (errno != EINTR)
			return fail(E_BUG, "%s cannot be waited for: %s", child->task->argv[0],
				strerror(errno));
	child->end->output = child->bytes;
	child->end->output_size = child->size;
	return child_settle(arena, child->task, status, child->end);
}

enum err child_settle(
	struct arena *arena, const struct child_task *task, int status, struct child_end *end)
{
	if (!end->said && task->output)
		measure(task, end);
	if (!end->said && !WIFEXITED(status))
		end->said = arena_format(arena, "was ended by signal %d", WTERMSIG(status));
	if (end->said) {
		end->output = NULL;
		end->output_size = 0;
		return E_UPSTREAM;
	}
	end->status = WEXITSTATUS(status);
	return OK;
}

/* Its place in the file is the child's too, so it is not asked for that. */
static void measure(const struct child_task *task, struct child_end *end)
{
	struct stat about;

	if (fstat(task->output, &about) != 0 || about.st_size > (off_t)task->output_max)
		end->said = "wrote too much";
	else
		end->output_size = (size_t)about.st_size;
}
