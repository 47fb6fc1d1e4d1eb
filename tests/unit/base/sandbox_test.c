/* sandbox_test.c - what a program can still do after it gave up the rest: each case in a process of its own. */
#include "base/sandbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#define MIB ((size_t)1024 * 1024)
enum { FINE = 42 };
static const struct sandbox sandbox = { .memory_max = 256 * MIB, .written_max = MIB, .cpu_s = 1 };

/* How a process ends that does this in the sandbox: its status, or minus the signal. */
static int end_of(void (*run)(void))
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (!sandbox_enter(&sandbox))
			_exit(1);
		run();
		_exit(FINE);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void *map(size_t size)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void work(void)
{
	char *bytes = map(100 * MIB);
	char c;

	if (bytes == MAP_FAILED)
		_exit(2);
	memset(bytes, 1, 100 * MIB);
	munmap(bytes, 100 * MIB);
	if (read(STDIN_FILENO, &c, 0) != 0 || write(STDERR_FILENO, "", 0) != 0)
		_exit(3);
}

static void take_much_memory(void)
{
	_exit(map(300 * MIB) == MAP_FAILED ? FINE : 2);
}

static void spin(void)
{
	for (volatile int i = 0;; i = i ^ 1)
		;
}

static void open_a_file(void)
{
	(void)open("/etc/passwd", O_RDONLY);
}

static void make_a_socket(void)
{
	(void)socket(AF_INET, SOCK_STREAM, 0);
}

static void make_a_process(void)
{
	(void)fork();
}

static void become_another(void)
{
	execl("/bin/true", "true", (char *)NULL);
}

static void end_another(void)
{
	kill(getppid(), 0);
}

static void ask_for_more(void)
{
	const struct rlimit more = { RLIM_INFINITY, RLIM_INFINITY };

	setrlimit(RLIMIT_CPU, &more);
}

static void it_can_work(void **state)
{
	(void)state;
	assert_int_equal(end_of(work), FINE);
}

static void it_has_an_end_of_memory_and_of_time(void **state)
{
	(void)state;
#ifdef __SANITIZE_ADDRESS__
	skip();
#endif
	assert_int_equal(end_of(take_much_memory), FINE);
	assert_int_equal(end_of(spin), -SIGKILL);
}

static void it_can_do_nothing_else(void **state)
{
	void (*const tried[])(void) = { open_a_file, make_a_socket, make_a_process, become_another,
		end_another, ask_for_more };

	(void)state;
#ifdef __SANITIZE_ADDRESS__
	skip();
#endif
	for (size_t i = 0; i < sizeof tried / sizeof tried[0]; i++)
		assert_int_equal(end_of(tried[i]), -SIGSYS);
}

static void it_ends_with_who_started_it(void **state)
{
	int in[2], out[2];
	pid_t starter;
	char c;

	(void)state;
	assert_int_equal(pipe(in) | pipe(out), 0);
	starter = fork();
	if (starter == 0) {
		if (fork() == 0) {
			close(in[1]);
			if (sandbox_enter(&sandbox) && write(out[1], "x", 1) == 1)
				(void)!read(in[0], &c, 1); /* for ever */
			_exit(0);
		}
		close(in[1]);
		(void)!read(in[0], &c, 1); /* until it is told */
		_exit(0);
	}
	close(out[1]);
	assert_int_equal(read(out[0], &c, 1), 1); /* it is in the sandbox */
	kill(starter, SIGKILL);
	assert_int_equal(waitpid(starter, NULL, 0), starter);
	alarm(30); /* if it lived on, nobody would close its end */
	assert_int_equal(read(out[0], &c, 1), 0);
	alarm(0);
	close(in[0]);
	close(in[1]);
	close(out[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_can_work),
		cmocka_unit_test(it_has_an_end_of_memory_and_of_time),
		cmocka_unit_test(it_can_do_nothing_else),
		cmocka_unit_test(it_ends_with_who_started_it),
	};

	return cmocka_run_group_tests_name("base/sandbox", tests, NULL, NULL);
}
