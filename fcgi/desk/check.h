/* check.h - a file is read back from the store, once: its SHA-256, its type, and what the scanner says of it. */
#pragma once
#include "base/err.h"

struct job;
struct scope;

/* JOB_CHECK. In constant memory, whatever the file's size; no transaction is open meanwhile. Afterwards the file has a verdict, or the
 * error says why it has none yet: one that was not scanned by failure is never given out. */
enum err check_run(struct scope *s, struct job *job) MUST_USE;
