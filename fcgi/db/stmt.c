/* stmt.c - runs prepared statements. A statement gets its number when it is first used and
 * keeps it; its handle belongs to the connection and is made again on a new one. A read outside
 * a transaction that lost its connection is run once more: nothing depends on it yet. */
#include "db/stmt.h"
#include <assert.h>
#include <string.h>
#include "base/arena.h"
#include "base/log.h"
#include "db/bind.h"
#include "db/connection.h"
#include "db/fetch.h"
#include "db/tx.h"

static uint16_t slots_n; /* given out so far */

static enum err stmt_run(struct db *db, struct arena *arena, const struct stmt *stmt,
	const union stmt_value *values, MYSQL_STMT **handle_out);
static enum err stmt_execute(
	struct db *db, const struct stmt *stmt, MYSQL_BIND *binds, MYSQL_STMT **handle_out);
static enum err stmt_prepare(struct db *db, const struct stmt *stmt, MYSQL_STMT **handle_out);
static enum err stmt_failed(struct db *db, const struct stmt *stmt, MYSQL_STMT *handle);
static enum err column_verify(
	const struct stmt *stmt, const struct stmt_column *column, const MYSQL_FIELD *field);
static bool column_fits(enum stmt_kind kind, const MYSQL_FIELD *field);

enum err stmt_rows(struct db *db, struct arena *arena, const struct stmt *stmt,
	const union stmt_value *values, void *row_out)
{
	MYSQL_STMT *handle;
	void *first = NULL;
	size_t n = 0;
	enum err e;

	memcpy(row_out, &first, sizeof first);
	TRY(stmt_run(db, arena, stmt, values, &handle));
	e = fetch_rows(db, arena, stmt, handle, &first, &n);
	if (db->mysql != NULL)
		mysql_stmt_free_result(handle);
	TRY(e);
	if (stmt->result == STMT_ONE && n == 0)
		return E_MISSING;
	if (stmt->result == STMT_ONE && n > 1)
		return db_mistake(db, "%s: %zu rows where one is declared", stmt->place, n);
	memcpy(row_out, &first, sizeof first);
	return OK;
}

enum err stmt_write(struct db *db, struct arena *arena, const struct stmt *stmt,
	const union stmt_value *values, int64_t *number_out)
{
	MYSQL_STMT *handle;

	TRY(stmt_run(db, arena, stmt, values, &handle));
	if (stmt->result == STMT_MADE)
		*number_out = (int64_t)mysql_stmt_insert_id(handle);
	else if (stmt->result == STMT_AFFECTED)
		*number_out = (int64_t)mysql_stmt_affected_rows(handle);
	return OK;
}

/* In a transaction of its own: a statement that writes is not even prepared in a session that
 * reads. */
enum err stmt_verify(struct db *db, const struct stmt *stmt)
{
	MYSQL_STMT *handle;
	MYSQL_RES *result;
	enum err e;

	TRY(tx_begin(db));
	e = stmt_prepare(db, stmt, &handle);
	result = e == OK ? mysql_stmt_result_metadata(handle) : NULL;
	for (unsigned i = 0; result != NULL && e == OK && i < stmt->n_columns; i++)
		e = column_verify(stmt, &stmt->columns[i], mysql_fetch_field_direct(result, i));
	if (result != NULL)
		mysql_free_result(result);
	tx_rollback(db);
	return e;
}

static enum err stmt_run(struct db *db, struct arena *arena, const struct stmt *stmt,
	const union stmt_value *values, MYSQL_STMT **handle_out)
{
	MYSQL_BIND *binds;
	enum err e;

	TRY(db_start(db));
	TRY(bind_values(db, arena, stmt, values, &binds));
	e = stmt_execute(db, stmt, binds, handle_out);
	if (e == OK || db->trouble != DB_LOST || db->in_transaction || stmt->writes)
		return e;
	TRY(db_start(db));
	return stmt_execute(db, stmt, binds, handle_out);
}

static enum err stmt_execute(
	struct db *db, const struct stmt *stmt, MYSQL_BIND *binds, MYSQL_STMT **handle_out)
{
	MYSQL_STMT *handle;

	TRY(db_connect(db));
	TRY(stmt_prepare(db, stmt, &handle));
	*handle_out = handle;
	if (stmt->n_params > 0 && mysql_stmt_bind_param(handle, binds) != 0)
		return stmt_failed(db, stmt, handle);
	if (mysql_stmt_execute(handle) != 0)
		return stmt_failed(db, stmt, handle);
	if (stmt->columns == NULL)
		return OK;
	if (stmt->writes) /* what RETURNING gives is known only now */
		TRY(fetch_bind(db, stmt, handle));
	if (mysql_stmt_store_result(handle) != 0)
		return stmt_failed(db, stmt, handle);
	return OK;
}

static enum err stmt_prepare(struct db *db, const struct stmt *stmt, MYSQL_STMT **handle_out)
{
	MYSQL_STMT **kept;
	enum err e = OK;

	if (*stmt->slot == 0) {
		assert(slots_n + 1 < STMTS_MAX);
		*stmt->slot = ++slots_n;
	}
	kept = &db->prepared[*stmt->slot];
	*handle_out = *kept;
	if (*kept != NULL)
		return OK;
	*kept = mysql_stmt_init(db->mysql);
	*handle_out = *kept;
	if (*kept == NULL)
		return fail(E_BUSY, "%s: out of memory", stmt->place);
	if (mysql_stmt_prepare(*kept, stmt->sql, strlen(stmt->sql)) != 0)
		return stmt_failed(db, stmt, *kept);
	if (mysql_stmt_param_count(*kept) != stmt->n_params)
		e = db_mistake(db, "%s: %lu parameters, not %u", stmt->place,
			mysql_stmt_param_count(*kept), stmt->n_params);
	else if (!stmt->writes)
		e = fetch_bind(db, stmt, *kept);
	if (e != OK && *kept != NULL) {
		mysql_stmt_close(*kept);
		*kept = NULL;
	}
	return e;
}

/* A handle that failed is closed, unless its connection went with it: then db_disconnect has
 * done so. */
static enum err stmt_failed(struct db *db, const struct stmt *stmt, MYSQL_STMT *handle)
{
	enum err e = db_failed(db, stmt->place, mysql_stmt_errno(handle), mysql_stmt_error(handle));

	if (db->mysql != NULL && db->trouble != DB_RETRY && e != E_CONFLICT) {
		mysql_stmt_close(handle);
		db->prepared[*stmt->slot] = NULL;
	}
	return e;
}

static enum err column_verify(
	const struct stmt *stmt, const struct stmt_column *column, const MYSQL_FIELD *field)
{
	bool is_plain = field->org_name_length > 0 && field->org_table_length > 0;

	if (!column_fits(column->kind, field))
		return fail(E_BUG, "%s: the column %s is of type %d (%lu bytes)", stmt->place,
			column->name, field->type, field->length);
	if (is_plain && !column->nullable && !(field->flags & NOT_NULL_FLAG))
		return fail(E_BUG, "%s: the column %s may be NULL, its row says it is not",
			stmt->place, column->name);
	return OK;
}

static bool column_fits(enum stmt_kind kind, const MYSQL_FIELD *field)
{
	enum enum_field_types type = field->type;
	bool is_number = type == MYSQL_TYPE_TINY || type == MYSQL_TYPE_SHORT ||
		type == MYSQL_TYPE_INT24 || type == MYSQL_TYPE_LONG ||
		type == MYSQL_TYPE_LONGLONG || type == MYSQL_TYPE_NEWDECIMAL;
	bool is_text = type == MYSQL_TYPE_STRING || type == MYSQL_TYPE_VAR_STRING ||
		type == MYSQL_TYPE_BLOB || type == MYSQL_TYPE_ENUM;

	if (type == MYSQL_TYPE_NULL)
		return true;
	switch (kind) {
	case STMT_ID:
	case STMT_INT:
	case STMT_BOOL:
		return is_number;
	case STMT_REAL:
		return is_number || type == MYSQL_TYPE_DOUBLE || type == MYSQL_TYPE_FLOAT;
	case STMT_TIME:
		return type == MYSQL_TYPE_DATETIME;
	case STMT_HASH:
		return type == MYSQL_TYPE_STRING && field->length == 32;
	case STMT_TEXT:
	case STMT_JSON:
		return is_text || type == MYSQL_TYPE_DATE;
	case STMT_BLOB:
		return is_text;
	case STMT_IDS:
		break;
	}
	return false;
}
