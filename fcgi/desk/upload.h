/* upload.h - files that come in several requests (tus 1.0): begun with their length, moved chunk by chunk, in the end temporary
 * files like any other. What was taken is kept for certain: in parts of the store's multipart upload, and what is short of a part
 * in an object of its own, the tail, which goes in front of the next chunk. */
#pragma once
#include <stdint.h>
#include "base/err.h"
#include "net/s3.h"
#include "sql/upload.h"

struct desk;
struct scope;

/* Bytes of a file: what the operator admits and as many parts as there may be can hold. */
int64_t upload_length_max(void);
/* A new upload of the caller's, in the open transaction. The refusal blames "filename" or "Upload-Length". */
enum err upload_begin(struct scope *s, const struct desk *desk, const char *filename,
	int64_t length, struct upload **upload_out) MUST_USE;
/* The caller's own. E_MISSING; E_GONE: its time is over. upload->temporary_id is set once it is complete. */
enum err upload_find(struct scope *s, int64_t id, struct upload **upload_out) MUST_USE;
/* Would a chunk be taken now? E_LOCKED: another request moves one; E_CONFLICT: its first byte is not the next one;
 * E_TOO_LARGE: it goes beyond the length; E_INVALID: it is so small that it is not worth the tail in front of it. */
enum err upload_check(
	struct scope *s, const struct upload *upload, int64_t offset, int64_t size) MUST_USE;

struct upload_chunk {
	int64_t offset, size;
	s3_read *read;
	void *source;
};
/* Takes the chunk, with no transaction open while bytes move. upload->received is what is kept now, also when this fails, which
 * it does as upload_check, and with E_BUSY: the store; E_UNSUPPORTED: the whole is of a type that the desk does not take, and is
 * away. */
enum err upload_receive(
	struct scope *s, struct upload *upload, const struct upload_chunk *chunk) MUST_USE;
/* Takes it away, complete or not, unless a ticket has it. Opens its own transaction. */
enum err upload_remove(struct scope *s, int64_t id) MUST_USE;
/* In the transaction in which a ticket takes the file: it is no upload any more. */
enum err upload_end(struct scope *s, const char *temporary_id) MUST_USE;

/* Shared with upload_chunk.c. In the open transaction, which has locked it: its rows go, its objects are doomed, its bytes are no longer counted. */
enum err upload_drop(struct scope *s, const struct upload *upload) MUST_USE;
/* When it ends if nothing moves any more: temporary_file_s from now, but no later than seven times that after its beginning. */
int64_t upload_expiry(const struct upload *upload);
