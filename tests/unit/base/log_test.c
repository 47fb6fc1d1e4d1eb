/* log_test.c - a line stays one line, whatever is in it. */
#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* cmocka has a macro of that name. */
#undef fail

static char line[8192];

/* What the call wrote to standard error. */
#define CAPTURE(call)                                        \
	do {                                                 \
		int ends_[2], kept_ = dup(STDERR_FILENO);    \
		ssize_t n_;                                  \
                                                             \
		assert_int_equal(pipe(ends_), 0);            \
		dup2(ends_[1], STDERR_FILENO);               \
		call;                                        \
		dup2(kept_, STDERR_FILENO);                  \
		close(kept_);                                \
		close(ends_[1]);                             \
		n_ = read(ends_[0], line, sizeof(line) - 1); \
		close(ends_[0]);                             \
		line[n_ > 0 ? n_ : 0] = '\0';                \
	} while (0)

static void a_line_has_its_time_level_writer_and_message(void **state)
{
	int year, ms;
	char expected[128];

	(void)state;
	log_open("pages");
	log_request("abc-123");
	CAPTURE(log_info("hello %d", 7));
	assert_int_equal(sscanf(line, "time=%4d-%*2d-%*2dT%*2d:%*2d:%*2d.%3dZ", &year, &ms), 2);
	assert_true(year >= 2024);
	snprintf(expected, sizeof(expected),
		"Z level=info who=pages pid=%d request=abc-123 msg=\"hello 7\"\n", (int)getpid());
	assert_string_equal(strchr(line, 'Z'), expected);
	log_request(NULL);
	CAPTURE(log_warn("x"));
	assert_null(strstr(line, "request="));
	assert_non_null(strstr(line, " level=warn "));
}

static void what_comes_from_outside_stays_inside_the_quotes(void **state)
{
	(void)state;
	CAPTURE(log_error("a\nb\"c\\d\re\x1b[31m%s", "\x7f\xc3\xa9"));
	assert_non_null(strstr(line, "msg=\"a\\nb\\\"c\\\\d\\x0de\\x1b[31m\\x7f\xc3\xa9\"\n"));
	assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
	log_request("evil\" level=error");
	CAPTURE(log_info("x"));
	assert_non_null(strstr(line, " request=? "));
	log_request(NULL);
}

static void a_message_too_long_is_cut_and_the_line_still_ends(void **state)
{
	char message[6000];

	(void)state;
	memset(message, '\n', sizeof(message) - 1);
	message[sizeof(message) - 1] = '\0';
	CAPTURE(log_info("%s", message));
	assert_true(strlen(line) <= 4096);
	assert_string_equal(line + strlen(line) - 4, "\\n\"\n");
	memset(message, 'a', sizeof(message) - 1);
	CAPTURE(log_info("%s", message));
	assert_true(strlen(line) <= 4096);
	assert_string_equal(line + strlen(line) - 3, "a\"\n");
}

static void fail_logs_and_returns_the_error(void **state)
{
	enum err e = OK;

	(void)state;
	CAPTURE(e = fail(E_UPSTREAM, "no answer"));
	assert_int_equal(e, E_UPSTREAM);
	assert_non_null(strstr(line, "level=warn"));
	assert_non_null(strstr(line, "error=E_UPSTREAM msg=\"no answer\"\n"));
	CAPTURE(e = fail(E_BUG, "oh"));
	assert_non_null(strstr(line, "level=error"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_has_its_time_level_writer_and_message),
		cmocka_unit_test(what_comes_from_outside_stays_inside_the_quotes),
		cmocka_unit_test(a_message_too_long_is_cut_and_the_line_still_ends),
		cmocka_unit_test(fail_logs_and_returns_the_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
