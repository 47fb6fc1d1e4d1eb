/* db.c - opens the connection and sets up its session in one statement; judges what goes wrong
 * on it. A dead connection is closed at once, together with its statements, and opened again by
 * the next call that needs one. */
#include "db/db.h"
#include <errmsg.h>
#include <mysqld_error.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/metric.h"
#include "db/connection.h"

enum { DB_ARENA_SIZE = 256 * 1024, LOCK_WAIT_S = 3, GROUP_CONCAT_SIZE = 65536 };

/* What a number of MariaDB's means to us. */
enum meaning {
	MEANS_RETRY,
	MEANS_LOST,
	MEANS_DUPLICATE,
	MEANS_ORPHAN,
	MEANS_HELD,
	MEANS_BUSY,
	MEANS_BUG
};

static const struct {
	unsigned number;
	enum meaning meaning;
} meanings[] = {
	{ ER_LOCK_DEADLOCK, MEANS_RETRY },
	{ ER_LOCK_WAIT_TIMEOUT, MEANS_RETRY },
	{ ER_CHECKREAD, MEANS_RETRY },
	{ CR_SERVER_GONE_ERROR, MEANS_LOST },
	{ CR_SERVER_LOST, MEANS_LOST },
	{ CR_SERVER_LOST_EXTENDED, MEANS_LOST },
	{ CR_COMMANDS_OUT_OF_SYNC, MEANS_LOST },
	{ CR_STMT_CLOSED, MEANS_LOST },
	{ CR_MALFORMED_PACKET, MEANS_LOST },
	{ CR_ERR_NET_READ, MEANS_LOST },
	{ CR_ERR_NET_WRITE, MEANS_LOST },
	{ ER_SERVER_SHUTDOWN, MEANS_LOST },
	{ ER_CONNECTION_KILLED, MEANS_LOST },
	{ ER_NORMAL_SHUTDOWN, MEANS_LOST },
	{ ER_UNKNOWN_STMT_HANDLER, MEANS_LOST },
	{ ER_DUP_ENTRY, MEANS_DUPLICATE },
	{ ER_NO_REFERENCED_ROW_2, MEANS_ORPHAN },
	{ ER_ROW_IS_REFERENCED_2, MEANS_HELD },
	{ ER_STATEMENT_TIMEOUT, MEANS_BUSY },
	{ ER_QUERY_INTERRUPTED, MEANS_BUSY },
	{ ER_OPTION_PREVENTS_STATEMENT, MEANS_BUSY }, /* the server is read-only */
	{ ER_MAX_PREPARED_STMT_COUNT_REACHED, MEANS_BUSY },
	{ ER_LOCK_TABLE_FULL, MEANS_BUSY },
	{ ER_RECORD_FILE_FULL, MEANS_BUSY },
	{ ER_DISK_FULL, MEANS_BUSY },
};

static enum err session_setup(struct db *db);
static enum meaning meaning_of(unsigned number);

struct db *db_make(void)
{
	struct arena *arena = arena_make(DB_ARENA_SIZE);
	struct db *db = arena_new(arena, struct db);

	db->arena = arena;
	db->cells = arena_alloc(arena, STMT_COLUMNS_MAX * sizeof *db->cells);
	return db;
}

void db_close(struct db *db)
{
	if (db == NULL)
		return;
	db_disconnect(db);
	arena_free(db->arena);
}

enum err db_ready(struct db *db)
{
	TRY(db_start(db));
	return db_connect(db);
}

enum db_trouble db_trouble(const struct db *db)
{
	return db->trouble;
}

bool db_is_duplicate(const struct db *db)
{
	return db->is_duplicate;
}

enum err db_connect(struct db *db)
{
	if (db->mysql != NULL)
		return OK;
	db->mysql = connection_open(conf()->db_name, (unsigned)conf()->db_read_timeout_s);
	if (db->mysql == NULL) {
		db->trouble = DB_REFUSED;
		return E_BUSY;
	}
	metric_add(METRIC_DB_CONNECTS, 1);
	return session_setup(db);
}

/* The handles outlive mysql_close, which only tells them that they are dead: so it sends
 * nothing for each. */
void db_disconnect(struct db *db)
{
	if (db->mysql == NULL)
		return;
	mysql_close(db->mysql);
	db->mysql = NULL;
	for (size_t i = 0; i < STMTS_MAX; i++) {
		if (db->prepared[i] != NULL)
			mysql_stmt_close(db->prepared[i]);
		db->prepared[i] = NULL;
	}
}

enum err db_failed(struct db *db, const char *what, unsigned number, const char *message)
{
	db->trouble = DB_REFUSED;
	switch (meaning_of(number)) {
	case MEANS_RETRY:
		db->trouble = DB_RETRY;
		db->is_broken = db->in_transaction;
		log_info("%s: %s (%u)", what, message, number);
		return E_BUSY;
	case MEANS_LOST:
		log_warn("%s: %s (%u)", what, message, number);
		db->trouble = DB_LOST;
		/* The socket did not take it; an answer that stays away is 2013. */
		db->is_unsent = number == CR_SERVER_GONE_ERROR;
		db->is_broken = db->in_transaction;
		db_disconnect(db);
		return E_BUSY;
	case MEANS_DUPLICATE:
		db->is_duplicate = true;
		return E_CONFLICT;
	case MEANS_ORPHAN:
		log_info("%s: %s (%u)", what, message, number);
		return E_MISSING;
	case MEANS_HELD:
		log_info("%s: %s (%u)", what, message, number);
		return E_CONFLICT;
	case MEANS_BUSY:
		return fail(E_BUSY, "%s: %s (%u)", what, message, number);
	case MEANS_BUG:
		break;
	}
	return fail(E_BUG, "%s: %s (%u)", what, message, number);
}

enum err db_mistake(struct db *db, const char *format, ...)
{
	char what[512];
	va_list list;

	va_start(list, format);
	vsnprintf(what, sizeof what, format, list);
	va_end(list);
	db->trouble = DB_REFUSED;
	return fail(E_BUG, "%s", what);
}

enum err db_start(struct db *db)
{
	if (db->is_broken)
		return E_BUSY;
	db->trouble = DB_FINE;
	db->is_duplicate = false;
	return OK;
}

enum err db_command(struct db *db, const char *sql)
{
	if (mysql_real_query(db->mysql, sql, strlen(sql)) != 0)
		return db_failed(db, sql, mysql_errno(db->mysql), mysql_error(db->mysql));
	return OK;
}

MYSQL *connection_open(const char *database, unsigned read_timeout_s)
{
	MYSQL *mysql = mysql_init(NULL);
	unsigned connect_timeout_s = (unsigned)conf()->db_connect_timeout_s;
	my_bool no = 0;
	const char *password = conf()->db_password;

	if (mysql == NULL) {
		log_error("mysql_init: out of memory");
		return NULL;
	}
	mysql_options(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &connect_timeout_s);
	mysql_options(mysql, MYSQL_OPT_READ_TIMEOUT, &read_timeout_s);
	mysql_options(mysql, MYSQL_OPT_WRITE_TIMEOUT, &read_timeout_s);
	mysql_options(mysql, MYSQL_OPT_RECONNECT, &no);
	mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_optionsv(mysql, MYSQL_OPT_LOCAL_INFILE, 0);
	if (mysql_real_connect(mysql, NULL, conf()->db_user, password[0] != '\0' ? password : NULL,
		    database, 0, conf()->db_socket, CLIENT_FOUND_ROWS) == NULL) {
		log_warn("MariaDB at %s: %s (%u)", conf()->db_socket, mysql_error(mysql),
			mysql_errno(mysql));
		mysql_close(mysql);
		return NULL;
	}
	return mysql;
}

/* A session that only reads (a transaction says READ WRITE for itself), in UTC, strict, and
 * patient for no longer than we are: a worker that hangs in the middle of a transaction must not
 * hold its locks. Literals compare as our columns do: byte by byte. */
static enum err session_setup(struct db *db)
{
	char sql[512];

	snprintf(sql, sizeof sql,
		"SET SESSION sql_mode = '" SQL_MODE
		"', collation_connection = 'utf8mb4_bin', time_zone = '+00:00', "
		"tx_isolation = 'READ-COMMITTED', tx_read_only = 1, autocommit = 1, "
		"max_statement_time = %lld, idle_write_transaction_timeout = %lld, innodb_lock_wait_timeout = %d, "
		"group_concat_max_len = %d",
		(long long)conf()->db_statement_timeout_s,
		(long long)conf()->db_statement_timeout_s, LOCK_WAIT_S, GROUP_CONCAT_SIZE);
	if (db_command(db, sql) == OK)
		return OK;
	db_disconnect(db); /* half set up is not set up */
	return E_BUSY;
}

static enum meaning meaning_of(unsigned number)
{
	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
		if (meanings[i].number == number)
			return meanings[i].meaning;
	return MEANS_BUG;
}
