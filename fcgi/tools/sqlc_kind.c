/* sqlc_kind.c - does a parameter fit the column that it is stored in or compared with? Only
 * plain `column = :param` and the like are looked at; expressions are MariaDB's business. */
#include "tools/sqlc_check.h"
#include <string.h>

#define NUMBERS "BIGINT INT INTEGER MEDIUMINT SMALLINT TINYINT BOOLEAN BOOL"
#define TEXTS "VARCHAR CHAR TEXT TINYTEXT MEDIUMTEXT LONGTEXT ENUM SET JSON DATE"

/* A size of 0 is any. */
static const struct {
	const char *types;
	long size;
} fitting[] = {
	[STMT_ID] = { "BIGINT", 0 },
	[STMT_INT] = { NUMBERS " DECIMAL", 0 },
	[STMT_BOOL] = { "BOOLEAN BOOL TINYINT", 0 },
	[STMT_TEXT] = { TEXTS, 0 },
	[STMT_BLOB] = { "BLOB MEDIUMBLOB LONGBLOB VARBINARY BINARY", 0 },
	[STMT_HASH] = { "BINARY", 32 },
	[STMT_TIME] = { "DATETIME", 3 },
	[STMT_REAL] = { "DOUBLE FLOAT DECIMAL", 0 },
	[STMT_JSON] = { "JSON TEXT MEDIUMTEXT LONGTEXT", 0 },
	[STMT_IDS] = { "", 0 },
};

static void fit_check(const struct column *column, const struct expr *param, enum stmt_kind kind);
static const struct column *column_of(const struct level *level, const struct expr *expr);

void stored_check(
	const struct function *function, const struct column *column, const struct expr *value)
{
	const struct member *member;

	if (column == NULL || value->kind != EXPR_PARAM)
		return;
	member = member_find(function->params, value->name);
	if (member == NULL) {
		fit_check(column, value, strcmp(value->name, "now") == 0 ? STMT_TIME : STMT_ID);
		return;
	}
	fit_check(column, value, member->kind);
	if (member->nullable && !column->nullable)
		refuse_at(value->place, ":%s may be NULL, the column %s may not", value->name,
			column->name);
}

void compared_check(
	const struct function *function, const struct level *level, const struct expr *comparison)
{
	const struct expr *left = comparison->parts, *right = left != NULL ? left->next : NULL;
	const struct expr *param;
	const struct column *column;
	const struct member *member;

	if (right == NULL || !word_in("= <=> <> != < > <= >=", comparison->name))
		return;
	param = left->kind == EXPR_PARAM ? left : right;
	column = column_of(level, param == left ? right : left);
	if (column == NULL || param->kind != EXPR_PARAM)
		return;
	member = member_find(function->params, param->name);
	if (member != NULL)
		fit_check(column, param, member->kind);
	else
		fit_check(column, param, strcmp(param->name, "now") == 0 ? STMT_TIME : STMT_ID);
}

static void fit_check(const struct column *column, const struct expr *param, enum stmt_kind kind)
{
	if (word_in(fitting[kind].types, column->type) &&
		(fitting[kind].size == 0 || fitting[kind].size == column->type_size))
		return;
	refuse_at(param->place, ":%s does not fit the column %s, which is %s(%ld)", param->name,
		column->name, column->type, column->type_size);
}

static const struct column *column_of(const struct level *level, const struct expr *expr)
{
	const struct source *source;

	if (expr->kind != EXPR_COLUMN)
		return NULL;
	source = column_source(level, expr);
	return source != NULL && source->table != NULL ? table_column(source->table, expr->name)
						       : NULL;
}
