/* tx.c - START, COMMIT, ROLLBACK. What is known about a lost COMMIT is that nobody knows: it is
 * told apart, and never sent again. */
#include "db/tx.h"
#include <assert.h>
#include "base/log.h"
#include "db/connection.h"

static const char start[] = "START TRANSACTION READ WRITE";

enum err tx_begin(struct db *db)
{
	enum err e;

	assert(!db->in_transaction);
	TRY(db_start(db));
	TRY(db_connect(db));
	e = db_command(db, start);
	if (e != OK &&
		db->trouble == DB_LOST) { /* it ended while we were idle: nothing is lost yet */
		TRY(db_start(db));
		TRY(db_connect(db));
		e = db_command(db, start);
	}
	db->in_transaction = e == OK;
	return e;
}

enum err tx_commit(struct db *db)
{
	enum err e;

	assert(db->in_transaction);
	if (db->is_broken) {
		tx_rollback(db);
		return E_BUSY;
	}
	TRY(db_start(db));
	e = db_command(db, "COMMIT");
	if (e != OK && db->trouble == DB_LOST && !db->is_unsent) {
		db->trouble = DB_LOST_IN_COMMIT;
		log_error("the connection was lost in COMMIT: it may have happened or not");
	} else if (e != OK) {
		tx_rollback(db);
	}
	db->in_transaction = db->is_broken = false;
	return e;
}

void tx_rollback(struct db *db)
{
	enum db_trouble trouble = db->trouble;
	bool is_duplicate = db->is_duplicate;

	if (!db->in_transaction)
		return;
	db->in_transaction = db->is_broken = false;
	if (db->mysql != NULL && db_command(db, "ROLLBACK") != OK)
		db_disconnect(db); /* the server rolls back what has no connection */
	db->trouble = trouble;     /* why the statement failed is still what matters */
	db->is_duplicate = is_duplicate;
}

bool tx_is_open(const struct db *db)
{
	return db->in_transaction;
}

enum err tx_again(struct db *db)
{
	db->trouble = DB_RETRY;
	return E_BUSY;
}
