/* limits.h - what MariaDB admits, for operators who choose how many workers there are. */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct db;

struct limits {
	int64_t connections_max;     /* max_connections */
	int64_t statements_max;      /* max_prepared_stmt_count, over all connections */
	int64_t statements_prepared; /* now */
};
enum err limits_read(struct db *db, struct limits *limits_out) MUST_USE;
