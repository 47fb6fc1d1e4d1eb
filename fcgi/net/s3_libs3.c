/* s3_libs3.c - the driver for stores that know Signature V2 only, by libs3. It puts an object in one request whose length is
 * known, so all bytes pass through a file in run_dir that has no name; and it knows no parts: they are objects of
 * their own, S3_PARTS_PREFIX ID/NUMBER, beside one that says that the upload is going on. */
#include "net/s3_driver.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/spool.h"
#include "base/str.h"
#include "base/url.h"
#include "net/libs3_talk.h"

#define MARK "begun" /* behind every number, in the order of bytes */
#define TOKEN_LETTERS "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"

enum {
	BEGUN_DIGITS =
		13, /* ms since 1970 stand first in an upload's id, so uploads are listed oldest first */
	UPLOAD_ID_SIZE = BEGUN_DIGITS + 1 + 43,
	COPY_SIZE = 4 * 1024 * 1024, /* bytes of a part that are kept while they are put together */
	READ_SIZE = 64 * 1024,
	KEYS_MAX = 1000, /* of one list */
	RESOURCE_SIZE_MAX =
		3000, /* bucket, key and what the store shall answer: libs3 copies it into 3 KiB unasked */
	DISPOSITION_SIZE_MAX = 2700,
};

/* Bytes on their way to the store. */
struct spool {
	int file;
	int64_t size;
	struct hash sha256;
};

/* Parts that become one. */
struct composing {
	struct arena *arena;
	const char *upload_id;
	const struct s3_part *part; /* the one in hand; NULL: none yet */
	const struct s3_part *first;
	const int64_t *sizes, *size; /* of all; of the one in hand */
	int64_t part_at;             /* its first byte in the whole */
	uint8_t *bytes;
	int64_t kept_at, kept; /* place in the whole of what is kept, and its size */
	enum err error;
};

struct listing {
	struct arena *arena;
	struct s3_listed **next;
	const char *last;
	int n;
};

static enum err libs3_put(struct arena *arena, const char *key, const char *content_type,
	s3_read *read, void *source, int64_t size_expected, struct s3_stored *stored_out);
static const char *libs3_link(struct arena *arena, const char *key, int64_t valid_s,
	const char *content_type, const char *said);
static enum err libs3_get(struct arena *arena, const char *key, int64_t from, int64_t size,
	s3_write *write, void *sink, int64_t *size_out);
static enum err libs3_size(struct arena *arena, const char *key, int64_t *size_out);
static enum err libs3_parts_begin(struct arena *arena, const char *key, const char **upload_id_out);
static enum err libs3_part_put(struct arena *arena, const char *key, const char *upload_id,
	int number, s3_read *read, void *source, int64_t size, const char **etag_out);
static enum err libs3_parts_complete(struct arena *arena, const char *key, const char *upload_id,
	const struct s3_part *first, int64_t size);
static enum err libs3_parts_drop(struct arena *arena, const char *key, const char *upload_id);
static enum err libs3_remove(struct arena *arena, const char *key);
static enum err libs3_list(
	struct arena *arena, const char *prefix, const char *after, struct s3_listed **first_out);
static enum err libs3_abandon(
	struct arena *arena, int64_t before, s3_ended *ended, void *context, int *n_out);
static enum err libs3_ready_bucket(struct arena *arena);

const struct s3_driver s3_libs3 = {
	.put = libs3_put,
	.link = libs3_link,
	.disposition_size_max = DISPOSITION_SIZE_MAX,
	.get = libs3_get,
	.size = libs3_size,
	.parts_begin = libs3_parts_begin,
	.part_put = libs3_part_put,
	.parts_complete = libs3_parts_complete,
	.parts_drop = libs3_parts_drop,
	.remove = libs3_remove,
	.list = libs3_list,
	.abandon = libs3_abandon,
	.ready = libs3_ready_bucket,
};

/* --- one request each --------------------------------------------------------------------------------- */

static const S3ResponseHandler answer = { talk_on_properties, talk_on_complete };

static void ask_put(const struct libs3 *libs3, const S3BucketContext *bucket,
	S3RequestContext *context, struct talk *talk)
{
	static const S3PutObjectHandler handler = { { talk_on_properties, talk_on_complete },
		talk_on_give };
	const S3PutProperties properties = { .contentType = talk->content_type, .expires = -1 };

	libs3->S3_put_object(
		bucket, talk->key, (uint64_t)talk->size, &properties, context, &handler, talk);
}

/* A size of 0 is libs3's word for all that follows. */
static void ask_get(const struct libs3 *libs3, const S3BucketContext *bucket,
	S3RequestContext *context, struct talk *talk)
{
	static const S3GetObjectHandler handler = { { talk_on_properties, talk_on_complete },
		talk_on_take };

	libs3->S3_get_object(bucket, talk->key, NULL, (uint64_t)talk->from,
		talk->size < 0 ? 0 : (uint64_t)talk->size, context, &handler, talk);
}

static void ask_head(const struct libs3 *libs3, const S3BucketContext *bucket,
	S3RequestContext *context, struct talk *talk)
{
	libs3->S3_head_object(bucket, talk->key, context, &answer, talk);
}

static void ask_delete(const struct libs3 *libs3, const S3BucketContext *bucket,
	S3RequestContext *context, struct talk *talk)
{
	libs3->S3_delete_object(bucket, talk->key, context, &answer, talk);
}

static void ask_bucket(const struct libs3 *libs3, const S3BucketContext *bucket,
	S3RequestContext *context, struct talk *talk)
{
	char place[64];

	libs3->S3_test_bucket(bucket->protocol, bucket->uriStyle, bucket->accessKeyId,
		bucket->secretAccessKey, bucket->hostName, bucket->bucketName, sizeof place, place,
		context, &answer, talk);
}

static void ask_bucket_make(const struct libs3 *libs3, const S3BucketContext *bucket,
	S3RequestContext *context, struct talk *talk)
{
	libs3->S3_create_bucket(bucket->protocol, bucket->accessKeyId, bucket->secretAccessKey,
		bucket->hostName, bucket->bucketName, S3CannedAclPrivate, s3_bucket_place(),
		context, &answer, talk);
}

static S3Status on_list(int is_truncated, const char *next_marker, int n,
	const S3ListBucketContent *contents, int prefixes_n, const char **prefixes, void *context)
{
	struct talk *talk = context;
	struct listing *listing = talk->context;

	(void)is_truncated;
	(void)next_marker;
	(void)prefixes_n;
	(void)prefixes;
	for (int i = 0; i < n && listing->n < KEYS_MAX; i++, listing->n++) {
		struct s3_listed *listed = arena_new(listing->arena, struct s3_listed);

		*listed = (struct s3_listed){
			.key = arena_strdup(listing->arena, contents[i].key),
			.size = (int64_t)contents[i].size,
			.modified_at = contents[i].lastModified * 1000,
		};
		listing->last = listed->key;
		*listing->next = listed;
		listing->next = &listed->next;
	}
	talk->moved_at = clock_monotonic_ms();
	return S3StatusOK;
}

static void ask_list(const struct libs3 *libs3, const S3BucketContext *bucket,
	S3RequestContext *context, struct talk *talk)
{
	static const S3ListBucketHandler handler = { { talk_on_properties, talk_on_complete },
		on_list };
	const struct listing *listing = talk->context;

	libs3->S3_list_bucket(
		bucket, talk->key, listing->last, NULL, KEYS_MAX, context, &handler, talk);
}

/* --- what is done with them ------------------------------------------------------------------------------- */

static bool is_gone(const struct talk *talk)
{
	return talk->status == S3StatusErrorNoSuchKey || talk->status == S3StatusHttpErrorNotFound;
}

static enum err run(struct talk *talk, talk_ask *ask)
{
	TRY(talk_run(talk, ask));
	return talk->status == S3StatusOK ? OK : talk_failed(talk);
}

static enum err take_nothing(void *context, const void *bytes, size_t size)
{
	(void)context;
	(void)bytes;
	(void)size;
	return OK;
}

/* An answer to HEAD does not say what is missing; if it is the bucket, no object is lost. And libs3 takes a length that was not
 * said for 0. */
static enum err look(const char *key, struct talk *talk)
{
	struct talk why = { .verb = "GET", .key = key, .take = take_nothing, .size = -1 };

	*talk = (struct talk){ .verb = "HEAD", .key = key };
	TRY(talk_run(talk, ask_head));
	if (talk->status == S3StatusOK && talk->length > 0)
		return OK;
	if (talk->status != S3StatusOK && !is_gone(talk))
		return talk_failed(talk);
	TRY(talk_run(&why, ask_get));
	if (why.status == S3StatusErrorNoSuchKey)
		return E_MISSING;
	return why.status == S3StatusOK && talk->status == S3StatusOK && why.length == 0
		? OK
		: talk_failed(&why);
}

static enum err remove_within(const char *key, int64_t timeout_ms)
{
	struct talk talk = { .verb = "DELETE", .key = key, .timeout_ms = timeout_ms };

	TRY(talk_run(&talk, ask_delete));
	return talk.status == S3StatusOK || is_gone(&talk) ? OK : talk_failed(&talk);
}

/* --- bytes in -------------------------------------------------------------------------------------------- */

static enum err spool_write(const struct spool *spool, const uint8_t *bytes, int64_t size)
{
	while (size > 0) {
		ssize_t n = write(spool->file, bytes, (size_t)size);

		if (n < 0)
			return fail(
				E_BUSY, "%s: a file on its way to the store: %m", conf()->run_dir);
		bytes += n;
		size -= n;
	}
	return OK;
}

/* All that `read` gives, but no more than size_max; the file ends with the arena. */
static enum err spool_fill(
	struct arena *arena, s3_read *read, void *source, int64_t size_max, struct spool *spool)
{
	struct hasher *hasher = hasher_make(arena);
	uint8_t bytes[READ_SIZE];

	*spool = (struct spool){ .size = 0 };
	TRY(spool_make(arena, &spool->file));
	while (spool->size < size_max) {
		int64_t room = size_max - spool->size;
		int64_t n = read(source, bytes, room < READ_SIZE ? (size_t)room : READ_SIZE);

		if (n < 0)
			return E_UPSTREAM;
		if (n == 0)
			break;
		TRY(spool_write(spool, bytes, n));
		hasher_add(hasher, bytes, (size_t)n);
		spool->size += n;
	}
	spool->sha256 = hasher_end(hasher);
	return OK;
}

static int64_t spool_give(void *context, int64_t at, void *bytes, size_t room)
{
	const struct spool *spool = context;

	return pread(spool->file, bytes, room, at);
}

/* libs3 waits for a "100 Continue" and reads no status after it: a refusal without a text is OK to it. So what is there
 * afterwards is what counts, and nothing is there before. On an error the store may have finished although we did not
 * hear of it. */
static enum err put_and_see(struct talk *talk)
{
	struct talk seen;
	enum err e;

	TRY(remove_within(talk->key, s3_call_timeout_ms()));
	e = run(talk, ask_put);
	if (e == OK)
		e = look(talk->key, &seen);
	if (e == E_MISSING || (e == OK && seen.length != talk->size))
		e = fail(E_BUSY, "store: PUT %s: refused without a word", talk->key);
	if (e != OK)
		(void)!remove_within(talk->key, S3_UNDO_TIMEOUT_MS);
	else
		*talk = seen;
	return e;
}

static enum err spool_put(
	struct spool *spool, const char *key, const char *content_type, struct talk *talk)
{
	*talk = (struct talk){
		.verb = "PUT",
		.key = key,
		.content_type = content_type,
		.give = spool_give,
		.context = spool,
		.size = spool->size,
	};
	return put_and_see(talk);
}

static enum err libs3_put(struct arena *arena, const char *key, const char *content_type,
	s3_read *read, void *source, int64_t size_expected, struct s3_stored *stored_out)
{
	struct arena *scratch = arena_make(1 << 20); /* one file at a time is open */
	struct spool spool;
	struct talk talk;
	enum err e;

	(void)arena;
	(void)size_expected;
	e = spool_fill(scratch, read, source, INT64_MAX, &spool);
	if (e == OK)
		e = spool_put(&spool, key, content_type, &talk);
	arena_free(scratch);
	TRY(e);
	*stored_out = (struct s3_stored){ .size = spool.size, .sha256 = spool.sha256 };
	return OK;
}

/* --- bytes out ------------------------------------------------------------------------------------------- */

static enum err libs3_size(struct arena *arena, const char *key, int64_t *size_out)
{
	struct talk talk;

	(void)arena;
	TRY(look(key, &talk));
	*size_out = talk.length;
	return OK;
}

/* libs3 does not say which range came, so it is known before how many bytes there must be. */
static enum err get(
	const char *key, int64_t from, int64_t size, s3_write *write, void *sink, bool is_inner)
{
	struct talk talk = {
		.verb = "GET",
		.key = key,
		.take = write,
		.context = sink,
		.from = from,
		.size = size,
		.is_inner = is_inner,
	};

	TRY(talk_run(&talk, ask_get));
	if (talk.status == S3StatusErrorNoSuchKey)
		return E_MISSING;
	if (talk.status != S3StatusOK)
		return talk_failed(&talk);
	return talk.moved == size ? OK
				  : fail(E_BUSY, "store: GET %s: %lld of %lld bytes", key,
					    (long long)talk.moved, (long long)size);
}

static enum err libs3_get(struct arena *arena, const char *key, int64_t from, int64_t size,
	s3_write *write, void *sink, int64_t *size_out)
{
	int64_t whole;

	TRY(libs3_size(arena, key, &whole));
	if (from > whole)
		return E_MISSING;
	if (size < 0 || size > whole - from)
		size = whole - from;
	*size_out = size;
	return size == 0 ? OK : get(key, from, size, write, sink, false);
}

/* --- links ----------------------------------------------------------------------------------------------- */

/* libs3 copies what the store shall answer into the link as it is; signed it must be so, but sent encoded. */
static const char *libs3_link(struct arena *arena, const char *key, int64_t valid_s,
	const char *content_type, const char *said)
{
	const char *resource = arena_format(arena,
		"response-cache-control=" S3_LINK_CACHE_CONTROL
		"&response-content-disposition=%s&response-content-type=%s",
		said, content_type);
	char *url = arena_alloc(arena, S3_MAX_AUTHENTICATED_QUERY_STRING_SIZE + RESOURCE_SIZE_MAX);
	const char *path, *query, *signed_at;
	const struct libs3 *libs3;
	S3BucketContext bucket;

	libs3 = libs3_ready(&bucket);
	if (libs3 == NULL ||
		strlen(conf()->s3_bucket) + strlen(url_encode(arena, key)) + strlen(resource) >
			RESOURCE_SIZE_MAX ||
		libs3->S3_generate_authenticated_query_string(
			url, &bucket, key, clock_now() / 1000 + valid_s, resource) != S3StatusOK)
		return arena_format(arena, "/%s/", conf()->s3_bucket); /* which nobody may GET */
	path = strstr(url, "://");
	path = path != NULL ? strchr(path + 3, '/') : NULL;
	query = path != NULL ? strchr(path, '?') : NULL;
	assert(query != NULL);
	signed_at = query + 1 + strlen(resource) + 1;
	return arena_format(arena,
		"%.*s?response-cache-control=%s&response-content-disposition=%s&response-content-type=%s&%s",
		(int)(query - path), path, url_encode(arena, S3_LINK_CACHE_CONTROL),
		url_encode(arena, said), url_encode(arena, content_type), signed_at);
}

/* --- parts ----------------------------------------------------------------------------------------------- */

static const char *part_key(struct arena *arena, const char *upload_id, int number)
{
	return arena_format(arena, S3_PARTS_PREFIX "%s/%05d", upload_id, number);
}

static const char *mark_key(struct arena *arena, const char *upload_id)
{
	return arena_format(arena, S3_PARTS_PREFIX "%s/" MARK, upload_id);
}

/* E_MISSING: there is no such upload, or it is another driver's. */
static enum err parts_known(struct arena *arena, const char *upload_id)
{
	struct talk talk;

	if (strlen(upload_id) != UPLOAD_ID_SIZE ||
		strspn(upload_id, TOKEN_LETTERS) != UPLOAD_ID_SIZE)
		return E_MISSING;
	return look(mark_key(arena, upload_id), &talk);
}

/* The mark holds the key, for who looks into the bucket. */
static enum err libs3_parts_begin(struct arena *arena, const char *key, const char **upload_id_out)
{
	const char *id = arena_format(
		arena, "%0*lld-%s", BEGUN_DIGITS, (long long)clock_now(), random_token(arena));
	struct s3_stored stored;

	TRY(libs3_put(arena, mark_key(arena, id), "text/plain", s3_read_text, &key, -1, &stored));
	*upload_id_out = id;
	return OK;
}

static enum err part_send(struct arena *scratch, const char *upload_id, int number, s3_read *read,
	void *source, int64_t size, struct talk *talk)
{
	const char *key = part_key(scratch, upload_id, number);
	struct spool spool;

	TRY(parts_known(scratch, upload_id));
	TRY(spool_fill(scratch, read, source, size, &spool));
	if (spool.size != size)
		return E_UPSTREAM;
	TRY(spool_put(&spool, key, "application/octet-stream", talk));
	if (talk->etag[0] == '\0')
		return fail(E_BUSY, "store: %s: a part without an ETag", key);
	return OK;
}

static enum err libs3_part_put(struct arena *arena, const char *key, const char *upload_id,
	int number, s3_read *read, void *source, int64_t size, const char **etag_out)
{
	struct arena *scratch = arena_make(1 << 20);
	struct talk talk = { 0 };
	enum err e = part_send(scratch, upload_id, number, read, source, size, &talk);

	(void)key;
	if (e == OK)
		*etag_out = arena_strdup(arena, talk.etag);
	arena_free(scratch);
	return e;
}

static enum err compose_keep(void *context, const void *bytes, size_t size)
{
	struct composing *c = context;

	memcpy(c->bytes + c->kept, bytes, size); /* no more than was asked for: talk_on_take */
	c->kept += (int64_t)size;
	return OK;
}

/* Goes to the part that holds the byte. */
static void compose_seek(struct composing *c, int64_t at)
{
	if (c->part == NULL || at < c->part_at) {
		c->part = c->first;
		c->size = c->sizes;
		c->part_at = 0;
	}
	while (at >= c->part_at + *c->size) {
		c->part_at += *c->size++;
		c->part = c->part->next;
	}
}

/* The second request runs while the first one waits in here for bytes. */
static int64_t compose_give(void *context, int64_t at, void *bytes, size_t room)
{
	struct composing *c = context;
	int64_t n;

	if (at < c->kept_at || at >= c->kept_at + c->kept) {
		compose_seek(c, at);
		n = c->part_at + *c->size - at;
		c->kept_at = at;
		c->kept = 0;
		c->error = get(part_key(c->arena, c->upload_id, c->part->number), at - c->part_at,
			n < COPY_SIZE ? n : COPY_SIZE, compose_keep, c, true);
		if (c->error != OK)
			return -1;
	}
	n = c->kept_at + c->kept - at;
	n = n < (int64_t)room ? n : (int64_t)room;
	memcpy(bytes, c->bytes + (at - c->kept_at), (size_t)n);
	return n;
}

/* Every part is still the one that was put, and together they have `size` bytes. */
static enum err compose_check(struct composing *c, int64_t size)
{
	struct str sizes = str_make(c->arena);

	for (const struct s3_part *part = c->first; part != NULL; part = part->next) {
		struct talk talk;
		enum err e = look(part_key(c->arena, c->upload_id, part->number), &talk);

		if (e == E_MISSING || (e == OK && !str_equal(talk.etag, part->etag)))
			return fail(E_INVALID, "store: part %d is not the one that was put",
				part->number);
		TRY(e);
		str_add_bytes(&sizes, &talk.length, sizeof talk.length);
		size -= talk.length;
	}
	c->sizes = (const int64_t *)(const void *)sizes.text;
	return size == 0 ? OK : fail(E_BUSY, "store: parts of %lld bytes too few", (long long)size);
}

static enum err compose(struct composing *c, const char *key, int64_t size)
{
	struct talk talk = {
		.verb = "PUT",
		.key = key,
		.content_type = "application/octet-stream",
		.give = compose_give,
		.context = c,
		.size = size,
	};

	TRY(compose_check(c, size));
	return put_and_see(&talk);
}

static enum err libs3_parts_complete(struct arena *arena, const char *key, const char *upload_id,
	const struct s3_part *first, int64_t size)
{
	struct composing c = { .upload_id = upload_id, .first = first };
	enum err e;

	c.arena = arena_make((size_t)64 << 20);
	e = parts_known(c.arena, upload_id);
	if (e == OK) {
		c.bytes = arena_alloc(c.arena, COPY_SIZE);
		e = compose(&c, key, size);
		if (e == E_UPSTREAM || e == E_MISSING)
			e = E_BUSY; /* a part did not come; logged there */
	}
	arena_free(c.arena);
	TRY(e);
	(void)!libs3_parts_drop(arena, key, upload_id); /* else libs3_abandon does it */
	return OK;
}

/* The mark goes first: from then on there is no such upload. */
static enum err libs3_parts_drop(struct arena *arena, const char *key, const char *upload_id)
{
	const char *prefix = arena_format(arena, S3_PARTS_PREFIX "%s/", upload_id);
	struct s3_listed *listed;

	(void)key;
	if (strlen(upload_id) != UPLOAD_ID_SIZE ||
		strspn(upload_id, TOKEN_LETTERS) != UPLOAD_ID_SIZE)
		return OK;
	TRY(remove_within(mark_key(arena, upload_id), s3_call_timeout_ms()));
	do {
		TRY(libs3_list(arena, prefix, NULL, &listed));
		for (const struct s3_listed *part = listed; part != NULL; part = part->next)
			TRY(remove_within(part->key, s3_call_timeout_ms()));
	} while (listed != NULL);
	return OK;
}

/* --- looking after the store ----------------------------------------------------------------------------- */

static enum err libs3_remove(struct arena *arena, const char *key)
{
	(void)arena;
	return remove_within(key, s3_call_timeout_ms());
}

/* An answer that was cut off reads like a short one: only one that is empty, behind the last key, ends the list. */
static enum err libs3_list(
	struct arena *arena, const char *prefix, const char *after, struct s3_listed **first_out)
{
	struct listing listing = { .arena = arena, .next = first_out, .last = after };
	int before;

	do {
		struct talk talk = {
			.verb = "list",
			.key = prefix,
			.context = &listing,
			.timeout_ms = s3_call_timeout_ms(),
		};

		before = listing.n;
		TRY(run(&talk, ask_list));
	} while (listing.n > before && listing.n < KEYS_MAX);
	*listing.next = NULL;
	return OK;
}

static enum err key_keep(void *context, const void *bytes, size_t size)
{
	struct str *key = context;

	if (size > S3_MAX_KEY_SIZE - key->size)
		return E_TOO_LARGE;
	str_add_bytes(key, bytes, size);
	return OK;
}

/* Without its mark an upload is one that was not dropped to the end. */
static enum err upload_look(
	struct arena *arena, const char *id, s3_ended *ended, void *context, bool *is_dropped_out)
{
	struct str key = str_make(arena);
	int64_t size;
	bool is_ended = true;
	enum err e = libs3_get(arena, mark_key(arena, id), 0, -1, key_keep, &key, &size);

	if (e != E_MISSING)
		TRY(e);
	if (e == OK && ended != NULL)
		TRY(ended(context, key.text, &is_ended));
	if (is_ended)
		TRY(libs3_parts_drop(arena, key.text, id));
	*is_dropped_out = is_ended;
	return OK;
}

/* When the upload of the object began; -1: it is none of ours. */
static int64_t begun_at(struct arena *arena, const char *id)
{
	long long at;

	if (strlen(id) != UPLOAD_ID_SIZE || id[BEGUN_DIGITS] != '-' ||
		str_to_int(arena_strndup(arena, id, BEGUN_DIGITS), 0, INT64_MAX, &at) != OK)
		return -1;
	return at;
}

/* Oldest first: behind one that is young all others are. */
static enum err libs3_abandon(
	struct arena *arena, int64_t before, s3_ended *ended, void *context, int *n_out)
{
	const char *last = "", *after = NULL;
	struct s3_listed *listed, *first;
	bool is_dropped;

	*n_out = 0;
	do {
		TRY(libs3_list(arena, S3_PARTS_PREFIX, after, &first));
		for (listed = first; listed != NULL; listed = listed->next) {
			const char *at = listed->key + strlen(S3_PARTS_PREFIX);
			const char *id = arena_strndup(arena, at, strcspn(at, "/"));

			after = listed->key;
			if (str_equal(id, last) || begun_at(arena, id) < 0)
				continue;
			if (begun_at(arena, id) >= before)
				return OK;
			last = id;
			TRY(upload_look(arena, id, ended, context, &is_dropped));
			*n_out += is_dropped;
		}
	} while (first != NULL);
	return OK;
}

static enum err libs3_ready_bucket(struct arena *arena)
{
	struct talk talk = { .verb = "bucket", .timeout_ms = s3_call_timeout_ms() };

	(void)arena;
	TRY(talk_run(&talk, ask_bucket));
	if (talk.status != S3StatusErrorNoSuchBucket)
		return talk.status == S3StatusOK ? OK : talk_failed(&talk);
	talk = (struct talk){ .verb = "bucket", .timeout_ms = s3_call_timeout_ms() };
	TRY(talk_run(&talk, ask_bucket_make));
	return talk.status == S3StatusOK || talk.status == S3StatusErrorBucketAlreadyOwnedByYou
		? OK
		: talk_failed(&talk);
}
