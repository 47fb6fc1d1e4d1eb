/* s3_put.c - bytes into the store while they arrive. S3 wants each length before the bytes; the source's may be unknown or
 * wrong. So a length is assumed, the bytes go out at once and are kept, too (one part), and if the assumption turns
 * out wrong the request is broken off and what was kept is sent again with the truth. */
#include "net/s3_parts.h"

#include <string.h>
#include <sys/mman.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/str.h"
#include "net/s3_driver.h"

enum {
	BUFFER_SIZE = S3_PART_SIZE + 1, /* one byte more tells whether another part follows */
	SCRATCH_SIZE_MAX = 16 * 1024 * 1024,
};

struct outgoing {
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
	struct s3_part *first, **next;
};

static enum err outgoing_run(struct outgoing *out);
static void outgoing_undo(struct outgoing *out);
static enum err put_whole(struct outgoing *out);
static enum err whole_send(struct outgoing *out);
static enum err put_parts(struct outgoing *out);
static enum err part_put(struct outgoing *out, int number);
static size_t part_length(const struct outgoing *out);
static void part_next(struct outgoing *out);
static struct s3_call body_begin(struct outgoing *out);
static int64_t on_give(void *context, void *bytes, size_t room);
static void on_again(void *context);
static enum err buffer_fill(struct outgoing *out, size_t size);
static enum err buffer_read(struct outgoing *out, size_t room);
static bool is_plain(const char *text);

enum err s3_v4_put(struct arena *arena, const char *key, const char *content_type, s3_read *read,
	void *source, int64_t size_expected, struct s3_stored *stored_out)
{
	struct outgoing out = {
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
	out.bytes = mmap(NULL, BUFFER_SIZE, PROT_READ | PROT_WRITE, flags, -1, 0);
	if (out.bytes == MAP_FAILED)
		return fail(E_BUSY, "store: no memory for a part: %m");
	out.scratch = arena_make(SCRATCH_SIZE_MAX);
	e = outgoing_run(&out);
	if (e != OK)
		outgoing_undo(&out);
	arena_free(out.scratch);
	munmap(out.bytes, BUFFER_SIZE);
	TRY(e);
	*stored_out = (struct s3_stored){ .size = out.size, .sha256 = hasher_end(out.hasher) };
	return OK;
}

static enum err outgoing_run(struct outgoing *out)
{
	enum err e = out->expected > S3_PART_SIZE ? put_parts(out) : put_whole(out);

	if (e == E_MISSING || e == E_INVALID)
		e = E_BUSY; /* of an upload of ours: the store forgot it */
	return out->aborted ? E_UPSTREAM : e;
}

static void outgoing_undo(struct outgoing *out)
{
	const struct s3_call remove = {
		.method = "DELETE", .key = out->key, .timeout_ms = S3_UNDO_TIMEOUT_MS
	};
	struct s3_reply reply;

	if (out->upload_id != NULL &&
		s3_upload_drop(out->arena, out->key, out->upload_id, S3_UNDO_TIMEOUT_MS) != OK)
		return; /* logged there; s3_abandon will do it */
	/* The store may have finished although we did not hear of it. */
	(void)!s3_call(out->arena, &remove, &reply);
}

/* What fits into one part is one request; if not, what was read so far becomes the first part. */
static enum err put_whole(struct outgoing *out)
{
	if (out->expected > 0) {
		out->length = (size_t)out->expected;
		enum err e = whole_send(out);

		if (!out->wrong_length)
			return e;
	}
	out->expected = -1;
	TRY(buffer_fill(out, BUFFER_SIZE));
	if (!out->ended)
		return put_parts(out);
	out->length = out->filled;
	return whole_send(out);
}

static enum err whole_send(struct outgoing *out)
{
	struct s3_call call = body_begin(out);
	struct s3_reply reply;

	call.method = "PUT";
	call.key = out->key;
	call.content_type = out->content_type;
	call.makes_object = true;
	return s3_expect(out->scratch, &call, &reply);
}

static enum err put_parts(struct outgoing *out)
{
	TRY(s3_upload_begin(out->arena, out->key, out->content_type, &out->upload_id));
	out->next = &out->first;
	for (int number = 1; number <= S3_PARTS_MAX; number++) {
		TRY(part_put(out, number));
		if (out->ended && out->filled == out->length)
			return s3_v4_parts_complete(
				out->arena, out->key, out->upload_id, out->first, out->size);
		part_next(out);
	}
	return fail(E_TOO_LARGE, "store: %s: more than %d parts", out->key, S3_PARTS_MAX);
}

static enum err part_put(struct outgoing *out, int number)
{
	struct s3_part *part = arena_new(out->arena, struct s3_part);
	const char *etag;
	enum err e;

	/* At most three rounds: too short a guess, then a whole part that ended early, then the truth. */
	do {
		struct s3_call body;

		out->length = part_length(out);
		body = body_begin(out);
		e = s3_upload_part(out->scratch, out->key, out->upload_id, number, &body, &etag);
	} while (out->wrong_length);
	TRY(e);
	*part = (struct s3_part){ .number = number, .etag = arena_strdup(out->arena, etag) };
	*out->next = part;
	out->next = &part->next;
	arena_reset(out->scratch);
	return OK;
}

static size_t part_length(const struct outgoing *out)
{
	int64_t rest = out->expected < 0 ? S3_PART_SIZE : out->expected + (int64_t)out->filled;

	if (out->ended)
		return out->filled;
	return rest > 0 && rest < S3_PART_SIZE && out->filled <= (size_t)rest ? (size_t)rest
									      : S3_PART_SIZE;
}

/* The byte that told of another part is its first. */
static void part_next(struct outgoing *out)
{
	size_t left = out->filled - out->length;

	memmove(out->bytes, out->bytes + out->length, left);
	out->filled = left;
}

/* One request with `length` bytes: first what is kept, then what the source still gives. */
static struct s3_call body_begin(struct outgoing *out)
{
	out->sent = 0;
	out->wrong_length = false;
	return (struct s3_call){
		.give = on_give, .again = on_again, .context = out, .size = (int64_t)out->length
	};
}

/* Before the last byte that was promised goes out, the source must show that it fits: after it the store would keep
 * an object that is no copy of the source. */
static int64_t on_give(void *context, void *bytes, size_t room)
{
	struct outgoing *out = context;
	size_t left = out->length - out->sent;
	bool more_may_follow = out->upload_id != NULL && out->length == S3_PART_SIZE;
	size_t n = room < left ? room : left;

	if (n == 0)
		return 0;
	if (out->sent == out->filled && buffer_read(out, n) != OK)
		return -1;
	if (n > out->filled - out->sent)
		n = out->filled - out->sent;
	if (out->sent + n == out->length && buffer_fill(out, out->length + 1) != OK)
		return -1;
	if (n == 0 ||
		(out->sent + n == out->length && out->filled > out->length && !more_may_follow)) {
		out->expected = -1;
		out->wrong_length = true;
		return -1;
	}
	memcpy(bytes, out->bytes + out->sent, n);
	out->sent += n;
	return (int64_t)n;
}

static void on_again(void *context)
{
	struct outgoing *out = context;

	out->sent = 0;
}

/* Reads on until `size` bytes are kept or the source ends. */
static enum err buffer_fill(struct outgoing *out, size_t size)
{
	while (!out->ended && out->filled < size)
		TRY(buffer_read(out, size - out->filled));
	return OK;
}

static enum err buffer_read(struct outgoing *out, size_t room)
{
	int64_t n;

	if (out->ended)
		return OK;
	n = out->read(out->source, out->bytes + out->filled, room);
	if (n < 0) {
		out->aborted = true;
		return E_UPSTREAM;
	}
	out->ended = n == 0;
	hasher_add(out->hasher, out->bytes + out->filled, (size_t)n);
	out->filled += (size_t)n;
	out->size += n;
	if (out->expected >= 0)
		out->expected -= n;
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
