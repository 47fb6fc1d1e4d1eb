/* twin.h - a program that stands ready: it has loaded what it needs once, and a twin of it (fork) does each piece of work and ends. For
 * what takes longer to begin than to do. The program itself never sees the bytes of a task. */
#pragma once
#include <sys/types.h>
#include "base/child.h"

/* All zeros: none stands ready yet. It ends with the process that started it. */
struct twins {
	pid_t pid; /* 0: none */
	int line;
};
/* As child_run, with a file for the output, by a twin of the program that task->argv starts: that one calls twin_wait(), and is started
 * when there is none. Twins share where everything lies in memory, so one that did not exit by itself is the last of its kind. E_BUG
 * also: the program does not stand ready. */
enum err twin_run(struct twins *twins, struct arena *arena, const struct child_task *task,
	struct child_end *end_out) MUST_USE;

/* In the program: returns in a twin, once for each task, which is its standard input and output. */
void twin_wait(void);
