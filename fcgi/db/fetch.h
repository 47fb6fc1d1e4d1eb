/* fetch.h - rows out of a statement that was run, as structs in an arena; for this room alone. */
#pragma once
#include "db/connection.h"

struct arena;

/* Points the columns at db->cells; once for each handle, the cells stay where they are. */
enum err fetch_bind(struct db *db, const struct stmt *stmt, MYSQL_STMT *handle) MUST_USE;
/* Every row, linked by its `next`. The result must have been stored. */
enum err fetch_rows(struct db *db, struct arena *arena, const struct stmt *stmt, MYSQL_STMT *handle,
	void **first_out, size_t *n_out) MUST_USE;
