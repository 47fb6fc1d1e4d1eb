/* fetch.c - copies each column from its cell into the member that the column's descriptor names. */
#include "db/fetch.h"
#include <string.h>
#include "base/arena.h"
#include "base/crypto.h"
#include "db/bind.h"

/* One column of one row, on its way. */
struct fetched {
	struct db *db;
	struct arena *arena;
	const struct stmt *stmt;
	MYSQL_STMT *handle;
	unsigned at;
	const struct stmt_column *column;
	const struct cell *cell;
};

static enum err row_read(struct fetched *fetched, char *row);
static enum err member_set(const struct fetched *fetched, void *member);
static enum err null_set(const struct fetched *fetched, void *member);
static enum err number_set(const struct fetched *fetched, void *member);
static enum err text_set(const struct fetched *fetched, void *member);
static enum err hash_set(const struct fetched *fetched, void *member);
static enum err bytes_read(const struct fetched *fetched, char **bytes_out);
static enum err misfit(const struct fetched *fetched, const char *what);

enum err fetch_bind(struct db *db, const struct stmt *stmt, MYSQL_STMT *handle)
{
	MYSQL_BIND binds[STMT_COLUMNS_MAX] = { 0 };

	if (mysql_stmt_field_count(handle) != stmt->n_columns || stmt->n_columns > STMT_COLUMNS_MAX)
		return db_mistake(db, "%s: gives %u columns, not %u", stmt->place,
			mysql_stmt_field_count(handle), stmt->n_columns);
	for (size_t i = 0; i < stmt->n_columns; i++) {
		struct cell *cell = &db->cells[i];

		binds[i].buffer = cell;
		binds[i].buffer_length = CELL_SIZE;
		binds[i].length = &cell->size;
		binds[i].is_null = &cell->is_null;
		binds[i].error = &cell->is_short;
		switch (stmt->columns[i].kind) {
		case STMT_ID:
		case STMT_INT:
		case STMT_BOOL:
			binds[i].buffer_type = MYSQL_TYPE_LONGLONG;
			break;
		case STMT_REAL:
			binds[i].buffer_type = MYSQL_TYPE_DOUBLE;
			break;
		case STMT_TIME:
			binds[i].buffer_type = MYSQL_TYPE_DATETIME;
			break;
		default:
			binds[i].buffer_type = MYSQL_TYPE_BLOB;
			break;
		}
	}
	if (mysql_stmt_bind_result(handle, binds) != 0)
		return db_failed(
			db, stmt->place, mysql_stmt_errno(handle), mysql_stmt_error(handle));
	return OK;
}

enum err fetch_rows(struct db *db, struct arena *arena, const struct stmt *stmt, MYSQL_STMT *handle,
	void **first_out, size_t *n_out)
{
	struct fetched fetched = { .db = db, .arena = arena, .stmt = stmt, .handle = handle };
	char *last = NULL;
	int state;

	*first_out = NULL;
	*n_out = 0;
	while ((state = mysql_stmt_fetch(handle)) == 0 || state == MYSQL_DATA_TRUNCATED) {
		char *row = arena_alloc(arena, stmt->row_size);

		TRY(row_read(&fetched, row));
		if (last != NULL)
			memcpy(last + stmt->next_offset, &row, sizeof row);
		else
			*first_out = row;
		last = row;
		++*n_out;
	}
	if (state != MYSQL_NO_DATA)
		return db_failed(
			db, stmt->place, mysql_stmt_errno(handle), mysql_stmt_error(handle));
	return OK;
}

/* The client library says that a text was cut, and does not take it back for a time in the same
 * cell: so it is forgotten here, or a long text would spoil a row of another statement. */
static enum err row_read(struct fetched *fetched, char *row)
{
	enum err e;

	for (unsigned i = 0; i < fetched->stmt->n_columns; i++) {
		struct cell *cell = &fetched->db->cells[i];

		fetched->at = i;
		fetched->column = &fetched->stmt->columns[i];
		fetched->cell = cell;
		e = cell->is_null ? null_set(fetched, row + fetched->column->offset)
				  : member_set(fetched, row + fetched->column->offset);
		cell->is_short = 0;
		TRY(e);
	}
	return OK;
}

static enum err member_set(const struct fetched *fetched, void *member)
{
	switch (fetched->column->kind) {
	case STMT_ID:
	case STMT_INT:
	case STMT_BOOL:
	case STMT_REAL:
	case STMT_TIME:
		return number_set(fetched, member);
	case STMT_HASH:
		return hash_set(fetched, member);
	default:
		return text_set(fetched, member);
	}
}

/* The row is zeroed, and zero is what stands for NULL in every kind. */
static enum err null_set(const struct fetched *fetched, void *member)
{
	(void)member;
	return fetched->column->nullable ? OK : misfit(fetched, "is NULL");
}

static enum err number_set(const struct fetched *fetched, void *member)
{
	const struct cell *cell = fetched->cell;
	int64_t number = fetched->column->kind == STMT_TIME ? time_from_mysql(&cell->time)
							    : cell->number;
	bool truth = cell->number != 0;
	const void *value = &number;
	size_t size = sizeof number;

	if (cell->is_short)
		return misfit(fetched, "does not fit its kind");
	if (fetched->column->kind == STMT_BOOL) {
		value = &truth;
		size = sizeof truth;
	} else if (fetched->column->kind == STMT_REAL) {
		value = &cell->real;
		size = sizeof cell->real;
	}
	if (fetched->column->nullable && fetched->column->kind != STMT_ID &&
		fetched->column->kind != STMT_TIME) {
		value = arena_copy(fetched->arena, value, size);
		memcpy(member, &value, sizeof value);
	} else {
		memcpy(member, value, size);
	}
	return OK;
}

static enum err text_set(const struct fetched *fetched, void *member)
{
	char *bytes;
	struct bytes blob;

	TRY(bytes_read(fetched, &bytes));
	if (fetched->column->kind == STMT_BLOB) {
		blob = (struct bytes){ (const uint8_t *)bytes, fetched->cell->size };
		memcpy(member, &blob, sizeof blob);
	} else {
		memcpy(member, &bytes, sizeof bytes);
	}
	return OK;
}

static enum err hash_set(const struct fetched *fetched, void *member)
{
	const void *copy;

	if (fetched->cell->size != HASH_SIZE)
		return misfit(fetched, "is no hash of 32 bytes");
	if (!fetched->column->nullable) {
		memcpy(member, fetched->cell->text, HASH_SIZE);
		return OK;
	}
	copy = arena_copy(fetched->arena, fetched->cell->text, HASH_SIZE);
	memcpy(member, &copy, sizeof copy);
	return OK;
}

/* From the cell if it came whole, else from the stored result once more, at its full length. */
static enum err bytes_read(const struct fetched *fetched, char **bytes_out)
{
	unsigned long size = fetched->cell->size, size_again = 0;
	char *bytes = arena_alloc(fetched->arena, size + 1);
	my_bool is_null = 0, is_short = 0;
	MYSQL_BIND bind = {
		.buffer_type = MYSQL_TYPE_BLOB,
		.buffer = bytes,
		.buffer_length = size,
		.length = &size_again,
		.is_null = &is_null,
		.error = &is_short,
	};

	*bytes_out = bytes;
	if (size <= CELL_SIZE) {
		memcpy(bytes, fetched->cell->text, size);
		return OK;
	}
	if (mysql_stmt_fetch_column(fetched->handle, &bind, fetched->at, 0) != 0 || is_short ||
		size_again != size)
		return misfit(fetched, "could not be read whole");
	return OK;
}

static enum err misfit(const struct fetched *fetched, const char *what)
{
	return db_mistake(fetched->db, "%s: the column %s %s", fetched->stmt->place,
		fetched->column->name, what);
}
