/* s3_libs3_test.c - what libs3 gets wrong is caught by the driver around it: peers that lie, hang and break off, and what it
 * must not be used for. That it does what the other driver does is tested in s3_test.c, s3_get_test.c and s3_parts_test.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/mman.h>
#include <sys/socket.h>

#include "bucket.h"
#include "peer.h"
#include "base/clock.h"
#include "base/str.h"

/* What the peer does, and what it saw; shared with its processes. */
static struct wrong {
	const char *put, *get; /* answers; NULL: a right one */
	bool hangs;            /* behind the answer */
	bool takes_some;
	int closes_at; /* number of the request whose connection ends unanswered */
	int requests;
	long long stored;  /* size of the object; 0: there is none */
	char request[512]; /* the last line of request */
} * peer_is;

#define OK_EMPTY "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
#define NO_KEY "HTTP/1.1 404 No\r\nContent-Length: 37\r\n\r\n<Error><Code>NoSuchKey</Code></Error>"
#define CONTENTS(key)         \
	"<Contents><Key>" key \
	"</Key><LastModified>2026-11-22T00:01:08.834Z</LastModified><Size>7</Size></Contents>"

static bool body_skip(int connection, long long left)
{
	static char bytes[1 << 16];

	while (left > 0) {
		ssize_t n = read(connection, bytes, sizeof bytes);

		if (n <= 0)
			return false;
		left -= n;
	}
	return true;
}

static void say(int connection, const char *answer)
{
	peer_say(connection, answer != NULL ? answer : OK_EMPTY);
	if (peer_is->hangs)
		pause();
}

static void head_say(int connection)
{
	char text[256];

	snprintf(text, sizeof text,
		"HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: %lld\r\n\r\n", peer_is->stored);
	peer_say(connection, peer_is->stored > 0 ? text : "HTTP/1.1 404 No\r\n\r\n");
}

static void serve(int connection)
{
	char head[8192];
	size_t extra;

	/* What is left of a body must not fit between the two, or its sender cannot know that it was not taken. */
	setsockopt(connection, SOL_SOCKET, SO_RCVBUF, &(int){ 1 << 16 }, sizeof(int));
	while (peer_request(connection, head, sizeof head, &extra)) {
		long long left = peer_content_length(head) - (long long)extra;

		snprintf(peer_is->request, sizeof peer_is->request, "%.*s",
			(int)strcspn(head, "\r"), head);
		if (__atomic_add_fetch(&peer_is->requests, 1, __ATOMIC_SEQ_CST) ==
			peer_is->closes_at)
			return;
		if (strstr(head, "100-continue") != NULL) /* else it is waited for, for a second */
			peer_say(connection, "HTTP/1.1 100 Continue\r\n\r\n");
		if (!body_skip(connection, peer_is->takes_some ? left / 9 : left))
			return;
		if (str_starts(head, "PUT")) {
			peer_is->stored = peer_is->put == NULL ? peer_content_length(head) : 0;
			say(connection, peer_is->put);
		} else if (str_starts(head, "HEAD")) {
			head_say(connection);
		} else if (str_starts(head, "DELETE")) {
			peer_is->stored = 0;
			peer_say(connection, OK_EMPTY);
		} else {
			say(connection, peer_is->get != NULL ? peer_is->get : NO_KEY);
		}
		if (peer_is->takes_some || (peer_is->get != NULL && str_starts(head, "GET")))
			return;
	}
}

static struct peer peer_begin(struct wrong wrong)
{
	struct peer peer;

	*peer_is = wrong;
	peer = peer_start(serve);
	settings_for_peer(peer.origin);
	return peer;
}

static void a_put_that_went_wrong_is_noticed_and_undone(void **state)
{
	static const struct {
		const char *name;
		struct wrong wrong;
	} rows[] = {
		{ "refused without a word",
			{ .put = "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n" } },
		{ "no room",
			{ .put = "HTTP/1.1 507 No\r\nContent-Length: 38\r\n\r\n<Error><Code>QuotaExceeded</Code></Error>" } },
		{ "a part of it taken", { .takes_some = true } },
		{ "no answer", { .put = "", .hangs = true } },
		{ "an answer that is none", { .put = "hello\r\n\r\n", .hangs = true } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct peer peer = peer_begin(rows[i].wrong);
		int64_t start = clock_monotonic_ms();
		struct s3_stored stored;

		if (put("k", 9000000, -1, &stored) != E_BUSY)
			fail_msg("%s: believed", rows[i].name);
		if (clock_monotonic_ms() - start > 6000)
			fail_msg("%s: took %lld ms", rows[i].name,
				(long long)(clock_monotonic_ms() - start));
		peer_stop(&peer);
	}
	assert_int_equal(put("k", 100, -1, &(struct s3_stored){ 0 }), E_BUSY); /* nobody there */
}

static void a_kept_connection_that_ended_costs_nothing(void **state)
{
	struct peer peer = peer_begin((struct wrong){ .closes_at = 5 });
	struct s3_stored stored;

	(void)state;
	assert_int_equal(put("k1", 10, 10, &stored), OK);
	assert_int_equal(put("k2", 3000000, -1, &stored), OK);
	assert_int_equal(stored.size, 3000000);
	assert_int_equal(peer_is->requests, 7);
	peer_stop(&peer);
}

static void a_source_that_gives_up_sends_nothing(void **state)
{
	struct peer peer = peer_begin((struct wrong){ 0 });
	struct source source = { .size = 100, .fails_at = 50 };
	struct s3_stored stored;

	(void)state;
	assert_int_equal(
		s3_put(arena, "k", "text/plain", source_read, &source, 100, &stored), E_UPSTREAM);
	assert_int_equal(peer_is->requests, 0);
	peer_stop(&peer);
}

static void a_file_that_cannot_be_written_is_busy(void **state)
{
	struct peer peer = peer_begin((struct wrong){ 0 });
	struct s3_stored stored;

	(void)state;
	settings->run_dir = "/proc/nowhere";
	assert_int_equal(put("k", 100, 100, &stored), E_BUSY);
	assert_int_equal(peer_is->requests, 0);
	peer_stop(&peer);
}

/* libs3 calls it a whole answer. What was lost is asked for behind the last key that came. */
static void a_list_that_was_cut_off_is_asked_for_again(void **state)
{
	static const char cut[] =
		"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<ListBucketResult>" CONTENTS("a")
			CONTENTS("b") "<Contents><Key>c";
	struct peer peer = peer_begin((struct wrong){ .get = cut });
	struct s3_listed *listed;
	int n = 0;

	(void)state;
	assert_int_equal(s3_list(arena, "", NULL, &listed), OK);
	for (; listed != NULL; listed = listed->next)
		n++;
	assert_int_equal(n, 1000); /* as this peer says the same for ever */
	assert_non_null(strstr(peer_is->request, "marker=b"));
	peer_stop(&peer);
}

static void a_list_that_is_none_is_refused(void **state)
{
	static const char *const answers[] = {
		"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
		"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n<ListBucketResult><x",
		"HTTP/1.1 503 No\r\nContent-Length: 36\r\n\r\n<Error><Code>SlowDown</Code></Error>",
		"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n",
		"",
	};

	(void)state;
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
		struct peer peer = peer_begin((struct wrong){ .get = answers[i] });
		struct s3_listed *listed = NULL;
		enum err e = s3_list(arena, "", NULL, &listed);

		if (e != E_BUSY && listed != NULL)
			fail_msg("%s: %s", answers[i], err_name(e));
		peer_stop(&peer);
	}
}

static void it_is_not_used_for_what_it_cannot_do(void **state)
{
	static const struct {
		const char *endpoint;
		bool unverified;
		const char *encryption, *access_key;
		bool is_asked;
	} rows[] = {
		{ "https://store.example.net", false, "", "key", false },
		{ "https://127.evil.example.net", false, "", "key", false },
		{ "https://localhost.example.net:9000", false, "", "key", false },
		{ "http://127.0.0.1:1", false, "AES256", "key", false },
		{ "http://127.0.0.1:1", false, "", "", false },
		{ "http://127.0.0.1:1", false, "", "a key of more than thirty-two characters",
			false },
		{ "https://store.invalid", true, "", "key", true },
		{ "https://127.0.0.1:1", false, "", "key", true },
		{ "https://localhost:1", false, "", "key", true },
		{ "https://[::1]:1", false, "", "key", true },
		{ "http://127.0.0.1:1", false, "", "key", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct s3_stored stored;
		const char *link;

		settings_for_peer(rows[i].endpoint);
		settings->s3_unverified_tls = rows[i].unverified;
		settings->s3_encryption = rows[i].encryption;
		settings->s3_access_key = rows[i].access_key;
		link = s3_link(arena, "1/a", 60, "text/plain", "a", false);
		if ((strstr(link, "Signature=") != NULL) != rows[i].is_asked)
			fail_msg("%s: %s", rows[i].endpoint, link);
		assert_int_equal(put("k", 1, 1, &stored), E_BUSY);
		assert_int_equal(s3_ready(arena), E_BUSY);
	}
}

/* The longest name that a row holds, and keys as long as S3 has them. */
static void no_link_is_longer_than_libs3_has_room_for(void **state)
{
	char name[3001], key[1100];

	(void)state;
	settings_for_peer("http://127.0.0.1:1");
	settings->s3_bucket = "a-bucket-with-the-longest-name-that-there-can-be-for-a-bucket-aa";
	for (size_t i = 0; i < 3000; i += 4)
		memcpy(name + i, "\U0001f600", 4);
	name[3000] = '\0';
	for (size_t size = 1; size < sizeof key; size += size < 64 ? 1 : 37) {
		memset(key, '%', sizeof key); /* three bytes, encoded */
		key[size] = '\0';
		for (size_t letters = 0; letters <= 3000; letters += 1000) {
			const char *link = s3_link(arena, key, 60, "text/plain",
				name + 3000 - letters, letters % 2000 == 0);

			assert_in_range(strlen(link), 20, 8000);
		}
	}
	assert_non_null(strstr(
		s3_link(arena, "1/token", 60, "text/plain", name, false), "filename%2A%3DUTF-8"));
}

static void an_upload_of_another_driver_is_missing(void **state)
{
	struct peer peer = peer_begin((struct wrong){ 0 });
	struct source source = { .size = 10, .fails_at = -1 };
	const struct s3_part part = { .number = 1, .etag = "e" };
	static const char *const ids[] = { "", "2~kqnHz2T4Xl3Fz0UoXhyNvY0h4mJ1z2P", "../../1",
		"1234567890123-abcdefghijklmnopqrstuvwxyz0123456789ABCDEF/" };
	const char *etag;

	(void)state;
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		assert_int_equal(
			s3_part_put(arena, "k", ids[i], 1, source_read, &source, 10, &etag),
			E_MISSING);
		assert_int_equal(s3_parts_complete(arena, "k", ids[i], &part, 10), E_MISSING);
		assert_int_equal(s3_parts_drop(arena, "k", ids[i]), OK);
	}
	assert_int_equal(peer_is->requests, 0);
	peer_stop(&peer);
}

/* Two libcurls in one process: each speaks on its own connections, in turns and within each other. */
static void both_drivers_live_in_one_process(void **state)
{
	struct s3_stored stored;
	int64_t size;

	(void)state;
	need_store();
	for (int i = 0; i < 60; i++) {
		struct sink sink = { 0 };

		settings->s3_driver = i % 2 == 0 ? "sigv4" : "libs3";
		assert_int_equal(put("t/both", 100000 + i, -1, &stored), OK);
		settings->s3_driver = i % 3 == 0 ? "sigv4" : "libs3";
		assert_int_equal(s3_get(arena, "t/both", 0, -1, sink_write, &sink, &size), OK);
		assert_int_equal(size, 100000 + i);
		assert_int_equal(sink.wrong, 0);
	}
	assert_int_equal(s3_remove(arena, "t/both"), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HERE(a_put_that_went_wrong_is_noticed_and_undone),
		HERE(a_kept_connection_that_ended_costs_nothing),
		HERE(a_source_that_gives_up_sends_nothing),
		HERE(a_file_that_cannot_be_written_is_busy),
		HERE(a_list_that_was_cut_off_is_asked_for_again),
		HERE(a_list_that_is_none_is_refused),
		HERE(it_is_not_used_for_what_it_cannot_do),
		HERE(no_link_is_longer_than_libs3_has_room_for),
		HERE(an_upload_of_another_driver_is_missing),
		REAL(both_drivers_live_in_one_process),
	};

	settings_load();
	peer_is = mmap(
		NULL, sizeof *peer_is, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	driver = "libs3";
	return cmocka_run_group_tests(tests, NULL, NULL);
}
