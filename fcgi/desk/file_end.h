/* file_end.h - the end of a file that no ticket took: its row, its upload and what it counted go in one transaction, which dooms its
 * objects. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct scope;

/* In transactions of its own. Nothing happens, and *n is left, if somebody took the file meanwhile or goes on with it; else *n is one
 * more. `gone`: the store has lost it, so it ends before its time. */
enum err file_end(
	struct scope *s, int64_t tenant_id, int64_t attachment_id, bool gone, int64_t *n) MUST_USE;
