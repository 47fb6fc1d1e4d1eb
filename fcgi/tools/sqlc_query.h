/* sqlc_query.h - a file of sql/queries/: rows, and functions with their statements, as its
 * comments declare them.
 *
 *	-- row ticket { id id, key text, breach_at time? }
 *	-- ticket_find(key text) -> one ticket
 *	-- global: why it runs without a tenant
 *
 * and parts that statements share (sqlc_part.h). */
#pragma once
#include "tools/sqlc_part.h"
#include "tools/sqlc_tree.h"
#include "db/stmt.h"

/* A parameter of a function, or a member of a row. */
struct member {
	const char *name;
	enum stmt_kind kind;
	bool nullable, used;
	struct place place;
	struct member *next;
};

struct row {
	const char *name, *comment;
	struct member *members;
	size_t n;
	const struct query_file *file;
	struct place place;
	struct row *next;
};

struct function {
	const char *name, *comment;
	struct member *params;
	enum stmt_result result;
	const char *row_name; /* of one and many */
	const struct row *row;
	const char *global; /* the reason; NULL: it belongs to a tenant */
	struct place place; /* of the declaration */
	struct token *tokens;
	struct statement *statement;
	struct function *next;
};

struct query_file {
	const char *path;
	const char *noun; /* ticket, for ticket.sql */
	const char *comment;
	struct part *parts; /* the last one first */
	struct row *rows;
	struct function *functions;
	struct query_file *next;
};

/* Reads declarations and tokens; the statements are parsed later, when every file's rows are
 * known. */
struct query_file *query_file_read(const char *path);
const struct row *query_row(const struct query_file *files, const char *name);
const struct member *member_find(const struct member *members, const char *name);
