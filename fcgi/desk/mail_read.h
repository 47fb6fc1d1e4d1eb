/* mail_read.h - a raw mail of the store is read: in a process of its own (lodge-mail-parse, base/sandbox.h), as what reads mail meets
 * everything that can be sent. What that process says is judged once more here. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "mail/mail.h"

struct arena;
struct job;
struct scope;

/* The mail of this object, until the arena is emptied. `job` is held meanwhile (NULL: there is none).
 * E_MISSING: the store has no such object. E_INVALID: it cannot be read, and refuse() has said why in words for people: it is over a
 * limit, and will be the next time. E_UPSTREAM: a signal ended the program, and refuse() has said which: by this mail, or because the
 * machine had no memory left or somebody killed it. E_BUSY: the store is not there. E_BUG: the program cannot be run. E_LOCKED: of
 * job_hold. */
enum err mail_read(
	struct scope *s, struct job *job, const char *raw_key, struct mail **mail_out) MUST_USE;
/* The same of bytes that are in memory already; json_use() was called. *why_out says why it is E_INVALID or E_UPSTREAM. */
enum err mail_read_bytes(struct arena *arena, const void *bytes, size_t size,
	struct mail **mail_out, const char **why_out) MUST_USE;
/* A small mail through the program. Not OK: it cannot be read, and the log says why. json_use() was called. */
enum err mail_read_try(struct arena *arena) MUST_USE;

/* The bytes of one file, as s3_put and attachment_upload take them: `source` is a struct mail_file_source *. */
struct mail_file_source {
	int bytes;
	int64_t at, left;
};
struct mail_file_source mail_file_open(const struct mail *mail, const struct mail_file *file);
int64_t mail_file_read(void *source, void *bytes, size_t room);
