/* thumbnail.h - the small picture of a file that is a picture. It is an object beside the file's own, made by lodge-jobs through
 * conf()->thumbnail_program, in which alone pictures are decoded. */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct arena;
struct job;
struct scope;
struct ticket;

/* JOB_THUMBNAIL. A file of which none can be made stays without one, and the log says why: that is no failure. E_BUSY: the store is not
 * there; E_BUG: the program cannot be run. */
enum err thumbnail_run(struct scope *s, struct job *job) MUST_USE;
/* A link to it, good for minutes, for who sees the file. E_MISSING: there is none; else as attachment_may_give. */
enum err thumbnail_link(struct scope *s, const struct ticket *ticket, int64_t attachment_id,
	const char **url_out) MUST_USE;

/* A picture of one dot through the program. E_BUG: none came of it, and the log says why. */
enum err thumbnail_try(struct arena *arena) MUST_USE;
