/* sqlc_tree.h - a statement as a tree, as much of SQL as lodge's queries need. What the parser
 * (sqlc_parse.c, sqlc_expr.c) does not know it refuses, so the check never meets a clause that
 * it does not understand. */
#pragma once
#include "tools/sqlc_lex.h"
#include "tools/sqlc_schema.h"

enum expr_kind {
	EXPR_LITERAL,  /* name: as written */
	EXPR_PARAM,    /* name */
	EXPR_COLUMN,   /* qualifier (or NULL) and name */
	EXPR_CALL,     /* name: a function; parts: its arguments */
	EXPR_OPERATOR, /* name: upper case, as AND, =, IN, CASE, ROW; parts: operands */
	EXPR_QUERY,    /* query: a subquery, as EXISTS, IN or a value */
};
struct expr {
	enum expr_kind kind;
	const char *name, *qualifier;
	struct expr *parts;
	struct query *query;
	struct place place;
	struct expr *next; /* the next part of the same whole */
};

/* One column of a SELECT list or of RETURNING. */
struct item {
	struct expr *value;
	const char *alias;
	struct item *next;
};

struct name {
	const char *text;
	struct place place;
	struct name *next;
};

/* What stands in FROM: a table, a derived table or a CTE, or JSON_TABLE. */
struct source {
	const char *alias;
	const struct table *table;
	struct query *query;
	struct expr *json; /* the document of JSON_TABLE, whose columns are: */
	struct name *json_columns;
	bool left; /* LEFT JOIN */
	struct expr *on;
	bool tied; /* found by the check: each of its rows is of the tenant */
	struct place place;
	struct source *next;
};

struct select {
	struct item *items;
	struct source *sources;
	struct expr *where, *group, *having, *order;
	bool limited, locks;
	struct place place;
	struct select *next; /* the next branch of the UNION */
};

struct query {
	struct cte *ctes;
	struct select *branches;
	struct expr *order;
	bool limited, locks;
	bool checked;
	bool gives_tenant; /* found by the check: its column tenant_id is the tenant's in each row */
	struct place place;
};

struct cte {
	const char *name;
	struct query *query;
	struct cte *next;
};

struct assignment {
	const char *qualifier, *column;
	struct expr *value;
	struct place place;
	struct assignment *next;
};

struct values {
	struct expr *list;
	struct place place;
	struct values *next;
};

enum verb { VERB_SELECT, VERB_INSERT, VERB_UPDATE, VERB_DELETE };

struct statement {
	enum verb verb;
	struct place place;
	struct query *query;        /* SELECT, INSERT ... SELECT */
	const struct table *target; /* INSERT */
	struct name *columns;       /* INSERT */
	struct values *values;      /* INSERT */
	bool ignores, replaces;     /* INSERT IGNORE, REPLACE */
	bool upserts;               /* ON DUPLICATE KEY UPDATE */
	struct assignment *sets;    /* UPDATE, ON DUPLICATE KEY UPDATE */
	struct name *deleted;       /* aliases of DELETE a FROM ... */
	struct source *sources;     /* UPDATE, DELETE */
	struct expr *where, *order; /* UPDATE, DELETE */
	bool limited;
	struct item *returning;
};

/* Reads the tokens of one statement. */
struct statement *statement_parse(const struct schema *schema, struct token *tokens);

/* Between the two halves of the parser. */
struct parser {
	const struct schema *schema;
	struct token *at;
	struct cte *ctes; /* those that may be named here */
	int depth;        /* of parentheses and subqueries */
};
enum { PARSE_DEPTH_MAX = 64 };
struct expr *expr_parse(struct parser *parser);
struct expr *expr_list_parse(struct parser *parser); /* one or more, parted by commas */
struct expr *order_parse(struct parser *parser);     /* the same, each with ASC or DESC */
struct query *query_parse(struct parser *parser);
struct query *query_in_parentheses(struct parser *parser);
struct source *json_table_parse(struct parser *parser);

bool at_word(const struct parser *parser, const char *word);
bool at_symbol(const struct parser *parser, const char *symbol);
bool at_query(const struct parser *parser); /* "(SELECT", "(WITH", or in more parentheses */
bool take_word(struct parser *parser, const char *word);
bool take_symbol(struct parser *parser, const char *symbol);
void need_word(struct parser *parser, const char *word);
void need_symbol(struct parser *parser, const char *symbol);
/* A name of a column, table or alias; what SQL's grammar uses as a keyword is none unless in
 * backquotes. */
const char *need_name(struct parser *parser);
bool at_name(const struct parser *parser);
void refuse_token(const struct parser *parser) NO_RETURN;
