/* attachment.h - files: uploaded as temporary ones of a desk, taken by a ticket, downloaded by a signed link. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "net/s3.h"
#include "sql/attachment.h"

struct desk;
struct scope;
struct ticket;

enum { FILES_WAITING_MAX = 500 }; /* on the way or waiting, of one person */

/* May the caller send more files? E_LIMITED: too many of them wait, or too many bytes (files_waiting_size_max). */
enum err attachment_may_send(struct scope *s) MUST_USE;

struct upload {
	const char *filename;
	const char *content_type; /* as the client says */
	s3_read *read;
	void *source;
	int64_t size_expected; /* -1: unknown */
};
/* Moves the bytes into the store: a row first, the bytes with no transaction open, then the row says so. On any error neither row nor
 * object is left. *temporary_id_out means something to the caller only, until it expires. */
enum err attachment_upload(struct scope *s, const struct desk *desk, const struct upload *upload,
	const char **temporary_id_out) MUST_USE;
/* The temporary file becomes one of the ticket, or of its comment (comment_id not 0). `field` is blamed when it has expired,
 * is somebody else's, or was taken. */
enum err attachment_take(struct scope *s, const struct ticket *ticket, int64_t comment_id,
	const char *temporary_id, const char *field) MUST_USE;

/* Files of the ticket that the caller may see; of one comment when comment_id is not 0. */
enum err attachment_list(struct scope *s, const struct ticket *ticket, int64_t comment_id,
	int64_t limit, int64_t start, struct attachment **first_out) MUST_USE;
/* A link to the file, good for minutes, and a row in the log of who took it. */
enum err attachment_link(
	struct scope *s, const struct ticket *ticket, int64_t id, const char **url_out) MUST_USE;
