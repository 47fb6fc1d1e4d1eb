/* pool_test.c - a real master with real workers: this program is also the
 * worker that the master starts. */
#include "web/pool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fcgiapp.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#undef fail /* cmocka's; base/log.h has another */
#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/str.h"

enum { WORKERS = 3, PATIENCE_MS = 5000, SLOW_MS = 400, PIDS_MAX = 32 };

static char folder[] = "/tmp/lodge-pool-XXXXXX";
static char conf_path[64];
static struct arena *arena;
static pid_t master;

/* --- the worker
 * ------------------------------------------------------------------------------------------- */

static void answer(struct worker *worker)
{
	FCGX_Request *request = worker->stream;
	const char *wish = FCGX_GetParam("WISH", request->envp);

	if (str_equal(wish, "crash"))
		raise(SIGKILL);
	if (str_equal(wish, "slow"))
		usleep(SLOW_MS * 1000);
	FCGX_FPrintF(request->out, "Content-Type: text/plain\r\n\r\nhello from %d", (int)getpid());
}

/* --- a FastCGI client of one record each, as nginx's first words
 * ------------------------------------------ */

static void add_record(struct str *out, int type, const void *content, size_t size)
{
	const char head[8] = { 1, (char)type, 0, 1, (char)(size >> 8), (char)size, 0, 0 };

	str_add_bytes(out, head, sizeof(head));
	str_add_bytes(out, content, size);
}

static int call(const char *wish)
{
	struct sockaddr_un path = { .sun_family = AF_UNIX };
	char param[64];
	struct str out = str_make(arena);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(path.sun_path, sizeof(path.sun_path), "%s/pools/unit.sock", folder);
	if (connect(fd, (const struct sockaddr *)&path, sizeof(path)) != 0) {
		close(fd);
		return -1;
	}
	param[0] = 4;
	param[1] = (char)strlen(wish);
	snprintf(param + 2, sizeof(param) - 2, "WISH%s", wish);
	add_record(&out, 1, "\0\1\0\0\0\0\0\0", 8); /* FCGI_BEGIN_REQUEST, responder */
	add_record(&out, 4, param, 6 + strlen(wish));
	add_record(&out, 4, "", 0);
	add_record(&out, 5, "", 0);
	assert_int_equal(send(fd, out.text, out.size, MSG_NOSIGNAL), out.size);
	return fd;
}

/* The worker that answered, 0: none did. */
static int hear(int fd)
{
	char text[4096] = "";
	size_t size = 0;
	ssize_t got;
	const char *at;

	while (fd >= 0 && size < sizeof(text) - 1 &&
		(got = recv(fd, text + size, sizeof(text) - 1 - size, 0)) > 0)
		size += (size_t)got;
	if (fd >= 0)
		close(fd);
	at = memmem(text, size, "hello from ", 11);
	return at != NULL ? (int)strtol(at + 11, NULL, 10) : 0;
}

/* --- the master
 * ------------------------------------------------------------------------------------------- */

static pid_t start_master(const char *program, int log_fd)
{
	static char self[] = "pool_test";
	char *const arguments[] = { self, conf_path, NULL };
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	if (log_fd >= 0)
		dup2(log_fd, STDERR_FILENO);
	_exit(pool_master("unit", WORKERS, program, arguments));
}

static const char *ask(const char *command)
{
	const char *said = NULL;

	return pool_ask(arena, "unit", command, &said) == OK ? said : "";
}

/* Until the status says so many workers in the state, and no other; false:
 * it never did. */
static bool comes_to(int workers, const char *state)
{
	int64_t end_at = clock_monotonic_ms() + PATIENCE_MS;

	while (clock_monotonic_ms() < end_at) {
		const char *at = ask("status");
		int n = 0, all = 0;

		for (at = strstr(at, "\npid="); at != NULL; at = strstr(at + 1, "\npid=")) {
			const char *found = strstr(at + 1, "state=");

			all++;
			n += found != NULL && str_starts(found + 6, state);
		}
		if (n == workers && all == workers)
			return true;
		usleep(10000);
	}
	return false;
}

static int list_pids(int pids[PIDS_MAX])
{
	int n = 0;

	for (const char *at = strstr(ask("status"), "\npid="); at != NULL && n < PIDS_MAX;
		at = strstr(at + 1, "\npid="))
		pids[n++] = (int)strtol(at + 5, NULL, 10);
	return n;
}

static int wait_for_end(pid_t pid)
{
	int status = -1;

	for (int64_t end_at = clock_monotonic_ms() + 20000; clock_monotonic_ms() < end_at;
		usleep(10000))
		if (waitpid(pid, &status, WNOHANG) == pid)
			return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	kill(pid, SIGKILL);
	return -1;
}

static int setup(void **state)
{
	(void)state;
	master = start_master("/proc/self/exe", -1);
	assert_true(comes_to(WORKERS, "idle"));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	if (master > 0) {
		kill(master, SIGTERM);
		assert_int_equal(wait_for_end(master), 0);
	}
	arena_reset(arena);
	return 0;
}

/* --- tests
 * ------------------------------------------------------------------------------------------------- */

static void requests_are_answered_by_workers(void **state)
{
	struct stat about;

	(void)state;
	for (int i = 0; i < 20; i++)
		assert_true(hear(call("")) > 0);
	assert_int_equal(stat(arena_format(arena, "%s/pools/unit.sock", folder), &about), 0);
	assert_int_equal(about.st_mode & 0777, 0666);
	assert_int_equal(stat(arena_format(arena, "%s/pools/unit.ctl", folder), &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
}

static void a_dead_worker_is_replaced(void **state)
{
	int before[PIDS_MAX], after[PIDS_MAX], same = 0;

	(void)state;
	assert_int_equal(list_pids(before), WORKERS);
	assert_int_equal(hear(call("crash")), 0);
	assert_true(comes_to(WORKERS, "idle"));
	assert_int_equal(list_pids(after), WORKERS);
	for (int i = 0; i < WORKERS; i++)
		for (int k = 0; k < WORKERS; k++)
			same += before[i] == after[k];
	assert_int_equal(same, WORKERS - 1);
	assert_true(hear(call("")) > 0);
}

static void scaling_changes_the_number_of_workers(void **state)
{
	(void)state;
	assert_true(str_starts(ask("scale 7"), "scaled: 7 workers, before 3"));
	assert_true(comes_to(7, "idle"));
	assert_true(str_starts(ask("scale 1"), "scaled: 1 "));
	assert_true(comes_to(1, "idle"));
	assert_true(hear(call("")) > 0);
}

static void scaling_down_lets_busy_workers_finish(void **state)
{
	int calls[WORKERS];

	(void)state;
	for (int i = 0; i < WORKERS; i++)
		calls[i] = call("slow");
	assert_true(comes_to(WORKERS, "busy"));
	ask("scale 1");
	for (int i = 0; i < WORKERS; i++)
		assert_true(hear(calls[i]) > 0);
	assert_true(comes_to(1, "idle"));
}

static void a_reload_replaces_every_worker_and_loses_nothing(void **state)
{
	int before[PIDS_MAX], after[PIDS_MAX], calls[WORKERS + 2];

	(void)state;
	assert_int_equal(list_pids(before), WORKERS);
	for (int i = 0; i < WORKERS + 2; i++)
		calls[i] = call("slow");
	assert_string_equal(
		ask("reload"), "reloaded: 3 new workers, 0 old ones still finish a request\n");
	for (int i = 0; i < WORKERS + 2; i++)
		assert_true(hear(calls[i]) > 0);
	assert_true(comes_to(WORKERS, "idle"));
	assert_int_equal(list_pids(after), WORKERS);
	for (int i = 0; i < WORKERS; i++)
		for (int k = 0; k < WORKERS; k++)
			assert_int_not_equal(before[i], after[k]);
}

static void commands_that_mean_nothing_are_refused(void **state)
{
	static const char *const commands[] = { "", "stop", "scale", "scale 0", "scale 257",
		"scale -1", "scale x", "scale 2 2", "statusx" };

	(void)state;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		assert_true(str_starts(ask(commands[i]), "failed: "));
	assert_true(comes_to(WORKERS, "idle"));
}

static void a_second_master_gives_way(void **state)
{
	(void)state;
	assert_int_equal(wait_for_end(start_master("/proc/self/exe", -1)), 1);
	assert_true(hear(call("")) > 0);
}

static void a_stopping_pool_finishes_its_requests(void **state)
{
	int slow = call("slow");
	struct stat about;

	(void)state;
	usleep(SLOW_MS * 250);
	kill(master, SIGTERM);
	assert_true(hear(slow) > 0);
	assert_int_equal(wait_for_end(master), 0);
	master = 0;
	assert_int_equal(call(""), -1);
	assert_int_equal(stat(arena_format(arena, "%s/pools/unit.sock", folder), &about), -1);
}

static void idle_workers_stop_at_once(void **state)
{
	int64_t began = clock_monotonic_ms();

	(void)state;
	kill(master, SIGTERM);
	assert_int_equal(wait_for_end(master), 0);
	master = 0;
	assert_true(clock_monotonic_ms() - began < 1000);
}

static void a_killed_master_takes_its_workers_along_and_leaves_the_way_free(void **state)
{
	int pids[PIDS_MAX], n = list_pids(pids);

	(void)state;
	assert_int_equal(n, WORKERS);
	kill(master, SIGKILL);
	wait_for_end(master);
	for (int64_t end_at = clock_monotonic_ms() + PATIENCE_MS;
		n > 0 && clock_monotonic_ms() < end_at; usleep(10000))
		if (waitpid(pids[n - 1], NULL, WNOHANG) == pids[n - 1])
			n--;
	assert_int_equal(n, 0);
	master = start_master("/proc/self/exe", -1);
	assert_true(comes_to(WORKERS, "idle"));
	assert_true(hear(call("")) > 0);
}

/* Workers that cannot start: 50, 100, 200, 400, ... ms between the tries,
 * not thousands of tries. */
static void workers_that_cannot_start_are_tried_less_and_less_often(void **state)
{
	int log_fd = open(arena_format(arena, "%s/log", folder), O_RDWR | O_CREAT | O_TRUNC, 0600),
	    tries = 0;
	char *log = arena_alloc(arena, 64 * 1024);
	pid_t pid = start_master("/bin/false", log_fd);

	(void)state;
	usleep(1000 * 1000);
	kill(pid, SIGTERM);
	assert_int_equal(wait_for_end(pid), 0);
	assert_true(pread(log_fd, log, 64 * 1024 - 1, 0) > 0);
	close(log_fd);
	for (const char *at = strstr(log, "workers do not start"); at != NULL;
		at = strstr(at + 1, "workers do not start"))
		tries++;
	assert_in_range(tries, 3, 5);
}

static void a_pool_that_does_not_run_is_missing(void **state)
{
	const char *said;

	(void)state;
	assert_int_equal(pool_ask(arena, "nobody", "status", &said), E_MISSING);
}

static void write_conf(void)
{
	FILE *file;

	assert_non_null(mkdtemp(folder));
	snprintf(conf_path, sizeof(conf_path), "%s/lodge.conf", folder);
	file = fopen(conf_path, "we");
	assert_non_null(file);
	fprintf(file, "run_dir = %s\nseal_key = %064d\ns3_access_key = a\ns3_secret_key = b\n",
		folder, 1);
	assert_int_equal(fclose(file), 0);
}

static void remove_folder(void)
{
	static const char *const names[] = { "pools/unit.lock", "pools/unit.metrics",
		"pools/unit.sock", "pools/unit.ctl", "pools", "log", "lodge.conf", "." };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		remove(arena_format(arena, "%s/%s", folder, names[i]));
	rmdir(folder);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(requests_are_answered_by_workers, setup, teardown),
		cmocka_unit_test_setup_teardown(a_dead_worker_is_replaced, setup, teardown),
		cmocka_unit_test_setup_teardown(
			scaling_changes_the_number_of_workers, setup, teardown),
		cmocka_unit_test_setup_teardown(
			scaling_down_lets_busy_workers_finish, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_reload_replaces_every_worker_and_loses_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(
			commands_that_mean_nothing_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(a_second_master_gives_way, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_stopping_pool_finishes_its_requests, setup, teardown),
		cmocka_unit_test_setup_teardown(idle_workers_stop_at_once, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_killed_master_takes_its_workers_along_and_leaves_the_way_free, setup,
			teardown),
		cmocka_unit_test(workers_that_cannot_start_are_tried_less_and_less_often),
		cmocka_unit_test(a_pool_that_does_not_run_is_missing),
	};
	int failed;

	log_open("unit");
	if (argc == 3 && str_equal(argv[1], "--worker")) {
		conf_load(argv[2]);
		return pool_worker("unit", answer);
	}
	/* Workers whose master was killed become ours to wait for. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	arena = arena_make(64 << 20);
	write_conf();
	conf_load(conf_path);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	remove_folder();
	arena_free(arena);
	return failed;
}
