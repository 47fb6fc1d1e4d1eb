/* s3_driver.h - what stands behind s3.h: one table of functions for each way to speak to a store. Each promises what s3.h
 * says of the function of its name. Only for net/: others call s3.h. */
#pragma once
#include "net/s3.h"

struct s3_driver {
	enum err (*put)(struct arena *arena, const char *key, const char *content_type,
		s3_read *read, void *source, int64_t size_expected, struct s3_stored *stored_out);
	/* The target of a link, to follow an origin: "/bucket/key?...". */
	const char *(*link)(struct arena *arena, const char *key, int64_t valid_s,
		const char *content_type, const char *disposition);
	size_t disposition_size_max; /* of what link() takes */
	enum err (*get)(struct arena *arena, const char *key, int64_t from, int64_t size,
		s3_write *write, void *sink, int64_t *size_out);
	enum err (*size)(struct arena *arena, const char *key, int64_t *size_out);
	enum err (*parts_begin)(struct arena *arena, const char *key, const char **upload_id_out);
	enum err (*part_put)(struct arena *arena, const char *key, const char *upload_id,
		int number, s3_read *read, void *source, int64_t size, const char **etag_out);
	enum err (*parts_complete)(struct arena *arena, const char *key, const char *upload_id,
		const struct s3_part *first, int64_t size);
	enum err (*parts_drop)(struct arena *arena, const char *key, const char *upload_id);
	enum err (*remove)(struct arena *arena, const char *key);
	enum err (*list)(struct arena *arena, const char *prefix, const char *after,
		struct s3_listed **first_out);
	enum err (*abandon)(
		struct arena *arena, int64_t before, s3_ended *ended, void *context, int *n_out);
	enum err (*ready)(struct arena *arena);
};

extern const struct s3_driver s3_v4, s3_libs3;

/* For a request that moves no bytes, all of it. */
int64_t s3_call_timeout_ms(void);
/* For one that takes back what failed. Short: the caller's time has mostly been used, and a stuck store will not hear it. */
enum { S3_UNDO_TIMEOUT_MS = 2000 };
/* Where a new bucket shall be; NULL: not to be said. */
const char *s3_bucket_place(void);

/* What a link makes the store say, besides type and disposition. */
#define S3_LINK_CACHE_CONTROL "private, no-store"
