/* s3_get_test.c - an object is read back whole, in ranges, or not at all: from the real store, and from peers that cut
 * it short, hang, or answer what was not asked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bucket.h"
#include "peer.h"
#include "base/clock.h"
#include "base/str.h"

static const struct {
	int64_t from, size;
} range_rows[] = { { 0, -1 }, { 0, 0 }, { 0, 1 }, { 0, 300000 }, { 1, 5 }, { 299999, 1 },
	{ 299999, -1 }, { 300000, -1 }, { 300000, 10 }, { 300000, 0 }, { 100000, 900000 } };

static void a_range_is_given_as_far_as_there_is_one(void **state)
{
	struct s3_stored stored;
	int64_t size;

	(void)state;
	need_store();
	assert_int_equal(put("t/get", 300000, -1, &stored), OK);
	for (size_t i = 0; i < sizeof range_rows / sizeof *range_rows; i++) {
		int64_t from = range_rows[i].from, asked = range_rows[i].size;
		int64_t there = asked < 0 || asked > 300000 - from ? 300000 - from : asked;
		struct sink sink = { .at = from };
		enum err e = s3_get(arena, "t/get", from, asked, sink_write, &sink, &size);

		if (e != OK || size != there || sink.at != from + there || sink.wrong != 0)
			fail_msg("%lld from %lld: %s, %lld given, %lld wrong", (long long)asked,
				(long long)from, err_name(e), (long long)size,
				(long long)sink.wrong);
	}
	assert_int_equal(s3_remove(arena, "t/get"), OK);
}

static void what_is_not_there_is_missing(void **state)
{
	struct sink sink = { 0 };
	struct s3_stored stored;
	int64_t size = -1;

	(void)state;
	need_store();
	assert_int_equal(put("t/short", 10, 10, &stored), OK);
	assert_int_equal(s3_size(arena, "t/short", &size), OK);
	assert_int_equal(size, 10);
	assert_int_equal(s3_get(arena, "t/short", 11, -1, sink_write, &sink, &size), E_MISSING);
	assert_int_equal(s3_get(arena, "t/short", 11, 0, sink_write, &sink, &size), E_MISSING);
	assert_int_equal(s3_remove(arena, "t/short"), OK);
	assert_int_equal(s3_get(arena, "t/short", 0, -1, sink_write, &sink, &size), E_MISSING);
	assert_int_equal(s3_size(arena, "t/short", &size), E_MISSING);
	assert_int_equal(sink.at, 0);
}

static void an_empty_object_has_no_bytes_in_any_range(void **state)
{
	struct sink sink = { 0 };
	struct s3_stored stored;
	int64_t size = -1;

	(void)state;
	need_store();
	assert_int_equal(put("t/empty", 0, 0, &stored), OK);
	assert_int_equal(s3_get(arena, "t/empty", 0, -1, sink_write, &sink, &size), OK);
	assert_int_equal(size, 0);
	assert_int_equal(s3_get(arena, "t/empty", 0, 1000, sink_write, &sink, &size), OK);
	assert_int_equal(size, 0);
	assert_int_equal(s3_size(arena, "t/empty", &size), OK);
	assert_int_equal(size, 0);
	assert_int_equal(s3_remove(arena, "t/empty"), OK);
}

/* Were a bucket that is gone an object that is gone, every file would be marked lost. */
static void a_missing_bucket_is_no_missing_object(void **state)
{
	const char *bucket = settings->s3_bucket;
	struct sink sink = { 0 };
	int64_t size;

	(void)state;
	need_store();
	bucket = settings->s3_bucket;
	settings->s3_bucket = "lodge-test-that-never-was";
	assert_int_equal(s3_get(arena, "t/x", 0, -1, sink_write, &sink, &size), E_BUSY);
	assert_int_equal(s3_size(arena, "t/x", &size), E_BUSY);
	settings->s3_bucket = bucket;
	settings->s3_secret_key = "wrong";
	assert_int_equal(s3_get(arena, "t/x", 0, -1, sink_write, &sink, &size), E_BUSY);
	assert_int_equal(s3_size(arena, "t/x", &size), E_BUSY);
	settings->s3_secret_key = real.s3_secret_key;
}

static void an_error_of_the_sink_ends_it_and_is_given_back(void **state)
{
	struct sink sink = { .fails_at = 100000 };
	struct s3_stored stored;
	int64_t size;

	(void)state;
	need_store();
	assert_int_equal(put("t/sink", 5000000, -1, &stored), OK);
	assert_int_equal(s3_get(arena, "t/sink", 0, -1, sink_write, &sink, &size), E_CONFLICT);
	assert_in_range(sink.at, 100000, 1000000);
	sink = (struct sink){ 0 }; /* and the next one is not harmed */
	assert_int_equal(s3_get(arena, "t/sink", 0, -1, sink_write, &sink, &size), OK);
	assert_int_equal(size, 5000000);
	assert_int_equal(sink.wrong, 0);
	assert_int_equal(s3_remove(arena, "t/sink"), OK);
}

/* --- peers --- */

static const char
	*said; /* the answer to every request; the children of a peer have it from the fork */
static bool hangs, resets;

static void peer_serve(int connection)
{
	char head[8192];
	size_t extra;

	while (peer_request(connection, head, sizeof head, &extra)) {
		peer_say(connection, said);
		if (hangs)
			pause();
		if (resets)
			peer_reset(connection);
		return;
	}
}

static const struct {
	const char *name, *answer;
	int64_t from, size, given_max;
	bool hangs, resets;
} peer_rows[] = {
	{ "cut short", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", 0, -1, 3, false, false },
	{ "cut short by a reset", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", 0, -1, 3,
		false, true },
	{ "hangs half-way", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", 0, -1, 3, true,
		false },
	{ "hangs in the head", "HTTP/1.1 200 OK\r\nContent-Le", 0, -1, 0, true, false },
	{ "hangs at once", "", 0, -1, 0, true, false },
	{ "says nothing", "", 0, -1, 0, false, false },
	{ "of no length", "HTTP/1.1 200 OK\r\n\r\nabc", 0, -1, 0, false, false },
	{
		"of no length and empty",
		"HTTP/1.1 200 OK\r\n\r\n",
		0,
		-1,
		0,
		false,
		false,
	},
	{ "in chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
		0, -1, 0, false, false },
	{ "all where a range was asked for", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", 1,
		2, 0, false, false },
	{ "another range",
		"HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-1/9\r\nContent-Length: 2\r\n\r\nab",
		1, 2, 0, false, false },
	{ "a range of no place", "HTTP/1.1 206 Partial\r\nContent-Length: 2\r\n\r\nab", 1, 2, 0,
		false, false },
	{ "more than asked for",
		"HTTP/1.1 206 Partial\r\nContent-Range: bytes 1-3/9\r\nContent-Length: 3\r\n\r\nabc",
		1, 2, 0, false, false },
	{ "a range where all was asked for",
		"HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-1/9\r\nContent-Length: 2\r\n\r\nab",
		0, -1, 0, false, false },
	{ "a page of a proxy", "HTTP/1.1 502 No\r\nContent-Length: 4\r\n\r\n<hr>", 0, -1, 0, false,
		false },
	{ "another 404",
		"HTTP/1.1 404 No\r\nContent-Length: 48\r\n\r\n<Error><Code>NoSuchBucket</Code></Error>........",
		0, -1, 0, false, false },
	{ "a redirect",
		"HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
		0, -1, 0, false, false },
};

static void a_peer_that_lies_is_not_believed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof peer_rows / sizeof *peer_rows; i++) {
		struct sink sink = { .at = peer_rows[i].from };
		int64_t start = clock_monotonic_ms(), size;
		struct peer store;
		enum err e;

		/* libs3 tells neither the status nor whether there was a length. */
		if (is_libs3() &&
			(str_ends(peer_rows[i].name, "of no length and empty") ||
				str_starts(peer_rows[i].name, "a range where")))
			continue;
		said = peer_rows[i].answer;
		hangs = peer_rows[i].hangs;
		resets = peer_rows[i].resets;
		store = peer_start(peer_serve);
		settings_for_peer(store.origin);
		e = s3_get(
			arena, "k", peer_rows[i].from, peer_rows[i].size, sink_write, &sink, &size);
		if (e != E_BUSY || sink.at - peer_rows[i].from > peer_rows[i].given_max ||
			clock_monotonic_ms() - start > 5000)
			fail_msg("%s: %s, %lld bytes given, %lld ms", peer_rows[i].name,
				err_name(e), (long long)(sink.at - peer_rows[i].from),
				(long long)(clock_monotonic_ms() - start));
		if (s3_size(arena, "k", &size) == E_MISSING)
			fail_msg("%s: not there, it seems", peer_rows[i].name);
		peer_stop(&store);
	}
}

static void a_slow_sink_is_no_stall(void **state)
{
	struct sink sink = { .wait_us = 1200000 };
	struct peer store;
	int64_t size;

	(void)state;
	said = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";
	hangs = resets = false;
	store = peer_start(peer_serve);
	settings_for_peer(store.origin);
	assert_int_equal(s3_get(arena, "k", 0, -1, sink_write, &sink, &size), OK);
	assert_int_equal(size, 3);
	peer_stop(&store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HERE(a_peer_that_lies_is_not_believed),
		HERE(a_slow_sink_is_no_stall),
		REAL(a_range_is_given_as_far_as_there_is_one),
		REAL(what_is_not_there_is_missing),
		REAL(an_empty_object_has_no_bytes_in_any_range),
		REAL(a_missing_bucket_is_no_missing_object),
		REAL(an_error_of_the_sink_ends_it_and_is_given_back),
	};

	settings_load();
	return RUN_WITH_EACH_DRIVER(tests);
}
