/* clamd.h - ClamAV's daemon over its unix socket: bytes are streamed to it, and it says what they are. */
#pragma once
#include <stddef.h>
#include "base/err.h"

struct arena;

enum clamd_said {
	CLAMD_CLEAN,
	CLAMD_FOUND,
	CLAMD_TOO_LARGE, /* more than its StreamMaxLength: nobody has looked at them */
};
enum { CLAMD_NAME_MAX = 100 };

/* One stream; what is open is closed with the arena. In all of these E_BUSY: the daemon is not there, hangs (conf()->clamd_timeout_s) or
 * hangs up; E_UPSTREAM: it says what nobody understands. */
struct clamd;
enum err clamd_begin(struct arena *arena, struct clamd **clamd_out) MUST_USE;
/* The next bytes. Once it has said that there are too many, they are passed over. */
enum err clamd_send(struct clamd *clamd, const void *bytes, size_t size) MUST_USE;
/* There are no more: *name_out is what was found, at most CLAMD_NAME_MAX characters, else NULL. */
enum err clamd_end(struct clamd *clamd, enum clamd_said *said_out, const char **name_out) MUST_USE;

/* Is it there? *version_out is what it calls itself and its signatures. */
enum err clamd_version(struct arena *arena, const char **version_out) MUST_USE;
