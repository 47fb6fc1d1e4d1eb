/* bind_test.c - values as the client library takes them. */
#include "db/bind.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/crypto.h"

static struct db db;

static void instants_go_to_mysql_and_come_back(void **state)
{
	static const struct {
		int64_t at, back;
		unsigned year, month, day, hour, minute, second;
		unsigned long microsecond;
	} cases[] = {
		{ 0, 0, 1970, 1, 1, 0, 0, 0, 0 },
		{ 1, 1, 1970, 1, 1, 0, 0, 0, 1000 },
		{ -1, -1, 1969, 12, 31, 23, 59, 59, 999000 },
		{ 1783360933432, 1783360933432, 2026, 7, 6, 18, 2, 13, 432000 },
		{ 951782400000, 951782400000, 2000, 2, 29, 0, 0, 0, 0 },
		{ INT64_MAX, 253402300799999, 9999, 12, 31, 23, 59, 59, 999000 },
		{ INT64_MIN, -30610224000000, 1000, 1, 1, 0, 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		MYSQL_TIME time = time_to_mysql(cases[i].at);

		assert_int_equal(time.year, cases[i].year);
		assert_int_equal(time.month, cases[i].month);
		assert_int_equal(time.day, cases[i].day);
		assert_int_equal(time.hour, cases[i].hour);
		assert_int_equal(time.minute, cases[i].minute);
		assert_int_equal(time.second, cases[i].second);
		assert_int_equal(time.second_part, cases[i].microsecond);
		assert_true(time_from_mysql(&time) == cases[i].back);
	}
}

static void null_is_taken_only_where_the_statement_allows_it(void **state)
{
	static const int64_t number = 0;
	static const union stmt_value nothing = { 0 }, some_number = { .int_or_null = &number };
	static const struct {
		struct stmt_param param;
		const union stmt_value *value;
		enum err e;
		enum enum_field_types type;
	} cases[] = {
		{ { "a", STMT_ID, true }, &nothing, OK, MYSQL_TYPE_NULL },
		{ { "a", STMT_ID, false }, &nothing, OK, MYSQL_TYPE_LONGLONG },
		{ { "a", STMT_TIME, true }, &nothing, OK, MYSQL_TYPE_NULL },
		{ { "a", STMT_TIME, false }, &nothing, OK, MYSQL_TYPE_DATETIME },
		{ { "a", STMT_INT, true }, &nothing, OK, MYSQL_TYPE_NULL },
		{ { "a", STMT_INT, true }, &some_number, OK, MYSQL_TYPE_LONGLONG },
		{ { "a", STMT_INT, false }, &nothing, OK, MYSQL_TYPE_LONGLONG },
		{ { "a", STMT_TEXT, true }, &nothing, OK, MYSQL_TYPE_NULL },
		{ { "a", STMT_TEXT, false }, &nothing, E_BUG, 0 },
		{ { "a", STMT_JSON, false }, &nothing, E_BUG, 0 },
		{ { "a", STMT_HASH, true }, &nothing, OK, MYSQL_TYPE_NULL },
		{ { "a", STMT_HASH, false }, &nothing, E_BUG, 0 },
		{ { "a", STMT_IDS, false }, &nothing, E_BUG, 0 },
		{ { "a", STMT_BLOB, true }, &nothing, OK, MYSQL_TYPE_NULL },
		{ { "a", STMT_BLOB, false }, &nothing, OK, MYSQL_TYPE_BLOB },
	};
	struct arena *arena = arena_make(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct stmt stmt = {
			.name = "a", .place = "a.sql:1", .params = &cases[i].param, .n_params = 1
		};
		MYSQL_BIND *binds;

		assert_int_equal(
			bind_values(&db, arena, &stmt, cases[i].value, &binds), cases[i].e);
		if (cases[i].e == OK)
			assert_int_equal(binds[0].buffer_type, cases[i].type);
		else
			assert_int_equal(db.trouble, DB_REFUSED);
	}
	arena_free(arena);
}

static void ids_travel_as_json(void **state)
{
	static const int64_t numbers[] = { 1, -2, INT64_MAX };
	static const struct {
		struct ids ids;
		const char *json;
	} cases[] = {
		{ { numbers, 3 }, "[1,-2,9223372036854775807]" },
		{ { numbers, 1 }, "[1]" },
		{ { NULL, 0 }, "[]" },
	};
	static const struct stmt_param param = { "ids", STMT_IDS, false };
	const struct stmt stmt = {
		.name = "a", .place = "a.sql:1", .params = &param, .n_params = 1
	};
	struct arena *arena = arena_make(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		union stmt_value value = { .ids = &cases[i].ids };
		MYSQL_BIND *binds;

		assert_int_equal(bind_values(&db, arena, &stmt, &value, &binds), OK);
		assert_int_equal(binds[0].buffer_length, strlen(cases[i].json));
		assert_memory_equal(binds[0].buffer, cases[i].json, strlen(cases[i].json));
	}
	arena_free(arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(instants_go_to_mysql_and_come_back),
		cmocka_unit_test(null_is_taken_only_where_the_statement_allows_it),
		cmocka_unit_test(ids_travel_as_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
