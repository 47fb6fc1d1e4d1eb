/* migrate.h - brings the schema up to sql/migrations/ and loads the demo: the only SQL text
 * that is not compiled. */
#pragma once
#include <stdbool.h>
#include "base/err.h"

struct db;

/* Creates the database if it is missing and applies NNN_name.sql in order, each once, under
 * GET_LOCK, remembered with its SHA-256; a file that changed after it was applied is refused. */
enum err migrate_up(const char *sql_dir) MUST_USE;
/* Is the schema the one this program was built for? Prints what is missing. */
enum err migrate_status(const char *sql_dir, bool *current_out) MUST_USE;
/* Runs each statement of a file, in one transaction. ${NAME} is replaced from the environment list
 * {"NAME", "value", NULL}, quoted as an SQL string. */
enum err migrate_run_file(const char *path, const char *const *variables) MUST_USE;
