/* s3_parts.c - an object of parts: begun, filled part by part, completed or dropped. */
#include "net/s3_parts.h"

#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/str.h"
#include "net/xml.h"

enum { UPLOAD_ID_SIZE_MAX = 1024 };

/* A body that is read once, straight from the source. */
struct once {
	s3_read *read;
	void *source;
	int64_t left;
};

static int64_t on_give(void *context, void *bytes, size_t room);
static enum err judge(const struct s3_call *call, const struct s3_reply *reply);
static enum err parts_known(struct arena *arena, const char *key, const char *upload_id);
static const char *parts_text(struct arena *arena, const struct s3_part *part);
static enum err size_check(struct arena *arena, const char *key, int64_t size);

enum err s3_v4_parts_begin(struct arena *arena, const char *key, const char **upload_id_out)
{
	return s3_upload_begin(arena, key, "application/octet-stream", upload_id_out);
}

enum err s3_v4_part_put(struct arena *arena, const char *key, const char *upload_id, int number,
	s3_read *read, void *source, int64_t size, const char **etag_out)
{
	struct once once = { .read = read, .source = source, .left = size };
	const struct s3_call body = { .give = on_give, .context = &once, .size = size };

	return s3_upload_part(arena, key, upload_id, number, &body, etag_out);
}

enum err s3_v4_parts_complete(struct arena *arena, const char *key, const char *upload_id,
	const struct s3_part *first, int64_t size)
{
	const struct sigv4_param params[] = { { "uploadId", upload_id }, { NULL, NULL } };
	const struct s3_call call = {
		.method = "POST",
		.key = key,
		.params = params,
		.content_type = "application/xml",
		.text = parts_text(arena, first),
	};
	struct s3_reply reply;

	TRY(s3_call(arena, &call, &reply));
	if (reply.status >= 500) /* Ceph's word for an upload that is gone, too */
		TRY(parts_known(arena, key, upload_id));
	TRY(judge(&call, &reply));
	if (reply.body == NULL || !str_equal(reply.body->name, "CompleteMultipartUploadResult"))
		return fail(E_BUSY, "store: %s: an upload that did not complete", key);
	return size_check(arena, key, size);
}

enum err s3_v4_parts_drop(struct arena *arena, const char *key, const char *upload_id)
{
	return s3_upload_drop(arena, key, upload_id, 0);
}

enum err s3_upload_begin(
	struct arena *arena, const char *key, const char *content_type, const char **upload_id_out)
{
	const struct sigv4_param params[] = { { "uploads", "" }, { NULL, NULL } };
	const struct s3_call call = {
		.method = "POST",
		.key = key,
		.params = params,
		.content_type = content_type,
		.makes_object = true,
	};
	struct s3_reply reply;
	const char *id;

	TRY(s3_expect(arena, &call, &reply));
	id = xml_text(reply.body, "UploadId");
	if (id == NULL || *id == '\0' || strlen(id) > UPLOAD_ID_SIZE_MAX)
		return fail(E_BUSY, "store: %s: an upload without an id", key);
	*upload_id_out = id;
	return OK;
}

enum err s3_upload_part(struct arena *arena, const char *key, const char *upload_id, int number,
	const struct s3_call *body, const char **etag_out)
{
	const struct sigv4_param params[] = {
		{ "partNumber", arena_format(arena, "%d", number) },
		{ "uploadId", upload_id },
		{ NULL, NULL },
	};
	struct s3_call call = *body;
	struct s3_reply reply;

	call.method = "PUT";
	call.key = key;
	call.params = params;
	TRY(s3_call(arena, &call, &reply));
	TRY(judge(&call, &reply));
	if (reply.etag[0] == '\0' || strpbrk(reply.etag, "<>&") != NULL)
		return fail(E_BUSY, "store: %s: a part without an ETag", key);
	*etag_out = reply.etag;
	return OK;
}

enum err s3_upload_drop(
	struct arena *arena, const char *key, const char *upload_id, int64_t timeout_ms)
{
	const struct sigv4_param params[] = { { "uploadId", upload_id }, { NULL, NULL } };
	const struct s3_call call = {
		.method = "DELETE", .key = key, .params = params, .timeout_ms = timeout_ms
	};
	struct s3_reply reply;
	enum err e;

	TRY(s3_call(arena, &call, &reply));
	e = judge(&call, &reply);
	return e == E_MISSING ? OK : e;
}

/* A source that ends too soon has given up: the store would wait for the rest. */
static int64_t on_give(void *context, void *bytes, size_t room)
{
	struct once *once = context;
	int64_t n;

	if (once->left < (int64_t)room)
		room = (size_t)once->left;
	if (room == 0)
		return 0;
	n = once->read(once->source, bytes, room);
	once->left -= n;
	return n > 0 ? n : -1;
}

/* What the caller can do something about is told apart; all else is the store's. */
static enum err judge(const struct s3_call *call, const struct s3_reply *reply)
{
	static const char wrong[] = "EntityTooSmall InvalidArgument InvalidPart InvalidPartOrder";

	if (reply->status >= 200 && reply->status < 300 && reply->code[0] == '\0')
		return OK;
	if (reply->status == 404 && str_in_list("NoSuchUpload NoSuchKey", reply->code))
		return E_MISSING;
	return fail(str_in_list(wrong, reply->code) ? E_INVALID : E_BUSY, "store: %s %s: %d %s",
		call->method, call->key, reply->status, reply->code);
}

static enum err parts_known(struct arena *arena, const char *key, const char *upload_id)
{
	const struct sigv4_param params[] = { { "max-parts", "1" }, { "uploadId", upload_id },
		{ NULL, NULL } };
	const struct s3_call call = { .method = "GET", .key = key, .params = params };
	struct s3_reply reply;

	TRY(s3_call(arena, &call, &reply));
	return judge(&call, &reply);
}

static const char *parts_text(struct arena *arena, const struct s3_part *part)
{
	struct str text = str_make(arena);

	str_add(&text, "<CompleteMultipartUpload>");
	for (; part != NULL; part = part->next)
		str_format(&text, "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>",
			part->number, part->etag);
	str_add(&text, "</CompleteMultipartUpload>");
	return text.text;
}

/* Many answers made this object: look once at the whole. */
static enum err size_check(struct arena *arena, const char *key, int64_t size)
{
	int64_t stored;
	enum err e = s3_v4_size(arena, key, &stored);

	if (e == E_MISSING || (e == OK && stored != size))
		return fail(
			E_BUSY, "store: %s: does not hold its %lld bytes", key, (long long)size);
	return e;
}
