/* s3_get.c - bytes out of the store, and how many there are. */
#include "net/s3_parts.h"

#include "base/arena.h"
#include "base/log.h"
#include "base/str.h"

static enum err range_end(struct arena *arena, const char *key, int64_t from, int64_t *size_out);
static enum err missing(struct arena *arena, const char *key);
static enum err take_nothing(void *context, const void *bytes, size_t size);

enum err s3_v4_get(struct arena *arena, const char *key, int64_t from, int64_t size,
	s3_write *write, void *sink, int64_t *size_out)
{
	const struct s3_call call = {
		.method = "GET",
		.key = key,
		.take = write,
		.context = sink,
		.from = from,
		.size = size,
	};
	struct s3_reply reply;

	if (size == 0)
		return range_end(arena, key, from, size_out);
	TRY(s3_call(arena, &call, &reply));
	*size_out = reply.taken;
	if (reply.status == 206 || (reply.status == 200 && from == 0))
		return OK;
	if (reply.status == 416)
		return range_end(arena, key, from, size_out);
	if (reply.status == 404 && str_equal(reply.code, "NoSuchKey"))
		return E_MISSING;
	return fail(E_BUSY, "store: GET %s: %d %s", key, reply.status, reply.code);
}

enum err s3_v4_size(struct arena *arena, const char *key, int64_t *size_out)
{
	const struct s3_call call = { .method = "HEAD", .key = key };
	struct s3_reply reply;

	TRY(s3_call(arena, &call, &reply));
	if (reply.status == 404)
		return missing(arena, key);
	if (reply.status != 200 || reply.length < 0)
		return fail(E_BUSY, "store: HEAD %s: %d, %lld bytes", key, reply.status,
			(long long)reply.length);
	*size_out = reply.length;
	return OK;
}

/* No range of bytes holds none, so HTTP refuses what begins where the object ends. */
static enum err range_end(struct arena *arena, const char *key, int64_t from, int64_t *size_out)
{
	int64_t size;

	*size_out = 0;
	TRY(s3_v4_size(arena, key, &size));
	return from <= size ? OK : E_MISSING;
}

/* An answer to HEAD does not say what is missing; if it is the bucket, no object is lost. */
static enum err missing(struct arena *arena, const char *key)
{
	const struct s3_call call = {
		.method = "GET", .key = key, .take = take_nothing, .size = 1
	};
	struct s3_reply reply;

	TRY(s3_call(arena, &call, &reply));
	if (reply.status == 404 && str_equal(reply.code, "NoSuchKey"))
		return E_MISSING;
	return fail(E_BUSY, "store: HEAD %s: 404, then %d %s", key, reply.status, reply.code);
}

static enum err take_nothing(void *context, const void *bytes, size_t size)
{
	(void)context;
	(void)bytes;
	(void)size;
	return OK;
}
