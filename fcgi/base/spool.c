/* spool.c - see spool.h. A name for an instant, as not every file system makes files without one. */
#include "base/spool.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/log.h"

static void fd_close(void *handle)
{
	close((int)(intptr_t)handle);
}

enum err spool_make(struct arena *arena, int *fd_out)
{
	char *path = arena_format(arena, "%s/spool-XXXXXX", conf()->run_dir);

	*fd_out = mkostemp(path, O_CLOEXEC);
	if (*fd_out < 0)
		return fail(E_BUSY, "%s: %m", path);
	unlink(path);
	arena_defer(arena, fd_close, (void *)(intptr_t)*fd_out);
	return OK;
}
