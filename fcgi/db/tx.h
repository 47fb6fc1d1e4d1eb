/* tx.h - transactions. READ COMMITTED everywhere; a transaction is open only inside one
 * `writes` request, or one step of a `steps` request, and never while bytes move or another
 * server is asked. */
#pragma once
#include <stdbool.h>
#include "base/err.h"

struct db;

enum err tx_begin(struct db *db) MUST_USE; /* START TRANSACTION READ WRITE */
enum err tx_commit(struct db *db) MUST_USE;
void tx_rollback(struct db *db); /* harmless when none is open */
/* What this transaction read is not so any more: whoever runs it begins it anew, as after a deadlock. Gives E_BUSY. */
enum err tx_again(struct db *db) MUST_USE;
bool tx_is_open(const struct db *db);
