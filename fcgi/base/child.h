/* child.h - another program runs on some bytes, for so long and for so much output: what reads bytes from outside in ways
 * that may go wrong (pictures, mail) does it there. The program gives up its own rights first (base/sandbox.h). */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "base/err.h"

struct arena;

struct child_task {
	const char *const *argv; /* the program's path, its words, NULL; it has no environment */
	int input;               /* its standard input, read from the start; -1: nothing */
	int64_t time_max_ms;
	size_t output_max; /* bytes on its standard output; its standard error is nobody's */
	int output; /* a file that takes them, from its start (base/spool.h); 0: they are kept in memory */
};
struct child_end {
	int status;            /* what it exited with */
	const char *said;      /* why it did not exit, in words for the log; NULL when it did */
	const uint8_t *output; /* NULL: task->output has it */
	size_t output_size;
};
/* Waits for its end, for time_max_ms at most. OK: it exited, and *end_out has the status and all it wrote. E_UPSTREAM: a signal ended
 * it, ours when it took too long or wrote too much; `said` tells. E_BUG: it cannot be run. Nothing of it is left in any case. */
enum err child_run(
	struct arena *arena, const struct child_task *task, struct child_end *end_out) MUST_USE;

/* A file in memory without a name, for the input: closed with the arena. */
enum err child_input_make(struct arena *arena, int *input_out) MUST_USE;
enum err child_input_add(int input, const void *bytes, size_t size) MUST_USE;

/* The steps of it, for base/twin.c. */

/* Input and output are at their start. */
enum err child_rewind(const struct child_task *task) MUST_USE;
/* 0, or what is wrong (errno). It begins with three descriptors, no signal blocked or ignored, no environment, and a process group of
 * its own. `input` -1: nothing. */
int child_spawn(const char *const *argv, int input, int output, pid_t *pid_out) MUST_USE;
/* A pipe is watched; a file the system holds to task->output_max. */
void child_limit_file(pid_t pid, const struct child_task *task);
/* How it ended, from waitpid()'s word and what `end` says already: as child_run. */
enum err child_settle(struct arena *arena, const struct child_task *task, int status,
	struct child_end *end) MUST_USE;
