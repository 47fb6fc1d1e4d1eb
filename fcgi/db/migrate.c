/* migrate.c - the operator's way to the schema. Its connection is its own: it writes, waits
 * long, and is used by lodgectl only. DDL commits by itself, so a file that fails half-way is
 * not remembered and wants a person. */
#include "db/migrate.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/str.h"
#include "db/connection.h"
#include "db/script.h"

enum {
	ARENA_SIZE = 128 * 1024 * 1024,
	FILE_SIZE_MAX = 16 * 1024 * 1024,
	MIGRATIONS_MAX = 999,
	STATEMENT_WAIT_S = 3600,
	LOCK_WAIT_S = 60,
};

struct migration {
	int version;
	const char *name; /* 001_lodge.sql */
	const char *path;
	const char *text;
	struct hash hash;
	const char *applied; /* the hash that is remembered, in hex; NULL: not applied */
	struct migration *next;
};

/* One run of lodgectl. */
struct run {
	struct arena *arena;
	MYSQL *mysql;
	const char *const *variables;
};

static enum err up(struct run *run, const char *sql_dir);
static enum err up_locked(struct run *run, const char *sql_dir);
static enum err status(struct run *run, const char *sql_dir, bool *current_out);
static enum err file_run(struct run *run, const char *path);
static void run_open(struct run *run);
static void run_close(struct run *run);
static enum err connect_to(struct run *run, bool make_database);
static enum err database_make(struct run *run);
static enum err migrations_list(struct run *run, const char *sql_dir, struct migration **first_out);
static enum err migration_read(
	struct run *run, const char *dir, const char *name, struct migration **link);
static bool is_migration(const char *name);
static enum err applied_read(struct run *run, struct migration *first);
static enum err migration_check(const struct run *run, const struct migration *migration);
static enum err migration_apply(struct run *run, const struct migration *migration);
static enum err script_run(struct run *run, const char *path, const char *text);
static const char *variable_value(void *values, const char *name);
static enum err command(struct run *run, const char *sql);
static enum err number_ask(struct run *run, const char *sql, long *number_out);
static enum err file_read(struct arena *arena, const char *path, const char **text_out);
static const char *quoted(struct run *run, const char *text);

enum err migrate_up(const char *sql_dir)
{
	struct run run = { 0 };
	enum err e;

	run_open(&run);
	e = up(&run, sql_dir);
	run_close(&run);
	return e;
}

enum err migrate_status(const char *sql_dir, bool *current_out)
{
	struct run run = { 0 };
	enum err e;

	*current_out = false;
	run_open(&run);
	e = status(&run, sql_dir, current_out);
	run_close(&run);
	return e;
}

enum err migrate_run_file(const char *path, const char *const *variables)
{
	struct run run = { .variables = variables };
	enum err e;

	run_open(&run);
	e = file_run(&run, path);
	run_close(&run);
	return e;
}

static enum err up(struct run *run, const char *sql_dir)
{
	const char *name = conf()->db_name;
	enum err e;
	long number;

	TRY(connect_to(run, true));
	TRY(number_ask(run,
		arena_format(
			run->arena, "SELECT GET_LOCK('lodge migrate %s', %d)", name, LOCK_WAIT_S),
		&number));
	if (number != 1)
		return fail(E_BUSY, "somebody else is migrating %s", name);
	e = up_locked(run, sql_dir);
	if (number_ask(run,
		    arena_format(run->arena, "SELECT RELEASE_LOCK('lodge migrate %s')", name),
		    &number) != OK)
		log_warn("the lock ends with the connection");
	return e;
}

static enum err up_locked(struct run *run, const char *sql_dir)
{
	struct migration *first;

	TRY(command(run,
		"CREATE TABLE IF NOT EXISTS schema_migration (version INT NOT NULL PRIMARY KEY, "
		"name VARCHAR(200) NOT NULL, sha256 CHAR(64) NOT NULL, applied_at DATETIME(3) NOT NULL)"));
	TRY(migrations_list(run, sql_dir, &first));
	TRY(applied_read(run, first));
	for (const struct migration *migration = first; migration != NULL;
		migration = migration->next) {
		TRY(migration_check(run, migration));
		if (migration->applied == NULL)
			TRY(migration_apply(run, migration));
	}
	return OK;
}

static enum err status(struct run *run, const char *sql_dir, bool *current_out)
{
	struct migration *first;
	long tables;
	bool current = true;

	TRY(connect_to(run, false));
	TRY(number_ask(run,
		"SELECT COUNT(*) FROM information_schema.tables "
		"WHERE table_schema = DATABASE() AND table_name = 'schema_migration'",
		&tables));
	TRY(migrations_list(run, sql_dir, &first));
	if (tables == 1)
		TRY(applied_read(run, first));
	for (const struct migration *migration = first; migration != NULL;
		migration = migration->next) {
		if (migration->applied == NULL)
			printf("missing: %s\n", migration->name);
		if (migration->applied == NULL || migration_check(run, migration) != OK)
			current = false;
	}
	*current_out = current;
	return OK;
}

static enum err file_run(struct run *run, const char *path)
{
	const char *text = NULL;
	enum err e;

	TRY(connect_to(run, false));
	TRY(file_read(run->arena, path, &text));
	TRY(command(run, "START TRANSACTION"));
	e = script_run(run, path, text);
	if (e == OK)
		return command(run, "COMMIT");
	mysql_rollback(run->mysql); /* and else the end of the connection does it */
	return e;
}

static void run_open(struct run *run)
{
	run->arena = arena_make(ARENA_SIZE);
}

static void run_close(struct run *run)
{
	if (run->mysql != NULL)
		mysql_close(run->mysql);
	arena_free(run->arena);
}

static enum err connect_to(struct run *run, bool make_database)
{
	if (make_database)
		TRY(database_make(run));
	run->mysql = connection_open(conf()->db_name, STATEMENT_WAIT_S);
	if (run->mysql == NULL)
		return E_BUSY;
	return command(run,
		"SET SESSION sql_mode = '" SQL_MODE "', time_zone = '+00:00', "
		"collation_connection = 'utf8mb4_bin', tx_isolation = 'READ-COMMITTED'");
}

/* Who may not make one may use the one that is there. */
static enum err database_make(struct run *run)
{
	const char *name = conf()->db_name;
	size_t size = strspn(
		name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
	MYSQL *mysql;
	char *sql;

	if (size == 0 || name[size] != '\0')
		return fail(E_INVALID, "db_name %s: letters, digits and _ only", name);
	mysql = connection_open(NULL, STATEMENT_WAIT_S);
	if (mysql == NULL)
		return E_BUSY;
	sql = arena_format(run->arena,
		"CREATE DATABASE IF NOT EXISTS `%s` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
		name);
	if (mysql_real_query(mysql, sql, strlen(sql)) != 0)
		log_info("%s: %s", sql, mysql_error(mysql));
	mysql_close(mysql);
	return OK;
}

static enum err migrations_list(struct run *run, const char *sql_dir, struct migration **first_out)
{
	const char *path = arena_format(run->arena, "%s/migrations", sql_dir);
	DIR *dir = opendir(path);
	const struct dirent *entry;
	enum err e = OK;
	int version = 0;

	*first_out = NULL;
	if (dir == NULL)
		return fail(E_INVALID, "%s: %s", path, strerror(errno));
	while (e == OK && (entry = readdir(dir)) != NULL)
		if (is_migration(entry->d_name))
			e = migration_read(run, path, entry->d_name, first_out);
	closedir(dir);
	for (const struct migration *migration = *first_out; e == OK && migration != NULL;
		migration = migration->next)
		if (migration->version != ++version)
			e = fail(E_INVALID, "%s: the next migration is %03d", migration->name,
				version);
	return e;
}

/* Reads it and puts it where its number belongs. */
static enum err migration_read(
	struct run *run, const char *dir, const char *name, struct migration **link)
{
	struct migration *migration = arena_new(run->arena, struct migration);

	migration->version = (name[0] - '0') * 100 + (name[1] - '0') * 10 + (name[2] - '0');
	migration->name = arena_strdup(run->arena, name);
	migration->path = arena_format(run->arena, "%s/%s", dir, name);
	TRY(file_read(run->arena, migration->path, &migration->text));
	migration->hash = hash_text(migration->text);
	while (*link != NULL && (*link)->version < migration->version)
		link = &(*link)->next;
	migration->next = *link;
	*link = migration;
	return OK;
}

/* NNN_name.sql */
static bool is_migration(const char *name)
{
	return strspn(name, "0123456789") == 3 && name[3] == '_' && str_ends(name, ".sql");
}

static enum err applied_read(struct run *run, struct migration *first)
{
	MYSQL_RES *result;
	MYSQL_ROW row;
	enum err e = OK;

	TRY(command(run, "SELECT version, name, sha256 FROM schema_migration ORDER BY version"));
	result = mysql_store_result(run->mysql);
	if (result == NULL)
		return fail(E_BUSY, "schema_migration: %s", mysql_error(run->mysql));
	while (e == OK && (row = mysql_fetch_row(result)) != NULL) {
		struct migration *migration = first;
		long long version;

		if (str_to_int(row[0], 1, MIGRATIONS_MAX, &version) != OK)
			version = 0;
		while (migration != NULL && migration->version != version)
			migration = migration->next;
		if (migration == NULL)
			e = fail(E_CONFLICT,
				"the schema has %s, which this program does not know: it is too old",
				row[1]);
		else
			migration->applied = arena_strdup(run->arena, row[2]);
	}
	mysql_free_result(result);
	return e;
}

static enum err migration_check(const struct run *run, const struct migration *migration)
{
	if (migration->applied == NULL ||
		str_equal(migration->applied, hash_hex(run->arena, &migration->hash)))
		return OK;
	return fail(E_CONFLICT, "%s changed after it was applied: write a new migration",
		migration->path);
}

static enum err migration_apply(struct run *run, const struct migration *migration)
{
	TRY(script_run(run, migration->path, migration->text));
	TRY(command(run,
		arena_format(run->arena,
			"INSERT INTO schema_migration (version, name, sha256, applied_at) "
			"VALUES (%d, %s, '%s', UTC_TIMESTAMP(3))",
			migration->version, quoted(run, migration->name),
			hash_hex(run->arena, &migration->hash))));
	log_info("applied %s", migration->name);
	return OK;
}

static enum err script_run(struct run *run, const char *path, const char *text)
{
	struct script script = { .at = text, .line = 1, .value = variable_value, .values = run };
	const char *statement;
	int line;

	for (;;) {
		MYSQL_RES *result;

		if (script_next(run->arena, &script, &statement, &line) != OK)
			return fail(E_INVALID, "%s is not understood", path);
		if (statement == NULL)
			return OK;
		if (mysql_real_query(run->mysql, statement, strlen(statement)) != 0)
			return fail(E_INVALID, "%s:%d: %s (%u)", path, line,
				mysql_error(run->mysql), mysql_errno(run->mysql));
		result = mysql_store_result(run->mysql);
		if (result != NULL)
			mysql_free_result(result);
	}
}

static const char *variable_value(void *values, const char *name)
{
	struct run *run = values;

	for (const char *const *pair = run->variables; pair != NULL && pair[0] != NULL; pair += 2)
		if (str_equal(pair[0], name))
			return quoted(run, pair[1]);
	return NULL;
}

static enum err command(struct run *run, const char *sql)
{
	if (mysql_real_query(run->mysql, sql, strlen(sql)) == 0)
		return OK;
	return fail(E_BUSY, "%s: %s (%u)", sql, mysql_error(run->mysql), mysql_errno(run->mysql));
}

/* The one number that the query gives; 0 for NULL. */
static enum err number_ask(struct run *run, const char *sql, long *number_out)
{
	MYSQL_RES *result;
	MYSQL_ROW row;
	long long number = 0;

	TRY(command(run, sql));
	result = mysql_store_result(run->mysql);
	row = result != NULL ? mysql_fetch_row(result) : NULL;
	if (row != NULL && row[0] != NULL && str_to_int(row[0], 0, MIGRATIONS_MAX, &number) != OK)
		number = 0;
	*number_out = (long)number;
	if (result != NULL)
		mysql_free_result(result);
	return OK;
}

static enum err file_read(struct arena *arena, const char *path, const char **text_out)
{
	FILE *file = fopen(path, "rb");
	struct str text = str_make(arena);
	char bytes[16 * 1024];
	size_t size;
	enum err e = OK;

	if (file == NULL)
		return fail(E_INVALID, "%s: %s", path, strerror(errno));
	while ((size = fread(bytes, 1, sizeof bytes, file)) > 0 && text.size <= FILE_SIZE_MAX)
		str_add_bytes(&text, bytes, size);
	if (ferror(file) || text.size > FILE_SIZE_MAX || memchr(text.text, '\0', text.size) != NULL)
		e = fail(E_INVALID, "%s cannot be read, is larger than %d bytes, or holds a NUL",
			path, FILE_SIZE_MAX);
	fclose(file);
	*text_out = text.text;
	return e;
}

static const char *quoted(struct run *run, const char *text)
{
	size_t size = strlen(text);
	char *out = arena_alloc(run->arena, 2 * size + 3);
	unsigned long used;

	out[0] = '\'';
	used = mysql_real_escape_string(run->mysql, out + 1, text, size);
	out[1 + used] = '\'';
	return out;
}
