/* s3_parts.h - the bytes of the driver for Signature V4, and the parts of an upload as s3_put.c makes them, too. Only for
 * net/: others call s3.h. */
#pragma once
#include "net/s3.h"
#include "net/s3_call.h"

/* As s3.h says. */
enum err s3_v4_put(struct arena *arena, const char *key, const char *content_type, s3_read *read,
	void *source, int64_t size_expected, struct s3_stored *stored_out) MUST_USE;
enum err s3_v4_get(struct arena *arena, const char *key, int64_t from, int64_t size,
	s3_write *write, void *sink, int64_t *size_out) MUST_USE;
enum err s3_v4_size(struct arena *arena, const char *key, int64_t *size_out) MUST_USE;
enum err s3_v4_parts_begin(
	struct arena *arena, const char *key, const char **upload_id_out) MUST_USE;
enum err s3_v4_part_put(struct arena *arena, const char *key, const char *upload_id, int number,
	s3_read *read, void *source, int64_t size, const char **etag_out) MUST_USE;
enum err s3_v4_parts_complete(struct arena *arena, const char *key, const char *upload_id,
	const struct s3_part *first, int64_t size) MUST_USE;
enum err s3_v4_parts_drop(struct arena *arena, const char *key, const char *upload_id) MUST_USE;

enum err s3_upload_begin(struct arena *arena, const char *key, const char *content_type,
	const char **upload_id_out) MUST_USE;
/* `body` has what gives the bytes: give, again, context, size. */
enum err s3_upload_part(struct arena *arena, const char *key, const char *upload_id, int number,
	const struct s3_call *body, const char **etag_out) MUST_USE;
/* timeout_ms 0: only the connect and stall time-outs. */
enum err s3_upload_drop(
	struct arena *arena, const char *key, const char *upload_id, int64_t timeout_ms) MUST_USE;
