/* sandbox.h - what a program gives up before it reads bytes from outside. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct sandbox {
	size_t memory_max;
	size_t written_max; /* into a file that is open */
	unsigned cpu_s;     /* of a processor's time */
	bool may_ask; /* what libraries ask in passing (a clock, a file of the system's) gets an answer, no or nothing: it does not end the process */
};
/* Gives up, for good: more memory and processor time than this, files, sockets, other processes, privileges to come, and every
 * system call but those that read, write, ask for memory, and exit: any other one ends the process. What is open stays open. When
 * whoever started it ends, it ends too. False: the system refused a part of it, so nothing should be read. */
bool sandbox_enter(const struct sandbox *sandbox);
