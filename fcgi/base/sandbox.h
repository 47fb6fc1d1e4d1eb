/* sandbox.h - what a program gives up before it reads bytes from outside. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* Gives up, for good: more memory and processor time than this, files, sockets, other processes, privileges to come, and every
 * system call but those that read, write, ask for memory, and exit: any other one ends the process. What is open stays open. When
 * whoever started it ends, it ends too. False: the system refused a part of it, so nothing should be read. */
bool sandbox_enter(size_t memory_max, unsigned cpu_s);
