/* conf_test.c - the file is read whole, and any line that is not right stops the program and is named. */
#include "base/conf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char path[] = "/tmp/lodge_conf_XXXXXX";
static char said[4096];

static void write_file(const char *text)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* The status with which a program ends that loads the file; 0 if it does not end. What it said is in `said`. */
static int load_apart(const char *from)
{
	int ends[2], status;
	ssize_t n;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		dup2(ends[1], STDERR_FILENO);
		conf_load(from);
		_exit(0);
	}
	close(ends[1]);
	n = read(ends[0], said, sizeof(said) - 1);
	said[n > 0 ? n : 0] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void the_defaults_are_those_of_the_design(void **state)
{
	(void)state;
	conf_load_defaults();
	assert_int_equal(conf()->db_connect_timeout_s, 1);
	assert_int_equal(conf()->db_read_timeout_s, 10);
	assert_int_equal(conf()->db_statement_timeout_s, 5);
	assert_int_equal(conf()->s3_connect_timeout_ms, 2000);
	assert_int_equal(conf()->s3_stall_timeout_s, 15);
	assert_int_equal(conf()->session_idle_s, 12 * 3600);
	assert_int_equal(conf()->session_life_s, 14 * 86400);
	assert_int_equal(conf()->login_attempt_s, 600);
	assert_int_equal(conf()->token_life_s, 365 * 86400);
	assert_int_equal(conf()->temporary_file_s, 86400);
	assert_int_equal(conf()->signed_link_s, 120);
	assert_int_equal(conf()->idempotency_s, 86400);
	assert_int_equal(conf()->upload_size_max, INT64_C(2) << 30);
	assert_int_equal(conf()->body_size_max, 1 << 20);
	assert_int_equal(conf()->answer_timeout_s, 15);
	assert_int_equal(conf()->provider_timeout_ms, 4500);
	assert_int_equal(conf()->worker_requests, 20000);
	assert_int_equal(conf()->auth_waiting_max, 2);
	assert_false(conf()->outward_plain_http);
	assert_string_equal(conf()->seal_key, "");
}

static void every_kind_of_value_is_read(void **state)
{
	(void)state;
	write_file("# a comment\n\n"
		   "run_dir = /tmp/a b=c # kept\n"
		   "  db_password\t=  p#w \r\n"
		   "outward_plain_http = true\n"
		   "session_idle_s = 2\n"
		   "session_life_s = 3d\n"
		   "temporary_file_s = 90 m\n"
		   "s3_connect_timeout_ms = 250ms\n"
		   "provider_timeout_ms = 2s\n"
		   "upload_size_max = 3 MiB\n"
		   "body_size_max = 2048\n"
		   "s3_endpoint = https://s3.example:9000\n"
		   "seal_key = 00112233445566778899aabbccddeeffFFEEDDCCBBAA99887766554433221100\n"
		   "s3_driver = libs3\n"
		   "s3_encryption = aws:kms\n"
		   "worker_requests = 7");
	conf_load(path);
	assert_string_equal(conf()->run_dir, "/tmp/a b=c # kept");
	assert_string_equal(conf()->db_password, "p#w");
	assert_true(conf()->outward_plain_http);
	assert_int_equal(conf()->session_idle_s, 2);
	assert_int_equal(conf()->session_life_s, 3 * 86400);
	assert_int_equal(conf()->temporary_file_s, 5400);
	assert_int_equal(conf()->s3_connect_timeout_ms, 250);
	assert_int_equal(conf()->provider_timeout_ms, 2000);
	assert_int_equal(conf()->upload_size_max, 3 << 20);
	assert_int_equal(conf()->body_size_max, 2048);
	assert_string_equal(conf()->s3_endpoint, "https://s3.example:9000");
	assert_int_equal(conf()->worker_requests, 7);
	assert_string_equal(conf()->s3_driver, "libs3");
	assert_string_equal(conf()->s3_encryption, "aws:kms");
	assert_string_equal(conf()->s3_style, "path");
	assert_int_equal(conf()->db_read_timeout_s, 10);
}

static void a_wrong_line_stops_the_program_and_is_named(void **state)
{
	static const struct {
		const char *text, *line, *word;
	} cases[] = {
		{ "run_dirr = /x\n", ":1:", "run_dirr" },
		{ "\n\nrun_dir /x\n", ":3:", "'='" },
		{ "run_dir = /x\nrun_dir = /y\n", ":2:", "second time" },
		{ "session_idle_s = 0\n", ":1:", "session_idle_s" },
		{ "session_idle_s = -1\n", ":1:", "session_idle_s" },
		{ "session_idle_s = 1w\n", ":1:", "session_idle_s" },
		{ "session_idle_s = 1 d d\n", ":1:", "session_idle_s" },
		{ "session_idle_s = \n", ":1:", "session_idle_s" },
		{ "session_idle_s = 99999999999999999999\n", ":1:", "session_idle_s" },
		{ "session_idle_s = 9223372036854775807d\n", ":1:", "session_idle_s" },
		{ "session_idle_s = 2ms\n", ":1:", "session_idle_s" },
		{ "provider_timeout_ms = 2h\n", ":1:", "provider_timeout_ms" },
		{ "signed_link_s = 3601\n", ":1:", "signed_link_s" },
		{ "upload_size_max = 6GiB\n", ":1:", "upload_size_max" },
		{ "upload_size_max = 1GB\n", ":1:", "upload_size_max" },
		{ "s3_driver = v4\n", ":1:", "sigv4 libs3" },
		{ "s3_driver = \n", ":1:", "sigv4 libs3" },
		{ "s3_style = Path\n", ":1:", "path host" },
		{ "s3_encryption = AES256 aws:kms\n", ":1:", "AES256 aws:kms" },
		{ "worker_requests = 1KiB\n", ":1:", "worker_requests" },
		{ "outward_plain_http = yes\n", ":1:", "outward_plain_http" },
		{ "outward_plain_http = 1\n", ":1:", "outward_plain_http" },
		{ "s3_endpoint = s3.example\n", ":1:", "s3_endpoint" },
		{ "s3_endpoint = http://s3.example/path\n", ":1:", "s3_endpoint" },
		{ "s3_endpoint = ftp://s3.example\n", ":1:", "s3_endpoint" },
		{ "seal_key = 0011\n", ":1:", "seal_key" },
		{ "seal_key = g0112233445566778899aabbccddeeffffeeddccbbaa99887766554433221100\n",
			":1:", "seal_key" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		write_file(cases[i].text);
		assert_int_equal(load_apart(path), 78);
		assert_non_null(strstr(said, path));
		assert_non_null(strstr(said, cases[i].line));
		assert_non_null(strstr(said, cases[i].word));
	}
}

static void a_secret_is_not_shown_when_its_line_is_wrong(void **state)
{
	(void)state;
	write_file("seal_key = deadbeef\n");
	assert_int_equal(load_apart(path), 78);
	assert_null(strstr(said, "deadbeef"));
}

static void a_missing_file_or_name_stops_the_program(void **state)
{
	(void)state;
	assert_int_equal(load_apart("/nowhere/lodge.conf"), 78);
	assert_non_null(strstr(said, "/nowhere/lodge.conf"));
	unsetenv("LODGE_CONF");
	assert_int_equal(load_apart(NULL), 78);
	assert_non_null(strstr(said, "LODGE_CONF"));
	write_file("run_dir = /x\n");
	setenv("LODGE_CONF", path, 1);
	assert_int_equal(load_apart(NULL), 0);
}

static void a_line_that_is_too_long_stops_the_program(void **state)
{
	static char text[6000];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	memcpy(text, "run_dir = ", 10);
	write_file(text);
	assert_int_equal(load_apart(path), 78);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_defaults_are_those_of_the_design),
		cmocka_unit_test(every_kind_of_value_is_read),
		cmocka_unit_test(a_wrong_line_stops_the_program_and_is_named),
		cmocka_unit_test(a_secret_is_not_shown_when_its_line_is_wrong),
		cmocka_unit_test(a_missing_file_or_name_stops_the_program),
		cmocka_unit_test(a_line_that_is_too_long_stops_the_program),
	};
	int failed;

	close(mkstemp(path));
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	return failed;
}
