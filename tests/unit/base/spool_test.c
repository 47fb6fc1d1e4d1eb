/* spool_test.c - files without a name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/spool.h"

static char folder[] = "/tmp/spool-test-XXXXXX";

static void a_file_has_no_name_and_ends_with_its_arena(void **state)
{
	struct arena *arena = arena_make(1 << 20);
	char byte = 'x';
	int fd;

	(void)state;
	((struct conf *)conf())->run_dir = folder;
	assert_int_equal(spool_make(arena, &fd), OK);
	assert_int_equal(rmdir(folder), 0); /* nothing is in it */
	assert_int_equal(write(fd, &byte, 1), 1);
	assert_int_equal(pread(fd, &byte, 1, 0), 1);
	assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	arena_free(arena);
	assert_int_equal(fcntl(fd, F_GETFD), -1);
}

static void where_none_can_be_made_that_is_said(void **state)
{
	struct arena *arena = arena_make(1 << 20);
	int fd;

	(void)state;
	((struct conf *)conf())->run_dir = "/nowhere";
	assert_int_equal(spool_make(arena, &fd), E_BUSY);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_has_no_name_and_ends_with_its_arena),
		cmocka_unit_test(where_none_can_be_made_that_is_said),
	};

	conf_load_defaults();
	assert_non_null(mkdtemp(folder));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
