/* object_key.h - the names of our objects in the store, and how a list of what the store holds is laid beside the names that rows
 * know. The bucket may hold things of others: what does not look like ours is never touched. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct arena;

enum object_kind {
	OBJECT_FOREIGN, /* not ours */
	OBJECT_FILE,    /* TENANT/TOKEN */
	OBJECT_THUMB,   /* TENANT/TOKEN.thumb: the small picture of the file */
	OBJECT_TAIL, /* uploads/ATTACHMENT/LEASE.tail: bytes of an upload that are short of a part */
	OBJECT_PART, /* uploads/parts/...: of an upload where the store knows no parts; s3_abandon looks after it */
};
enum object_kind object_kind(const char *key);
/* A new name for a file of the tenant. */
const char *object_file_new(struct arena *arena, int64_t tenant_id);
/* The name of the tail that the request puts which holds the lease: its alone. */
const char *object_tail(struct arena *arena, int64_t attachment_id, const char *lease);
/* The key of the file's small picture. */
const char *object_thumb(struct arena *arena, const char *file_key);
/* The key of the file whose small picture it is; any other key as it is. */
const char *object_file(struct arena *arena, const char *key);
/* The attachment whose upload the tail belongs to; 0: it is none. */
int64_t object_upload(const char *key);

/* Both lists rise in the order of bytes; names may stand twice. NULL is the end of a list. */
enum object_fate {
	OBJECT_NAMED, /* the store has what the row names: both lists go on */
	OBJECT_OF_FILE, /* the small picture of a file that a row names, or a part: the store's list goes on */
	OBJECT_STRAY,  /* ours, and no row names it: the store's list goes on */
	OBJECT_OTHERS, /* not ours: the store's list goes on */
	OBJECT_ABSENT, /* a row names what the store has not: the rows' list goes on */
	OBJECT_AGAIN, /* a second row names it, or an object that is not there: the rows' list goes on */
	OBJECT_END, /* of both lists */
};
struct object_merge {
	char named[1024]; /* the last name that a row had */
};
enum object_fate object_merge(struct object_merge *merge, const char *listed, const char *named);
