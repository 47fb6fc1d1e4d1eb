/* sqlc_check.h - refuses a statement that could reach beyond its tenant, that reads the clock
 * or chance by itself, or that does not fit its declaration. The rules stand in sqlc_tie.c,
 * sqlc_kind.c and sqlc_check.c. */
#pragma once
#include "tools/sqlc_query.h"

void function_check(struct function *function);

/* Are all sources of a statement of a tenant tied to it? Also marks what is tied, for those who
 * look at columns. */
struct level {
	struct source *sources;
	const struct level *outer; /* of a correlated subquery */
};
void sources_tie(const struct level *level, const struct expr *where, bool global);
/* Is the expression :tenant, or the tenant's column of a tied source? */
bool expr_is_tenant(const struct level *level, const struct expr *expr);
/* The source that the column belongs to, or NULL; refuses an alias that is not there. */
struct source *column_source(const struct level *level, const struct expr *column);
bool source_has_column(const struct source *source, const char *name);
/* What names the tenant in the source's rows; NULL if nothing does. */
const char *source_tenant_column(const struct source *source);
/* Refuses a parameter whose kind, or whose NULL, the column cannot take; the same for one that
 * is compared. */
void stored_check(
	const struct function *function, const struct column *column, const struct expr *value);
void compared_check(
	const struct function *function, const struct level *level, const struct expr *comparison);
/* The name by which an item is known: its alias, or a plain column's name; else NULL. */
const char *item_name(const struct item *item);
