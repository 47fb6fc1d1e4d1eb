/* limits.c - reads three variables of the server. They are no tables, so
 * sqlc has no say here. */
#include "db/limits.h"
#include <string.h>
#include "base/log.h"
#include "base/str.h"
#include "db/connection.h"
#include "db/db.h"

enum err limits_read(struct db *db, struct limits *limits_out)
{
	static const char sql[] =
		"SELECT @@max_connections, @@max_prepared_stmt_count, VARIABLE_VALUE "
		"FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'PREPARED_STMT_COUNT'";
	long long numbers[3] = { 0 };
	MYSQL_RES *result;
	MYSQL_ROW row;
	bool good = true;

	TRY(db_ready(db));
	if (mysql_real_query(db->mysql, sql, strlen(sql)) != 0)
		return db_failed(db, "limits", mysql_errno(db->mysql), mysql_error(db->mysql));
	result = mysql_store_result(db->mysql);
	row = result != NULL ? mysql_fetch_row(result) : NULL;
	for (int i = 0; i < 3; i++)
		good = good && row != NULL && str_to_int(row[i], 0, INT64_MAX, &numbers[i]) == OK;
	mysql_free_result(result);
	if (!good)
		return fail(E_BUSY, "MariaDB does not say its limits");
	*limits_out = (struct limits){ numbers[0], numbers[1], numbers[2] };
	return OK;
}
