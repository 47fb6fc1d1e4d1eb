/* database.h - a database of its own for one test program, on the MariaDB that LODGE_CONF
 * names, made and dropped by its administrator (root, without a password, as on every private
 * stack). Without LODGE_CONF the tests are skipped. */
#pragma once
#include "base/conf.h"
#include "base/log.h" /* before cmocka.h, whose macro fail() would break it */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <mysql.h>
#include <cmocka.h>

#ifndef STATEMENT_TIMEOUT
#define STATEMENT_TIMEOUT "1s"
#endif

static MYSQL *root;
static char socket_path[256], database_name[64];

#define NEED_DATABASE()           \
	do {                      \
		(void)state;      \
		if (root == NULL) \
			skip();   \
	} while (0)

/* Runs SQL behind the room's back; the first column of the first row as a number, else 0. */
static inline long long database_run(const char *sql)
{
	MYSQL_RES *result;
	MYSQL_ROW row;
	long long number = 0;

	if (mysql_query(root, sql) != 0)
		fail_msg("%s: %s", sql, mysql_error(root));
	result = mysql_store_result(root);
	row = result != NULL ? mysql_fetch_row(result) : NULL;
	if (row != NULL && row[0] != NULL)
		number = strtoll(row[0], NULL, 10);
	if (result != NULL)
		mysql_free_result(result);
	return number;
}

static inline void read_socket_path(const char *conf_path)
{
	FILE *file = fopen(conf_path, "r");
	char line[512];

	if (file == NULL)
		fail_msg("LODGE_CONF: %s is not there", conf_path);
	while (fgets(line, sizeof line, file) != NULL)
		sscanf(line, " db_socket = %255s", socket_path);
	fclose(file);
}

static inline int database_open(void **state)
{
	const char *conf_path = getenv("LODGE_CONF");
	char own_conf[] = "/tmp/lodge-unit.XXXXXX", sql[256];
	FILE *file;

	(void)state;
	if (conf_path == NULL)
		return 0;
	read_socket_path(conf_path);
	snprintf(database_name, sizeof database_name, "lodge_unit_%d", (int)getpid());
	root = mysql_init(NULL);
	if (mysql_real_connect(root, NULL, "root", NULL, NULL, 0, socket_path, 0) == NULL) {
		print_error("%s: %s\n", socket_path, mysql_error(root));
		return 1;
	}
	snprintf(sql, sizeof sql, "CREATE DATABASE %s CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
		database_name);
	database_run(sql);
	mysql_select_db(root, database_name);
	file = fdopen(mkstemp(own_conf), "w");
	fprintf(file, "db_socket = %s\ndb_user = root\ndb_name = %s\ndb_statement_timeout_s = %s\n",
		socket_path, database_name, STATEMENT_TIMEOUT);
	fclose(file);
	conf_load(own_conf);
	unlink(own_conf);
	return 0;
}

static inline int database_drop(void **state)
{
	char sql[256];

	(void)state;
	if (root == NULL)
		return 0;
	snprintf(sql, sizeof sql, "DROP DATABASE %s", database_name);
	database_run(sql);
	mysql_close(root);
	return 0;
}
