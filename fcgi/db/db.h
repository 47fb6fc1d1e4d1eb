/* db.h - the worker's one connection to MariaDB: opened when first needed, opened again when it
 * was lost. Reading is the default: the session is READ ONLY, a write needs a transaction
 * (tx.h). */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct db;

/* Connects later. One per process; lives until db_close. */
struct db *db_make(void);
void db_close(struct db *db);
/* E_BUSY: MariaDB is not there. Cheap when the connection stands. */
enum err db_ready(struct db *db) MUST_USE;

/* Why the last statement failed, as far as the spine must know. */
enum db_trouble {
	DB_FINE,
	DB_RETRY, /* a deadlock, a lock wait, a row changed under us (1213, 1205, 1020): once more */
	DB_LOST,  /* the connection ended before COMMIT was sent: once more, on a new one */
	DB_LOST_IN_COMMIT, /* nobody knows; never repeated by us */
	DB_REFUSED,        /* anything else */
};
enum db_trouble db_trouble(const struct db *db);
/* Was the last write refused for a row that is there already (1062)? */
bool db_is_duplicate(const struct db *db);
