/* statements.c - says in JSON what sqlc made of every statement, and whether MariaDB sees parameters and columns the same way.
 * statements.test.mjs builds and runs it: statements CONF. */
#include <stdio.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/json.h"
#include "base/log.h"
#include "db/db.h"
#include "sql/all.h"

enum { MEMORY_MAX = 64 * 1024 * 1024 };

static const char *const kinds[] = { "id", "int", "bool", "text", "blob", "hash", "time", "real",
	"json", "ids" };

static struct json *params_json(const struct stmt *stmt)
{
	struct json *list = json_array();

	for (int i = 0; i < stmt->n_params; i++) {
		struct json *param = json_object();

		json_put(param, "name", stmt->params[i].name);
		json_put(param, "kind", kinds[stmt->params[i].kind]);
		json_put(param, "nullable", stmt->params[i].nullable);
		json_add(list, param);
	}
	return list;
}

static void tell(struct db *db, const struct stmt *stmt)
{
	struct json *told = json_object();

	json_put(told, "name", stmt->name);
	json_put(told, "place", stmt->place);
	json_put(told, "sql", stmt->sql);
	json_put(told, "writes", stmt->writes);
	json_put(told, "params", params_json(stmt));
	json_put_bool(told, "verified", stmt_verify(db, stmt) == OK);
	puts(json_text(told, NULL));
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_make(MEMORY_MAX);
	struct db *db;

	if (argc != 2)
		return 2;
	log_open("statements");
	conf_load(argv[1]);
	db = db_make();
	for (size_t i = 0; i < sql_all_n; i++) {
		json_use(arena);
		tell(db, sql_all[i]);
		arena_reset(arena);
	}
	db_close(db);
	arena_free(arena);
	return 0;
}
