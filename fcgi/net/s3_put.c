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
	struct s3_part *first, **next;
};

static enum err upload_run(struct upload *up);
static void upload_undo(struct upload *up);
static enum err put_whole(struct upload *up);
static enum err whole_send(struct upload *up);
static enum err put_parts(struct upload *up);
static enum err part_put(struct upload *up, int number);
static size_t part_length(const struct upload *up);
static void part_next(struct upload *up);
static struct s3_call body_begin(struct upload *up);
static int64_t on_give(void *context, void *bytes, size_t room);
static void on_again(void *context);
static enum err buffer_fill(struct upload *up, size_t size);
static enum err buffer_read(struct upload *up, size_t room);
static bool is_plain(const char *text);

enum err s3_v4_put(struct arena *arena, const char *key, const char *content_type, s3_read *read,
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

	if (e == E_MISSING || e == E_INVALID)
		e = E_BUSY; /* of an upload of ours: the store forgot it */
	return up->aborted ? E_UPSTREAM : e;
}

static void upload_undo(struct upload *up)
{
	const struct s3_call remove = {
		.method = "DELETE", .key = up->key, .timeout_ms = S3_UNDO_TIMEOUT_MS
	};
	struct s3_reply reply;

	if (up->upload_id != NULL &&
		s3_upload_drop(up->arena, up->key, up->upload_id, S3_UNDO_TIMEOUT_MS) != OK)
		return; /* logged there; s3_abandon will do it */
	/* The store may have finished although we did not hear of it. */
	(void)!s3_call(up->arena, &remove, &reply);
}

/* What fits into one part is one request; if not, what was read so far becomes the first part. */
static enum err put_whole(struct upload *up)
{
	if (up->expected > 0) {
		up->length = (size_t)up->expected;
		enum err e = whole_send(up);

		if (!up->wrong_length)
			return e;
	}
	up->expected = -1;
	TRY(buffer_fill(up, BUFFER_SIZE));
	if (!up->ended)
		return put_parts(up);
	up->length = up->filled;
	return whole_send(up);
}

static enum err whole_send(struct upload *up)
{
	struct s3_call call = body_begin(up);
	struct s3_reply reply;

	call.method = "PUT";
	call.key = up->key;
	call.content_type = up->content_type;
	call.makes_object = true;
	return s3_expect(up->scratch, &call, &reply);
}

static enum err put_parts(struct upload *up)
{
	TRY(s3_upload_begin(up->arena, up->key, up->content_type, &up->upload_id));
	up->next = &up->first;
	for (int number = 1; number <= S3_PARTS_MAX; number++) {
		TRY(part_put(up, number));
		if (up->ended && up->filled == up->length)
			return s3_v4_parts_complete(
				up->arena, up->key, up->upload_id, up->first, up->size);
		part_next(up);
	}
	return fail(E_TOO_LARGE, "store: %s: more than %d parts", up->key, S3_PARTS_MAX);
}

static enum err part_put(struct upload *up, int number)
{
	struct s3_part *part = arena_new(up->arena, struct s3_part);
	const char *etag;
	enum err e;

	/* At most three rounds: too short a guess, then a whole part that ended early, then the truth. */
	do {
		struct s3_call body;

		up->length = part_length(up);
		body = body_begin(up);
		e = s3_upload_part(up->scratch, up->key, up->upload_id, number, &body, &etag);
	} while (up->wrong_length);
	TRY(e);
	*part = (struct s3_part){ .number = number, .etag = arena_strdup(up->arena, etag) };
	*up->next = part;
	up->next = &part->next;
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

/* One request with `length` bytes: first what is kept, then what the source still gives. */
static struct s3_call body_begin(struct upload *up)
{
	up->sent = 0;
	up->wrong_length = false;
	return (struct s3_call){
		.give = on_give, .again = on_again, .context = up, .size = (int64_t)up->length
	};
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
