/* script.h - a file of SQL taken apart into statements; for migrate.c alone. */
#pragma once
#include "base/err.h"

struct arena;

struct script {
	const char *at; /* what is left */
	int line;       /* of it */
	/* Puts a value in place of ${NAME} outside quotes, as an SQL string; NULL: no such name. */
	const char *(*value)(void *values, const char *name);
	void *values;
};

/* The next statement, without its ';' and without comments, or NULL at the end; *line_out is
 * where it begins. E_INVALID: a quote or a comment without end, a ${NAME} nobody knows; logged. */
enum err script_next(struct arena *arena, struct script *script, const char **statement_out,
	int *line_out) MUST_USE;
