/* connection.h - the inside of struct db, for this room alone: the one place that names mysql.h. */
#pragma once
#include <mysql.h>
#include <stdbool.h>
#include <stdint.h>
#include "db/db.h"
#include "db/stmt.h"

/* Statements of one program; each has a number for life, and a handle for as long as its
 * connection stands. */
enum { STMTS_MAX = 2048 };
/* Texts up to this size come with the row; longer ones are fetched again into the arena. */
enum { CELL_SIZE = 512 };

#define SQL_MODE \
	"STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION"

/* Where the library puts one column of the row that it fetches. */
struct cell {
	union {
		long long number;
		double real;
		MYSQL_TIME time;
		char text[CELL_SIZE];
	};
	unsigned long size;
	my_bool is_null, is_short;
};

struct db {
	struct arena *arena; /* its own; lives as long as it */
	MYSQL *mysql;        /* NULL: not connected */
	enum db_trouble trouble;
	bool is_duplicate;
	bool in_transaction;
	bool is_broken;                  /* the transaction is lost: only tx_rollback helps */
	bool is_unsent;                  /* lost before the last command could be sent */
	struct cell *cells;              /* of the row being fetched */
	MYSQL_STMT *prepared[STMTS_MAX]; /* by *stmt->slot */
};

/* Connects if need be; within a transaction a lost connection is not made again. */
enum err db_connect(struct db *db) MUST_USE;
/* Ends the connection and forgets its statements. */
void db_disconnect(struct db *db);
/* Takes in what MariaDB said to a statement: sets the trouble, drops a dead connection, logs
 * what an operator or a programmer should know, and returns the error to pass on. */
enum err db_failed(struct db *db, const char *what, unsigned number, const char *message) MUST_USE;
/* A mistake of ours that MariaDB did not see: logs it; E_BUG. */
enum err db_mistake(struct db *db, const char *format, ...) PRINTF(2, 3);
/* Before each statement: no trouble yet. E_BUSY if the transaction is lost already. */
enum err db_start(struct db *db) MUST_USE;
/* One command without parameters that this room wrote. */
enum err db_command(struct db *db, const char *sql) MUST_USE;

/* A connection with our time-outs and character set, not yet set up as a session; NULL: logged. */
MYSQL *connection_open(const char *database, unsigned read_timeout_s);
