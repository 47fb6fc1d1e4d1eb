/* twin_test.c - what a twin is given and gives, every way in which it fails to end, and what becomes of those after it. The program that
 * stands ready is this one. */
#include "base/twin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#undef fail /* cmocka's; base/log.h has another */
#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"

enum { PATIENCE_MS = 30000, SHORT_MS = 200, OUTPUT_MAX = 4096 };

static struct arena *arena;
static struct twins twins;
static struct child_end end;
static const char *program = "/proc/self/exe";

/* --- the twin --------------------------------------------------------------------------------------------- */

/* How many times this process has done something. */
static int done;

static void write_forever(void)
{
	signal(SIGXFSZ, SIG_DFL);
	while (write(STDOUT_FILENO, "more", 4) > 0)
		;
	_exit(0);
}

/* An odd descriptor is one too many: nothing but the three may be open. */
static bool is_alone(void)
{
	for (int file = 3; file < 64; file++)
		if (fcntl(file, F_GETFD) >= 0)
			return false;
	return getenv("PATH") == NULL;
}

static void be_twin(void)
{
	char word[100] = "";
	ssize_t n;

	twin_wait();
	n = read(STDIN_FILENO, word, sizeof(word) - 1);
	if (n < 0 || done++ > 0)
		_exit(90);
	if (str_equal(word, "abort"))
		abort();
	if (str_equal(word, "sleep"))
		pause();
	if (str_equal(word, "flood"))
		write_forever();
	if (str_equal(word, "end the program"))
		kill(getppid(), SIGKILL);
	if (str_equal(word, "who"))
		dprintf(STDOUT_FILENO, "%d %d", getppid(), getpid());
	else
		dprintf(STDOUT_FILENO, "heard %s", word);
	_exit(is_alone() ? 7 : 91);
}

/* --- the tests -------------------------------------------------------------------------------------------- */

static int file_of(const char *text)
{
	int file;

	assert_int_equal(child_input_make(arena, &file), OK);
	assert_int_equal(child_input_add(file, text, strlen(text)), OK);
	return file;
}

static enum err twin(const char *word, int64_t time_max_ms)
{
	const char *const argv[] = { program, "--twins", NULL };
	const struct child_task task = { argv, file_of(word), time_max_ms, OUTPUT_MAX,
		file_of("") };
	enum err e = twin_run(&twins, arena, &task, &end);
	char *output = arena_alloc(arena, end.output_size + 1);

	assert_int_equal(pread(task.output, output, end.output_size, 0), (ssize_t)end.output_size);
	output[end.output_size] = '\0';
	end.output = (const uint8_t *)output;
	return e;
}

static void said_is(const char *text)
{
	assert_string_equal((const char *)end.output, text);
}

/* Who made the twin. */
static pid_t parent(void)
{
	int made_by, itself;

	assert_int_equal(twin("who", PATIENCE_MS), OK);
	assert_int_equal(sscanf((const char *)end.output, "%d %d", &made_by, &itself), 2);
	assert_int_equal(made_by, twins.pid);
	assert_int_not_equal(made_by, itself);
	return made_by;
}

static void each_task_has_a_twin_of_the_same_program(void **state)
{
	pid_t first = parent();

	(void)state;
	assert_int_equal(twin("one", PATIENCE_MS), OK);
	assert_int_equal(end.status, 7);
	assert_null(end.said);
	said_is("heard one");
	assert_int_equal(twin("another", PATIENCE_MS), OK);
	said_is("heard another");
	assert_int_equal(parent(), first);
}

static void one_that_a_signal_ended_is_the_last_of_its_kind(void **state)
{
	pid_t first = parent();

	(void)state;
	assert_int_equal(twin("abort", PATIENCE_MS), E_UPSTREAM);
	assert_string_equal(end.said, "was ended by signal 6");
	assert_int_equal(kill(first, 0), -1);
	assert_int_not_equal(parent(), first);
}

static void one_that_takes_too_long_is_ended(void **state)
{
	int64_t began = clock_monotonic_ms();
	pid_t first = parent();

	(void)state;
	assert_int_equal(twin("sleep", SHORT_MS), E_UPSTREAM);
	assert_string_equal(end.said, "took too long");
	assert_true(clock_monotonic_ms() - began < PATIENCE_MS);
	while (kill(-first, 0) == 0 && clock_monotonic_ms() - began < PATIENCE_MS)
		sched_yield(); /* the twin, too */
	assert_int_equal(twin("one", PATIENCE_MS), OK);
}

static void one_that_writes_forever_is_ended(void **state)
{
	(void)state;
	assert_int_equal(twin("flood", PATIENCE_MS), E_UPSTREAM);
	assert_string_equal(end.said, "wrote too much");
	assert_int_equal(end.output_size, 0);
}

static void a_program_that_was_ended_meanwhile_is_started_again(void **state)
{
	pid_t first = parent();

	(void)state;
	assert_int_equal(kill(first, SIGKILL), 0);
	assert_int_equal(waitid(P_PID, (id_t)first, &(siginfo_t){ 0 }, WEXITED | WNOWAIT), 0);
	assert_int_not_equal(parent(), first);
}

static void one_whose_program_ends_in_the_middle_is_not_to_blame(void **state)
{
	(void)state;
	assert_int_equal(twin("end the program", PATIENCE_MS), E_BUG);
	assert_int_equal(twins.pid, 0);
	assert_int_equal(twin("one", PATIENCE_MS), OK);
}

static void a_program_that_is_not_there_or_does_not_stand_ready_is_our_mistake(void **state)
{
	(void)state;
	program = "/nowhere/to/be/found";
	assert_int_equal(twin("one", PATIENCE_MS), E_BUG);
	program = "/bin/true";
	assert_int_equal(twin("one", PATIENCE_MS), E_BUG);
	assert_int_equal(twins.pid, 0);
}

static void no_descriptor_and_no_process_is_left(void **state)
{
	static const char *const words[] = { "one", "abort", "flood", "end the program" };
	int first = open("/dev/null", O_RDONLY), then;

	(void)state;
	close(first);
	for (int i = 0; i < 12; i++) {
		(void)!twin(words[i % 4], PATIENCE_MS);
		arena_reset(arena);
	}
	then = open("/dev/null", O_RDONLY);
	close(then);
	assert_int_equal(first, then);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

/* Each begins without one that stands ready. */
static int reset(void **state)
{
	(void)state;
	arena_reset(arena);
	if (twins.pid) {
		kill(-twins.pid, SIGKILL);
		waitpid(twins.pid, NULL, 0);
		close(twins.line);
		twins = (struct twins){ 0 };
	}
	program = "/proc/self/exe";
	return 0;
}

#define CASE(name) cmocka_unit_test_setup(name, reset)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		CASE(each_task_has_a_twin_of_the_same_program),
		CASE(one_that_a_signal_ended_is_the_last_of_its_kind),
		CASE(one_that_takes_too_long_is_ended),
		CASE(one_that_writes_forever_is_ended),
		CASE(a_program_that_was_ended_meanwhile_is_started_again),
		CASE(one_whose_program_ends_in_the_middle_is_not_to_blame),
		CASE(a_program_that_is_not_there_or_does_not_stand_ready_is_our_mistake),
		CASE(no_descriptor_and_no_process_is_left),
	};

	if (argc > 1 && str_equal(argv[1], "--twins"))
		be_twin();
	arena = arena_make(64 << 20);
	return cmocka_run_group_tests_name("base/twin", tests, NULL, NULL);
}
