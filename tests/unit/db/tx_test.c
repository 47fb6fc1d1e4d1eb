/* tx_test.c - what a transaction keeps, what it loses, and how the ways of losing are told
 * apart. */
#include "db/tx.h"

#include <stddef.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "base/arena.h"
#include "db/connection.h"
#include "db/db.h"
#include "db/stmt.h"
#define STATEMENT_TIMEOUT "8s" /* longer than the wait for a lock */
#include "database.h"

struct number {
	int64_t n;
	struct number *next;
};

static const struct stmt_column number_columns[] = { { "n", STMT_INT, false,
	offsetof(struct number, n) } };
static const struct stmt_param id_params[] = { { "id", STMT_ID, false } };

#define ROWS                                                                          \
	.columns = number_columns, .n_columns = 1, .row_size = sizeof(struct number), \
	.next_offset = offsetof(struct number, next)
#define STMT(stmt_name, ...)                                       \
	static uint16_t stmt_name##_slot;                          \
	static const struct stmt stmt_name = { .name = #stmt_name, \
		.place = #stmt_name ".sql:1",                      \
		.slot = &stmt_name##_slot,                         \
		__VA_ARGS__ }

STMT(value, .sql = "SELECT n FROM cell WHERE id = ?", .result = STMT_ONE, .params = id_params,
	.n_params = 1, ROWS);
STMT(connection, .sql = "SELECT CONNECTION_ID() AS n", .result = STMT_ONE, ROWS);
STMT(add, .sql = "UPDATE cell SET n = n + 1 WHERE id = ?", .result = STMT_AFFECTED, .writes = true,
	.params = id_params, .n_params = 1);
STMT(locked, .sql = "SELECT n FROM cell WHERE id = ? FOR UPDATE", .result = STMT_ONE,
	.writes = true, .params = id_params, .n_params = 1, ROWS);

static struct db *db, *other;
static struct arena *arena;

static int start(void **state)
{
	if (database_open(state) != 0)
		return 1;
	arena = arena_make(1 << 20);
	if (root != NULL)
		database_run(
			"CREATE TABLE cell (id BIGINT NOT NULL PRIMARY KEY, n BIGINT NOT NULL)");
	return 0;
}

static int end(void **state)
{
	arena_free(arena);
	return database_drop(state);
}

static int two_connections(void **state)
{
	(void)state;
	if (root == NULL)
		return 0;
	database_run("REPLACE INTO cell VALUES (1, 0), (2, 0)");
	db = db_make();
	other = db_make();
	arena_reset(arena);
	return 0;
}

static int no_connection(void **state)
{
	(void)state;
	db_close(db);
	db_close(other);
	db = other = NULL;
	return 0;
}

static enum err read_number(struct db *at, const struct stmt *stmt, int64_t id, int64_t *n_out)
{
	union stmt_value values[] = { { .number = id } };
	struct number *number;
	enum err e = stmt_rows(at, arena, stmt, values, &number);

	*n_out = e == OK ? number->n : -1;
	return e;
}

static int64_t value_of(struct db *at, int64_t id)
{
	int64_t n;

	assert_int_equal(read_number(at, &value, id, &n), OK);
	return n;
}

static enum err add_one(struct db *at, int64_t id)
{
	union stmt_value values[] = { { .number = id } };
	int64_t affected;

	return stmt_write(at, arena, &add, values, &affected);
}

static void kill_by_id(int64_t id)
{
	char sql[64];

	snprintf(sql, sizeof sql, "KILL %lld", (long long)id);
	database_run(sql);
}

static void kill_connection(struct db *at)
{
	int64_t id;

	assert_int_equal(read_number(at, &connection, 0, &id), OK);
	kill_by_id(id);
	usleep(50 * 1000); /* it goes at its next look round */
}

static void others_see_it_after_the_commit_and_not_before(void **state)
{
	NEED_DATABASE();
	assert_false(tx_is_open(db));
	assert_int_equal(tx_begin(db), OK);
	assert_true(tx_is_open(db));
	assert_int_equal(add_one(db, 1), OK);
	assert_int_equal(value_of(db, 1), 1);
	assert_int_equal(value_of(other, 1), 0);
	assert_int_equal(tx_commit(db), OK);
	assert_false(tx_is_open(db));
	assert_int_equal(value_of(other, 1), 1);
}

static void nothing_stays_of_what_was_rolled_back(void **state)
{
	NEED_DATABASE();
	assert_int_equal(tx_begin(db), OK);
	assert_int_equal(add_one(db, 1), OK);
	tx_rollback(db);
	assert_false(tx_is_open(db));
	assert_int_equal(value_of(db, 1), 0);
	tx_rollback(db);
	assert_int_equal(tx_begin(db), OK);
	assert_int_equal(tx_commit(db), OK);
}

/* A wait for a lock that nobody gives back ends, and the whole transaction is to be tried again. */
static void a_lock_wait_asks_for_another_try(void **state)
{
	int64_t n;

	NEED_DATABASE();
	assert_int_equal(tx_begin(db), OK);
	assert_int_equal(tx_begin(other), OK);
	assert_int_equal(add_one(db, 1), OK);
	assert_int_equal(read_number(other, &locked, 2, &n), OK);
	assert_int_equal(add_one(db, 2), E_BUSY);
	assert_int_equal(db_trouble(db), DB_RETRY);
	assert_int_equal(tx_commit(db), E_BUSY);
	assert_int_equal(db_trouble(db), DB_RETRY);
	assert_int_equal(tx_commit(other), OK);
	assert_int_equal(value_of(db, 1), 0);
}

/* A child holds row 2 and wants row 1, which we hold: when we want row 2, one of us is refused,
 * and it is told so. */
static void a_deadlock_asks_for_another_try(void **state)
{
	enum err mine;
	int status;
	pid_t child;

	NEED_DATABASE();
	assert_int_equal(tx_begin(db), OK);
	assert_int_equal(add_one(db, 1), OK);
	child = fork();
	if (child == 0) {
		struct db *own = db_make();
		bool is_refused = tx_begin(own) != OK || add_one(own, 2) != OK ||
			add_one(own, 1) != OK;

		_exit(is_refused ? (db_trouble(own) == DB_RETRY ? 1 : 2) : 0);
	}
	usleep(300 * 1000);
	mine = add_one(db, 2);
	if (mine != OK) {
		int64_t n;

		assert_int_equal(mine, E_BUSY);
		assert_int_equal(db_trouble(db), DB_RETRY);
		assert_int_equal(
			read_number(db, &value, 1, &n), E_BUSY); /* nothing goes on in it */
		assert_int_equal(tx_commit(db), E_BUSY);
		assert_int_equal(db_trouble(db), DB_RETRY);
	} else {
		assert_int_equal(tx_commit(db), OK);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), mine == OK ? 1 : 0);
	assert_int_equal(tx_begin(db), OK);
	assert_int_equal(add_one(db, 2), OK);
	assert_int_equal(tx_commit(db), OK);
}

static void a_read_outside_a_transaction_survives_a_lost_connection(void **state)
{
	NEED_DATABASE();
	for (int i = 0; i < 3; i++) {
		kill_connection(db);
		assert_int_equal(value_of(db, 1), 0);
		assert_int_equal(db_trouble(db), DB_FINE);
	}
}

static void a_transaction_begins_on_a_connection_that_was_lost_while_idle(void **state)
{
	NEED_DATABASE();
	kill_connection(db);
	assert_int_equal(tx_begin(db), OK);
	assert_int_equal(add_one(db, 1), OK);
	assert_int_equal(tx_commit(db), OK);
	assert_int_equal(value_of(other, 1), 1);
}

static void a_connection_lost_in_a_transaction_loses_it_until_the_rollback(void **state)
{
	int64_t n;

	NEED_DATABASE();
	assert_int_equal(tx_begin(db), OK);
	assert_int_equal(add_one(db, 1), OK);
	kill_connection(db);
	assert_int_equal(add_one(db, 2), E_BUSY);
	assert_int_equal(db_trouble(db), DB_LOST);
	assert_int_equal(read_number(db, &value, 1, &n), E_BUSY);
	assert_int_equal(db_trouble(db), DB_LOST);
	assert_int_equal(db_ready(db), E_BUSY);
	tx_rollback(db);
	assert_int_equal(db_trouble(db), DB_LOST);
	assert_int_equal(value_of(db, 1), 0);
	assert_int_equal(tx_begin(db), OK);
	assert_int_equal(add_one(db, 1), OK);
	assert_int_equal(tx_commit(db), OK);
	assert_int_equal(value_of(other, 1), 1);
}

static void a_broken_transaction_cannot_be_committed(void **state)
{
	NEED_DATABASE();
	assert_int_equal(tx_begin(db), OK);
	kill_connection(db);
	assert_int_equal(add_one(db, 1), E_BUSY);
	assert_int_equal(tx_commit(db), E_BUSY);
	assert_int_equal(db_trouble(db), DB_LOST);
	assert_false(tx_is_open(db));
	assert_int_equal(value_of(db, 1), 0);
}

static void a_connection_that_was_gone_before_commit_could_be_sent_is_only_lost(void **state)
{
	NEED_DATABASE();
	assert_int_equal(tx_begin(db), OK);
	assert_int_equal(add_one(db, 1), OK);
	kill_connection(db);
	assert_int_equal(tx_commit(db), E_BUSY);
	assert_int_equal(db_trouble(db), DB_LOST);
	assert_false(tx_is_open(db));
	assert_int_equal(value_of(db, 1), 0);
	assert_int_equal(db_trouble(db), DB_FINE);
}

/* The socket did not take the COMMIT, so that it surely did not happen. */
static void a_commit_that_was_never_sent_may_be_tried_again(void **state)
{
	NEED_DATABASE();
	assert_int_equal(tx_begin(db), OK);
	assert_int_equal(add_one(db, 1), OK);
	kill_connection(db);
	assert_int_equal(tx_commit(db), E_BUSY);
	assert_int_equal(db_trouble(db), DB_LOST);
	assert_false(tx_is_open(db));
	assert_int_equal(value_of(db, 1), 0);
	assert_int_equal(db_trouble(db), DB_FINE);
}

/* A read lock on everything holds the COMMIT up in the server until a child ends its
 * connection. */
static void a_connection_lost_in_commit_is_told_apart(void **state)
{
	int64_t id;
	pid_t child;
	enum err e;

	NEED_DATABASE();
	assert_int_equal(tx_begin(db), OK);
	assert_int_equal(add_one(db, 1), OK);
	assert_int_equal(read_number(db, &connection, 0, &id), OK);
	database_run("FLUSH TABLES WITH READ LOCK");
	child = fork();
	if (child == 0) {
		usleep(300 * 1000);
		kill_by_id(id); /* on the parent's connection, which it does not use meanwhile */
		_exit(0);
	}
	e = tx_commit(db);
	assert_int_equal(waitpid(child, NULL, 0), child);
	database_run("UNLOCK TABLES");
	assert_int_equal(e, E_BUSY);
	assert_int_equal(db_trouble(db), DB_LOST_IN_COMMIT);
	assert_false(tx_is_open(db));
	assert_int_equal(value_of(db, 1), 0);
	assert_int_equal(db_trouble(db), DB_FINE);
}

static void a_new_connection_prepares_again(void **state)
{
	NEED_DATABASE();
	assert_int_equal(value_of(db, 1), 0);
	for (int i = 0; i < 3; i++) {
		kill_connection(db);
		assert_int_equal(tx_begin(db), OK);
		assert_int_equal(add_one(db, 1), OK);
		assert_int_equal(tx_commit(db), OK);
		assert_int_equal(value_of(db, 1), i + 1);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, two_connections, no_connection)
	static const struct CMUnitTest tests[] = {
		TEST(others_see_it_after_the_commit_and_not_before),
		TEST(nothing_stays_of_what_was_rolled_back),
		TEST(a_lock_wait_asks_for_another_try),
		TEST(a_deadlock_asks_for_another_try),
		TEST(a_read_outside_a_transaction_survives_a_lost_connection),
		TEST(a_transaction_begins_on_a_connection_that_was_lost_while_idle),
		TEST(a_connection_lost_in_a_transaction_loses_it_until_the_rollback),
		TEST(a_broken_transaction_cannot_be_committed),
		TEST(a_connection_that_was_gone_before_commit_could_be_sent_is_only_lost),
		TEST(a_commit_that_was_never_sent_may_be_tried_again),
		TEST(a_connection_lost_in_commit_is_told_apart),
		TEST(a_new_connection_prepares_again),
	};

	return cmocka_run_group_tests(tests, start, end);
}
