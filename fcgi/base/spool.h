/* spool.h - a file without a name, in conf()->run_dir, for bytes that pass through and may be many. */
#pragma once
#include "base/err.h"

struct arena;

/* For reading and writing, empty, closed with the arena. E_BUSY: there is no room for one (logged). */
enum err spool_make(struct arena *arena, int *fd_out) MUST_USE;
