/* sqlc_tie.c - which sources belong to the tenant in every row. A source is tied if a condition
 * that holds in all rows makes its tenant_id equal to :tenant or to that of a tied source. Such
 * conditions are the conjuncts of WHERE and of an inner JOIN's ON; a LEFT JOIN's ON holds only
 * for its right table, so it ties that one alone. Everything else (OR, NOT, IN, ranges, HAVING)
 * ties nothing. */
#include "tools/sqlc_check.h"
#include <string.h>

static bool conjuncts_tie(
	const struct level *level, const struct expr *expr, const struct source *only);
static bool equality_ties(
	const struct level *level, const struct expr *equality, const struct source *only);
static bool side_ties(
	const struct level *level, const struct expr *side, const struct source *only);
static bool level_has(const struct level *level, const struct source *source);
static struct source *alias_find(const struct level *level, const char *alias);

void sources_tie(const struct level *level, const struct expr *where, bool global)
{
	bool changed = true;

	for (struct source *source = level->sources; source != NULL; source = source->next)
		source->tied = source->query != NULL && source->query->gives_tenant;
	while (changed) {
		changed = conjuncts_tie(level, where, NULL);
		for (struct source *source = level->sources; source != NULL; source = source->next)
			changed |= conjuncts_tie(level, source->on, source->left ? source : NULL);
	}
	for (struct source *source = level->sources; source != NULL && !global;
		source = source->next)
		if (source->table != NULL && source->table->tenant_column != NULL && !source->tied)
			refuse_at(source->place,
				"%s is not tied to the tenant: %s.%s = :tenant, or = that of a "
				"tied alias, must be a condition of its own in WHERE or in %s ON",
				source->alias, source->alias, source->table->tenant_column,
				source->left ? "its" : "an inner JOIN's");
}

bool expr_is_tenant(const struct level *level, const struct expr *expr)
{
	const struct source *source;
	const char *column;

	if (expr->kind == EXPR_PARAM)
		return strcmp(expr->name, "tenant") == 0;
	if (expr->kind != EXPR_COLUMN)
		return false;
	source = column_source(level, expr);
	column = source != NULL ? source_tenant_column(source) : NULL;
	return column != NULL && source->tied && word_equal(column, expr->name);
}

struct source *column_source(const struct level *level, const struct expr *column)
{
	struct source *found = NULL;

	if (column->qualifier != NULL) {
		found = alias_find(level, column->qualifier);
		if (found == NULL)
			refuse_at(column->place, "there is no alias %s here", column->qualifier);
		return found;
	}
	for (; level != NULL && found == NULL; level = level->outer)
		for (struct source *source = level->sources; source != NULL;
			source = source->next) {
			if (!source_has_column(source, column->name))
				continue;
			if (found != NULL)
				refuse_at(column->place, "%s could be of %s or of %s: say which",
					column->name, found->alias, source->alias);
			found = source;
		}
	return found;
}

bool source_has_column(const struct source *source, const char *name)
{
	if (source->table != NULL)
		return table_column(source->table, name) != NULL;
	if (source->query == NULL) {
		for (const struct name *column = source->json_columns; column != NULL;
			column = column->next)
			if (word_equal(column->text, name))
				return true;
		return false;
	}
	for (const struct item *item = source->query->branches->items; item != NULL;
		item = item->next)
		if (item_name(item) != NULL && word_equal(item_name(item), name))
			return true;
	return false;
}

const char *source_tenant_column(const struct source *source)
{
	if (source->table != NULL)
		return source->table->tenant_column;
	return source->query != NULL && source->query->gives_tenant ? "tenant_id" : NULL;
}

const char *item_name(const struct item *item)
{
	if (item->alias != NULL)
		return item->alias;
	return item->value->kind == EXPR_COLUMN ? item->value->name : NULL;
}

/* Did a conjunct tie a source that was not? With `only`, no other source can be. */
static bool conjuncts_tie(
	const struct level *level, const struct expr *expr, const struct source *only)
{
	bool changed = false;

	if (expr == NULL || expr->kind != EXPR_OPERATOR)
		return false;
	if (strcmp(expr->name, "=") == 0)
		return equality_ties(level, expr, only);
	if (strcmp(expr->name, "AND") != 0)
		return false;
	for (const struct expr *part = expr->parts; part != NULL; part = part->next)
		changed |= conjuncts_tie(level, part, only);
	return changed;
}

static bool equality_ties(
	const struct level *level, const struct expr *equality, const struct source *only)
{
	const struct expr *left = equality->parts, *right = left->next;

	if (expr_is_tenant(level, left))
		return side_ties(level, right, only);
	return expr_is_tenant(level, right) && side_ties(level, left, only);
}

static bool side_ties(const struct level *level, const struct expr *side, const struct source *only)
{
	struct source *source;
	const char *column;

	if (side->kind != EXPR_COLUMN)
		return false;
	source = column_source(level, side);
	column = source != NULL ? source_tenant_column(source) : NULL;
	if (column == NULL || !word_equal(column, side->name) || source->tied)
		return false;
	if (!level_has(level, source) || (only != NULL && source != only))
		return false;
	source->tied = true;
	return true;
}

static bool level_has(const struct level *level, const struct source *source)
{
	for (const struct source *own = level->sources; own != NULL; own = own->next)
		if (own == source)
			return true;
	return false;
}

/* An alias of an inner query hides one of an outer query. Their case counts, as it does for
 * MariaDB on Linux. */
static struct source *alias_find(const struct level *level, const char *alias)
{
	for (; level != NULL; level = level->outer)
		for (struct source *source = level->sources; source != NULL; source = source->next)
			if (strcmp(source->alias, alias) == 0)
				return source;
	return NULL;
}
