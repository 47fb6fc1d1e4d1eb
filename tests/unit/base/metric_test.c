/* metric_test.c - what any worker counts, any other shows. */
#include "base/metric.h"

#include <fcntl.h>
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

#include "base/arena.h"
#include "base/conf.h"

static struct arena *arena;
static char folder[] = "/tmp/lodge_metric_XXXXXX";

static int setup(void **state)
{
	char path[] = "/tmp/lodge_conf_XXXXXX";
	int fd = mkstemp(path);

	(void)state;
	assert_non_null(mkdtemp(folder));
	dprintf(fd, "run_dir = %s\n", folder);
	close(fd);
	conf_load(path);
	unlink(path);
	arena = arena_make(4 << 20);
	return 0;
}

static int teardown(void **state)
{
	static const char *const names[] = { "pages.metrics", "files.metrics", "mail.metrics",
		"cut.metrics", "Bad!.metrics" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unlink(arena_format(arena, "%s/pools/%s", folder, names[i]));
	rmdir(arena_format(arena, "%s/pools", folder));
	rmdir(folder);
	arena_free(arena);
	return 0;
}

static void shows(const char *line)
{
	char *text = metric_text(arena), *found = strstr(text, line);

	if (found == NULL || (found != text && found[-1] != '\n') || found[strlen(line)] != '\n')
		fail_msg("%s does not stand in\n%s", line, text);
}

static void counting_before_a_pool_is_open_does_no_harm(void **state)
{
	(void)state;
	metric_request(200, 1);
	metric_add(METRIC_RESPAWNS, 1);
	assert_null(strstr(metric_text(arena), "pool="));
}

static void a_pool_has_a_plain_name(void **state)
{
	int kept = dup(STDERR_FILENO), null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	(void)state;
	dup2(null, STDERR_FILENO);
	assert_int_equal(metric_open("../x"), E_INVALID);
	assert_int_equal(metric_open(""), E_INVALID);
	assert_int_equal(metric_open("a\"b"), E_INVALID);
	dup2(kept, STDERR_FILENO);
	close(kept);
	close(null);
}

static void every_process_counts_into_one_place(void **state)
{
	int status;

	(void)state;
	assert_int_equal(metric_open("files"), OK);
	metric_workers(2);
	assert_int_equal(metric_open("pages"), OK);
	metric_workers(4);
	fflush(NULL);
	for (int worker = 0; worker < 3; worker++) {
		if (fork() != 0)
			continue;
		for (int i = 0; i < 10000; i++)
			metric_request(200, 1500);
		metric_add(METRIC_UPLOAD_BYTES, INT64_C(5000000000));
		_exit(0);
	}
	while (wait(&status) > 0)
		assert_int_equal(status, 0);
	metric_request(404, 0);
	metric_request(503, 20000000);
	metric_request(503, 10000000);
	shows("# TYPE lodge_requests_total counter");
	shows("lodge_workers{pool=\"files\"} 2");
	shows("lodge_workers{pool=\"pages\"} 4");
	shows("lodge_requests_total{pool=\"pages\",status=\"2xx\"} 30000");
	shows("lodge_requests_total{pool=\"pages\",status=\"4xx\"} 1");
	shows("lodge_requests_total{pool=\"pages\",status=\"5xx\"} 2");
	shows("lodge_requests_total{pool=\"files\",status=\"2xx\"} 0");
	shows("lodge_request_duration_seconds_bucket{pool=\"pages\",le=\"0.001\"} 1");
	shows("lodge_request_duration_seconds_bucket{pool=\"pages\",le=\"0.002\"} 30001");
	shows("lodge_request_duration_seconds_bucket{pool=\"pages\",le=\"5\"} 30001");
	shows("lodge_request_duration_seconds_bucket{pool=\"pages\",le=\"10\"} 30002");
	shows("lodge_request_duration_seconds_bucket{pool=\"pages\",le=\"+Inf\"} 30003");
	shows("lodge_request_duration_seconds_count{pool=\"pages\"} 30003");
	shows("lodge_request_duration_seconds_sum{pool=\"pages\"} 75.000000");
	shows("lodge_upload_bytes_total{pool=\"pages\"} 15000000000");
}

static void opening_again_keeps_the_counts(void **state)
{
	(void)state;
	assert_int_equal(metric_open("pages"), OK);
	metric_request(200, 1);
	shows("lodge_requests_total{pool=\"pages\",status=\"2xx\"} 30001");
}

static void the_door_for_mail_is_no_pool(void **state)
{
	(void)state;
	assert_null(strstr(metric_text(arena), "\nlodge_mail_kept_total"));
	assert_int_equal(metric_open(METRIC_DOOR), OK);
	metric_workers(3);
	metric_add(METRIC_MAIL_KEPT, 2);
	metric_add(METRIC_MAIL_TOO_LARGE, 1);
	shows("# TYPE lodge_mail_refused_total counter");
	shows("lodge_mail_sessions 3");
	shows("lodge_mail_kept_total 2");
	shows("lodge_mail_refused_total{reason=\"unknown\"} 0");
	shows("lodge_mail_refused_total{reason=\"too_large\"} 1");
	assert_null(strstr(metric_text(arena), "pool=\"mail\""));
	assert_null(strstr(metric_text(arena), "(null)"));
}

static void files_that_are_none_of_ours_are_left_out(void **state)
{
	char *cut = arena_format(arena, "%s/pools/cut.metrics", folder);
	char *bad = arena_format(arena, "%s/pools/Bad!.metrics", folder);

	(void)state;
	close(open(cut, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	close(open(bad, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	assert_null(strstr(metric_text(arena), "cut"));
	assert_null(strstr(metric_text(arena), "Bad"));
	assert_int_equal(truncate(cut, 4096), 0);
	assert_null(strstr(metric_text(arena), "cut"));
}

static void a_file_of_another_layout_begins_anew(void **state)
{
	char *path = arena_format(arena, "%s/pools/pages.metrics", folder);
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	(void)state;
	assert_int_equal(pwrite(fd, "other", 5, 0), 5);
	close(fd);
	assert_null(strstr(metric_text(arena), "pages"));
	assert_int_equal(metric_open("pages"), OK);
	shows("lodge_requests_total{pool=\"pages\",status=\"2xx\"} 0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counting_before_a_pool_is_open_does_no_harm),
		cmocka_unit_test(a_pool_has_a_plain_name),
		cmocka_unit_test(every_process_counts_into_one_place),
		cmocka_unit_test(opening_again_keeps_the_counts),
		cmocka_unit_test(the_door_for_mail_is_no_pool),
		cmocka_unit_test(files_that_are_none_of_ours_are_left_out),
		cmocka_unit_test(a_file_of_another_layout_begins_anew),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
