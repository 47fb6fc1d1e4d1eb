/* lodgectl.c - the operator's command: reads the configuration and runs one
 * command of app/ctl.c. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/json.h"
#include "base/log.h"
#include "base/str.h"
#include "db/db.h"
#include "app/ctl.h"

#define VERSION "0.1"

enum { MEMORY_MAX = 256 * 1024 * 1024 };

static int run(const char *conf_path, char **words);

int main(int argc, char **argv)
{
	const char *conf_path = NULL;
	char **words = argv + (argc > 0);

	log_open("lodgectl");
	if (*words != NULL && str_equal(*words, "--conf") && words[1] != NULL) {
		conf_path = words[1];
		words += 2;
	}
	if (*words != NULL && (str_equal(*words, "--help") || str_equal(*words, "help"))) {
		ctl_help(stdout);
		return 0;
	}
	if (*words != NULL && str_equal(*words, "--version")) {
		puts("lodgectl " VERSION);
		return 0;
	}
	if (*words != NULL && str_equal(*words, "--conf-reference")) {
		conf_print_reference();
		return 0;
	}
	if (!ctl_is_known(words)) {
		ctl_help(stderr);
		return 2;
	}
	return run(conf_path, words);
}

static int run(const char *conf_path, char **words)
{
	struct arena *arena = arena_make(MEMORY_MAX);
	struct ctl ctl = { .arena = arena };
	int status;

	conf_load(conf_path);
	json_use(arena);
	ctl.scope = (struct scope){
		.arena = arena, .db = db_make(), .door = "command", .refusal = { .arena = arena }
	};
	status = ctl_run(&ctl, words);
	db_close(ctl.scope.db);
	arena_free(arena);
	return status;
}
