/* bind.c - one table row per kind would hide the two that differ (times and ids are made, the
 * rest is pointed to), so it is a switch. */
#include "db/bind.h"
#include <string.h>
#include "base/arena.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/str.h"

static const int64_t first_instant = -30610224000000; /* 1000-01-01 */
static const int64_t last_instant = 253402300799999;  /* 9999-12-31 23:59:59.999 */

static void bind_value(struct arena *arena, const struct stmt_param *param,
	const union stmt_value *value, MYSQL_BIND *bind);
static bool is_null(const struct stmt_param *param, const union stmt_value *value);
static void bind_number(struct arena *arena, MYSQL_BIND *bind, int64_t number);
static void bind_real(struct arena *arena, MYSQL_BIND *bind, double real);
static void bind_time(struct arena *arena, MYSQL_BIND *bind, int64_t at);
static void bind_bytes(
	MYSQL_BIND *bind, enum enum_field_types type, const void *bytes, size_t size);
static const char *ids_json(struct arena *arena, const struct ids *ids);

enum err bind_values(struct db *db, struct arena *arena, const struct stmt *stmt,
	const union stmt_value *values, MYSQL_BIND **binds_out)
{
	MYSQL_BIND *binds = arena_alloc(arena, stmt->n_params * sizeof *binds);

	*binds_out = binds;
	for (size_t i = 0; i < stmt->n_params; i++) {
		const struct stmt_param *param = &stmt->params[i];

		if (!is_null(param, &values[i]))
			bind_value(arena, param, &values[i], &binds[i]);
		else if (param->nullable)
			binds[i].buffer_type = MYSQL_TYPE_NULL;
		else
			return db_mistake(db, "%s: :%s is NULL", stmt->place, param->name);
	}
	return OK;
}

MYSQL_TIME time_to_mysql(int64_t at)
{
	int64_t clamped = at < first_instant ? first_instant
		: at > last_instant          ? last_instant
					     : at;
	struct clock_parts parts = clock_split(clamped);

	return (MYSQL_TIME){
		.year = (unsigned)parts.year,
		.month = (unsigned)parts.month,
		.day = (unsigned)parts.day,
		.hour = (unsigned)parts.hour,
		.minute = (unsigned)parts.minute,
		.second = (unsigned)parts.second,
		.second_part = (unsigned long)parts.ms * 1000,
		.time_type = MYSQL_TIMESTAMP_DATETIME,
	};
}

int64_t time_from_mysql(const MYSQL_TIME *time)
{
	struct clock_parts parts = {
		.year = (int)time->year,
		.month = (int)time->month,
		.day = (int)time->day,
		.hour = (int)time->hour,
		.minute = (int)time->minute,
		.second = (int)time->second,
		.ms = (int)(time->second_part / 1000),
	};

	return clock_join(&parts);
}

static void bind_value(struct arena *arena, const struct stmt_param *param,
	const union stmt_value *value, MYSQL_BIND *bind)
{
	const char *text = value->text;

	switch (param->kind) {
	case STMT_ID:
		bind_number(arena, bind, value->number);
		break;
	case STMT_INT:
		bind_number(arena, bind, param->nullable ? *value->int_or_null : value->number);
		break;
	case STMT_BOOL:
		bind_number(arena, bind, param->nullable ? *value->bool_or_null : value->number);
		break;
	case STMT_REAL:
		bind_real(arena, bind, param->nullable ? *value->real_or_null : value->real);
		break;
	case STMT_TIME:
		bind_time(arena, bind, value->number);
		break;
	case STMT_IDS:
		text = ids_json(arena, value->ids);
		bind_bytes(bind, MYSQL_TYPE_STRING, text, strlen(text));
		break;
	case STMT_TEXT:
	case STMT_JSON:
		bind_bytes(bind, MYSQL_TYPE_STRING, text, strlen(text));
		break;
	case STMT_BLOB:
		bind_bytes(bind, MYSQL_TYPE_BLOB, value->blob.data, value->blob.size);
		break;
	case STMT_HASH:
		bind_bytes(bind, MYSQL_TYPE_BLOB, value->hash->bytes, HASH_SIZE);
		break;
	}
}

static bool is_null(const struct stmt_param *param, const union stmt_value *value)
{
	switch (param->kind) {
	case STMT_ID:
	case STMT_TIME:
		return param->nullable && value->number == 0;
	case STMT_INT:
	case STMT_BOOL:
	case STMT_REAL:
		return param->nullable && value->int_or_null == NULL;
	case STMT_TEXT:
	case STMT_JSON:
		return value->text == NULL;
	case STMT_BLOB:
		return value->blob.data == NULL && (param->nullable || value->blob.size > 0);
	case STMT_HASH:
		return value->hash == NULL;
	case STMT_IDS:
		return value->ids == NULL;
	}
	return true;
}

static void bind_number(struct arena *arena, MYSQL_BIND *bind, int64_t number)
{
	bind->buffer_type = MYSQL_TYPE_LONGLONG;
	bind->buffer = arena_copy(arena, &number, sizeof number);
}

static void bind_real(struct arena *arena, MYSQL_BIND *bind, double real)
{
	bind->buffer_type = MYSQL_TYPE_DOUBLE;
	bind->buffer = arena_copy(arena, &real, sizeof real);
}

static void bind_time(struct arena *arena, MYSQL_BIND *bind, int64_t at)
{
	MYSQL_TIME time = time_to_mysql(at);

	bind->buffer_type = MYSQL_TYPE_DATETIME;
	bind->buffer = arena_copy(arena, &time, sizeof time);
}

/* The library does not write through the buffer of a parameter, though its type says that it
 * could; and it takes no buffer for NULL, also where the size is 0. */
static void bind_bytes(MYSQL_BIND *bind, enum enum_field_types type, const void *bytes, size_t size)
{
	const void *buffer = bytes != NULL ? bytes : "";

	memcpy(&bind->buffer, &buffer, sizeof buffer);
	bind->buffer_type = type;
	bind->buffer_length = size;
}

static const char *ids_json(struct arena *arena, const struct ids *ids)
{
	struct str json = str_make(arena);

	str_add_char(&json, '[');
	for (size_t i = 0; i < ids->n; i++)
		str_format(&json, "%s%lld", i > 0 ? "," : "", (long long)ids->ids[i]);
	str_add_char(&json, ']');
	return json.text;
}
