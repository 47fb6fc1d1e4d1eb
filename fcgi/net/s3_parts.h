/* s3_parts.h - the parts of an upload, as s3_put.c makes them, too. Only for net/: others call s3.h. */
#pragma once
#include "net/s3.h"
#include "net/s3_call.h"

enum err s3_upload_begin(struct arena *arena, const char *key, const char *content_type,
	const char **upload_id_out) MUST_USE;
/* `body` has what gives the bytes: give, again, context, size. */
enum err s3_upload_part(struct arena *arena, const char *key, const char *upload_id, int number,
	const struct s3_call *body, const char **etag_out) MUST_USE;
/* timeout_ms 0: only the connect and stall time-outs. */
enum err s3_upload_drop(
	struct arena *arena, const char *key, const char *upload_id, int64_t timeout_ms) MUST_USE;
