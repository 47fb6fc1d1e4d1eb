/* s3.h - the object store: put, get, link, remove, list, and objects made of parts. conf()->s3_driver says who does it (s3_driver.h):
 * ours with Signature V4 (Ceph RGW, AWS, MinIO), or libs3 for stores that know Signature V2 only. Time-outs and byte counts are
 * kept by both. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/crypto.h"
#include "base/err.h"

struct arena;

/* Gives up to `room` bytes; 0 is the end, < 0 aborts the upload: nothing is stored then. It must not wait for a slow
 * sender for longer than the stall time-out: the store's patience is used meanwhile. */
typedef int64_t s3_read(void *source, void *bytes, size_t room);
/* Reads a text: `source` is a const char ** that moves on. */
s3_read s3_read_text;

struct s3_stored {
	int64_t size;
	struct hash sha256;
};

/* Stores what `read` gives, in constant memory (one part of S3_PART_SIZE is kept as insurance). size_expected is what the
 * source will most likely give, or -1; a source that ends sooner or goes on is stored all the same.
 * E_BUSY: the store is not there, stalls, or refused for a reason of its own; E_UPSTREAM: `read` aborted; E_TOO_LARGE:
 * more than S3_PARTS_MAX parts. On an error no object is left, unless the store is so stuck that it cannot be asked
 * to forget what it has: then the sweeper finds it (s3_list, s3_abandon). */
enum { S3_PART_SIZE = 12 * 1024 * 1024, S3_PARTS_MAX = 10000 };
enum err s3_put(struct arena *arena, const char *key, const char *content_type, s3_read *read,
	void *source, int64_t size_expected, struct s3_stored *stored_out) MUST_USE;

/* A link that anybody may GET for valid_s seconds (1 s to 7 days), on conf()->s3_public_origin, signed for the store's own
 * host, with content type and disposition signed in. filename may hold any bytes: what is no UTF-8, a control, a path
 * or a turn of the writing direction is replaced (RFC 6266, 8187). The store signs the method, too: HEAD on it is 403. */
const char *s3_link(struct arena *arena, const char *key, int64_t valid_s, const char *content_type,
	const char *filename, bool inline_shown);

/* Gives the object's bytes from `from` on, at most `size` of them (-1: to its end), to `write`, whose error ends it and is
 * given back; *size_out is how many there were, 0 at its very end. E_MISSING: no such object, or `from` is behind its end;
 * E_BUSY: also when fewer bytes came than the store announced. */
typedef enum err s3_write(void *sink, const void *bytes, size_t size);
enum err s3_get(struct arena *arena, const char *key, int64_t from, int64_t size, s3_write *write,
	void *sink, int64_t *size_out) MUST_USE;
/* E_MISSING: no such object. */
enum err s3_size(struct arena *arena, const char *key, int64_t *size_out) MUST_USE;

/* An object made of parts that arrive over several requests. Every part but the last has at least S3_PART_SIZE_MIN bytes; numbers
 * rise from 1 to S3_PARTS_MAX, with gaps if need be. A number that is put again replaces the part, and s3_parts_complete
 * must name every number that ever was put: Ceph completes nothing else. So a part of which nobody knows whether it arrived is
 * put again under the same number. */
enum { S3_PART_SIZE_MIN = 5 * 1024 * 1024 };
struct s3_part {
	int number;
	const char *etag;
	struct s3_part *next;
};
/* Where a driver whose store knows no parts keeps them as objects: nobody else's begin so. */
#define S3_PARTS_PREFIX "uploads/parts/"
enum err s3_parts_begin(struct arena *arena, const char *key, const char **upload_id_out) MUST_USE;
/* `read` gives exactly `size` bytes, and is asked for no more; once it was asked, a part that failed is put again by the
 * caller or never. E_MISSING: there is no such upload (any more); E_INVALID: no such part number; E_UPSTREAM: `read`
 * aborted, or ended too soon; else as s3_put. *etag_out has at most 255 bytes. */
enum err s3_part_put(struct arena *arena, const char *key, const char *upload_id, int number,
	s3_read *read, void *source, int64_t size, const char **etag_out) MUST_USE;
/* The object is there when this is OK, and has `size` bytes. Parts stand in the order of their numbers. E_MISSING: there is
 * no such upload; perhaps it was completed before. E_INVALID: a part is not the one that was put, or too small, or one
 * that was put is not named; that upload will never be complete. */
enum err s3_parts_complete(struct arena *arena, const char *key, const char *upload_id,
	const struct s3_part *first, int64_t size) MUST_USE;
/* OK also when there was none. */
enum err s3_parts_drop(struct arena *arena, const char *key, const char *upload_id) MUST_USE;

/* OK also when there was none. */
enum err s3_remove(struct arena *arena, const char *key) MUST_USE;
struct s3_listed {
	const char *key;
	int64_t size;
	int64_t modified_at;
	struct s3_listed *next;
};
/* At most 1000 keys after `after` (NULL: from the start) that begin with prefix, in the order of their bytes. */
enum err s3_list(struct arena *arena, const char *prefix, const char *after,
	struct s3_listed **first_out) MUST_USE;
/* Drops uploads of parts that were begun before `before` (ms, by the store's clock), never ended, and of which `ended` says that nobody
 * goes on with them (NULL: nobody goes on with any); their parts take room and no list shows them. An error of `ended` ends it and is
 * given back. *n_out is how many. */
typedef enum err s3_ended(void *context, const char *key, bool *ended_out);
enum err s3_abandon(
	struct arena *arena, int64_t before, s3_ended *ended, void *context, int *n_out) MUST_USE;
/* Is the store there and the bucket ours? Makes the bucket if it is missing. */
enum err s3_ready(struct arena *arena) MUST_USE;
