/* turnstile_test.c - places are counted over processes, and a process that dies gives its own back. */
#include "id/turnstile.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"

static struct arena *arena;

static int group_setup(void **state)
{
	static char folder[] = "/tmp/turnstile-XXXXXX";
	char path[sizeof(folder) + 20];
	FILE *file;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/lodge.conf", folder);
	file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "run_dir = %s\nauth_waiting_max = 2\n", folder);
	fclose(file);
	conf_load(path);
	*state = folder;
	return 0;
}

static int group_teardown(void **state)
{
	const char *const *name,
		*const names[] = { "pools/waiting-1-1-0", "pools/waiting-1-1-1",
			"pools/waiting-1-2-0", "pools/waiting-2-1-0", "pools", "lodge.conf", "" };
	char path[200];

	for (name = names; name < names + sizeof(names) / sizeof(*names); name++) {
		snprintf(path, sizeof(path), "%s/%s", (const char *)*state, *name);
		remove(path);
	}
	return 0;
}

static int setup(void **state)
{
	(void)state;
	arena = arena_make(1 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void who_comes_too_many_is_sent_away(void **state)
{
	(void)state;
	assert_int_equal(turnstile_enter(arena, 1, 1), OK);
	assert_int_equal(turnstile_enter(arena, 1, 1), OK);
	assert_int_equal(turnstile_enter(arena, 1, 1), E_UPSTREAM);
	assert_int_equal(turnstile_enter(arena, 1, 2), OK);
	assert_int_equal(turnstile_enter(arena, 2, 1), OK);
}

static void the_end_of_a_request_frees_its_place(void **state)
{
	(void)state;
	for (int i = 0; i < 10; i++) {
		assert_int_equal(turnstile_enter(arena, 1, 1), OK);
		arena_reset(arena);
	}
}

/* Another process that holds both places; for hold_ms, or until it is killed. */
static pid_t holder_start(unsigned hold_ms)
{
	int ready[2];
	char byte;
	pid_t child;

	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (child == 0) {
		if (turnstile_enter(arena, 1, 1) == OK && turnstile_enter(arena, 1, 1) == OK &&
			write(ready[1], "y", 1) == 1)
			hold_ms > 0 ? usleep(hold_ms * 1000) : pause();
		_exit(1);
	}
	close(ready[1]); /* so that a child that failed is an end, not a wait */
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	return child;
}

static void a_worker_that_dies_gives_its_places_back(void **state)
{
	pid_t child = holder_start(0);

	(void)state;
	assert_int_equal(turnstile_enter(arena, 1, 1), E_UPSTREAM);
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(turnstile_enter(arena, 1, 1), OK);
}

static void a_place_that_is_soon_free_is_waited_for(void **state)
{
	pid_t child = holder_start(150);

	(void)state;
	assert_int_equal(turnstile_enter(arena, 1, 1), OK);
	assert_int_equal(waitpid(child, NULL, 0), child);
}

static void places_held_for_long_are_not_waited_for(void **state)
{
	pid_t child = holder_start(0);
	int64_t began;

	(void)state;
	usleep(500 * 1000);
	began = clock_monotonic_ms();
	assert_int_equal(turnstile_enter(arena, 1, 1), E_UPSTREAM);
	assert_true(clock_monotonic_ms() - began < 100);
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, NULL, 0), child);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(who_comes_too_many_is_sent_away, setup, teardown),
		cmocka_unit_test_setup_teardown(
			the_end_of_a_request_frees_its_place, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_worker_that_dies_gives_its_places_back, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_place_that_is_soon_free_is_waited_for, setup, teardown),
		cmocka_unit_test_setup_teardown(
			places_held_for_long_are_not_waited_for, setup, teardown),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
