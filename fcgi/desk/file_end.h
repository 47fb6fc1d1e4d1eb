/* file_end.h - the end of a file: its row, its upload and what it counted go in one transaction, which dooms its objects. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct leaving_file;
struct scope;

/* In the open transaction, which holds the row. The row's links and the log of who had the file must have gone before. */
enum err file_rows_remove(struct scope *s, const struct leaving_file *file) MUST_USE;
/* Of a file that no ticket took; in transactions of its own. Nothing happens, and *n is left, if somebody took the file meanwhile or goes on with it; else *n is one
 * more. `gone`: the store has lost it, so it ends before its time. */
enum err file_end(
	struct scope *s, int64_t tenant_id, int64_t attachment_id, bool gone, int64_t *n) MUST_USE;
