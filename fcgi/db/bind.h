/* bind.h - values of ours as the client library wants them, for this room alone. */
#pragma once
#include "db/connection.h"

struct arena;

/* One MYSQL_BIND for each '?', and what they point to, in the arena. E_BUG: NULL where the
 * statement does not allow it. */
enum err bind_values(struct db *db, struct arena *arena, const struct stmt *stmt,
	const union stmt_value *values, MYSQL_BIND **binds_out) MUST_USE;
/* Milliseconds since 1970 as DATETIME(3) and back; beyond the years 1000 to 9999 the nearest
 * instant in them. */
MYSQL_TIME time_to_mysql(int64_t at);
int64_t time_from_mysql(const MYSQL_TIME *time);
