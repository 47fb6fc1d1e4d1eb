/* stmt_test.c - each kind of value travels to MariaDB and back unchanged, and each way to fail
 * is told apart. */
#include "db/stmt.h"

#include <stddef.h>

#include "database.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "db/db.h"
#include "db/tx.h"

/* One row with every kind, once required and once optional. */
struct thing {
	int64_t id, at, id_or_null, at_or_null;
	int64_t number;
	const int64_t *number_or_null;
	bool truth;
	const bool *truth_or_null;
	double real;
	const double *real_or_null;
	const char *text, *text_or_null;
	struct bytes blob, blob_or_null;
	struct hash hash;
	const struct hash *hash_or_null;
	struct thing *next;
};

#define COLUMN(member, kind, nullable)                                  \
	{                                                               \
#member, kind, nullable, offsetof(struct thing, member) \
	}
static const struct stmt_column thing_columns[] = {
	COLUMN(id, STMT_ID, false),
	COLUMN(id_or_null, STMT_ID, true),
	COLUMN(at, STMT_TIME, false),
	COLUMN(at_or_null, STMT_TIME, true),
	COLUMN(number, STMT_INT, false),
	COLUMN(number_or_null, STMT_INT, true),
	COLUMN(truth, STMT_BOOL, false),
	COLUMN(truth_or_null, STMT_BOOL, true),
	COLUMN(real, STMT_REAL, false),
	COLUMN(real_or_null, STMT_REAL, true),
	COLUMN(text, STMT_TEXT, false),
	COLUMN(text_or_null, STMT_TEXT, true),
	COLUMN(blob, STMT_BLOB, false),
	COLUMN(blob_or_null, STMT_BLOB, true),
	COLUMN(hash, STMT_HASH, false),
	COLUMN(hash_or_null, STMT_HASH, true),
};
static const struct stmt_param thing_params[] = {
	{ "id", STMT_ID, false },
	{ "id_or_null", STMT_ID, true },
	{ "at", STMT_TIME, false },
	{ "at_or_null", STMT_TIME, true },
	{ "number", STMT_INT, false },
	{ "number_or_null", STMT_INT, true },
	{ "truth", STMT_BOOL, false },
	{ "truth_or_null", STMT_BOOL, true },
	{ "real", STMT_REAL, false },
	{ "real_or_null", STMT_REAL, true },
	{ "text", STMT_TEXT, false },
	{ "text_or_null", STMT_TEXT, true },
	{ "blob", STMT_BLOB, false },
	{ "blob_or_null", STMT_BLOB, true },
	{ "hash", STMT_HASH, false },
	{ "hash_or_null", STMT_HASH, true },
};
static const struct stmt_param id_params[] = { { "id", STMT_ID, false }, { "id", STMT_ID, false } };
static const struct stmt_param ids_params[] = { { "ids", STMT_IDS, false } };

#define ROWS                                                                         \
	.columns = thing_columns, .n_columns = 16, .row_size = sizeof(struct thing), \
	.next_offset = offsetof(struct thing, next)
#define STMT(stmt_name, ...)                                       \
	static uint16_t stmt_name##_slot;                          \
	static const struct stmt stmt_name = { .name = #stmt_name, \
		.place = #stmt_name ".sql:1",                      \
		.slot = &stmt_name##_slot,                         \
		__VA_ARGS__ }

#define THING_COLUMNS \
	"id, id2, at, at2, number, number2, truth, truth2, re, re2, txt, txt2, dat, dat2, hash, hash2"
STMT(add, .sql = "INSERT INTO thing (" THING_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
	.result = STMT_DONE, .writes = true, .params = thing_params, .n_params = 16);
STMT(find, .sql = "SELECT " THING_COLUMNS " FROM thing WHERE id = ?", .result = STMT_ONE,
	.params = id_params, .n_params = 1, ROWS);
STMT(list, .sql = "SELECT " THING_COLUMNS " FROM thing WHERE id > ? ORDER BY id LIMIT ?",
	.result = STMT_MANY, .params = id_params, .n_params = 2, ROWS);
STMT(any, .sql = "SELECT " THING_COLUMNS " FROM thing", .result = STMT_ONE, ROWS);
STMT(among,
	.sql = "SELECT " THING_COLUMNS
	       " FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT PATH '$')) w "
	       "JOIN thing ON id = wanted ORDER BY id",
	.result = STMT_MANY, .params = ids_params, .n_params = 1, ROWS);
STMT(removed, .sql = "DELETE FROM thing WHERE id = ? RETURNING " THING_COLUMNS, .result = STMT_ONE,
	.writes = true, .params = id_params, .n_params = 1, ROWS);
STMT(touch, .sql = "UPDATE thing SET number = 7 WHERE id >= ?", .result = STMT_AFFECTED,
	.writes = true, .params = id_params, .n_params = 1);
STMT(made, .sql = "INSERT INTO counted (n) VALUES (?)", .result = STMT_MADE, .writes = true,
	.params = id_params, .n_params = 1);
STMT(counted, .sql = "UPDATE counted SET n = LAST_INSERT_ID(n + ?)", .result = STMT_MADE,
	.writes = true, .params = id_params, .n_params = 1);
STMT(depend, .sql = "INSERT INTO dependent (thing_id) VALUES (?)", .result = STMT_DONE,
	.writes = true, .params = id_params, .n_params = 1);
STMT(gone, .sql = "DELETE FROM thing WHERE id = ?", .result = STMT_AFFECTED, .writes = true,
	.params = id_params, .n_params = 1);
STMT(wrong_sql, .sql = "SELECT nothing FROM thing", .result = STMT_ONE, ROWS);
STMT(wrong_width, .sql = "SELECT id FROM thing", .result = STMT_ONE, ROWS);
STMT(wrong_params, .sql = "UPDATE thing SET number = ? WHERE id = ?", .result = STMT_DONE,
	.writes = true, .params = id_params, .n_params = 1);
STMT(slow, .sql = "UPDATE thing SET number = SLEEP(5)", .result = STMT_DONE, .writes = true);

static const struct stmt_column one_column[] = { { "number", STMT_INT, false,
	offsetof(struct thing, number) } };
#define NUMBER_ROW                                                               \
	.columns = one_column, .n_columns = 1, .row_size = sizeof(struct thing), \
	.next_offset = offsetof(struct thing, next)
STMT(unexpected_null, .sql = "SELECT number2 FROM thing WHERE id = ?", .result = STMT_ONE,
	.params = id_params, .n_params = 1, NUMBER_ROW);
STMT(text_as_number, .sql = "SELECT txt FROM thing WHERE id = ?", .result = STMT_ONE,
	.params = id_params, .n_params = 1, NUMBER_ROW);
STMT(session,
	.sql = "SELECT @@session.tx_read_only * 100 + (@@session.tx_isolation = 'READ-COMMITTED') * 10 + "
	       "(@@session.time_zone = '+00:00') AS number",
	.result = STMT_ONE, NUMBER_ROW);

static struct db *db;
static struct arena *arena;

static int start(void **state)
{
	if (database_open(state) != 0)
		return 1;
	arena = arena_make(64 << 20);
	if (root == NULL)
		return 0;
	database_run(
		"CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY, id2 BIGINT, at DATETIME(3) NOT NULL, "
		"at2 DATETIME(3), number BIGINT NOT NULL, number2 BIGINT, truth BOOLEAN NOT NULL, truth2 BOOLEAN, "
		"re DOUBLE NOT NULL, re2 DECIMAL(10,2), txt MEDIUMTEXT NOT NULL, txt2 VARCHAR(200), "
		"dat MEDIUMBLOB NOT NULL, dat2 MEDIUMBLOB, hash BINARY(32) NOT NULL, hash2 BINARY(32))");
	database_run(
		"CREATE TABLE counted (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, n BIGINT NOT NULL)");
	database_run(
		"CREATE TABLE dependent (thing_id BIGINT NOT NULL, FOREIGN KEY (thing_id) REFERENCES thing (id))");
	db = db_make();
	return 0;
}

static int end(void **state)
{
	db_close(db);
	arena_free(arena);
	return database_drop(state);
}

static int empty(void **state)
{
	(void)state;
	if (root != NULL) {
		database_run("DELETE FROM dependent");
		database_run("DELETE FROM thing");
	}
	arena_reset(arena);
	return 0;
}

/* Written in a transaction of its own, with no optional value. */
static enum err add_thing(int64_t id, const char *text)
{
	struct hash hash = hash_text("x");
	union stmt_value values[16] = {
		[0] = { .number = id }, [10] = { .text = text }, [14] = { .hash = &hash }
	};
	enum err e;

	assert_int_equal(tx_begin(db), OK);
	e = stmt_write(db, arena, &add, values, NULL);
	if (e != OK)
		tx_rollback(db);
	return e == OK ? tx_commit(db) : e;
}

static struct thing *find_thing(int64_t id)
{
	union stmt_value values[] = { { .number = id } };
	struct thing *thing;

	assert_int_equal(stmt_rows(db, arena, &find, values, &thing), OK);
	return thing;
}

static void every_kind_comes_back_as_it_went(void **state)
{
	static const uint8_t bytes[] = { 0, 1, 255, '\'', 0 };
	int64_t number = INT64_MIN;
	bool truth = true;
	double real = 12.5;
	struct hash hash = hash_text("a"), other = hash_text("b");
	union stmt_value values[] = {
		{ .number = INT64_MAX },
		{ .number = 3 },
		{ .number = 1783360933432 },
		{ .number = 1 },
		{ .number = -5 },
		{ .int_or_null = &number },
		{ .number = true },
		{ .bool_or_null = &truth },
		{ .real = -1.5e300 },
		{ .real_or_null = &real },
		{ .text = "\xf0\x9f\x98\x80 'quoted' \\" },
		{ .text = "" },
		{ .blob = { bytes, 5 } },
		{ .blob = { bytes, 0 } },
		{ .hash = &hash },
		{ .hash = &other },
	};
	struct thing *thing;

	NEED_DATABASE();
	assert_int_equal(tx_begin(db), OK);
	assert_int_equal(stmt_write(db, arena, &add, values, NULL), OK);
	assert_int_equal(tx_commit(db), OK);
	thing = find_thing(INT64_MAX);
	assert_true(thing->id == INT64_MAX && thing->id_or_null == 3);
	assert_true(thing->at == 1783360933432 && thing->at_or_null == 1);
	assert_true(thing->number == -5 && *thing->number_or_null == INT64_MIN);
	assert_true(thing->truth && *thing->truth_or_null);
	assert_true(thing->real < -1.4e300 && *thing->real_or_null > 12.4 &&
		*thing->real_or_null < 12.6);
	assert_string_equal(thing->text, "\xf0\x9f\x98\x80 'quoted' \\");
	assert_string_equal(thing->text_or_null, "");
	assert_int_equal(thing->blob.size, 5);
	assert_memory_equal(thing->blob.data, bytes, 5);
	assert_int_equal(thing->blob_or_null.size, 0);
	assert_non_null(thing->blob_or_null.data);
	assert_true(hash_equal(&thing->hash, &hash) && hash_equal(thing->hash_or_null, &other));
	assert_null(thing->next);
}

static void null_comes_back_as_null(void **state)
{
	struct thing *thing;

	NEED_DATABASE();
	assert_int_equal(add_thing(1, "x"), OK);
	thing = find_thing(1);
	assert_true(thing->id_or_null == 0 && thing->at_or_null == 0);
	assert_null(thing->number_or_null);
	assert_null(thing->truth_or_null);
	assert_null(thing->real_or_null);
	assert_null(thing->text_or_null);
	assert_null(thing->blob_or_null.data);
	assert_null(thing->hash_or_null);
	assert_int_equal(
		database_run(
			"SELECT COUNT(*) FROM thing WHERE id2 IS NULL AND at2 IS NULL AND number2 IS NULL "
			"AND truth2 IS NULL AND re2 IS NULL AND txt2 IS NULL AND dat2 IS NULL "
			"AND hash2 IS NULL"),
		1);
}

static void texts_of_every_length_come_whole(void **state)
{
	static const size_t sizes[] = { 0, 1, 511, 512, 513, 1000, 65536, 3000000 };
	struct thing *thing;

	NEED_DATABASE();
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		char *text = arena_alloc(arena, sizes[i] + 1);

		for (size_t j = 0; j < sizes[i]; j++)
			text[j] = (char)('a' + j % 26);
		assert_int_equal(add_thing((int64_t)i + 1, text), OK);
		thing = find_thing((int64_t)i + 1);
		assert_int_equal(strlen(thing->text), sizes[i]);
		assert_string_equal(thing->text, text);
	}
}

static void a_list_is_linked_in_order_and_ends(void **state)
{
	union stmt_value values[] = { { .number = 2 }, { .number = 3 } };
	struct thing *thing;

	NEED_DATABASE();
	for (int64_t id = 9; id > 0; id--)
		assert_int_equal(add_thing(id, id % 2 ? "odd" : "even"), OK);
	assert_int_equal(stmt_rows(db, arena, &list, values, &thing), OK);
	for (int64_t id = 3; id < 6; id++, thing = thing->next) {
		assert_int_equal(thing->id, id);
		assert_string_equal(thing->text, id % 2 ? "odd" : "even");
	}
	assert_null(thing);
	values[0].number = 100;
	assert_int_equal(stmt_rows(db, arena, &list, values, &thing), OK);
	assert_null(thing);
}

static void one_is_missing_or_one_and_never_two(void **state)
{
	struct thing *thing = (struct thing *)arena;

	NEED_DATABASE();
	assert_int_equal(stmt_rows(db, arena, &any, NULL, &thing), E_MISSING);
	assert_null(thing);
	assert_int_equal(add_thing(1, ""), OK);
	assert_int_equal(stmt_rows(db, arena, &any, NULL, &thing), OK);
	assert_int_equal(thing->id, 1);
	assert_int_equal(add_thing(2, ""), OK);
	assert_int_equal(stmt_rows(db, arena, &any, NULL, &thing), E_BUG);
}

static void ids_select_rows(void **state)
{
	static const int64_t numbers[] = { 3, 1, 77 };
	struct ids ids = { numbers, 3 };
	union stmt_value values[] = { { .ids = &ids } };
	struct thing *thing;

	NEED_DATABASE();
	for (int64_t id = 1; id < 5; id++)
		assert_int_equal(add_thing(id, ""), OK);
	assert_int_equal(stmt_rows(db, arena, &among, values, &thing), OK);
	assert_true(thing->id == 1 && thing->next->id == 3 && thing->next->next == NULL);
	ids.n = 0;
	assert_int_equal(stmt_rows(db, arena, &among, values, &thing), OK);
	assert_null(thing);
}

static void what_is_deleted_can_be_returned_again_and_again(void **state)
{
	struct thing *thing;

	NEED_DATABASE();
	for (int64_t id = 1; id < 4; id++) {
		union stmt_value values[] = { { .number = id } };

		assert_int_equal(add_thing(id, "gone"), OK);
		assert_int_equal(tx_begin(db), OK);
		assert_int_equal(stmt_rows(db, arena, &removed, values, &thing), OK);
		assert_true(thing->id == id);
		assert_string_equal(thing->text, "gone");
		assert_int_equal(stmt_rows(db, arena, &removed, values, &thing), E_MISSING);
		assert_int_equal(tx_commit(db), OK);
	}
	assert_int_equal(database_run("SELECT COUNT(*) FROM thing"), 0);
}

static void affected_counts_rows_met_changed_or_not(void **state)
{
	union stmt_value values[] = { { .number = 2 } };
	int64_t affected = -1;

	NEED_DATABASE();
	for (int64_t id = 1; id < 4; id++)
		assert_int_equal(add_thing(id, ""), OK);
	assert_int_equal(tx_begin(db), OK);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(stmt_write(db, arena, &touch, values, &affected), OK);
		assert_int_equal(affected, 2);
	}
	values[0].number = 100;
	assert_int_equal(stmt_write(db, arena, &touch, values, &affected), OK);
	assert_int_equal(affected, 0);
	assert_int_equal(tx_commit(db), OK);
}

static void made_gives_the_new_id_or_what_was_counted(void **state)
{
	union stmt_value values[] = { { .number = 41 } };
	int64_t id, counter;

	NEED_DATABASE();
	assert_int_equal(tx_begin(db), OK);
	assert_int_equal(stmt_write(db, arena, &made, values, &id), OK);
	values[0].number = 1;
	assert_int_equal(stmt_write(db, arena, &counted, values, &counter), OK);
	assert_int_equal(tx_commit(db), OK);
	assert_true(id > 0);
	assert_int_equal(counter, 42);
}

static void a_write_outside_a_transaction_does_not_execute(void **state)
{
	union stmt_value values[] = { { .number = 1 } };
	int64_t affected;

	NEED_DATABASE();
	assert_int_equal(add_thing(1, ""), OK);
	assert_int_equal(stmt_write(db, arena, &touch, values, &affected), E_BUG);
	assert_int_equal(db_trouble(db), DB_REFUSED);
	assert_int_equal(database_run("SELECT number FROM thing"), 0);
}

static void the_session_reads_only_committed_rows_in_utc(void **state)
{
	struct thing *thing;

	NEED_DATABASE();
	assert_int_equal(stmt_rows(db, arena, &session, NULL, &thing), OK);
	assert_int_equal(thing->number, 111);
}

static void a_duplicate_is_a_conflict_and_leaves_the_transaction_open(void **state)
{
	struct hash hash = hash_text("x");
	union stmt_value values[16] = {
		[0] = { .number = 1 }, [10] = { .text = "" }, [14] = { .hash = &hash }
	};

	NEED_DATABASE();
	assert_int_equal(add_thing(1, "first"), OK);
	assert_int_equal(tx_begin(db), OK);
	assert_int_equal(stmt_write(db, arena, &add, values, NULL), E_CONFLICT);
	assert_true(db_is_duplicate(db));
	assert_int_equal(db_trouble(db), DB_REFUSED);
	values[0].number = 2;
	assert_int_equal(stmt_write(db, arena, &add, values, NULL), OK);
	assert_false(db_is_duplicate(db));
	assert_int_equal(tx_commit(db), OK);
	assert_string_equal(find_thing(1)->text, "first");
	find_thing(2);
}

static void a_row_whose_parent_is_gone_is_missing_and_a_parent_that_is_needed_a_conflict(
	void **state)
{
	union stmt_value one[] = { { .number = 1 } };
	int64_t affected;

	NEED_DATABASE();
	assert_int_equal(add_thing(1, "parent"), OK);
	assert_int_equal(tx_begin(db), OK);
	for (int round = 0; round < 2; round++) {
		union stmt_value none[] = { { .number = 2 } };

		assert_int_equal(stmt_write(db, arena, &depend, none, NULL), E_MISSING);
		assert_int_equal(stmt_write(db, arena, &depend, one, NULL), OK);
		assert_int_equal(stmt_write(db, arena, &gone, one, &affected), E_CONFLICT);
		assert_false(db_is_duplicate(db));
		assert_int_equal(db_trouble(db), DB_REFUSED);
	}
	assert_int_equal(tx_commit(db), OK);
	find_thing(1);
}

static void our_own_mistakes_are_bugs_and_the_connection_lives_on(void **state)
{
	static const struct stmt *const wrong[] = { &wrong_sql, &wrong_width, &wrong_params,
		&unexpected_null, &text_as_number };
	union stmt_value values[] = { { .number = 1 }, { .number = 1 } };
	struct thing *thing;

	NEED_DATABASE();
	assert_int_equal(add_thing(1, "no number"), OK);
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
			assert_int_equal(stmt_rows(db, arena, wrong[i], values, &thing), E_BUG);
			assert_int_equal(db_trouble(db), DB_REFUSED);
			find_thing(1);
		}
}

static void a_statement_that_takes_too_long_is_stopped(void **state)
{
	NEED_DATABASE();
	assert_int_equal(add_thing(1, ""), OK);
	assert_int_equal(tx_begin(db), OK);
	assert_int_equal(stmt_write(db, arena, &slow, NULL, NULL), E_BUSY);
	assert_int_equal(db_trouble(db), DB_REFUSED);
	tx_rollback(db);
	find_thing(1);
}

static void verify_compares_the_declaration_with_the_schema(void **state)
{
	static const struct stmt *const right[] = { &add, &find, &list, &among, &removed, &touch,
		&counted };
	static const struct stmt *const wrong[] = { &wrong_sql, &wrong_width, &wrong_params,
		&unexpected_null, &text_as_number };

	NEED_DATABASE();
	for (size_t i = 0; i < sizeof right / sizeof *right; i++)
		assert_int_equal(stmt_verify(db, right[i]), OK);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_int_equal(stmt_verify(db, wrong[i]), E_BUG);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(every_kind_comes_back_as_it_went, empty),
		cmocka_unit_test_setup(null_comes_back_as_null, empty),
		cmocka_unit_test_setup(texts_of_every_length_come_whole, empty),
		cmocka_unit_test_setup(a_list_is_linked_in_order_and_ends, empty),
		cmocka_unit_test_setup(one_is_missing_or_one_and_never_two, empty),
		cmocka_unit_test_setup(ids_select_rows, empty),
		cmocka_unit_test_setup(what_is_deleted_can_be_returned_again_and_again, empty),
		cmocka_unit_test_setup(affected_counts_rows_met_changed_or_not, empty),
		cmocka_unit_test_setup(made_gives_the_new_id_or_what_was_counted, empty),
		cmocka_unit_test_setup(a_write_outside_a_transaction_does_not_execute, empty),
		cmocka_unit_test_setup(the_session_reads_only_committed_rows_in_utc, empty),
		cmocka_unit_test_setup(
			a_duplicate_is_a_conflict_and_leaves_the_transaction_open, empty),
		cmocka_unit_test_setup(
			a_row_whose_parent_is_gone_is_missing_and_a_parent_that_is_needed_a_conflict,
			empty),
		cmocka_unit_test_setup(
			our_own_mistakes_are_bugs_and_the_connection_lives_on, empty),
		cmocka_unit_test_setup(a_statement_that_takes_too_long_is_stopped, empty),
		cmocka_unit_test_setup(verify_compares_the_declaration_with_the_schema, empty),
	};

	return cmocka_run_group_tests(tests, start, end);
}
