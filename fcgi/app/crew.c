/* crew.c - see crew.h. Signals are waited for, not handled, so nothing happens in the middle of something. */
#include "app/crew.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

enum {
	ARGUMENTS_MAX = 16,
	BACKOFF_MIN_MS = 100,
	BACKOFF_MAX_MS = 30000,
	EARLY_DEATH_MS = 5000, /* one that dies sooner may do so for ever */
	LOOK_MS = 250,
	STOP_MS = 12000 /* what does not end then is killed, and its work is done again */
};

struct child {
	const struct crew_post *post;
	pid_t pid; /* 0: to be started at start_at */
	int64_t started_at, start_at, backoff_ms;
};

struct master {
	char program[PATH_MAX], *arguments[ARGUMENTS_MAX + 3], option[32], post_name[32];
	struct child children[CREW_MAX];
	int n;
	int64_t kill_at; /* clock_monotonic_ms(); 0: nobody has told us to stop */
};

static bool find_program(struct master *master)
{
	ssize_t size = readlink("/proc/self/exe", master->program, sizeof(master->program) - 1);

	if (size <= 0) {
		log_error("cannot find this program's own path below /proc");
		return false;
	}
	master->program[size] = '\0';
	return true;
}

static void set_up(struct master *master, const struct crew *crew)
{
	int n = 0;

	for (; crew->arguments[n]; n++) {
		assert(n < ARGUMENTS_MAX);
		master->arguments[n] = crew->arguments[n];
	}
	snprintf(master->option, sizeof(master->option), "%s", crew->option);
	master->arguments[n] = master->option;
	master->arguments[n + 1] = master->post_name;
	for (const struct crew_post *post = crew->posts; post->name; post++)
		for (int i = 0; i < post->processes; i++) {
			assert(master->n < CREW_MAX);
			master->children[master->n++].post = post;
		}
}

static void become(struct master *master, const struct child *child, pid_t parent)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	/* It does not outlive its parent; the second line is for one that died before the first. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(0);
	snprintf(master->post_name, sizeof(master->post_name), "%s", child->post->name);
	execv(master->program, master->arguments);
	log_error("cannot run %s: %s", master->program, strerror(errno));
	_exit(127);
}

static void put_off(struct child *child, int64_t now)
{
	child->backoff_ms = child->backoff_ms == 0 ? BACKOFF_MIN_MS : child->backoff_ms * 2;
	if (child->backoff_ms > BACKOFF_MAX_MS)
		child->backoff_ms = BACKOFF_MAX_MS;
	child->start_at = now + child->backoff_ms;
}

static void start_missing(struct master *master)
{
	const int64_t now = clock_monotonic_ms();
	const pid_t parent = getpid();

	for (struct child *child = master->children; child < master->children + master->n;
		child++) {
		if (child->pid != 0 || now < child->start_at)
			continue;
		child->pid = fork();
		if (child->pid == 0)
			become(master, child, parent);
		child->started_at = now;
		if (child->pid < 0) {
			log_error("cannot start %s: %s", child->post->name, strerror(errno));
			child->pid = 0;
			put_off(child, now);
		}
	}
}

static void bury(struct master *master, struct child *child, int status)
{
	const int64_t now = clock_monotonic_ms();

	child->pid = 0;
	if (master->kill_at != 0)
		return;
	if (WIFSIGNALED(status))
		log_warn("%s: its process died of %s", child->post->name,
			strsignal(WTERMSIG(status)));
	else
		log_warn("%s: its process ended with status %d", child->post->name,
			WEXITSTATUS(status));
	if (now - child->started_at < EARLY_DEATH_MS) {
		put_off(child, now);
		return;
	}
	child->backoff_ms = 0;
	child->start_at = now;
}

/* How many live. */
static int reap(struct master *master)
{
	int status, living = 0;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (int i = 0; i < master->n; i++)
			if (master->children[i].pid == pid)
				bury(master, &master->children[i], status);
	for (int i = 0; i < master->n; i++)
		living += master->children[i].pid != 0;
	return living;
}

static void tell(const struct master *master, int number)
{
	for (int i = 0; i < master->n; i++)
		if (master->children[i].pid != 0)
			kill(master->children[i].pid, number);
}

static void watch(struct master *master, const sigset_t *signals)
{
	const struct timespec look = { .tv_nsec = LOOK_MS * 1000000L };

	for (;;) {
		int number = sigtimedwait(signals, NULL, &look);

		if (reap(master) == 0 && master->kill_at != 0)
			return;
		if (master->kill_at == 0 && (number == SIGTERM || number == SIGINT)) {
			log_info("%s, stopping", strsignal(number));
			master->kill_at = clock_monotonic_ms() + STOP_MS;
			tell(master, SIGTERM);
		} else if (master->kill_at == 0) {
			start_missing(master);
		} else if (clock_monotonic_ms() >= master->kill_at) {
			tell(master, SIGKILL);
		}
	}
}

int crew_run(const struct crew *crew)
{
	static struct master master;
	sigset_t signals;

	if (!find_program(&master))
		return 1;
	sigemptyset(&signals);
	sigaddset(&signals, SIGCHLD);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	set_up(&master, crew);
	start_missing(&master);
	watch(&master, &signals);
	return 0;
}
