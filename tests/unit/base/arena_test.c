/* arena_test.c - memory is zeroed, aligned and limited; what was deferred runs once, last first. */
#include "base/arena.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char trace[16];
static struct arena *deferring;

static void note(void *handle)
{
	strncat(trace, handle, 1);
}

static void note_and_defer(void *handle)
{
	note(handle);
	arena_defer(deferring, note, (void *)"z");
}

static int is_zero(const unsigned char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i] != 0)
			return 0;
	return 1;
}

static void memory_is_aligned_and_zeroed_also_after_a_reset(void **state)
{
	static const size_t sizes[] = { 0, 1, 7, 15, 16, 17, 100, 4096, 65535, 65536, 65537,
		300000 };
	struct arena *arena = arena_make(1 << 20);

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			unsigned char *bytes = arena_alloc(arena, sizes[i]);

			assert_int_equal((uintptr_t)bytes % 16, 0);
			assert_true(is_zero(bytes, sizes[i]));
			memset(bytes, 0xa5, sizes[i]);
		}
		arena_reset(arena);
		assert_int_equal(arena_size(arena), 0);
	}
	arena_free(arena);
}

static void the_first_block_stays_over_a_reset(void **state)
{
	struct arena *arena = arena_make(1 << 20);
	void *first = arena_alloc(arena, 10);

	(void)state;
	arena_alloc(arena, 200000);
	arena_reset(arena);
	assert_ptr_equal(arena_alloc(arena, 10), first);
	arena_free(arena);
}

static void deferred_things_run_once_and_last_first(void **state)
{
	struct arena *arena = arena_make(1 << 20);

	(void)state;
	trace[0] = '\0';
	arena_defer(arena, note, (void *)"a");
	arena_defer(arena, note, (void *)"b");
	arena_reset(arena);
	assert_string_equal(trace, "ba");
	arena_defer(arena, note, (void *)"c");
	arena_free(arena);
	assert_string_equal(trace, "bac");
	arena_free(NULL);
}

static void a_release_may_defer_again(void **state)
{
	(void)state;
	deferring = arena_make(1 << 20);
	trace[0] = '\0';
	arena_defer(deferring, note, (void *)"a");
	arena_defer(deferring, note_and_defer, (void *)"b");
	arena_reset(deferring);
	assert_string_equal(trace, "bza");
	arena_free(deferring);
}

static void copies_are_whole_and_null_stays_null(void **state)
{
	struct arena *arena = arena_make(1 << 20);

	(void)state;
	assert_null(arena_strdup(arena, NULL));
	assert_null(arena_strndup(arena, NULL, 3));
	assert_string_equal(arena_strdup(arena, ""), "");
	assert_string_equal(arena_strndup(arena, "abcdef", 3), "abc");
	assert_string_equal(arena_strndup(arena, "ab", 3), "ab");
	assert_memory_equal(arena_copy(arena, "a\0b", 3), "a\0b", 3);
	assert_string_equal(arena_format(arena, "%s-%d", "n", 7), "n-7");
	arena_free(arena);
}

static void the_last_bytes_grow_in_place_and_others_move(void **state)
{
	struct arena *arena = arena_make(1 << 20);
	char *a = arena_copy(arena, "abc", 3), *grown = arena_grow(arena, a, 3, 400);
	char *moved;

	(void)state;
	assert_ptr_equal(grown, a);
	assert_memory_equal(grown, "abc\0\0", 5);
	assert_int_equal(arena_size(arena), 400);
	arena_alloc(arena, 1);
	moved = arena_grow(arena, grown, 400, 800);
	assert_ptr_not_equal(moved, grown);
	assert_memory_equal(moved, "abc\0\0", 5);
	assert_non_null(arena_grow(arena, NULL, 0, 10));
	moved = arena_grow(arena, moved, 800, 200000);
	assert_memory_equal(moved, "abc\0\0", 5);
	assert_true(is_zero((unsigned char *)moved + 3, 200000 - 3));
	arena_free(arena);
}

static void more_than_size_max_ends_the_process(void **state)
{
	struct rlimit no_core = { 0, 0 };
	int status;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		struct arena *arena = arena_make(1000);

		setrlimit(RLIMIT_CORE, &no_core);
		signal(SIGABRT, SIG_DFL);
		close(STDERR_FILENO);
		arena_alloc(arena, 600);
		arena_alloc(arena, 401);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_aligned_and_zeroed_also_after_a_reset),
		cmocka_unit_test(the_first_block_stays_over_a_reset),
		cmocka_unit_test(deferred_things_run_once_and_last_first),
		cmocka_unit_test(a_release_may_defer_again),
		cmocka_unit_test(copies_are_whole_and_null_stays_null),
		cmocka_unit_test(the_last_bytes_grow_in_place_and_others_move),
		cmocka_unit_test(more_than_size_max_ends_the_process),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
