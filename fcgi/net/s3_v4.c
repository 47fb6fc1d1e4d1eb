/* s3_v4.c - the driver for stores with Signature V4, by libcurl: link, remove, list and look after the store; s3_put.c,
 * s3_parts.c and s3_get.c have its bytes. */
#include "net/s3_driver.h"
#include "net/s3_parts.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/str.h"
#include "base/url.h"
#include "net/xml.h"

enum {
	KEY_SIZE_MAX = 1024,
	UPLOAD_PAGES_MAX =
		20, /* of a thousand: what is behind them has its turn when these are gone */
};

struct abandoning {
	struct arena *arena;
	int64_t before;
	s3_ended *ended;
	void *context;
	const char *key, *id; /* the last upload that was looked at; NULL: none yet */
	const struct xml *page;
};

static const char *v4_link(struct arena *arena, const char *key, int64_t valid_s,
	const char *content_type, const char *said);
static enum err v4_remove(struct arena *arena, const char *key);
static enum err v4_list(
	struct arena *arena, const char *prefix, const char *after, struct s3_listed **first_out);
static enum err v4_abandon(
	struct arena *arena, int64_t before, s3_ended *ended, void *context, int *n_out);
static enum err v4_ready(struct arena *arena);
static enum err key_read(struct arena *arena, const struct xml *listed, const char **key_out);
static enum err listed_read(
	struct arena *arena, const struct xml *contents, struct s3_listed **listed_out);
static int64_t time_read(const char *text);
static enum err uploads_list(struct abandoning *work);
static enum err upload_look(struct abandoning *work, const struct xml *upload, int *n);
static enum err upload_drop(struct arena *arena, const struct xml *upload);
static enum err bucket_make(struct arena *arena);

const struct s3_driver s3_v4 = {
	.put = s3_v4_put,
	.link = v4_link,
	.disposition_size_max = SIZE_MAX,
	.get = s3_v4_get,
	.size = s3_v4_size,
	.parts_begin = s3_v4_parts_begin,
	.part_put = s3_v4_part_put,
	.parts_complete = s3_v4_parts_complete,
	.parts_drop = s3_v4_parts_drop,
	.remove = v4_remove,
	.list = v4_list,
	.abandon = v4_abandon,
	.ready = v4_ready,
};

static const char *v4_link(struct arena *arena, const char *key, int64_t valid_s,
	const char *content_type, const char *said)
{
	const struct sigv4_param params[] = {
		{ "response-cache-control", S3_LINK_CACHE_CONTROL },
		{ "response-content-disposition", said },
		{ "response-content-type", content_type },
		{ NULL, NULL },
	};
	const struct s3_call call = { .method = "GET", .key = key, .params = params };

	return s3_target(arena, &call, valid_s);
}

static enum err v4_remove(struct arena *arena, const char *key)
{
	const struct s3_call call = {
		.method = "DELETE", .key = key, .timeout_ms = s3_call_timeout_ms()
	};
	struct s3_reply reply;

	TRY(s3_call(arena, &call, &reply));
	if (reply.status == 404 && str_equal(reply.code, "NoSuchKey"))
		return OK;
	if (reply.status < 200 || reply.status > 299)
		return fail(E_BUSY, "store: DELETE %s: %d %s", key, reply.status, reply.code);
	return OK;
}

static enum err v4_list(
	struct arena *arena, const char *prefix, const char *after, struct s3_listed **first_out)
{
	const struct sigv4_param params[] = {
		{ "encoding-type", "url" }, /* XML 1.0 cannot hold every key */
		{ "list-type", "2" },
		{ "max-keys", "1000" },
		{ "prefix", prefix },
		{ "start-after", after != NULL ? after : "" },
		{ NULL, NULL },
	};
	const struct s3_call call = {
		.method = "GET", .params = params, .timeout_ms = s3_call_timeout_ms()
	};
	struct s3_reply reply;
	const struct xml *contents;
	struct s3_listed **last = first_out;

	TRY(s3_expect(arena, &call, &reply));
	if (reply.body == NULL || !str_equal(reply.body->name, "ListBucketResult") ||
		!str_equal(xml_text(reply.body, "EncodingType"), "url"))
		return fail(E_BUSY, "store: an answer that is no list");
	for (contents = reply.body->first; contents != NULL; contents = contents->next) {
		if (!str_equal(contents->name, "Contents"))
			continue;
		TRY(listed_read(arena, contents, last));
		last = &(*last)->next;
	}
	*last = NULL;
	return OK;
}

static enum err v4_abandon(
	struct arena *arena, int64_t before, s3_ended *ended, void *context, int *n_out)
{
	struct abandoning work = {
		.arena = arena, .before = before, .ended = ended, .context = context
	};
	const struct xml *upload;

	*n_out = 0;
	for (int page = 0; page < UPLOAD_PAGES_MAX; page++) {
		TRY(uploads_list(&work));
		for (upload = work.page->first; upload != NULL; upload = upload->next)
			if (str_equal(upload->name, "Upload"))
				TRY(upload_look(&work, upload, n_out));
		if (!str_equal(xml_text(work.page, "IsTruncated"), "true"))
			break;
	}
	return OK;
}

static enum err v4_ready(struct arena *arena)
{
	const struct sigv4_param params[] = { { "list-type", "2" }, { "max-keys", "1" },
		{ NULL, NULL } };
	const struct s3_call call = {
		.method = "GET", .params = params, .timeout_ms = s3_call_timeout_ms()
	};
	struct s3_reply reply;

	TRY(s3_call(arena, &call, &reply));
	if (reply.status == 200 && reply.code[0] == '\0')
		return OK;
	if (reply.status == 404 && str_equal(reply.code, "NoSuchBucket"))
		return bucket_make(arena);
	return fail(E_BUSY, "store: bucket %s: %d %s", conf()->s3_bucket, reply.status, reply.code);
}

/* AWS writes a space as '+', Ceph as %20; both write '+' as %2B. */
static enum err key_read(struct arena *arena, const struct xml *listed, const char **key_out)
{
	const char *encoded = xml_text(listed, "Key");
	char *key;

	if (encoded == NULL || strlen(encoded) > (size_t)3 * KEY_SIZE_MAX ||
		url_decode(arena, encoded, strlen(encoded), true, &key) != OK || *key == '\0')
		return fail(E_BUSY, "store: a key that cannot be read");
	*key_out = key;
	return OK;
}

static enum err listed_read(
	struct arena *arena, const struct xml *contents, struct s3_listed **listed_out)
{
	struct s3_listed *listed = arena_new(arena, struct s3_listed);
	const char *size_text = xml_text(contents, "Size");
	long long size;

	TRY(key_read(arena, contents, &listed->key));
	listed->modified_at = time_read(xml_text(contents, "LastModified"));
	if (size_text == NULL || str_to_int(size_text, 0, INT64_MAX, &size) != OK ||
		listed->modified_at < 0)
		return fail(E_BUSY, "store: %s is listed without size or time", listed->key);
	listed->size = size;
	*listed_out = listed;
	return OK;
}

/* "2026-11-22T00:01:08.834Z"; -1: it is none. */
static int64_t time_read(const char *text)
{
	struct clock_parts parts = { 0 };
	struct {
		int *value;
		size_t at, size;
		int max;
	} fields[] = {
		{ &parts.year, 0, 4, 9999 }, { &parts.month, 5, 2, 12 }, { &parts.day, 8, 2, 31 },
		{ &parts.hour, 11, 2, 23 }, { &parts.minute, 14, 2, 59 },
		{ &parts.second, 17, 2, 60 }, { &parts.ms, 20, 3, 999 }, /* if it is there */
	};
	size_t n = sizeof fields / sizeof *fields;
	char digits[5];
	long long number;

	if (text == NULL || strlen(text) < 20 || strlen(text) > 32 || text[10] != 'T' ||
		!str_ends(text, "Z"))
		return -1;
	if (text[19] != '.' || strlen(text) < 24)
		n--;
	for (size_t i = 0; i < n; i++) {
		memcpy(digits, text + fields[i].at, fields[i].size);
		digits[fields[i].size] = '\0';
		if (str_to_int(digits, 0, fields[i].max, &number) != OK)
			return -1;
		*fields[i].value = (int)number;
	}
	return clock_join(&parts);
}

/* Goes on behind the last one that was looked at, whether that is still there or not. */
static enum err uploads_list(struct abandoning *work)
{
	const struct sigv4_param from_start[] = {
		{ "encoding-type", "url" },
		{ "max-uploads", "1000" },
		{ "uploads", "" },
		{ NULL, NULL },
	};
	const struct sigv4_param from_there[] = {
		{ "encoding-type", "url" },
		{ "key-marker", work->key },
		{ "max-uploads", "1000" },
		{ "upload-id-marker", work->id },
		{ "uploads", "" },
		{ NULL, NULL },
	};
	const struct s3_call call = {
		.method = "GET",
		.params = work->key != NULL && work->id != NULL ? from_there : from_start,
		.timeout_ms = s3_call_timeout_ms(),
	};
	struct s3_reply reply;

	TRY(s3_expect(work->arena, &call, &reply));
	if (reply.body == NULL || !str_equal(reply.body->name, "ListMultipartUploadsResult"))
		return fail(E_BUSY, "store: an answer that is no list of uploads");
	work->page = reply.body;
	return OK;
}

static enum err upload_look(struct abandoning *work, const struct xml *upload, int *n)
{
	int64_t begun_at = time_read(xml_text(upload, "Initiated"));
	bool ended = true;

	TRY(key_read(work->arena, upload, &work->key));
	work->id = xml_text(upload, "UploadId");
	if (begun_at < 0 || begun_at >= work->before)
		return OK;
	if (work->ended != NULL)
		TRY(work->ended(work->context, work->key, &ended));
	if (!ended)
		return OK;
	TRY(upload_drop(work->arena, upload));
	++*n;
	return OK;
}

static enum err upload_drop(struct arena *arena, const struct xml *upload)
{
	const char *id = xml_text(upload, "UploadId"), *key;

	if (id == NULL)
		return fail(E_BUSY, "store: an upload without an id");
	TRY(key_read(arena, upload, &key));
	return s3_upload_drop(arena, key, id, s3_call_timeout_ms());
}

static enum err bucket_make(struct arena *arena)
{
	const char *place = s3_bucket_place();
	struct s3_call call = { .method = "PUT", .timeout_ms = s3_call_timeout_ms() };
	struct s3_reply reply;

	if (place != NULL)
		call.text = arena_format(arena,
			"<CreateBucketConfiguration><LocationConstraint>%s"
			"</LocationConstraint></CreateBucketConfiguration>",
			place);
	TRY(s3_call(arena, &call, &reply));
	if (reply.status == 409 && str_equal(reply.code, "BucketAlreadyOwnedByYou"))
		return OK;
	if (reply.status != 200)
		return fail(E_BUSY, "store: bucket %s: %d %s", conf()->s3_bucket, reply.status,
			reply.code);
	return OK;
}
