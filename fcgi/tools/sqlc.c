/* sqlc.c - compiles sql/queries/ to C: sqlc --schema sql/migrations --out build/gen
 * sql/queries/NOUN.sql ... Writes OUT/sql/NOUN.h and NOUN.c, and all.h, all.c. Whatever it does
 * not understand, or that could reach another tenant's rows, it refuses with file:line and
 * status 1, and writes nothing. */
#include "tools/sqlc_check.h"
#include "tools/sqlc_emit.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct work {
	const struct schema *schema;
	const struct query_file *files;
	struct function *function;
};

static const char usage[] = "usage: sqlc --schema DIR --out DIR QUERIES.sql ...\n";

static struct query_file *files_read(char **paths);
static void names_check(const struct query_file *files);
static bool functions_compile(const struct schema *schema, const struct query_file *files);
static void function_compile(void *what);
static void directory_make(const char *path);

int main(int argc, char **argv)
{
	const struct query_file *files;
	const char *out;

	if (argc < 6 || strcmp(argv[1], "--schema") != 0 || strcmp(argv[3], "--out") != 0) {
		fputs(usage, stderr);
		return 2;
	}
	out = argv[4];
	files = files_read(argv + 5);
	names_check(files);
	if (!functions_compile(schema_read(argv[2]), files))
		return 1;
	directory_make(out);
	directory_make(keep_format("%s/sql", out));
	for (const struct query_file *file = files; file != NULL; file = file->next)
		file_emit(out, file);
	all_emit(out, files);
	return 0;
}

static struct query_file *files_read(char **paths)
{
	struct query_file *first = NULL, **end = &first;

	for (; *paths != NULL; paths++) {
		*end = query_file_read(*paths);
		end = &(*end)->next;
	}
	return first;
}

/* Rows and functions are known everywhere, so each name is given once. */
static void names_check(const struct query_file *files)
{
	for (const struct query_file *file = files; file != NULL; file = file->next) {
		for (const struct row *row = file->rows; row != NULL; row = row->next)
			if (query_row(files, row->name) != row)
				refuse_at(row->place, "the row %s is declared twice", row->name);
		for (const struct query_file *other = files; other != file; other = other->next)
			for (const struct function *a = file->functions; a != NULL; a = a->next)
				for (const struct function *b = other->functions; b != NULL;
					b = b->next)
					if (strcmp(a->name, b->name) == 0)
						refuse_at(
							a->place, "%s is declared twice", a->name);
	}
}

static bool functions_compile(const struct schema *schema, const struct query_file *files)
{
	bool fine = true;

	for (const struct query_file *file = files; file != NULL; file = file->next)
		for (struct function *function = file->functions; function != NULL;
			function = function->next) {
			struct work work = { schema, files, function };

			if (refusal_caught(function_compile, &work))
				fine = false;
		}
	return fine;
}

static void function_compile(void *what)
{
	struct work *work = what;
	struct function *function = work->function;

	if (function->row_name != NULL)
		function->row = query_row(work->files, function->row_name);
	function->statement = statement_parse(work->schema, function->tokens);
	function_check(function);
}

static void directory_make(const char *path)
{
	if (mkdir(path, 0777) != 0 && errno != EEXIST) {
		perror(path);
		exit(1);
	}
}
