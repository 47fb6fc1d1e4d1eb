/* s3_test.c - the store's driver: against a store made here that lies, hangs and breaks off; and, where LODGE_CONF names
 * a configuration, against the real one in it, in a bucket of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <curl/curl.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "bucket.h"
#include "peer.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/str.h"
#include "base/url.h"
#include "net/s3.h"
#include "net/s3_call.h"
#include "net/xml.h"

/* --- a store made here --- */

/* What it does wrong; shared with its processes, which count what they saw. */
struct fault {
	const char *listing;  /* answer to a list; NULL: an empty one */
	const char *initiate; /* answer to the begin of an upload */
	const char *complete; /* answer to its end */
	const char *etag;
	int put_status;        /* 0: 200 */
	int hang_at;           /* number of the request that is never answered; 0: none */
	int hang_up_at;        /* number of the request that is read half and dropped */
	long long head_length; /* -1: the truth */
	int requests, puts, deletes, aborts;
	long long bytes; /* of the parts that were taken */
};
static struct fault *fault;

#define COMPLETE_OK "<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>"
#define INITIATE_OK \
	"<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>"
#define LIST_EMPTY "<ListBucketResult><EncodingType>url</EncodingType></ListBucketResult>"

static bool body_skip(int connection, long long left, bool is_dropped)
{
	static char bytes[1 << 16];

	if (is_dropped)
		left /= 2;
	while (left > 0) {
		ssize_t n = read(connection, bytes,
			left < (long long)sizeof bytes ? (size_t)left : sizeof bytes);

		if (n <= 0)
			return false;
		left -= n;
	}
	return !is_dropped;
}

static void put_answer(int connection, const char *head)
{
	char headers[256];

	__atomic_add_fetch(&fault->puts, 1, __ATOMIC_SEQ_CST);
	snprintf(headers, sizeof headers, "ETag: %s\r\n",
		fault->etag != NULL ? fault->etag : "\"e\"");
	if (fault->put_status != 0) {
		peer_answer(connection, "403 Forbidden", "",
			"<Error><Code>AccessDenied</Code></Error>");
		return;
	}
	fault->bytes += peer_content_length(head);
	peer_answer(connection, "200 OK", headers, "");
}

static void store_serve(int connection)
{
	char head[8192], text[256];
	size_t extra;

	while (peer_request(connection, head, sizeof head, &extra)) {
		int number = __atomic_add_fetch(&fault->requests, 1, __ATOMIC_SEQ_CST);
		bool is_upload = strstr(head, "uploadId=") != NULL;

		if (number == fault->hang_at)
			pause();
		if (!body_skip(connection, peer_content_length(head) - (long long)extra,
			    number == fault->hang_up_at))
			return;
		if (str_starts(head, "PUT")) {
			put_answer(connection, head);
		} else if (str_starts(head, "POST")) {
			const char *answer = is_upload ? fault->complete : fault->initiate;

			peer_answer(connection, "200 OK", "",
				answer != NULL      ? answer
					: is_upload ? COMPLETE_OK
						    : INITIATE_OK);
		} else if (str_starts(head, "HEAD")) {
			snprintf(text, sizeof text,
				"HTTP/1.1 200 OK\r\nContent-Length: %lld\r\n\r\n",
				fault->head_length < 0 ? fault->bytes : fault->head_length);
			peer_say(connection, text);
		} else if (str_starts(head, "DELETE")) {
			__atomic_add_fetch(
				is_upload ? &fault->aborts : &fault->deletes, 1, __ATOMIC_SEQ_CST);
			peer_answer(connection, "204 No Content", "", "");
		} else if (fault->listing != NULL && str_starts(fault->listing, "HTTP/")) {
			peer_say(connection, fault->listing);
			return;
		} else {
			peer_answer(connection, "200 OK", "",
				fault->listing != NULL ? fault->listing : LIST_EMPTY);
		}
	}
}

static struct peer store_start(struct fault wrong)
{
	struct peer store;

	*fault = wrong;
	store = peer_start(store_serve);
	settings_for_peer(store.origin);
	return store;
}

/* --- tests without a real store --- */

static const char *link_param(const char *link, const char *name)
{
	struct url_param *first;

	assert_int_equal(url_params(arena, strchr(link, '?') + 1, &first), OK);
	return url_param(first, name);
}

/* clang-format off */
static const struct { const char *name, *disposition; } name_rows[] = {
	{ "a.png", "attachment; filename=\"a.png\"; filename*=UTF-8''a.png" },
	{ "my file.png", "attachment; filename=\"my file.png\"; filename*=UTF-8''my%20file.png" },
	{ "\u00fcber \u20ac.pdf", "attachment; filename=\"_ber _.pdf\"; filename*=UTF-8''%C3%BCber%20%E2%82%AC.pdf" },
	{ "\U0001f600", "attachment; filename=\"_\"; filename*=UTF-8''%F0%9F%98%80" },
	{ "a\"b.txt", "attachment; filename=\"a_b.txt\"; filename*=UTF-8''a%22b.txt" },
	{ "a'b;c=d%41.txt", "attachment; filename=\"a'b_c=d_41.txt\"; filename*=UTF-8''a%27b%3Bc%3Dd%2541.txt" },
	{ "a\\\"b", "attachment; filename=\"a__b\"; filename*=UTF-8''a_%22b" },
	{ "a\r\nX-Evil: 1", "attachment; filename=\"a__X-Evil: 1\"; filename*=UTF-8''a__X-Evil%3A%201" },
	{ "\t\x01\x1f\x7f", "attachment; filename=\"____\"; filename*=UTF-8''____" },
	{ "../../etc/passwd", "attachment; filename=\".._.._etc_passwd\"; filename*=UTF-8''.._.._etc_passwd" },
	{ "C:\\x", "attachment; filename=\"C:_x\"; filename*=UTF-8''C%3A_x" },
	{ "a\u200cb\u200dc\u061cd", "attachment; filename=\"a_b_c_d\"; filename*=UTF-8''a_b_c_d" },
	{ "photo\u202egpj.exe", "attachment; filename=\"photo_gpj.exe\"; filename*=UTF-8''photo_gpj.exe" },
	{ "a\xc2\x85" "b", "attachment; filename=\"a_b\"; filename*=UTF-8''a_b" },
	{ "a\xff\xfe" "b", "attachment; filename=\"a__b\"; filename*=UTF-8''a__b" },
	{ "a\xc0\xafz", "attachment; filename=\"a__z\"; filename*=UTF-8''a__z" }, /* an overlong slash */
	{ "a\xed\xa0\x80z", "attachment; filename=\"a___z\"; filename*=UTF-8''a___z" },
	{ "a\xe2\x82", "attachment; filename=\"a__\"; filename*=UTF-8''a__" },
	{ "", "attachment" },
};
/* clang-format on */

static void no_name_breaks_out_of_its_header(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof name_rows / sizeof *name_rows; i++) {
		const char *link = s3_link(arena, "k", 60, "text/plain", name_rows[i].name, false);

		assert_string_equal(
			link_param(link, "response-content-disposition"), name_rows[i].disposition);
	}
}

static void a_link_says_what_was_asked_for(void **state)
{
	char long_name[3001];
	const char *link;

	(void)state;
	link = s3_link(arena, "t/7/a b", 90, "image/png", "a.png", true);
	assert_true(str_starts(link,
		"http://files.localhost:8080/lodge/t/7/a%20b?X-Amz-Algorithm=AWS4-HMAC-SHA256&"));
	assert_string_equal(link_param(link, "response-content-disposition"),
		"inline; filename=\"a.png\"; filename*=UTF-8''a.png");
	assert_string_equal(link_param(link, "response-content-type"), "image/png");
	assert_string_equal(link_param(link, "response-cache-control"), "private, no-store");
	assert_string_equal(link_param(link, "X-Amz-Expires"), "90");
	for (size_t i = 0; i < 3000; i += 3)
		memcpy(long_name + i, "\u20ac", 3);
	long_name[3000] = '\0';
	/* The longest name that a row holds, of three-byte characters, still fits the request line that any server takes. */
	assert_in_range(strlen(s3_link(arena, "k", 60, "text/plain", long_name, false)), 0, 8000);
}

static void a_store_that_lies_is_not_believed(void **state)
{
	static const struct {
		const char *name;
		int64_t size;
		struct fault fault;
		int deletes, aborts;
	} rows[] = {
		{ "refused", 100, { .put_status = 403, .head_length = -1 }, 1, 0 },
		{ "a part refused", PART + 1, { .put_status = 403, .head_length = -1 }, 1, 1 },
		{ "no upload id", PART + 1,
			{ .initiate = "<InitiateMultipartUploadResult/>", .head_length = -1 }, 1,
			0 },
		{ "no XML", PART + 1, { .initiate = "hello", .head_length = -1 }, 1, 0 },
		{ "no etag", PART + 1, { .etag = "", .head_length = -1 }, 1, 1 },
		{ "an etag with a tag", PART + 1, { .etag = "<x>", .head_length = -1 }, 1, 1 },
		{ "an error in a 200", PART + 1,
			{ .complete = "<Error><Code>InternalError</Code></Error>",
				.head_length = -1 },
			1, 1 },
		{ "an empty 200", PART + 1, { .complete = "", .head_length = -1 }, 1, 1 },
		{ "half of it", PART + 1, { .head_length = PART }, 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct peer store = store_start(rows[i].fault);
		struct s3_stored stored;

		if (put("k", rows[i].size, rows[i].size, &stored) != E_BUSY)
			fail_msg("%s: believed", rows[i].name);
		if (fault->deletes != rows[i].deletes || fault->aborts != rows[i].aborts)
			fail_msg("%s: %d deletes, %d aborts", rows[i].name, fault->deletes,
				fault->aborts);
		peer_stop(&store);
	}
}

static void the_store_made_here_takes_a_right_upload(void **state)
{
	struct peer store = store_start((struct fault){ .head_length = -1 });
	struct s3_stored stored;
	struct hash hash = source_hash(2 * PART + 5);

	(void)state;
	assert_int_equal(put("k", 2 * PART + 5, 2 * PART + 5, &stored), OK);
	assert_int_equal(stored.size, 2 * PART + 5);
	assert_true(hash_equal(&stored.sha256, &hash));
	assert_int_equal(fault->puts, 3);
	assert_int_equal(fault->bytes, 2 * PART + 5);
	peer_stop(&store);
}

static void a_kept_connection_that_ended_costs_nothing(void **state)
{
	struct peer store;
	struct s3_stored stored;
	struct hash hash = source_hash(3000000);

	(void)state;
	store = store_start((struct fault){ .hang_up_at = 2, .head_length = -1 });
	assert_int_equal(put("k1", 10, 10, &stored), OK);
	assert_int_equal(
		put("k2", 3000000, 3000000, &stored), OK); /* dropped half-way, then sent again */
	assert_int_equal(fault->requests, 3);
	assert_int_equal(fault->bytes, 3000010);
	assert_true(hash_equal(&stored.sha256, &hash));
	peer_stop(&store);
}

static void a_store_that_hangs_is_given_up_in_time(void **state)
{
	static const struct {
		int64_t size;
		int hang_at;
	} rows[] = {
		{ 100, 1 },
		{ PART + 1, 1 },
		{ PART + 1, 2 },
		{ PART + 1, 3 },
		{ PART + 1, 4 },
		{ PART + 1, 5 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct peer store = store_start(
			(struct fault){ .hang_at = rows[i].hang_at, .head_length = -1 });
		int64_t start = clock_monotonic_ms();
		struct s3_stored stored;

		assert_int_equal(put("k", rows[i].size, rows[i].size, &stored), E_BUSY);
		assert_in_range(clock_monotonic_ms() - start, 0, 5000);
		peer_stop(&store);
	}
}

static void a_stopped_or_dead_store_is_busy(void **state)
{
	struct peer store = store_start((struct fault){ .head_length = -1 });
	int64_t start = clock_monotonic_ms();
	struct s3_listed *listed;
	struct s3_stored stored;

	(void)state;
	peer_signal(&store, SIGSTOP);
	assert_int_equal(put("k", 100, 100, &stored), E_BUSY);
	assert_in_range(clock_monotonic_ms() - start, 0, 5000);
	peer_stop(&store);
	start = clock_monotonic_ms();
	assert_int_equal(put("k", PART + 1, PART + 1, &stored), E_BUSY);
	assert_int_equal(s3_remove(arena, "k"), E_BUSY);
	assert_int_equal(s3_list(arena, "", NULL, &listed), E_BUSY);
	assert_int_equal(s3_ready(arena), E_BUSY);
	assert_in_range(clock_monotonic_ms() - start, 0, 1000);
}

#define CONTENTS \
	"<Contents><Key>a%20b+c%2B</Key><LastModified>2026-11-22T00:01:08.834Z</LastModified><Size>7</Size></Contents>"

static void a_list_that_is_none_is_refused(void **state)
{
	static const struct {
		const char *name, *listing;
	} rows[] = {
		{ "cut off",
			"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<ListBucketResult><EncodingType>url</EncodingType>" },
		{ "cut off between elements",
			"HTTP/1.1 200 OK\r\n\r\n<ListBucketResult><EncodingType>url</EncodingType>" CONTENTS },
		{ "cut off in a chunk",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\n<ListBucketResult>" },
		{ "empty", "" },
		{ "a page", "<html></html>" },
		{ "not encoded", "<ListBucketResult>" CONTENTS "</ListBucketResult>" },
		{ "no size",
			"<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>a</Key>"
			"<LastModified>2026-11-22T00:01:08Z</LastModified></Contents></ListBucketResult>" },
		{ "a size below 0",
			"<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>a</Key><Size>-1</Size>"
			"<LastModified>2026-11-22T00:01:08Z</LastModified></Contents></ListBucketResult>" },
		{ "no time",
			"<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>a</Key><Size>1</Size>"
			"<LastModified>yesterday, or so, I think</LastModified></Contents></ListBucketResult>" },
		{ "no key",
			"<ListBucketResult><EncodingType>url</EncodingType><Contents><Size>1</Size>"
			"<LastModified>2026-11-22T00:01:08Z</LastModified></Contents></ListBucketResult>" },
		{ "a broken key",
			"<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>%zz</Key><Size>1</Size>"
			"<LastModified>2026-11-22T00:01:08Z</LastModified></Contents></ListBucketResult>" },
		{ "an error in a 200", "<Error><Code>SlowDown</Code></Error>" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct peer store = store_start((struct fault){ .listing = rows[i].listing });
		struct s3_listed *listed;

		if (s3_list(arena, "", NULL, &listed) != E_BUSY)
			fail_msg("%s: taken for a list", rows[i].name);
		peer_stop(&store);
	}
}

static void a_list_is_read(void **state)
{
	struct peer store = store_start((struct fault){
		.listing =
			"<?xml version=\"1.0\"?><ListBucketResult xmlns=\"x\"><Name>b</Name><EncodingType>url</EncodingType>" CONTENTS
				CONTENTS "<IsTruncated>false</IsTruncated></ListBucketResult>" });
	struct s3_listed *listed;
	struct clock_parts at;

	(void)state;
	assert_int_equal(s3_list(arena, "", NULL, &listed), OK);
	assert_string_equal(listed->key, "a b c+");
	assert_int_equal(listed->size, 7);
	at = clock_split(listed->modified_at);
	assert_int_equal(at.year * 10000 + at.month * 100 + at.day, 20261122);
	assert_int_equal(at.minute * 100 + at.second, 108);
	assert_null(listed->next->next);
	peer_stop(&store);
}

/* --- tests with the real store --- */

struct answer {
	long status;
	char disposition[2048], type[256], encryption[64];
	struct hasher *hasher;
	int64_t size;
};

static size_t on_body(char *bytes, size_t size, size_t n, void *context)
{
	struct answer *answer = context;

	hasher_add(answer->hasher, bytes, size * n);
	answer->size += (int64_t)(size * n);
	return size * n;
}

static size_t on_header(char *line, size_t size, size_t n, void *context)
{
	struct answer *answer = context;
	const char *text = arena_strndup(arena, line, size * n);

	sscanf(text, "%*[Cc]ontent-%*[Dd]isposition: %2047[^\r\n]", answer->disposition);
	sscanf(text, "x-amz-server-side-encryption: %63[^\r\n]", answer->encryption);
	sscanf(text, "%*[Cc]ontent-%*[Tt]ype: %255[^\r\n]", answer->type);
	return size * n;
}

/* What anybody with the link gets. */
static struct answer fetch(const char *link, const char *method)
{
	struct answer answer = { .hasher = hasher_make(arena) };
	CURL *curl = curl_easy_init();

	curl_easy_setopt(curl, CURLOPT_URL, link);
	curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, 20L);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
	assert_int_equal(curl_easy_perform(curl), CURLE_OK);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
	curl_easy_cleanup(curl);
	return answer;
}

static const char *link_to(const char *key, int64_t valid_s)
{
	return s3_link(arena, key, valid_s, "text/plain", "a.txt", false);
}

/* clang-format off */
static const struct { int64_t size, expected; } put_rows[] = {
	{ 0, 0 }, { 0, -1 }, { 1, 1 }, { 1, -1 }, { PART - 1, PART - 1 }, { PART, PART }, { PART, -1 },
	{ PART + 1, PART + 1 }, { PART + 1, -1 }, { 3 * PART, 3 * PART }, { 3 * PART + 5, -1 },
	/* the source ends sooner */
	{ 0, 50 }, { 10, 100 }, { PART - 5, PART }, { PART, PART + 1 }, { 10, 3 * PART }, { 0, 3 * PART },
	{ PART + 10, 3 * PART }, { 2 * PART, 2 * PART + 7 }, { 2 * PART + 3, 2 * PART + 7 },
	/* the source goes on */
	{ 1, 0 }, { 100, 10 }, { PART, 10 }, { PART, PART - 1 }, { PART + 1, PART }, { 2 * PART + 9, PART + 3 },
	{ 3 * PART, 5 }, { PART + 100, PART + 1 }, { 2 * PART + 1, 2 * PART },
};
/* clang-format on */

static void what_is_put_is_there_whatever_was_expected(void **state)
{
	(void)state;
	need_store();
	for (size_t i = 0; i < sizeof put_rows / sizeof *put_rows; i++) {
		int64_t size = put_rows[i].size;
		struct s3_listed *listed;
		struct s3_stored stored;
		struct answer answer;
		struct hash hash = source_hash(size), got;
		enum err e = put("t/put", size, put_rows[i].expected, &stored);

		if (e != OK || stored.size != size || !hash_equal(&stored.sha256, &hash))
			fail_msg("%lld bytes of %lld: %s, %lld stored", (long long)size,
				(long long)put_rows[i].expected, err_name(e),
				(long long)stored.size);
		answer = fetch(link_to("t/put", 60), "GET");
		got = hasher_end(answer.hasher);
		if (answer.status != 200 || answer.size != size || !hash_equal(&got, &hash))
			fail_msg("%lld bytes of %lld: status %ld, %lld bytes came back",
				(long long)size, (long long)put_rows[i].expected, answer.status,
				(long long)answer.size);
		assert_int_equal(s3_list(arena, "t/", NULL, &listed), OK);
		assert_non_null(listed);
		assert_int_equal(listed->size, size);
		assert_in_range(listed->modified_at, clock_now() - 60000, clock_now() + 60000);
		assert_int_equal(s3_remove(arena, "t/put"), OK);
	}
}

static void an_aborted_upload_leaves_nothing(void **state)
{
	static const struct {
		int64_t fails_at, expected;
	} rows[] = {
		{ 0, 100 },
		{ 50, 100 },
		{ 100, 100 },
		{ 0, -1 },
		{ 5, -1 },
		{ PART, PART },
		{ PART + 5, -1 },
		{ PART + 5, 3 * PART },
		{ 2 * PART, 3 * PART },
		{ 3 * PART, 3 * PART },
	};

	(void)state;
	need_store();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct source source = { .size = 4 * PART, .fails_at = rows[i].fails_at };
		struct s3_listed *listed;
		struct s3_stored stored;
		int n;

		if (rows[i].expected == rows[i].fails_at)
			source.size = rows[i].expected; /* the place where its end should show */
		assert_int_equal(s3_put(arena, "t/abort", "text/plain", source_read, &source,
					 rows[i].expected, &stored),
			E_UPSTREAM);
		assert_int_equal(s3_list(arena, "", NULL, &listed), OK);
		assert_null(listed);
		assert_int_equal(s3_abandon(arena, clock_now() + 86400000, NULL, NULL, &n), OK);
		assert_int_equal(n, 0);
	}
}

static enum err says(void *context, const char *key, bool *ended_out)
{
	const bool *ended = context;

	assert_string_equal(key, "t/a+b\u00fc");
	*ended_out = *ended;
	return OK;
}

static enum err cannot_say(void *context, const char *key, bool *ended_out)
{
	(void)context;
	(void)key;
	*ended_out = true;
	return E_LOCKED;
}

static void an_upload_that_nobody_ended_is_dropped_when_it_is_old(void **state)
{
	struct source source = { .size = 100, .fails_at = -1 };
	const char *id, *etag;
	struct s3_listed *listed;
	int n;

	(void)state;
	need_store();
	assert_int_equal(s3_parts_begin(arena, "t/a+b\u00fc", &id), OK);
	assert_int_equal(
		s3_part_put(arena, "t/a+b\u00fc", id, 1, source_read, &source, 100, &etag), OK);
	assert_int_equal(s3_abandon(arena, clock_now() - 3600000, NULL, NULL, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(s3_abandon(arena, clock_now() + 3600000, says, &(bool){ false }, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(s3_abandon(arena, clock_now() + 3600000, cannot_say, NULL, &n), E_LOCKED);
	assert_int_equal(n, 0);
	assert_int_equal(s3_abandon(arena, clock_now() + 3600000, says, &(bool){ true }, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(s3_abandon(arena, clock_now() + 3600000, NULL, NULL, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(s3_list(arena, "", NULL, &listed), OK);
	assert_null(listed);
}

/* What is changed in a link, at its first place; both drivers' words. */
static const struct {
	const char *old, *new;
} touches[] = {
	{ "/t/link?", "/t/other?" },
	{ "Expires=", "Expires=1" },
	{ "attachment", "inline%3B" },
	{ "text%2Fplain", "text%2Fhtml" },
	{ "private", "public" },
	{ "Signature=", "Signature=0" },
	{ "&response-content-type=text%2Fplain", "" },
};

static void is_over_in_time(const char *link)
{
	const int64_t patience_ms = 15000, start = clock_monotonic_ms();

	while (fetch(link, "GET").status != 403) {
		if (clock_monotonic_ms() - start > patience_ms)
			fail_msg("%s is good for longer", link);
		usleep(100000);
	}
}

static void a_link_is_good_for_one_thing_until_it_ends(void **state)
{
	struct s3_stored stored;
	struct answer answer;
	const char *link;

	(void)state;
	need_store();
	assert_int_equal(put("t/link", 100, 100, &stored), OK);
	assert_int_equal(put("t/other", 100, 100, &stored), OK);
	link = link_to("t/link", 60);
	answer = fetch(link, "GET");
	assert_int_equal(answer.status, 200);
	assert_string_equal(answer.type, "text/plain");
	assert_int_equal(fetch(link, "PUT").status, 403);
	assert_int_equal(fetch(link, "DELETE").status, 403);
	for (size_t i = 0; i < sizeof touches / sizeof *touches; i++) {
		const char *at = strstr(link, touches[i].old);

		assert_non_null(at);
		at = arena_format(arena, "%.*s%s%s", (int)(at - link), link, touches[i].new,
			at + strlen(touches[i].old));
		if (fetch(at, "GET").status != 403)
			fail_msg("%s is good for %ld", at, fetch(at, "GET").status);
	}
	is_over_in_time(link_to("t/link", 1));
	assert_int_equal(s3_remove(arena, "t/link"), OK);
	assert_int_equal(s3_remove(arena, "t/other"), OK);
	assert_int_equal(fetch(link_to("t/link", 60), "GET").status, 404);
}

static void names_arrive_as_they_were_signed(void **state)
{
	struct s3_stored stored;

	(void)state;
	need_store();
	assert_int_equal(put("t/name", 1, 1, &stored), OK);
	for (size_t i = 0; i < sizeof name_rows / sizeof *name_rows; i++) {
		struct answer answer = fetch(
			s3_link(arena, "t/name", 60, "image/png", name_rows[i].name, false), "GET");

		assert_int_equal(answer.status, 200);
		assert_string_equal(answer.disposition, name_rows[i].disposition);
		assert_string_equal(answer.type, "image/png");
	}
	assert_int_equal(s3_remove(arena, "t/name"), OK);
}

static void odd_keys_are_put_listed_linked_and_removed(void **state)
{
	/* In the order of their bytes, which is the order of a list. */
	const char *keys[] = {
		"odd/&=?#%41",
		"odd/<x>\"'",
		"odd/a b+c",
		"odd/a//b",
		"odd/dir/\u00fc\u20ac\U0001f600",
		"odd/~-_.",
	};
	struct s3_listed *listed, *at;
	size_t n = sizeof keys / sizeof *keys, i;
	struct s3_stored stored;

	(void)state;
	need_store();
	if (is_libs3()) { /* which would store it as "a+b c" */
		assert_int_equal(put(keys[2], 3, 3, &stored), E_INVALID);
		keys[2] = "odd/a,b+c";
	}
	for (i = 0; i < n; i++) {
		assert_int_equal(put(keys[i], 3, 3, &stored), OK);
		assert_int_equal(fetch(link_to(keys[i], 60), "GET").size, 3);
	}
	assert_int_equal(s3_list(arena, "odd/", NULL, &listed), OK);
	for (at = listed, i = 0; at != NULL && i < n; at = at->next, i++)
		assert_string_equal(at->key, keys[i]);
	assert_int_equal(i, n);
	assert_int_equal(s3_list(arena, "odd/", keys[3], &listed), OK);
	assert_string_equal(listed->key, keys[4]);
	assert_int_equal(s3_list(arena, "odd/", keys[n - 1], &listed), OK);
	assert_null(listed);
	assert_int_equal(s3_list(arena, "none/", NULL, &listed), OK);
	assert_null(listed);
	for (i = 0; i < n; i++) {
		assert_int_equal(s3_remove(arena, keys[i]), OK);
		assert_int_equal(s3_remove(arena, keys[i]), OK); /* also when it is gone */
	}
}

static void a_wrong_secret_is_refused_and_a_second_bucket_made_once(void **state)
{
	const char *secret = settings->s3_secret_key;
	struct s3_stored stored;

	(void)state;
	need_store();
	assert_int_equal(s3_ready(arena), OK);
	settings->s3_secret_key = "wrong";
	assert_int_equal(s3_ready(arena), E_BUSY);
	assert_int_equal(put("t/x", 100, 100, &stored), E_BUSY);
	assert_int_equal(put("t/x", PART * 2, PART * 2, &stored), E_BUSY);
	assert_int_equal(s3_remove(arena, "t/x"), E_BUSY);
	settings->s3_secret_key = secret;
	settings->s3_endpoint = arena_format(
		arena, "%s/", settings->s3_endpoint); /* a slash behind does no harm */
	assert_int_equal(s3_ready(arena), OK);
}

/* "http://s3.localhost:8082", as the store is known by name; libcurl knows where that is. */
static void the_bucket_may_stand_in_the_name_of_the_host(void **state)
{
	struct sink sink = { 0 };
	struct s3_listed *listed;
	struct s3_stored stored;
	const char *id, *etag, *port;
	struct source source = { .size = 100, .fails_at = -1 };
	int64_t size;

	(void)state;
	need_store();
	port = strrchr(settings->s3_endpoint, ':');
	settings->s3_endpoint = arena_format(arena, "http://s3.localhost%s", port);
	settings->s3_public_origin = arena_format(
		arena, "http://%s.s3.localhost%s", settings->s3_bucket, port);
	settings->s3_style = "host";
	assert_int_equal(s3_ready(arena), OK);
	assert_int_equal(put("t/host", 2 * PART + 1, -1, &stored), OK);
	assert_int_equal(s3_get(arena, "t/host", 0, -1, sink_write, &sink, &size), OK);
	assert_int_equal(sink.wrong, 0);
	assert_int_equal(size, 2 * PART + 1);
	assert_true(str_starts(
		strstr(link_to("t/host", 60), port), arena_format(arena, "%s/t/host?", port)));
	assert_int_equal(fetch(link_to("t/host", 60), "GET").size, 2 * PART + 1);
	assert_int_equal(s3_parts_begin(arena, "t/host", &id), OK);
	assert_int_equal(s3_part_put(arena, "t/host", id, 1, source_read, &source, 100, &etag), OK);
	assert_int_equal(s3_parts_drop(arena, "t/host", id), OK);
	assert_int_equal(s3_list(arena, "t/", NULL, &listed), OK);
	assert_string_equal(listed->key, "t/host");
	assert_int_equal(s3_remove(arena, "t/host"), OK);
}

static void the_store_encrypts_what_it_is_told_to(void **state)
{
	static const int64_t sizes[] = { 0, 100, 2 * PART + 1 };
	struct s3_stored stored;

	(void)state;
	need_store();
	settings->s3_encryption = "aws:kms";
	settings->s3_kms_key = "testkey-1";
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct answer answer;
		struct hash hash = source_hash(sizes[i]), got;

		assert_int_equal(put("t/kms", sizes[i], -1, &stored), OK);
		answer = fetch(link_to("t/kms", 60), "GET");
		got = hasher_end(answer.hasher);
		assert_string_equal(answer.encryption, "aws:kms");
		assert_true(hash_equal(&got, &hash));
	}
	settings->s3_kms_key = "no-such-key";
	assert_int_equal(put("t/kms", 100, 100, &stored), E_BUSY);
	settings->s3_encryption = "";
	(void)!s3_remove(arena, "t/kms");
}

/* In a process of its own, so that nothing else has used memory. */
static void an_upload_of_any_size_takes_less_than_32_mib(void **state)
{
	struct s3_stored stored;
	struct rusage usage;
	int status;
	pid_t child;

	(void)state;
	need_store();
	child = fork();
	if (child == 0) {
		long before, after;

		getrusage(RUSAGE_SELF, &usage);
		before = usage.ru_maxrss;
		if (put("t/large", 12 * PART + 1, -1, &stored) != OK)
			_exit(1);
		getrusage(RUSAGE_SELF, &usage);
		after = usage.ru_maxrss;
		fprintf(stderr, "twelve parts took %ld KiB\n", after - before);
		_exit(after - before < 16 * 1024 ? 0 : 2);
	}
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
	assert_int_equal(s3_remove(arena, "t/large"), OK);
}

int main(void)
{
	const struct CMUnitTest each_driver[] = {
		REAL(an_upload_of_any_size_takes_less_than_32_mib),
		REAL(what_is_put_is_there_whatever_was_expected),
		REAL(an_aborted_upload_leaves_nothing),
		REAL(an_upload_that_nobody_ended_is_dropped_when_it_is_old),
		REAL(a_link_is_good_for_one_thing_until_it_ends),
		REAL(names_arrive_as_they_were_signed),
		REAL(odd_keys_are_put_listed_linked_and_removed),
		REAL(a_wrong_secret_is_refused_and_a_second_bucket_made_once),
		REAL(the_bucket_may_stand_in_the_name_of_the_host),
	};
	const struct CMUnitTest sigv4[] = {
		HERE(no_name_breaks_out_of_its_header),
		HERE(a_link_says_what_was_asked_for),
		HERE(the_store_made_here_takes_a_right_upload),
		HERE(a_kept_connection_that_ended_costs_nothing),
		HERE(a_store_that_lies_is_not_believed),
		HERE(a_store_that_hangs_is_given_up_in_time),
		HERE(a_stopped_or_dead_store_is_busy),
		HERE(a_list_that_is_none_is_refused),
		HERE(a_list_is_read),
		REAL(the_store_encrypts_what_it_is_told_to),
	};

	int failed;

	settings_load();
	fault = mmap(
		NULL, sizeof *fault, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	failed = cmocka_run_group_tests_name("sigv4 and peers", sigv4, NULL, NULL);
	return failed + RUN_WITH_EACH_DRIVER(each_driver);
}
