/* clamd_test.c - the scanner's protocol against a daemon that answers rightly, wrongly, too early, too slowly, or not at all. */
#include "net/clamd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>

#include "peer.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/str.h"

enum { TIMEOUT_MS = 1000, SLACK_MS = 1500, MIB = 1 << 20 };

static char folder[] = "/tmp/lodge-clamd-XXXXXX", socket_path[64];
static struct arena *arena;
static struct peer peer;

/* --- the daemon ------------------------------------------------------------------------------------------- */

static bool take(int connection, void *bytes, size_t size)
{
	return recv(connection, bytes, size, MSG_WAITALL) == (ssize_t)size;
}

/* The whole stream, of at most `limit` bytes: how many there were, -1 when there were more. What follows the end is a mistake of ours. */
static ssize_t take_stream(int connection, char *bytes, size_t limit)
{
	char command[10];
	size_t size = 0;
	uint32_t chunk;

	if (!take(connection, command, sizeof command) || memcmp(command, "zINSTREAM", 10) != 0)
		_exit(1);
	for (;;) {
		if (!take(connection, &chunk, sizeof chunk))
			_exit(1);
		chunk = ntohl(chunk);
		if (chunk == 0)
			return (ssize_t)size;
		if (size + chunk > limit)
			return -1;
		if (!take(connection, bytes + size, chunk))
			_exit(1);
		size += chunk;
	}
}

static void say(int connection, const char *answer)
{
	send(connection, answer, strlen(answer) + 1, MSG_NOSIGNAL);
}

/* As the real one: it looks for a word, wherever it stands, and hangs up when there is too much. */
static void scan(int connection)
{
	static char bytes[2 * MIB];
	ssize_t size = take_stream(connection, bytes, sizeof bytes);

	if (size < 0)
		say(connection, "INSTREAM size limit exceeded. ERROR");
	else if (memmem(bytes, (size_t)size, "EVIL", 4) != NULL)
		say(connection, "stream: Test.Evil-1 FOUND");
	else
		say(connection, "stream: OK");
}

static const char *told;
static size_t told_size;
static void tell(int connection)
{
	static char bytes[2 * MIB];

	take_stream(connection, bytes, sizeof bytes);
	send(connection, told, told_size, MSG_NOSIGNAL);
}

static void tell_version(int connection)
{
	char command[9];

	if (take(connection, command, sizeof command) && memcmp(command, "zVERSION", 9) == 0)
		say(connection, "ClamAV 1.4.6/27000/Sat Nov 21 2026");
}

static void hang(int connection)
{
	(void)connection;
	pause();
}

static void hang_after_all(int connection)
{
	static char bytes[2 * MIB];

	take_stream(connection, bytes, sizeof bytes);
	pause();
}

static void drip(int connection)
{
	static char bytes[2 * MIB];

	take_stream(connection, bytes, sizeof bytes);
	for (;;) {
		send(connection, "s", 1, MSG_NOSIGNAL);
		usleep(50000);
	}
}

static void hang_up_at_once(int connection)
{
	close(connection);
}

static void hang_up_in_the_middle(int connection)
{
	char some[1000];

	take(connection, some, sizeof some);
	close(connection);
}

/* --- the cases -------------------------------------------------------------------------------------------- */

static int setup(void **state)
{
	char path[64];
	FILE *file;

	(void)state;
	if (mkdtemp(folder) == NULL)
		return 1;
	snprintf(socket_path, sizeof socket_path, "%s/s", folder);
	snprintf(path, sizeof path, "%s/conf", folder);
	file = fopen(path, "w");
	fprintf(file, "clamd_socket = %s\nclamd_timeout_s = %ds\n", socket_path, TIMEOUT_MS / 1000);
	fclose(file);
	conf_load(path);
	unlink(path);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	rmdir(folder);
	return 0;
}

static int begin(void **state)
{
	(void)state;
	arena = arena_make(8 * MIB);
	peer.pid = 0;
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(arena);
	if (peer.pid > 0)
		peer_stop(&peer);
	unlink(socket_path);
	return 0;
}

static enum err scan_text(
	const char *text, size_t size, size_t piece, enum clamd_said *said, const char **name)
{
	struct clamd *clamd;

	TRY(clamd_begin(arena, &clamd));
	for (size_t at = 0; at < size; at += piece)
		TRY(clamd_send(clamd, text + at, piece < size - at ? piece : size - at));
	return clamd_end(clamd, said, name);
}

static void bytes_are_clean_or_something_is_found_in_them(void **state)
{
	static const struct {
		const char *text, *name;
	} cases[] = {
		{ "", NULL },
		{ "harmless", NULL },
		{ "EVIL", "Test.Evil-1" },
		{ "something EVIL comes", "Test.Evil-1" },
	};

	(void)state;
	peer = peer_start_at(socket_path, scan);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		for (size_t piece = 1; piece < 30; piece += 4) {
			enum clamd_said said;
			const char *name;

			assert_int_equal(scan_text(cases[i].text, strlen(cases[i].text), piece,
						 &said, &name),
				OK);
			assert_int_equal(said, cases[i].name ? CLAMD_FOUND : CLAMD_CLEAN);
			assert_true(str_equal(name, cases[i].name));
		}
}

static void what_it_gave_up_inside_of_is_not_scanned(void **state)
{
	enum clamd_said said;
	const char *name;

	(void)state;
	told = "stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND";
	told_size = strlen(told) + 1;
	peer = peer_start_at(socket_path, tell);
	assert_int_equal(scan_text("x", 1, 1, &said, &name), OK);
	assert_int_equal(said, CLAMD_TOO_LARGE);
	assert_null(name);
}

static void nothing_is_sent_for_no_bytes_as_that_would_be_the_end(void **state)
{
	enum clamd_said said;
	struct clamd *clamd;
	const char *name;

	(void)state;
	peer = peer_start_at(socket_path, scan);
	assert_int_equal(clamd_begin(arena, &clamd), OK);
	assert_int_equal(clamd_send(clamd, "EV", 2), OK);
	assert_int_equal(clamd_send(clamd, "", 0), OK);
	assert_int_equal(clamd_send(clamd, "IL", 2), OK);
	assert_int_equal(clamd_end(clamd, &said, &name), OK);
	assert_int_equal(said, CLAMD_FOUND);
}

static void more_than_it_takes_is_told_and_the_rest_passed_over(void **state)
{
	static char bytes[8 * MIB];
	static const size_t sizes[] = { 2 * MIB - 1, 2 * MIB, 2 * MIB + 1, 3 * MIB, 8 * MIB };

	(void)state;
	peer = peer_start_at(socket_path, scan);
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		enum clamd_said said;
		const char *name;

		assert_int_equal(scan_text(bytes, sizes[i], 16384, &said, &name), OK);
		assert_int_equal(said, sizes[i] > 2 * MIB ? CLAMD_TOO_LARGE : CLAMD_CLEAN);
		assert_null(name);
	}
}

static void an_answer_that_nobody_understands_is_no_verdict(void **state)
{
	static char endless[3000];
	static const struct {
		const char *answer;
		size_t size;
	} cases[] = {
#define ANSWER(text) { text, sizeof(text) }
		ANSWER(""),
		ANSWER("OK"),
		ANSWER("stream: OK "),
		ANSWER("stream: ok"),
		ANSWER("stream:  FOUND"),
		ANSWER("stream: FOUND"),
		ANSWER("x stream: OK"),
		ANSWER("stream: OKstream: OK"),
		ANSWER("stream: Can't allocate memory ERROR"),
		ANSWER("UNKNOWN COMMAND"),
		ANSWER("COMMAND READ TIMED OUT"),
		ANSWER("\x1b[31m\xff\xfe"),
		{ "stream: OK", 10 }, /* without its NUL */
		{ endless, sizeof endless },
	};

	(void)state;
	memset(endless, 'x', sizeof endless);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		enum clamd_said said;
		const char *name;

		told = cases[i].answer;
		told_size = cases[i].size;
		peer = peer_start_at(socket_path, tell);
		if (scan_text("x", 1, 1, &said, &name) != E_UPSTREAM)
			fail_msg("'%.30s' was understood", cases[i].answer);
		peer_stop(&peer);
		arena_reset(arena);
	}
	peer.pid = 0;
}

static void a_name_is_cut_and_cannot_hide(void **state)
{
	char answer[500];
	enum clamd_said said;
	const char *name;

	(void)state;
	memset(answer, 'n', sizeof answer);
	memcpy(answer, "stream: ", 8);
	memcpy(answer + 400, " FOUND", 7);
	told = answer;
	told_size = 407;
	peer = peer_start_at(socket_path, tell);
	assert_int_equal(scan_text("x", 1, 1, &said, &name), OK);
	assert_int_equal(said, CLAMD_FOUND);
	assert_in_range(strlen(name), 90, CLAMD_NAME_MAX + 2);
	peer_stop(&peer);
	told = "stream: a\x07\xff"
	       "b FOUND";
	told_size = strlen(told) + 1;
	peer = peer_start_at(socket_path, tell);
	assert_int_equal(scan_text("x", 1, 1, &said, &name), OK);
	assert_int_equal(said, CLAMD_FOUND);
	assert_string_equal(name, "something without a name");
}

static void a_daemon_that_is_not_there_hangs_or_hangs_up_is_busy_in_time(void **state)
{
	static void (*const daemons[])(
		int) = { NULL, hang, hang_after_all, drip, hang_up_at_once, hang_up_in_the_middle };
	static char bytes[MIB];

	(void)state;
	for (size_t i = 0; i < sizeof daemons / sizeof daemons[0]; i++) {
		const int64_t began = clock_monotonic_ms();
		enum clamd_said said;
		const char *name;
		enum err e;

		if (daemons[i])
			peer = peer_start_at(socket_path, daemons[i]);
		e = scan_text(bytes, sizeof bytes, 16384, &said, &name);
		if (e != E_BUSY)
			fail_msg("daemon %zu: %s", i, err_name(e));
		assert_in_range(clock_monotonic_ms() - began, 0, TIMEOUT_MS + SLACK_MS);
		arena_reset(arena);
		if (daemons[i])
			peer_stop(&peer);
	}
	peer.pid = 0;
}

static void its_version_is_asked_for(void **state)
{
	const char *version;

	(void)state;
	assert_int_equal(clamd_version(arena, &version), E_BUSY);
	peer = peer_start_at(socket_path, tell_version);
	assert_int_equal(clamd_version(arena, &version), OK);
	assert_string_equal(version, "ClamAV 1.4.6/27000/Sat Nov 21 2026");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		CASE(bytes_are_clean_or_something_is_found_in_them),
		CASE(what_it_gave_up_inside_of_is_not_scanned),
		CASE(nothing_is_sent_for_no_bytes_as_that_would_be_the_end),
		CASE(more_than_it_takes_is_told_and_the_rest_passed_over),
		CASE(an_answer_that_nobody_understands_is_no_verdict),
		CASE(a_name_is_cut_and_cannot_hide),
		CASE(a_daemon_that_is_not_there_hangs_or_hangs_up_is_busy_in_time),
		CASE(its_version_is_asked_for),
	};

	return cmocka_run_group_tests_name("clamd", tests, setup, teardown);
}
