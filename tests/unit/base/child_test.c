/* child_test.c - another program: what it is given, what it gives, and every way in which it fails to end. */
#include "base/child.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#undef fail /* cmocka's; base/log.h has another */
#include "base/arena.h"
#include "base/clock.h"

enum { PATIENCE_MS = 30000, SHORT_MS = 200, OUTPUT_MAX = 4096 };

static struct arena *arena;

static struct child_end end;

static enum err shell(const char *script, int input, int64_t time_max_ms)
{
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };
	const struct child_task task = { argv, input, time_max_ms, OUTPUT_MAX, 0 };

	return child_run(arena, &task, &end);
}

static void said_is(const char *text)
{
	char *said = arena_strndup(arena, (const char *)end.output, end.output_size);

	assert_string_equal(said, text);
}

/* No zombie and no descriptor of it is left. */
static void nothing_is_left(void)
{
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static void it_reads_what_it_is_given_and_all_it_writes_comes_back(void **state)
{
	int input;

	(void)state;
	assert_int_equal(child_input_make(arena, &input), OK);
	assert_int_equal(child_input_add(input, "one ", 4), OK);
	assert_int_equal(child_input_add(input, "two", 3), OK);
	assert_int_equal(shell("cat; echo unheard >&2; exit 7", input, PATIENCE_MS), OK);
	assert_int_equal(end.status, 7);
	assert_null(end.said);
	said_is("one two");
	assert_int_equal(shell("cat", input, PATIENCE_MS), OK);
	said_is("one two"); /* from the start again */
	assert_int_equal(shell("cat", -1, PATIENCE_MS), OK);
	assert_int_equal(end.output_size, 0);
	nothing_is_left();
}

static void a_large_input_is_given_whole(void **state)
{
	static char block[1 << 16];
	int input;

	(void)state;
	assert_int_equal(child_input_make(arena, &input), OK);
	for (int i = 0; i < 256; i++)
		assert_int_equal(child_input_add(input, block, sizeof block), OK);
	assert_int_equal(shell("exec wc -c", input, PATIENCE_MS), OK);
	said_is("16777216\n");
}

static void it_begins_with_three_descriptors_no_environment_and_plain_signals(void **state)
{
	static const char script[] = "echo \"[$SECRET]\" /proc/$$/fd/*\n"
				     "sed -n 's/^Sig\\(Blk\\|Ign\\):.//p' /proc/self/status";
	int extra = dup2(STDERR_FILENO, 50); /* without O_CLOEXEC */
	sigset_t blocked;
	char *said;

	(void)state;
	assert_int_equal(setenv("SECRET", "x", 1), 0);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(shell(script, -1, PATIENCE_MS), OK);
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_UNBLOCK, &blocked, NULL);
	close(extra);
	said = arena_strndup(arena, (const char *)end.output, end.output_size);
	assert_memory_equal(said, "[] /", 4);
	assert_non_null(strstr(said, "/fd/2"));
	assert_null(strstr(said, "/fd/50"));
	said = strstr(said, "\n0000000000000000\n");
	assert_non_null(said);
	/* the C library keeps two for itself, from 32 on */
	assert_int_equal(strtoull(said + 18, NULL, 16) & 0x7fffffff, 0);
}

static void one_that_takes_too_long_is_ended_with_all_it_started(void **state)
{
	int64_t began = clock_monotonic_ms();

	(void)state;
	assert_int_equal(shell("sleep 1000 & echo $!; exec sleep 1000", -1, SHORT_MS), E_UPSTREAM);
	assert_string_equal(end.said, "took too long");
	assert_true(clock_monotonic_ms() - began < PATIENCE_MS);
	assert_int_equal(end.status, -1);
	nothing_is_left();
}

/* True once the process is gone, or only its parent's to bury. */
static bool has_ended(pid_t pid)
{
	char path[64], line[256] = "";
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	file = fopen(path, "r");
	if (file == NULL)
		return true;
	if (fgets(line, sizeof line, file) == NULL)
		line[0] = '\0';
	fclose(file);
	return strstr(line, ") Z ") != NULL || line[0] == '\0';
}

static void what_it_leaves_behind_is_ended_and_not_waited_for(void **state)
{
	pid_t left;

	(void)state;
	assert_int_equal(shell("sleep 1000 & echo $!", -1, PATIENCE_MS), OK);
	assert_int_equal(end.status, 0);
	left = (pid_t)strtol(
		arena_strndup(arena, (const char *)end.output, end.output_size), NULL, 10);
	assert_true(left > 1);
	for (int64_t until = clock_monotonic_ms() + PATIENCE_MS;
		!has_ended(left) && clock_monotonic_ms() < until;)
		usleep(1000);
	assert_true(has_ended(left));
}

static void one_that_closes_its_output_is_waited_for_all_the_same(void **state)
{
	(void)state;
	assert_int_equal(shell("echo x; exec >&-; sleep 0.2; exit 3", -1, PATIENCE_MS), OK);
	assert_int_equal(end.status, 3);
	said_is("x\n");
	assert_int_equal(shell("exec >&-; exec sleep 1000", -1, SHORT_MS), E_UPSTREAM);
}

static void one_that_writes_forever_is_ended(void **state)
{
	(void)state;
	assert_int_equal(shell("exec cat /dev/zero", -1, PATIENCE_MS), E_UPSTREAM);
	assert_string_equal(end.said, "wrote too much");
	assert_null(end.output);
	nothing_is_left();
}

static void the_last_byte_that_is_allowed_is_allowed(void **state)
{
	(void)state;
	assert_int_equal(shell("exec head -c 4096 /dev/zero", -1, PATIENCE_MS), OK);
	assert_int_equal(end.output_size, OUTPUT_MAX);
	assert_int_equal(shell("exec head -c 4097 /dev/zero", -1, PATIENCE_MS), E_UPSTREAM);
}

static void one_that_a_signal_ended_says_so(void **state)
{
	(void)state;
	assert_int_equal(shell("kill -SEGV $$", -1, PATIENCE_MS), E_UPSTREAM);
	assert_string_equal(end.said, "was ended by signal 11");
}

static void one_that_is_not_there_or_no_program_is_our_mistake(void **state)
{
	static const char *const names[] = { "/nowhere/program", "/etc/passwd", "/", "" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const char *const argv[] = { names[i], NULL };
		const struct child_task task = { argv, -1, PATIENCE_MS, OUTPUT_MAX, 0 };

		assert_int_equal(child_run(arena, &task, &end), E_BUG);
	}
	nothing_is_left();
}

static enum err into_file(const char *script, int *file_out)
{
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };
	struct child_task task = { argv, -1, PATIENCE_MS, OUTPUT_MAX, 0 };

	assert_int_equal(child_input_make(arena, file_out), OK);
	task.output = *file_out;
	return child_run(arena, &task, &end);
}

static void a_file_takes_what_it_writes(void **state)
{
	char bytes[10] = "";
	int file;

	(void)state;
	assert_int_equal(into_file("echo one; echo two", &file), OK);
	assert_null(end.output);
	assert_int_equal(end.output_size, 8);
	assert_int_equal(pread(file, bytes, sizeof bytes, 0), 8);
	assert_string_equal(bytes, "one\ntwo\n");
	assert_int_equal(into_file("yes", &file), E_UPSTREAM);
	assert_string_equal(end.said, "wrote too much");
	nothing_is_left();
}

static void no_descriptor_is_lost(void **state)
{
	int first = open("/dev/null", O_RDONLY), then;

	(void)state;
	close(first);
	for (int i = 0; i < 10; i++)
		assert_int_equal(shell(i % 2 ? "exit 1" : "exec cat /dev/zero", -1, PATIENCE_MS),
			i % 2 ? OK : E_UPSTREAM);
	then = open("/dev/null", O_RDONLY);
	close(then);
	assert_int_equal(first, then);
}

static int reset(void **state)
{
	(void)state;
	arena_reset(arena);
	return 0;
}

#define CASE(name) cmocka_unit_test_setup(name, reset)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(it_reads_what_it_is_given_and_all_it_writes_comes_back),
		CASE(a_large_input_is_given_whole),
		CASE(it_begins_with_three_descriptors_no_environment_and_plain_signals),
		CASE(one_that_takes_too_long_is_ended_with_all_it_started),
		CASE(what_it_leaves_behind_is_ended_and_not_waited_for),
		CASE(one_that_closes_its_output_is_waited_for_all_the_same),
		CASE(one_that_writes_forever_is_ended),
		CASE(the_last_byte_that_is_allowed_is_allowed),
		CASE(one_that_a_signal_ended_says_so),
		CASE(one_that_is_not_there_or_no_program_is_our_mistake),
		CASE(a_file_takes_what_it_writes),
		CASE(no_descriptor_is_lost),
	};

	arena = arena_make(64 << 20);
	return cmocka_run_group_tests_name("base/child", tests, NULL, NULL);
}
