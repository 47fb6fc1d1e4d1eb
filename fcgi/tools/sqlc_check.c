/* sqlc_check.c - walks the whole statement: each query's sources are tied first (sqlc_tie.c),
 * then every expression is looked at, and the subqueries in it. Functions are a list of those
 * allowed: what is not on it is refused. */
#include "tools/sqlc_check.h"
#include <string.h>

#define FUNCTIONS                                                                           \
	"ABS AVG BIT_AND BIT_OR CEIL CHAR_LENGTH COALESCE CONCAT CONCAT_WS COUNT CRC32 "    \
	"DATE DATE_ADD DATE_FORMAT DATE_SUB DATEDIFF DAY ELT FIELD FIND_IN_SET FLOOR "      \
	"GREATEST GROUP_CONCAT HEX HOUR IF IFNULL INSTR JSON_ARRAY JSON_ARRAYAGG "          \
	"JSON_CONTAINS JSON_EXTRACT JSON_LENGTH JSON_OBJECT JSON_OBJECTAGG JSON_QUERY "     \
	"JSON_QUOTE JSON_SET JSON_UNQUOTE JSON_VALID JSON_VALUE LAST_INSERT_ID LEAST LEFT " \
	"LENGTH LOCATE LOWER LPAD LTRIM MAX MIN MINUTE MOD MONTH NULLIF OCTET_LENGTH POW "  \
	"REPEAT REPLACE REVERSE RIGHT ROUND RPAD RTRIM SECOND SHA2 SIGN STRCMP SUBSTR "     \
	"SUBSTRING SUBSTRING_INDEX SUM TIMESTAMPADD TIMESTAMPDIFF TRIM TRUNCATE UNHEX "     \
	"UPPER VALUE VALUES WEEKDAY YEAR"
#define CLOCK                                                                               \
	"NOW CURRENT_TIMESTAMP CURRENT_DATE CURRENT_TIME LOCALTIME LOCALTIMESTAMP SYSDATE " \
	"UTC_TIMESTAMP UTC_DATE UTC_TIME CURDATE CURTIME UNIX_TIMESTAMP"
#define BARE_FUNCTIONS CLOCK " CURRENT_USER CURRENT_ROLE SESSION_USER SYSTEM_USER USER"

/* What a walk over expressions knows. */
struct check {
	struct function *function;
	bool global;
};

static void select_check(struct check *check, struct function *function);
static void insert_check(struct check *check, struct statement *statement);
static void insert_columns(struct check *check, const struct statement *statement);
static void insert_completeness(const struct table *table, const struct statement *statement);
static void insert_values(
	struct check *check, const struct statement *statement, size_t n, size_t tenant_at);
static void insert_query(
	struct check *check, const struct statement *statement, size_t n, size_t tenant_at);
static void insert_keys(const struct check *check, const struct statement *statement);
static void change_check(struct check *check, struct statement *statement);
static void sets_check(
	struct check *check, const struct level *level, const struct assignment *sets);
static void query_check(struct check *check, struct query *query, const struct level *outer);
static void branch_check(
	struct check *check, struct query *query, struct select *branch, const struct level *outer);
static void sources_check(struct check *check, const struct level *level, const struct expr *where);
static bool branch_gives_tenant(
	const struct level *level, const struct select *branch, const struct select *first);
static void exprs_check(struct check *check, const struct level *level, const struct expr *expr,
	const struct item *items);
static void column_check(
	const struct level *level, const struct expr *column, const struct item *items);
static void call_check(const struct expr *call);
static void items_check(struct check *check, const struct level *level, const struct item *items);
static void params_check(struct function *function);
static void result_check(const struct function *function);
static void row_check(const struct function *function, const struct item *items);
static const struct item *rows_of(const struct statement *statement);
static size_t items_count(const struct item *items);
static const struct item *item_at(const struct item *items, size_t at);

void function_check(struct function *function)
{
	struct check check = { function, function->global != NULL };
	struct statement *statement = function->statement;

	params_check(function);
	if (statement->verb == VERB_SELECT)
		select_check(&check, function);
	else if (statement->verb == VERB_INSERT)
		insert_check(&check, statement);
	else
		change_check(&check, statement);
	result_check(function);
}

static void select_check(struct check *check, struct function *function)
{
	struct query *query = function->statement->query;

	query_check(check, query, NULL);
	if (function->result == STMT_MANY && !query->limited)
		refuse_at(query->place, "a list wants a LIMIT at its outermost level");
}

static void insert_check(struct check *check, struct statement *statement)
{
	struct source target = {
		.alias = statement->target->name,
		.table = statement->target,
		.tied = true,
		.place = statement->place,
	};
	struct level level = { &target, NULL };

	insert_columns(check, statement);
	insert_keys(check, statement);
	if (statement->query != NULL && statement->query->branches->next == NULL)
		target.next = statement->query->branches->sources;
	sets_check(check, &level, statement->sets);
	target.next = NULL;
	items_check(check, &level, statement->returning);
}

static void insert_columns(struct check *check, const struct statement *statement)
{
	const struct table *table = statement->target;
	size_t n = 0, tenant_at = SIZE_MAX;

	for (const struct name *column = statement->columns; column != NULL;
		column = column->next, n++) {
		if (table_column(table, column->text) == NULL)
			refuse_at(column->place, "%s has no column %s", table->name, column->text);
		if (table->tenant_column != NULL && word_equal(column->text, table->tenant_column))
			tenant_at = n;
	}
	if (table->tenant_column != NULL && tenant_at == SIZE_MAX && !check->global)
		refuse_at(statement->place, "an INSERT into %s gives its %s", table->name,
			table->tenant_column);
	insert_completeness(table, statement);
	if (statement->query != NULL)
		insert_query(check, statement, n, tenant_at);
	else
		insert_values(check, statement, n, tenant_at);
}

static void insert_completeness(const struct table *table, const struct statement *statement)
{
	for (const struct column *column = table->columns; column != NULL; column = column->next) {
		const struct name *given = statement->columns;

		while (given != NULL && !word_equal(given->text, column->name))
			given = given->next;
		if (given == NULL && !column->nullable && !column->has_default)
			refuse_at(statement->place, "an INSERT into %s gives its %s", table->name,
				column->name);
	}
}

static void insert_values(
	struct check *check, const struct statement *statement, size_t n, size_t tenant_at)
{
	for (const struct values *row = statement->values; row != NULL; row = row->next) {
		const struct name *column = statement->columns;
		size_t at = 0;

		exprs_check(check, NULL, row->list, NULL);
		for (const struct expr *value = row->list; value != NULL;
			value = value->next, at++) {
			if (at == tenant_at && !check->global && !expr_is_tenant(NULL, value))
				refuse_at(value->place, "the %s of a new row is :tenant",
					statement->target->tenant_column);
			if (column != NULL) {
				stored_check(check->function,
					table_column(statement->target, column->text), value);
				column = column->next;
			}
		}
		if (at != n)
			refuse_at(row->place, "%zu columns, but %zu values", n, at);
	}
}

static void insert_query(
	struct check *check, const struct statement *statement, size_t n, size_t tenant_at)
{
	query_check(check, statement->query, NULL);
	for (struct select *branch = statement->query->branches; branch != NULL;
		branch = branch->next) {
		struct level level = { branch->sources, NULL };
		const struct item *item = item_at(branch->items, tenant_at);

		if (items_count(branch->items) != n)
			refuse_at(branch->place, "%zu columns, but %zu values", n,
				items_count(branch->items));
		if (item != NULL && !check->global && !expr_is_tenant(&level, item->value))
			refuse_at(item->value->place,
				"the %s of a new row is :tenant, or that of a tied alias",
				statement->target->tenant_column);
	}
}

/* Where a key is shared by tenants, the row that is in the way may be another tenant's. */
static void insert_keys(const struct check *check, const struct statement *statement)
{
	const struct table *table = statement->target;
	const char *what = statement->upserts ? "ON DUPLICATE KEY UPDATE"
		: statement->replaces         ? "REPLACE"
		: statement->ignores          ? "INSERT IGNORE"
					      : NULL;

	if (what == NULL || check->global || table->tenant_column == NULL)
		return;
	for (const struct key *key = table->keys; key != NULL; key = key->next)
		if (!word_in(key->columns, table->tenant_column))
			refuse_at(statement->place,
				"%s over %s, whose key (%s) has no %s: it may "
				"meet another tenant's row",
				what, table->name, key->columns, table->tenant_column);
}

static void change_check(struct check *check, struct statement *statement)
{
	struct level level = { statement->sources, NULL };

	sources_check(check, &level, statement->where);
	sets_check(check, &level, statement->sets);
	exprs_check(check, &level, statement->where, NULL);
	exprs_check(check, &level, statement->order, NULL);
	items_check(check, &level, statement->returning);
	for (const struct name *name = statement->deleted; name != NULL; name = name->next) {
		const struct source *source = level.sources;

		while (source != NULL && strcmp(source->alias, name->text) != 0)
			source = source->next;
		if (source == NULL || source->table == NULL)
			refuse_at(name->place, "there is no alias %s here", name->text);
	}
}

static void sets_check(
	struct check *check, const struct level *level, const struct assignment *sets)
{
	for (const struct assignment *set = sets; set != NULL; set = set->next) {
		struct expr column = {
			.kind = EXPR_COLUMN,
			.qualifier = set->qualifier,
			.name = set->column,
			.place = set->place,
		};
		const struct source *source;

		if (word_equal(set->column, "tenant_id"))
			refuse_at(set->place, "a row keeps its tenant: tenant_id cannot be set");
		column_check(level, &column, NULL);
		source = column_source(level, &column);
		if (source->table == NULL)
			refuse_at(set->place, "%s is no table's column", set->column);
		if (source->table->tenant_column != NULL &&
			word_equal(set->column, source->table->tenant_column))
			refuse_at(set->place, "a row keeps its tenant: %s cannot be set",
				set->column);
		exprs_check(check, level, set->value, NULL);
		stored_check(check->function, table_column(source->table, set->column), set->value);
	}
}

static void query_check(struct check *check, struct query *query, const struct level *outer)
{
	size_t n = items_count(query->branches->items);
	struct level single = { query->branches->sources, outer };

	if (query->checked) /* a CTE, at its second use */
		return;
	query->checked = true;
	for (struct cte *cte = query->ctes; cte != NULL; cte = cte->next)
		query_check(check, cte->query, NULL);
	query->gives_tenant = true;
	for (struct select *branch = query->branches; branch != NULL; branch = branch->next) {
		if (items_count(branch->items) != n)
			refuse_at(branch->place, "the branches of a UNION have %zu and %zu columns",
				n, items_count(branch->items));
		branch_check(check, query, branch, outer);
	}
	if (query->branches->next == NULL) {
		query->limited |= query->branches->limited;
		exprs_check(check, &single, query->order, query->branches->items);
	} else {
		exprs_check(check, NULL, query->order, query->branches->items);
	}
}

static void branch_check(
	struct check *check, struct query *query, struct select *branch, const struct level *outer)
{
	struct level level = { branch->sources, outer };

	sources_check(check, &level, branch->where);
	items_check(check, &level, branch->items);
	exprs_check(check, &level, branch->where, NULL);
	exprs_check(check, &level, branch->group, branch->items);
	exprs_check(check, &level, branch->having, branch->items);
	exprs_check(check, &level, branch->order, branch->items);
	query->gives_tenant = query->gives_tenant &&
		branch_gives_tenant(&level, branch, query->branches);
}

static void sources_check(struct check *check, const struct level *level, const struct expr *where)
{
	for (struct source *source = level->sources; source != NULL; source = source->next) {
		if (source->query != NULL)
			query_check(check, source->query, NULL);
		for (const char *c = source->alias; *c != '\0'; c++)
			if (*c >= 'A' && *c <= 'Z')
				refuse_at(source->place, "the alias %s is not in lower case",
					source->alias);
		for (const struct source *other = level->sources; other != source;
			other = other->next)
			if (strcmp(other->alias, source->alias) == 0)
				refuse_at(source->place, "the alias %s stands there twice",
					source->alias);
	}
	sources_tie(level, where, check->global);
	for (struct source *source = level->sources; source != NULL; source = source->next) {
		exprs_check(check, level, source->json, NULL);
		exprs_check(check, level, source->on, NULL);
	}
}

/* Is the column that the first branch calls tenant_id the tenant's in this branch? */
static bool branch_gives_tenant(
	const struct level *level, const struct select *branch, const struct select *first)
{
	const struct item *name = first->items, *item = branch->items;

	for (; name != NULL; name = name->next, item = item->next)
		if (item_name(name) != NULL && word_equal(item_name(name), "tenant_id"))
			return expr_is_tenant(level, item->value);
	return false;
}

/* An expression and those that follow it. items: the SELECT list whose aliases may be named, or
 * NULL. */
static void exprs_check(struct check *check, const struct level *level, const struct expr *expr,
	const struct item *items)
{
	for (; expr != NULL; expr = expr->next) {
		if (expr->kind == EXPR_COLUMN)
			column_check(level, expr, items);
		else if (expr->kind == EXPR_CALL)
			call_check(expr);
		else if (expr->kind == EXPR_QUERY)
			query_check(check, expr->query, level);
		else if (expr->kind == EXPR_OPERATOR)
			compared_check(check->function, level, expr);
		exprs_check(check, level, expr->parts, items);
	}
}

static void column_check(
	const struct level *level, const struct expr *column, const struct item *items)
{
	const struct source *source;

	if (column->qualifier == NULL && word_in(BARE_FUNCTIONS, column->name))
		refuse_at(column->place, "%s is not allowed: %s", column->name,
			word_in(CLOCK, column->name) ? "write :now" : "queries know no connection");
	for (; items != NULL && column->qualifier == NULL; items = items->next)
		if (item_name(items) != NULL && word_equal(item_name(items), column->name))
			return;
	source = column_source(level, column);
	if (source == NULL)
		refuse_at(column->place, "there is no column %s here", column->name);
	if (!source_has_column(source, column->name))
		refuse_at(column->place, "%s has no column %s", source->alias, column->name);
}

static void call_check(const struct expr *call)
{
	if (word_in(CLOCK, call->name))
		refuse_at(call->place, "%s is not allowed: write :now", call->name);
	if (!word_in(FUNCTIONS, call->name))
		refuse_at(call->place, "the function %s is not allowed", call->name);
	if (word_equal(call->name, "LAST_INSERT_ID") && call->parts == NULL)
		refuse_at(call->place, "LAST_INSERT_ID() of an earlier statement is not allowed");
}

static void items_check(struct check *check, const struct level *level, const struct item *items)
{
	for (; items != NULL; items = items->next)
		exprs_check(check, level, items->value, NULL);
}

static void params_check(struct function *function)
{
	size_t n = 0;

	for (const struct token *token = function->tokens; token->kind != TOKEN_END; token++) {
		struct member *member = function->params;

		n += token->kind == TOKEN_PARAM;
		if (n > STMT_PARAMS_MAX)
			refuse_at(token->place, "more than %d parameters", STMT_PARAMS_MAX);
		if (token->kind != TOKEN_PARAM || strcmp(token->text, "now") == 0)
			continue;
		if (strcmp(token->text, "tenant") == 0) {
			if (function->global != NULL)
				refuse_at(token->place, "a global statement knows no :tenant");
			continue;
		}
		while (member != NULL && strcmp(member->name, token->text) != 0)
			member = member->next;
		if (member == NULL)
			refuse_at(token->place, ":%s is no parameter of %s", token->text,
				function->name);
		member->used = true;
	}
	for (const struct member *member = function->params; member != NULL; member = member->next)
		if (!member->used)
			refuse_at(member->place, "the parameter %s is not used", member->name);
}

static void result_check(const struct function *function)
{
	const struct statement *statement = function->statement;
	const struct item *items = rows_of(statement);

	if (function->row_name == NULL) {
		if (items != NULL)
			refuse_at(statement->place, "%s gives rows: declare -> one or -> many",
				function->name);
		if (function->result == STMT_MADE && statement->verb == VERB_DELETE)
			refuse_at(statement->place,
				"a DELETE makes nothing: declare -> done or -> affected");
		return;
	}
	if (items == NULL)
		refuse_at(statement->place,
			"%s gives no rows: declare -> done, -> affected or -> made",
			function->name);
	if (function->result == STMT_MANY && statement->verb == VERB_DELETE && !statement->limited)
		refuse_at(statement->place, "a list wants a LIMIT at its outermost level");
	if (function->row == NULL)
		refuse_at(function->place, "there is no row %s", function->row_name);
	row_check(function, items);
}

static void row_check(const struct function *function, const struct item *items)
{
	const struct row *row = function->row;
	const struct member *member = row->members;

	if (items_count(items) != row->n)
		refuse_at(function->statement->place, "%zu columns, but the row %s has %zu",
			items_count(items), row->name, row->n);
	for (; items != NULL; items = items->next, member = member->next)
		if (item_name(items) != NULL && strcmp(item_name(items), member->name) != 0)
			refuse_at(items->value->place,
				"the column %s stands where the row %s has %s", item_name(items),
				row->name, member->name);
}

static const struct item *rows_of(const struct statement *statement)
{
	return statement->verb == VERB_SELECT ? statement->query->branches->items
					      : statement->returning;
}

static size_t items_count(const struct item *items)
{
	size_t n = 0;

	for (; items != NULL; items = items->next)
		n++;
	return n;
}

static const struct item *item_at(const struct item *items, size_t at)
{
	for (; items != NULL && at > 0; at--)
		items = items->next;
	return items;
}
