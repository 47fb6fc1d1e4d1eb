/* sqlc_parse.c - statements and queries; sqlc_expr.c reads what stands inside them. */
#include "tools/sqlc_tree.h"
#include <string.h>

/* Words of the grammar: where one stands, no name is meant. */
#define KEYWORDS                                                                            \
	"ALL AND AS ASC BETWEEN BY CASE CROSS DELETE DESC DISTINCT ELSE END ESCAPE EXCEPT " \
	"EXISTS FALSE FOR FORCE FROM GROUP HAVING IGNORE IN INNER INSERT INTERSECT "        \
	"INTERVAL INTO IS JOIN LATERAL LEFT LIKE LIMIT LOCK MATCH NATURAL NOT NULL OFFSET " \
	"ON OR ORDER OUTER OVER PARTITION PROCEDURE REGEXP REPLACE RETURNING RIGHT RLIKE "  \
	"SELECT SET SOUNDS STRAIGHT_JOIN THEN TRUE UNION UPDATE USE USING VALUES WHEN "     \
	"WHERE WINDOW WITH XOR"

static void select_statement(struct parser *parser, struct statement *statement);
static void insert_statement(struct parser *parser, struct statement *statement);
static void values_parse(struct parser *parser, struct statement *statement);
static void update_statement(struct parser *parser, struct statement *statement);
static void delete_statement(struct parser *parser, struct statement *statement);
static void ending_parse(struct parser *parser, struct statement *statement);
static struct assignment *assignments_parse(struct parser *parser);
static struct cte *ctes_parse(struct parser *parser);
static void branches_parse(struct parser *parser, struct query *query);
static struct select *select_parse(struct parser *parser);
static struct item *items_parse(struct parser *parser);
static struct source *sources_parse(struct parser *parser);
static struct source *source_parse(struct parser *parser);
static void source_table(struct parser *parser, struct source *source);
static void hints_parse(struct parser *parser);
static bool limit_parse(struct parser *parser);
static bool lock_parse(struct parser *parser);
static const struct table *table_parse(struct parser *parser);
static struct name *names_parse(struct parser *parser);
static void depth_add(struct parser *parser);

struct statement *statement_parse(const struct schema *schema, struct token *tokens)
{
	struct parser parser = { .schema = schema, .at = tokens };
	struct statement *statement = keep_new(struct statement);

	statement->place = tokens->place;
	if (at_word(&parser, "SELECT") || at_word(&parser, "WITH") || at_symbol(&parser, "("))
		select_statement(&parser, statement);
	else if (at_word(&parser, "INSERT") || at_word(&parser, "REPLACE"))
		insert_statement(&parser, statement);
	else if (at_word(&parser, "UPDATE"))
		update_statement(&parser, statement);
	else if (at_word(&parser, "DELETE"))
		delete_statement(&parser, statement);
	if (parser.at->kind != TOKEN_END || parser.at == tokens)
		refuse_token(&parser);
	return statement;
}

static void select_statement(struct parser *parser, struct statement *statement)
{
	statement->verb = VERB_SELECT;
	statement->query = query_parse(parser);
}

static void insert_statement(struct parser *parser, struct statement *statement)
{
	statement->verb = VERB_INSERT;
	statement->replaces = take_word(parser, "REPLACE");
	if (!statement->replaces)
		need_word(parser, "INSERT");
	statement->ignores = take_word(parser, "IGNORE");
	need_word(parser, "INTO");
	statement->target = table_parse(parser);
	if (!at_symbol(parser, "("))
		refuse_at(parser->at->place, "INSERT names its columns");
	need_symbol(parser, "(");
	statement->columns = names_parse(parser);
	need_symbol(parser, ")");
	if (at_word(parser, "VALUES"))
		values_parse(parser, statement);
	else
		statement->query = query_parse(parser);
	if (take_word(parser, "ON")) {
		need_word(parser, "DUPLICATE");
		need_word(parser, "KEY");
		need_word(parser, "UPDATE");
		statement->upserts = true;
		statement->sets = assignments_parse(parser);
	}
	if (take_word(parser, "RETURNING"))
		statement->returning = items_parse(parser);
}

static void values_parse(struct parser *parser, struct statement *statement)
{
	struct values **end = &statement->values;

	need_word(parser, "VALUES");
	do {
		*end = keep_new(struct values);
		(*end)->place = parser->at->place;
		need_symbol(parser, "(");
		(*end)->list = expr_list_parse(parser);
		need_symbol(parser, ")");
		end = &(*end)->next;
	} while (take_symbol(parser, ","));
}

static void update_statement(struct parser *parser, struct statement *statement)
{
	statement->verb = VERB_UPDATE;
	need_word(parser, "UPDATE");
	statement->sources = sources_parse(parser);
	need_word(parser, "SET");
	statement->sets = assignments_parse(parser);
	ending_parse(parser, statement);
}

/* DELETE FROM t WHERE ..., or DELETE a, b FROM t AS a JOIN u AS b ON ... */
static void delete_statement(struct parser *parser, struct statement *statement)
{
	statement->verb = VERB_DELETE;
	need_word(parser, "DELETE");
	if (!at_word(parser, "FROM"))
		statement->deleted = names_parse(parser);
	need_word(parser, "FROM");
	statement->sources = sources_parse(parser);
	if (statement->deleted == NULL && statement->sources->next != NULL)
		refuse_at(statement->place,
			"a DELETE of several tables is written DELETE alias FROM ...");
	ending_parse(parser, statement);
	if (take_word(parser, "RETURNING"))
		statement->returning = items_parse(parser);
}

static void ending_parse(struct parser *parser, struct statement *statement)
{
	if (take_word(parser, "WHERE"))
		statement->where = expr_parse(parser);
	if (take_word(parser, "ORDER")) {
		need_word(parser, "BY");
		statement->order = order_parse(parser);
	}
	statement->limited = limit_parse(parser);
}

static struct assignment *assignments_parse(struct parser *parser)
{
	struct assignment *first = NULL, **end = &first;

	do {
		struct assignment *set = keep_new(struct assignment);

		set->place = parser->at->place;
		set->column = need_name(parser);
		if (take_symbol(parser, ".")) {
			set->qualifier = set->column;
			set->column = need_name(parser);
		}
		need_symbol(parser, "=");
		set->value = expr_parse(parser);
		*end = set;
		end = &set->next;
	} while (take_symbol(parser, ","));
	return first;
}

struct query *query_in_parentheses(struct parser *parser)
{
	struct query *query;

	need_symbol(parser, "(");
	query = query_parse(parser);
	need_symbol(parser, ")");
	return query;
}

struct query *query_parse(struct parser *parser)
{
	struct query *query = keep_new(struct query);
	struct cte *outer = parser->ctes;

	depth_add(parser);
	query->place = parser->at->place;
	if (take_word(parser, "WITH"))
		query->ctes = ctes_parse(parser);
	branches_parse(parser, query);
	if (take_word(parser, "ORDER")) {
		need_word(parser, "BY");
		query->order = order_parse(parser);
	}
	query->limited = limit_parse(parser);
	query->locks = lock_parse(parser);
	parser->ctes = outer;
	parser->depth--;
	return query;
}

static struct cte *ctes_parse(struct parser *parser)
{
	struct cte *first = NULL, **end = &first;

	if (at_word(parser, "RECURSIVE"))
		refuse_token(parser);
	do {
		struct cte *cte = keep_new(struct cte), *visible = keep_new(struct cte);

		cte->name = need_name(parser);
		need_word(parser, "AS");
		cte->query = query_in_parentheses(parser);
		*end = cte;
		end = &cte->next;
		*visible = (struct cte){ cte->name, cte->query, parser->ctes };
		parser->ctes = visible;
	} while (take_symbol(parser, ","));
	return first;
}

static void branches_parse(struct parser *parser, struct query *query)
{
	struct select **end = &query->branches;

	do {
		if (take_symbol(parser, "(")) {
			*end = select_parse(parser);
			if (take_word(parser, "ORDER")) {
				need_word(parser, "BY");
				(*end)->order = order_parse(parser);
			}
			(*end)->limited = limit_parse(parser);
			(*end)->locks = lock_parse(parser);
			need_symbol(parser, ")");
		} else {
			*end = select_parse(parser);
		}
		end = &(*end)->next;
		if (!take_word(parser, "UNION"))
			return;
		if (!take_word(parser, "ALL"))
			take_word(parser, "DISTINCT");
	} while (true);
}

static struct select *select_parse(struct parser *parser)
{
	struct select *select = keep_new(struct select);

	select->place = parser->at->place;
	need_word(parser, "SELECT");
	if (!take_word(parser, "DISTINCT"))
		take_word(parser, "STRAIGHT_JOIN");
	select->items = items_parse(parser);
	if (take_word(parser, "FROM")) {
		if (!take_word(parser, "DUAL"))
			select->sources = sources_parse(parser);
	}
	if (take_word(parser, "WHERE"))
		select->where = expr_parse(parser);
	if (take_word(parser, "GROUP")) {
		need_word(parser, "BY");
		select->group = expr_list_parse(parser);
	}
	if (take_word(parser, "HAVING"))
		select->having = expr_parse(parser);
	return select;
}

static struct item *items_parse(struct parser *parser)
{
	struct item *first = NULL, **end = &first;

	do {
		struct item *item = keep_new(struct item);

		if (at_symbol(parser, "*"))
			refuse_at(parser->at->place, "SELECT *: name the columns");
		item->value = expr_parse(parser);
		if (take_word(parser, "AS")) {
			if (parser->at->kind != TOKEN_WORD && parser->at->kind != TOKEN_NAME)
				refuse_token(parser);
			parser->at->is_name = true;
			item->alias = parser->at++->text;
		}
		*end = item;
		end = &item->next;
	} while (take_symbol(parser, ","));
	return first;
}

static struct source *sources_parse(struct parser *parser)
{
	struct source *first = source_parse(parser), *last = first;

	for (;;) {
		bool left = take_word(parser, "LEFT"), cross = false;

		if (left)
			take_word(parser, "OUTER");
		else if (!take_word(parser, "INNER"))
			cross = take_word(parser, "CROSS");
		if (at_symbol(parser, ","))
			refuse_at(parser->at->place, "tables parted by a comma: write JOIN");
		if (!at_word(parser, "JOIN") && !left && !cross)
			return first;
		need_word(parser, "JOIN");
		last->next = source_parse(parser);
		last = last->next;
		last->left = left;
		if (at_word(parser, "USING"))
			refuse_at(parser->at->place, "USING: write ON");
		if (take_word(parser, "ON"))
			last->on = expr_parse(parser);
		else if (!cross)
			refuse_at(parser->at->place, "a JOIN without ON");
	}
}

static struct source *source_parse(struct parser *parser)
{
	struct source *source = keep_new(struct source);

	if (at_word(parser, "JSON_TABLE")) {
		source = json_table_parse(parser);
		take_word(parser, "AS");
		source->alias = need_name(parser);
		return source;
	}
	source->place = parser->at->place;
	if (at_symbol(parser, "(")) {
		if (!at_query(parser))
			refuse_at(source->place, "joins in parentheses are not understood");
		source->query = query_in_parentheses(parser);
		take_word(parser, "AS");
		source->alias = need_name(parser);
		return source;
	}
	source_table(parser, source);
	return source;
}

static void source_table(struct parser *parser, struct source *source)
{
	struct cte *cte = parser->ctes;

	while (cte != NULL && !(at_name(parser) && word_equal(cte->name, parser->at->text)))
		cte = cte->next;
	source->alias = parser->at->text;
	if (cte != NULL) {
		source->query = cte->query;
		parser->at++;
	} else {
		source->table = table_parse(parser);
	}
	if (take_word(parser, "AS") || at_name(parser))
		source->alias = need_name(parser);
	hints_parse(parser);
}

static void hints_parse(struct parser *parser)
{
	while (at_word(parser, "FORCE") || at_word(parser, "USE") || at_word(parser, "IGNORE")) {
		parser->at++;
		need_word(parser, "INDEX");
		need_symbol(parser, "(");
		names_parse(parser);
		need_symbol(parser, ")");
	}
}

struct source *json_table_parse(struct parser *parser)
{
	struct source *source = keep_new(struct source);
	struct name **end = &source->json_columns;

	source->place = parser->at->place;
	need_word(parser, "JSON_TABLE");
	need_symbol(parser, "(");
	source->json = expr_parse(parser);
	need_symbol(parser, ",");
	if (parser->at++->kind != TOKEN_STRING)
		refuse_at(source->place, "JSON_TABLE(document, 'path' COLUMNS (...))");
	need_word(parser, "COLUMNS");
	need_symbol(parser, "(");
	do {
		*end = keep_new(struct name);
		(*end)->place = parser->at->place;
		(*end)->text = need_name(parser);
		end = &(*end)->next;
		if (take_word(parser, "FOR")) {
			need_word(parser, "ORDINALITY");
			continue;
		}
		if (parser->at++->kind != TOKEN_WORD) /* its type */
			refuse_at(source->place, "a column of JSON_TABLE has a type");
		if (take_symbol(parser, "(")) {
			expr_list_parse(parser);
			need_symbol(parser, ")");
		}
		need_word(parser, "PATH");
		if (parser->at++->kind != TOKEN_STRING)
			refuse_at(source->place, "PATH wants a string");
	} while (take_symbol(parser, ","));
	need_symbol(parser, ")");
	need_symbol(parser, ")");
	return source;
}

/* LIMIT n [OFFSET m], each a parameter or a number. */
static bool limit_parse(struct parser *parser)
{
	if (!take_word(parser, "LIMIT"))
		return false;
	do {
		if (parser->at->kind != TOKEN_PARAM && parser->at->kind != TOKEN_NUMBER)
			refuse_token(parser);
		parser->at++;
	} while (take_word(parser, "OFFSET"));
	if (at_symbol(parser, ","))
		refuse_at(parser->at->place, "write LIMIT n OFFSET m");
	return true;
}

static bool lock_parse(struct parser *parser)
{
	if (!take_word(parser, "FOR"))
		return false;
	need_word(parser, "UPDATE");
	if (take_word(parser, "SKIP"))
		need_word(parser, "LOCKED");
	else
		take_word(parser, "NOWAIT");
	return true;
}

static const struct table *table_parse(struct parser *parser)
{
	struct place place = parser->at->place;
	const char *name = need_name(parser);
	const struct table *table = schema_table(parser->schema, name);

	if (at_symbol(parser, "."))
		refuse_at(place, "a table of another database");
	if (table == NULL)
		refuse_at(place, "there is no table %s in the migrations", name);
	return table;
}

static struct name *names_parse(struct parser *parser)
{
	struct name *first = NULL, **end = &first;

	do {
		*end = keep_new(struct name);
		(*end)->place = parser->at->place;
		(*end)->text = need_name(parser);
		end = &(*end)->next;
	} while (take_symbol(parser, ","));
	return first;
}

bool at_word(const struct parser *parser, const char *word)
{
	return parser->at->kind == TOKEN_WORD && word_equal(parser->at->text, word);
}

bool at_symbol(const struct parser *parser, const char *symbol)
{
	return parser->at->kind == TOKEN_SYMBOL && strcmp(parser->at->text, symbol) == 0;
}

bool at_query(const struct parser *parser)
{
	const struct token *token = parser->at;

	if (!at_symbol(parser, "("))
		return false;
	while (token->kind == TOKEN_SYMBOL && strcmp(token->text, "(") == 0)
		token++;
	return token->kind == TOKEN_WORD && word_in("SELECT WITH", token->text);
}

bool take_word(struct parser *parser, const char *word)
{
	if (!at_word(parser, word))
		return false;
	parser->at++;
	return true;
}

bool take_symbol(struct parser *parser, const char *symbol)
{
	if (!at_symbol(parser, symbol))
		return false;
	parser->at++;
	return true;
}

void need_word(struct parser *parser, const char *word)
{
	if (!take_word(parser, word))
		refuse_at(parser->at->place, "%s is missing before %s", word,
			parser->at->kind == TOKEN_END ? "the end" : parser->at->text);
}

void need_symbol(struct parser *parser, const char *symbol)
{
	if (!take_symbol(parser, symbol))
		refuse_at(parser->at->place, "%s is missing before %s", symbol,
			parser->at->kind == TOKEN_END ? "the end" : parser->at->text);
}

const char *need_name(struct parser *parser)
{
	if (!at_name(parser))
		refuse_token(parser);
	parser->at->is_name = true;
	return parser->at++->text;
}

bool at_name(const struct parser *parser)
{
	return parser->at->kind == TOKEN_NAME ||
		(parser->at->kind == TOKEN_WORD && !word_in(KEYWORDS, parser->at->text));
}

void refuse_token(const struct parser *parser)
{
	if (parser->at->kind == TOKEN_END)
		refuse_at(parser->at->place, "the statement ends too early");
	if (at_symbol(parser, "@"))
		refuse_at(parser->at->place, "user variables (@) are not allowed");
	refuse_at(parser->at->place, "%s is not understood here", parser->at->text);
}

static void depth_add(struct parser *parser)
{
	if (++parser->depth > PARSE_DEPTH_MAX)
		refuse_at(parser->at->place, "nested deeper than %d", PARSE_DEPTH_MAX);
}
