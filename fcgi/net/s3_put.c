/* s3_put.c - bytes into the store while they arrive. S3 wants each length before the bytes; the source's may be unknown or
 * wrong. So a length is assumed, the bytes go out at once and are kept, too (one part), and if the assumption turns
 * out wrong the request is broken off and what was kept is sent again with the truth. */
#include "net/s3.h"

#include <string.h>
#include <sys/mman.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/str.h"
#include "net/s3_call.h"
#include "net/xml.h"

enum {
	BUFFER_SIZE = S3_PART_SIZE + 1, /* one byte more tells whether another part follows */
	UNDO_TIMEOUT_MS = 2000,
	UPLOAD_ID_SIZE_MAX = 1024,
	SCRATCH_SIZE_MAX = 16 * 1024 * 1024,
};

struct upload {
	struct arena *arena;
	struct arena
		*scratch; /* emptied with every part: a thousand of them take no more than one */
	const char *key, *content_type;
	s3_read *read;
	void *source;
	struct hasher *hasher;
	int64_t expected; /* bytes of the source that are still unread, as far as is known; -1: unknown */
	int64_t size; /* bytes read */
	/* the part in hand */
	uint8_t *bytes;
	size_t filled, sent;
	size_t length;     /* what the store was told */
	bool ended;        /* the source has given its last byte */
	bool aborted;      /* the source gave up */
	bool wrong_length; /* `length` is not what the source has */
	/* several parts */
	const char *upload_id; /* NULL: none begun */
	struct str parts;      /* for CompleteMultipartUpload */
};

static enum err upload_run(struct upload *up);
static void upload_undo(struct upload *up);
static enum err put_whole(struct upload *up);
static enum err put_parts(struct upload *up);
static enum err parts_begin(struct upload *up);
static enum err part_put(struct upload *up, int number);
static size_t part_length(const struct upload *up);
static void part_next(struct upload *up);
static enum err parts_complete(struct upload *up);
static enum err size_check(struct upload *up);
static enum err bytes_send(
	struct upload *up, const struct sigv4_param *params, struct s3_reply *reply_out);
static int64_t on_give(void *context, void *bytes, size_t room);
static void on_again(void *context);
static enum err buffer_fill(struct upload *up, size_t size);
static enum err buffer_read(struct upload *up, size_t room);
static bool is_plain(const char *text);

enum err s3_put(struct arena *arena, const char *key, const char *content_type, s3_read *read,
	void *source, int64_t size_expected, struct s3_stored *stored_out)
{
	struct upload up = {
		.arena = arena,
		.key = key,
		.content_type = is_plain(content_type) ? content_type : "application/octet-stream",
		.read = read,
		.source = source,
		.hasher = hasher_make(arena),
		.expected = size_expected,
	};
	const int flags = MAP_PRIVATE | MAP_ANONYMOUS;
	enum err e;

	/* Not from the arena: one request may store many files, and a worker has 32 MiB. */
	/* cppcheck-suppress invalidFunctionArg ; mmap(2) asks for -1 with MAP_ANONYMOUS */
	up.bytes = mmap(NULL, BUFFER_SIZE, PROT_READ | PROT_WRITE, flags, -1, 0);
	if (up.bytes == MAP_FAILED)
		return fail(E_BUSY, "store: no memory for a part: %m");
	up.scratch = arena_make(SCRATCH_SIZE_MAX);
	e = upload_run(&up);
	if (e != OK)
		upload_undo(&up);
	arena_free(up.scratch);
	munmap(up.bytes, BUFFER_SIZE);
	TRY(e);
	*stored_out = (struct s3_stored){ .size = up.size, .sha256 = hasher_end(up.hasher) };
	return OK;
}

static enum err upload_run(struct upload *up)
{
	enum err e = up->expected > S3_PART_SIZE ? put_parts(up) : put_whole(up);

	return up->aborted ? E_UPSTREAM : e;
}

/* Short: the caller's time has mostly been used, and a stuck store will not hear it. */
static void upload_undo(struct upload *up)
{
	const struct sigv4_param upload_id[] = { { "uploadId", up->upload_id }, { NULL, NULL } };
	struct s3_call call = { .method = "DELETE", .key = up->key, .timeout_ms = UNDO_TIMEOUT_MS };
	struct s3_reply reply;

	if (up->upload_id != NULL) {
		call.params = upload_id;
		if (s3_call(up->arena, &call, &reply) != OK)
			return; /* logged there; s3_abandon will do it */
	}
	/* The store may have finished although we did not hear of it. */
	call.params = NULL;
	(void)!s3_call(up->arena, &call, &reply);
}

/* What fits into one part is one request; if not, what was read so far becomes the first part. */
static enum err put_whole(struct upload *up)
{
	struct s3_reply reply;

	if (up->expected > 0) {
		up->length = (size_t)up->expected;
		enum err e = bytes_send(up, NULL, &reply);

		if (!up->wrong_length)
			return e;
	}
	up->expected = -1;
	TRY(buffer_fill(up, BUFFER_SIZE));
	if (!up->ended)
		return put_parts(up);
	up->length = up->filled;
	return bytes_send(up, NULL, &reply);
}

static enum err put_parts(struct upload *up)
{
	TRY(parts_begin(up));
	for (int number = 1; number <= S3_PARTS_MAX; number++) {
		TRY(part_put(up, number));
		if (up->ended && up->filled == up->length)
			return parts_complete(up);
		part_next(up);
	}
	return fail(E_TOO_LARGE, "store: %s: more than %d parts", up->key, S3_PARTS_MAX);
}

static enum err parts_begin(struct upload *up)
{
	const struct sigv4_param params[] = { { "uploads", "" }, { NULL, NULL } };
	const struct s3_call call = {
		.method = "POST",
		.key = up->key,
		.params = params,
		.content_type = up->content_type,
	};
	struct s3_reply reply;
	const char *id;

	TRY(s3_expect(up->arena, &call, &reply));
	id = xml_text(reply.body, "UploadId");
	if (id == NULL || *id == '\0' || strlen(id) > UPLOAD_ID_SIZE_MAX)
		return fail(E_BUSY, "store: %s: an upload without an id", up->key);
	up->upload_id = id;
	up->parts = str_make(up->arena);
	str_add(&up->parts, "<CompleteMultipartUpload>");
	return OK;
}

static enum err part_put(struct upload *up, int number)
{
	const char *number_text = arena_format(up->scratch, "%d", number);
	const struct sigv4_param params[] = {
		{ "partNumber", number_text },
		{ "uploadId", up->upload_id },
		{ NULL, NULL },
	};
	struct s3_reply reply;
	enum err e;

	/* At most three rounds: too short a guess, then a whole part that ended early, then the truth. */
	do {
		up->length = part_length(up);
		e = bytes_send(up, params, &reply);
	} while (up->wrong_length);
	TRY(e);
	if (reply.etag[0] == '\0' || strpbrk(reply.etag, "<>&") != NULL)
		return fail(E_BUSY, "store: %s: a part without an ETag", up->key);
	str_format(&up->parts, "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>", number,
		reply.etag);
	arena_reset(up->scratch);
	return OK;
}

static size_t part_length(const struct upload *up)
{
	int64_t rest = up->expected < 0 ? S3_PART_SIZE : up->expected + (int64_t)up->filled;

	if (up->ended)
		return up->filled;
	return rest > 0 && rest < S3_PART_SIZE && up->filled <= (size_t)rest ? (size_t)rest
									     : S3_PART_SIZE;
}

/* The byte that told of another part is its first. */
static void part_next(struct upload *up)
{
	size_t left = up->filled - up->length;

	memmove(up->bytes, up->bytes + up->length, left);
	up->filled = left;
}

static enum err parts_complete(struct upload *up)
{
	const struct sigv4_param params[] = { { "uploadId", up->upload_id }, { NULL, NULL } };
	struct s3_call call = {
		.method = "POST",
		.key = up->key,
		.params = params,
		.content_type = "application/xml",
	};
	struct s3_reply reply;

	str_add(&up->parts, "</CompleteMultipartUpload>");
	call.text = up->parts.text;
	TRY(s3_expect(up->arena, &call, &reply));
	if (reply.body == NULL || !str_equal(reply.body->name, "CompleteMultipartUploadResult"))
		return fail(E_BUSY, "store: %s: an upload that did not complete", up->key);
	return size_check(up);
}

/* Many answers made this object: look once at the whole. */
static enum err size_check(struct upload *up)
{
	const struct s3_call call = { .method = "HEAD", .key = up->key };
	struct s3_reply reply;

	TRY(s3_expect(up->arena, &call, &reply));
	if (reply.length != up->size)
		return fail(E_BUSY, "store: %s: holds %lld of %lld bytes", up->key,
			(long long)reply.length, (long long)up->size);
	return OK;
}

/* One request with `length` bytes: first what is kept, then what the source still gives. */
static enum err bytes_send(
	struct upload *up, const struct sigv4_param *params, struct s3_reply *reply_out)
{
	const struct s3_call call = {
		.method = "PUT",
		.key = up->key,
		.params = params,
		.content_type = params == NULL ? up->content_type : NULL,
		.give = on_give,
		.again = on_again,
		.context = up,
		.size = (int64_t)up->length,
	};

	up->sent = 0;
	up->wrong_length = false;
	return s3_expect(up->scratch, &call, reply_out);
}

/* Before the last byte that was promised goes out, the source must show that it fits: after it the store would keep
 * an object that is no copy of the source. */
static int64_t on_give(void *context, void *bytes, size_t room)
{
	struct upload *up = context;
	size_t left = up->length - up->sent;
	bool more_may_follow = up->upload_id != NULL && up->length == S3_PART_SIZE;
	size_t n = room < left ? room : left;

	if (n == 0)
		return 0;
	if (up->sent == up->filled && buffer_read(up, n) != OK)
		return -1;
	if (n > up->filled - up->sent)
		n = up->filled - up->sent;
	if (up->sent + n == up->length && buffer_fill(up, up->length + 1) != OK)
		return -1;
	if (n == 0 || (up->sent + n == up->length && up->filled > up->length && !more_may_follow)) {
		up->expected = -1;
		up->wrong_length = true;
		return -1;
	}
	memcpy(bytes, up->bytes + up->sent, n);
	up->sent += n;
	return (int64_t)n;
}

static void on_again(void *context)
{
	struct upload *up = context;

	up->sent = 0;
}

/* Reads on until `size` bytes are kept or the source ends. */
static enum err buffer_fill(struct upload *up, size_t size)
{
	while (!up->ended && up->filled < size)
		TRY(buffer_read(up, size - up->filled));
	return OK;
}

static enum err buffer_read(struct upload *up, size_t room)
{
	int64_t n;

	if (up->ended)
		return OK;
	n = up->read(up->source, up->bytes + up->filled, room);
	if (n < 0) {
		up->aborted = true;
		return E_UPSTREAM;
	}
	up->ended = n == 0;
	hasher_add(up->hasher, up->bytes + up->filled, (size_t)n);
	up->filled += (size_t)n;
	up->size += n;
	if (up->expected >= 0)
		up->expected -= n;
	return OK;
}

/* What may stand in a header. */
static bool is_plain(const char *text)
{
	if (text == NULL || *text == '\0' || strlen(text) > 255)
		return false;
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}
