/* stmt.h - prepared statements as data: what `sqlc` makes of sql/queries/ and this room runs.
 * Nothing else can reach the database with SQL text; see migrate.h for the one exception. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct arena;
struct db;
struct hash;

/* How a column or a parameter travels, and what it is in C. A `?` behind the kind allows NULL. */
enum stmt_kind {
	STMT_ID,   /* int64_t; `id?` reads NULL as 0 and writes 0 as NULL */
	STMT_INT,  /* int64_t; `int?` is const int64_t *, NULL for NULL */
	STMT_BOOL, /* bool; `bool?` is const bool * */
	STMT_TEXT, /* const char *; `text?` is NULL for NULL */
	STMT_BLOB, /* struct bytes; `blob?` has data NULL for NULL */
	STMT_HASH, /* BINARY(32): struct hash in a row, a pointer to one as parameter and for `hash?` */
	STMT_TIME, /* int64_t, ms since 1970 UTC, DATETIME(3); `time?`: NULL is 0, both ways */
	STMT_REAL, /* double; `real?` is const double * */
	STMT_JSON, /* const char *, text that is JSON */
	STMT_IDS,  /* const struct ids *, sent as a JSON array for JSON_TABLE; parameters only */
};
struct bytes {
	const uint8_t *data;
	size_t size;
};
struct ids {
	const int64_t *ids;
	size_t n;
};

struct stmt_column {
	const char *name;
	enum stmt_kind kind;
	bool nullable;
	uint16_t offset;
};
/* One '?'; a name that stands twice in the SQL is two of them. */
struct stmt_param {
	const char *name;
	enum stmt_kind kind;
	bool nullable;
};
/* What goes into a '?'; the generated function fills the member that its kind names. */
union stmt_value {
	int64_t number; /* id, int, bool, time */
	const int64_t *int_or_null;
	const bool *bool_or_null;
	double real;
	const double *real_or_null;
	const char *text; /* text, json */
	struct bytes blob;
	const struct hash *hash;
	const struct ids *ids;
};

enum { STMT_PARAMS_MAX = 512, STMT_COLUMNS_MAX = 64 };
enum stmt_result { STMT_ONE, STMT_MANY, STMT_DONE, STMT_AFFECTED, STMT_MADE };
struct stmt {
	const char *name;
	const char *sql;   /* with '?' */
	const char *place; /* "ticket.sql:12", for logs */
	enum stmt_result result;
	bool writes;                     /* or locks: never run again by this room */
	bool global;                     /* runs without a tenant */
	const struct stmt_param *params; /* NULL: none */
	uint16_t n_params;
	const struct stmt_column *columns; /* NULL: no rows */
	uint16_t n_columns;
	uint16_t row_size, next_offset; /* a row's struct, and its `next` */
	uint16_t *slot;                 /* where this worker keeps it; 0: not prepared yet */
};

/* STMT_ONE: *row_out is one row in the arena, or E_MISSING; a second row is E_BUG. STMT_MANY:
 * the first of a list, NULL when empty. row_out points to a pointer to the row's struct.
 * E_BUSY: MariaDB is not there or refused to go on (db_trouble says why). E_CONFLICT: a
 * duplicate key, or other rows refer to one that is deleted; E_MISSING: a row that is written
 * refers to one that is not there (any more). A statement that writes outside a transaction does not execute (the session is
 * READ ONLY). */
enum err stmt_rows(struct db *db, struct arena *arena, const struct stmt *stmt,
	const union stmt_value *values, void *row_out) MUST_USE;
/* STMT_AFFECTED: rows that the condition met, changed or not (an upsert counts 1 for a new row
 * or one left as it was, 2 for a changed one). STMT_MADE: the AUTO_INCREMENT id, or
 * LAST_INSERT_ID(expr). STMT_DONE: number_out is NULL. */
enum err stmt_write(struct db *db, struct arena *arena, const struct stmt *stmt,
	const union stmt_value *values, int64_t *number_out) MUST_USE;

/* For a test of all statements against the migrated schema: prepares, and compares the number
 * and kinds of parameters and columns. E_BUG, with what differs logged. */
enum err stmt_verify(struct db *db, const struct stmt *stmt) MUST_USE;
