/* s3_parts_test.c - an object of parts that come one by one: in the real store, and with peers that refuse, hang and
 * break off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/resource.h>

#include "bucket.h"
#include "peer.h"
#include "base/clock.h"
#include "base/str.h"

enum { MIB = 1024 * 1024 };

static const char *begin(void)
{
	const char *id = NULL;

	assert_int_equal(s3_parts_begin(arena, "t/parts", &id), OK);
	assert_non_null(id);
	return id;
}

static struct s3_part *part(const char *id, int number, int64_t from, int64_t size)
{
	struct source source = { .size = from + size, .at = from, .fails_at = -1 };
	struct s3_part *part = arena_new(arena, struct s3_part);

	part->number = number;
	assert_int_equal(
		s3_part_put(arena, "t/parts", id, number, source_read, &source, size, &part->etag),
		OK);
	assert_in_range(strlen(part->etag), 1, 255);
	return part;
}

/* clang-format off */
static const struct { int numbers[4]; int64_t sizes[4]; } part_rows[] = {
	{ { 1 }, { 0 } }, { { 1 }, { 1 } }, { { 1 }, { 5 * MIB } }, { { 1, 2 }, { 5 * MIB, 1 } },
	{ { 1, 2, 3 }, { 5 * MIB, 6 * MIB + 7, 3 * MIB } }, { { 2, 7, 10000 }, { 5 * MIB, 5 * MIB, 9 } },
	{ { 1, 2 }, { 13 * MIB, 20 * MIB + 1 } },
};
/* clang-format on */

static void parts_become_one_object(void **state)
{
	(void)state;
	need_store();
	for (size_t i = 0; i < sizeof part_rows / sizeof *part_rows; i++) {
		struct s3_part *first = NULL, **next = &first;
		const char *id = begin();
		int64_t size = 0, got;
		struct sink sink = { 0 };

		for (size_t n = 0; n < 4 && part_rows[i].numbers[n] != 0; n++) {
			*next = part(id, part_rows[i].numbers[n], size, part_rows[i].sizes[n]);
			next = &(*next)->next;
			size += part_rows[i].sizes[n];
		}
		assert_int_equal(s3_size(arena, "t/parts", &got), E_MISSING); /* not before */
		assert_int_equal(s3_parts_complete(arena, "t/parts", id, first, size), OK);
		assert_int_equal(s3_size(arena, "t/parts", &got), OK);
		assert_int_equal(got, size);
		assert_int_equal(s3_get(arena, "t/parts", 0, -1, sink_write, &sink, &got), OK);
		assert_int_equal(got, size);
		assert_int_equal(sink.wrong, 0);
		assert_int_equal(s3_remove(arena, "t/parts"), OK);
	}
}

static void a_part_that_is_put_again_counts_once(void **state)
{
	const char *id;
	struct s3_part *first;
	struct sink sink = { 0 };
	int64_t size;

	(void)state;
	need_store();
	id = begin();
	first = part(id, 1, 77, 5 * MIB);
	first = part(id, 1, 0, 5 * MIB);

	first->next = part(id, 2, 5 * MIB, 10);
	assert_int_equal(s3_parts_complete(arena, "t/parts", id, first, 5 * MIB + 10), OK);
	assert_int_equal(s3_get(arena, "t/parts", 0, -1, sink_write, &sink, &size), OK);
	assert_int_equal(size, 5 * MIB + 10);
	assert_int_equal(sink.wrong, 0);
	assert_int_equal(s3_remove(arena, "t/parts"), OK);
}

static void an_upload_that_ended_is_missing(void **state)
{
	struct source source = { .size = 10, .fails_at = -1 };
	struct s3_part *first;
	const char *id, *etag;

	(void)state;
	need_store();
	id = begin();
	first = part(id, 1, 0, 10);
	assert_int_equal(s3_parts_drop(arena, "t/parts", id), OK);
	assert_int_equal(s3_parts_drop(arena, "t/parts", id), OK); /* also when it is gone */
	assert_int_equal(s3_parts_drop(arena, "t/parts", "never"), OK);
	assert_int_equal(
		s3_part_put(arena, "t/parts", id, 1, source_read, &source, 10, &etag), E_MISSING);
	assert_int_equal(s3_parts_complete(arena, "t/parts", id, first, 10), E_MISSING);
}

static void a_wrong_part_is_refused(void **state)
{
	struct source source = { .size = 10, .fails_at = -1 };
	struct s3_part *first, wrong;
	const char *id, *etag;

	(void)state;
	need_store();
	id = begin();
	assert_int_equal(
		s3_part_put(arena, "t/parts", id, 0, source_read, &source, 10, &etag), E_INVALID);
	assert_int_equal(s3_part_put(arena, "t/parts", id, S3_PARTS_MAX + 1, source_read, &source,
				 10, &etag),
		E_INVALID);
	assert_int_equal(source.at, 0);
	first = part(id, 1, 0, 10);
	wrong = *first;
	if (!is_libs3()) { /* which has parts of any size, and takes those that it is told */
		first->next = part(id, 2, 10, 10);
		assert_int_equal(s3_parts_complete(arena, "t/parts", id, first, 20), E_INVALID);
		assert_int_equal(s3_parts_complete(arena, "t/parts", id, &wrong, 10), E_INVALID);
	}
	wrong.etag = "\"00000000000000000000000000000000\"";
	assert_int_equal(s3_parts_complete(arena, "t/parts", id, &wrong, 10), E_INVALID);
	assert_int_equal(s3_parts_drop(arena, "t/parts", id), OK);
}

static void a_source_that_gives_up_makes_no_part(void **state)
{
	static const struct {
		int64_t gives, fails_at;
	} rows[] = { { 10 * MIB, 0 }, { 10 * MIB, 3 * MIB }, { 100, -1 }, { 0, -1 } };
	const char *id, *etag;

	(void)state;
	need_store();
	id = begin();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct source source = { .size = rows[i].gives, .fails_at = rows[i].fails_at };

		assert_int_equal(
			s3_part_put(arena, "t/parts", id, 1, source_read, &source, 10 * MIB, &etag),
			E_UPSTREAM);
	}
	assert_int_equal(s3_parts_drop(arena, "t/parts", id), OK);
}

static void no_more_than_the_part_is_read(void **state)
{
	struct source source = { .size = 20 * MIB, .fails_at = -1 };
	const char *id, *etag;

	(void)state;
	need_store();
	id = begin();
	assert_int_equal(
		s3_part_put(arena, "t/parts", id, 1, source_read, &source, 6 * MIB, &etag), OK);
	assert_int_equal(source.at, 6 * MIB);
	assert_int_equal(s3_parts_drop(arena, "t/parts", id), OK);
}

/* --- peers --- */

static const char *said;
static bool hangs, takes_all;

static void peer_serve(int connection)
{
	static char bytes[1 << 16];
	char head[8192];
	size_t extra;

	while (peer_request(connection, head, sizeof head, &extra)) {
		long long left = peer_content_length(head) - (long long)extra;

		while (takes_all && left > 0) {
			ssize_t n = read(connection, bytes, sizeof bytes);

			if (n <= 0)
				return;
			left -= n;
		}
		peer_say(connection, said);
		if (hangs)
			pause();
		if (!takes_all)
			peer_reset(connection);
	}
}

static const struct {
	const char *name, *answer;
	bool hangs, takes_all;
	enum err part, complete;
} peer_rows[] = {
	{ "no such upload",
		"HTTP/1.1 404 No\r\nContent-Length: 40\r\n\r\n<Error><Code>NoSuchUpload</Code></Error>",
		false, true, E_MISSING, E_MISSING },
	{ "no such bucket",
		"HTTP/1.1 404 No\r\nContent-Length: 40\r\n\r\n<Error><Code>NoSuchBucket</Code></Error>",
		false, true, E_BUSY, E_BUSY },
	{ "an argument it knows not",
		"HTTP/1.1 400 No\r\nContent-Length: 43\r\n\r\n<Error><Code>InvalidArgument</Code></Error>",
		false, true, E_INVALID, E_INVALID },
	{ "a client that is too slow",
		"HTTP/1.1 400 No\r\nContent-Length: 42\r\n\r\n<Error><Code>RequestTimeout</Code></Error>",
		false, true, E_BUSY, E_BUSY },
	{ "an error in a 200",
		"HTTP/1.1 200 OK\r\nContent-Length: 41\r\n\r\n<Error><Code>InternalError</Code></Error>",
		false, true, E_BUSY, E_BUSY },
	{ "neither etag nor result", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", false, true,
		E_BUSY, E_BUSY },
	{ "taken with half of it", "HTTP/1.1 200 OK\r\nETag: x\r\nContent-Length: 0\r\n\r\n", false,
		false, E_BUSY, E_BUSY },
	{ "no answer", "", true, true, E_BUSY, E_BUSY },
	{ "hangs and takes nothing", "", true, false, E_BUSY, E_BUSY },
	{ "breaks off", "", false, false, E_BUSY, E_BUSY },
};

static void a_peer_that_refuses_or_breaks_is_understood(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof peer_rows / sizeof *peer_rows; i++) {
		struct source source = { .size = 9 * MIB, .fails_at = -1 };
		const struct s3_part one = { .number = 1, .etag = "\"e\"" };
		int64_t start = clock_monotonic_ms();
		enum err part_error, complete_error;
		struct peer store;
		const char *etag;

		said = peer_rows[i].answer;
		hangs = peer_rows[i].hangs;
		takes_all = peer_rows[i].takes_all;
		store = peer_start(peer_serve);
		settings_for_peer(store.origin);
		part_error = s3_part_put(arena, "k", "u", 1, source_read, &source, 9 * MIB, &etag);
		complete_error = s3_parts_complete(arena, "k", "u", &one, 9 * MIB);
		if (part_error != peer_rows[i].part || complete_error != peer_rows[i].complete ||
			clock_monotonic_ms() - start > 6000)
			fail_msg("%s: %s, %s, %lld ms", peer_rows[i].name, err_name(part_error),
				err_name(complete_error),
				(long long)(clock_monotonic_ms() - start));
		peer_stop(&store);
	}
}

/* Answers the first request on a connection and hears the head of the second one. */
static void serve_once(int connection)
{
	static char bytes[1 << 16];
	char head[8192];
	size_t extra;
	long long left;

	if (!peer_request(connection, head, sizeof head, &extra))
		return;
	for (left = peer_content_length(head) - (long long)extra; left > 0;) {
		ssize_t n = read(connection, bytes, sizeof bytes);

		if (n <= 0)
			return;
		left -= n;
	}
	peer_say(connection, "HTTP/1.1 200 OK\r\nETag: x\r\nContent-Length: 0\r\n\r\n");
	(void)!peer_request(connection, head, sizeof head, &extra);
}

/* What was read from a browser cannot be read again. */
static void a_part_is_not_lost_on_a_kept_connection(void **state)
{
	struct source source = { .size = 3 * MIB, .fails_at = -1 };
	struct peer store = peer_start(serve_once);
	const char *etag;

	(void)state;
	settings_for_peer(store.origin);
	assert_int_equal(s3_parts_drop(arena, "k", "u"), OK);
	assert_int_equal(s3_part_put(arena, "k", "u", 1, source_read, &source, 3 * MIB, &etag), OK);
	assert_string_equal(etag, "x");
	peer_stop(&store);
}

/* In a process of its own, so that nothing else has used memory. */
static void a_part_of_any_size_takes_no_memory(void **state)
{
	struct rusage usage;
	const char *id;
	int status;
	pid_t child;

	(void)state;
	need_store();
	id = begin();
	child = fork();
	if (child == 0) {
		long before;

		getrusage(RUSAGE_SELF, &usage);
		before = usage.ru_maxrss;
		(void)part(id, 1, 0, 100 * MIB);
		getrusage(RUSAGE_SELF, &usage);
		_exit(usage.ru_maxrss - before < 4 * 1024 ? 0 : 2);
	}
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
	assert_int_equal(s3_parts_drop(arena, "t/parts", id), OK);
}

int main(void)
{
	const struct CMUnitTest peers[] = {
		HERE(a_peer_that_refuses_or_breaks_is_understood),
		HERE(a_part_is_not_lost_on_a_kept_connection),
	};
	const struct CMUnitTest tests[] = {
		REAL(a_part_of_any_size_takes_no_memory),
		REAL(parts_become_one_object),
		REAL(a_part_that_is_put_again_counts_once),
		REAL(an_upload_that_ended_is_missing),
		REAL(a_wrong_part_is_refused),
		REAL(a_source_that_gives_up_makes_no_part),
		REAL(no_more_than_the_part_is_read),
	};

	int failed;

	settings_load();
	failed = cmocka_run_group_tests_name("sigv4 and peers", peers, NULL, NULL);
	return failed + RUN_WITH_EACH_DRIVER(tests);
}
