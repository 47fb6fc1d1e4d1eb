/* attachment.h - files: uploaded as temporary ones of a desk, taken by a ticket, downloaded by a signed link. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "net/s3.h"
#include "sql/attachment.h"

struct comment;
struct desk;
struct field;
struct scope;
struct ticket;

enum { FILES_WAITING_MAX = 500 }; /* on the way or waiting, of one person */

/* May the caller send so many bytes more? E_LIMITED: too many files wait, or too many bytes (files_waiting_size_max). */
enum err attachment_may_send(struct scope *s, int64_t size) MUST_USE;

enum { FILES_AT_ONCE_MAX = 60, TEMPORARY_ID_SIZE_MAX = 50 };

struct incoming {
	const char *filename;
	s3_read *read;
	void *source;
	int64_t size_expected; /* -1: unknown */
};
/* Moves the bytes into the store: a row first, the bytes with no transaction open, then the row says so. On any error nobody ever
 * sees it, and what is left of it is the sweep's; E_BUSY: the store failed. *temporary_id_out means something to the caller only, until it expires. */
enum err attachment_upload(struct scope *s, const struct desk *desk, const struct incoming *upload,
	const char **temporary_id_out) MUST_USE;
/* A new one. */
const char *attachment_temporary_id(struct scope *s);
/* The bytes may be given out from now on: what follows of that (a thumbnail), in the open transaction. */
enum err attachment_passed(struct scope *s, int64_t id, const char *type) MUST_USE;

/* The temporary file becomes one of the comment, on a ticket that is there already. `blamed` is the field that is refused when it
 * has expired, is somebody else's, or was taken. */
enum err attachment_take(struct scope *s, const struct ticket *ticket,
	const struct comment *comment, const char *temporary_id, const char *blamed) MUST_USE;
/* One of a ticket that is just made, for a field of its form, whose own types and size are asked of it. */
enum err attachment_take_field(struct scope *s, const struct ticket *ticket,
	const char *temporary_id, const struct field *field) MUST_USE;

/* A file of a mail that became the ticket (comment_id 0) or a comment on it: file `number` of it, and `shown` in its text, so in no
 * list. *taken_out is false, and it is not taken, when its check says that nobody may have it. E_CONFLICT: it has expired. */
struct attachment_part {
	int64_t comment_id;
	bool public;
	int number;
	bool shown;
};
enum err attachment_take_part(struct scope *s, const struct ticket *ticket,
	const struct attachment_part *part, const char *temporary_id, bool *taken_out) MUST_USE;

/* One file of the ticket that the caller may see. */
enum err attachment_find(struct scope *s, const struct ticket *ticket, int64_t id,
	struct attachment **attachment_out) MUST_USE;
/* The same, or one that was removed: for the log of who had it. */
enum err attachment_find_kept(struct scope *s, const struct ticket *ticket, int64_t id,
	struct attachment **attachment_out) MUST_USE;
/* Does a file with this verdict go out? */
bool attachment_is_given(const char *verdict);
/* Are its bytes known to be harmless? E_CONFLICT: not checked yet; E_DENIED: infected, or refused; E_GONE: lost. */
enum err attachment_may_give(struct scope *s, const struct attachment *file) MUST_USE;
/* Files of the ticket that the caller may see; of one comment when comment_id is not 0. */
enum err attachment_list(struct scope *s, const struct ticket *ticket, int64_t comment_id,
	int64_t limit, int64_t start, struct attachment **first_out) MUST_USE;
/* A link to the bytes of a file that may be given out, good for minutes. `saves`: a browser keeps it as a file, also what it could show. */
const char *attachment_link(struct scope *s, const struct attachment *file, bool saves);
