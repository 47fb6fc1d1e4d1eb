/* thumbnail_test.c - a picture of one dot through programs that are what they should be, or not. The way of a file is walked by
 * tests/api/pictures.test.mjs. */
#include "desk/thumbnail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <libgen.h>
#include <stdio.h>
#include <unistd.h>
#include <cmocka.h>

#undef fail /* cmocka's; base/log.h has another */
#include "base/arena.h"
#include "base/conf.h"

static struct arena *arena;
static struct conf *settings;
static char made_here[4096];

static enum err try_with(const char *program)
{
	settings->thumbnail_program = program;
	return thumbnail_try(arena);
}

static void the_program_makes_one(void **state)
{
	(void)state;
	assert_int_equal(try_with(made_here), OK);
}

/* One that says nothing, one that fails, one that does not stop, one that gives back what it got, none. */
static void another_program_makes_none(void **state)
{
	static const char *const programs[] = { "/bin/true", "/bin/false", "/usr/bin/yes",
		"/bin/cat", "/nowhere/program", "/etc/passwd", "" };

	(void)state;
	for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++)
		assert_int_equal(try_with(programs[i]), E_BUG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_program_makes_one),
		cmocka_unit_test(another_program_makes_none),
	};
	char self[2048];
	ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);

	/* build/tests/unit/desk/thumbnail_test -> build/lodge-thumbnail */
	self[size > 0 ? size : 0] = '\0';
	for (int i = 0; i < 4; i++)
		dirname(self);
	snprintf(made_here, sizeof made_here, "%s/lodge-thumbnail", self);
	arena = arena_make(8 << 20);
	conf_load_defaults();
	settings = (struct conf *)(uintptr_t)conf();
	return cmocka_run_group_tests_name("desk/thumbnail", tests, NULL, NULL);
}
