/* sqlc_test.c - runs the compiler on the files beside it: what stands in sqlc/bad is refused
 * with the message in its first line, what stands in sqlc/good compiles, and makes the text in
 * *.golden. */
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define CASES "tests/unit/tools/sqlc"

enum { TEXT_SIZE_MAX = 256 * 1024, ARGUMENTS_MAX = 32 };

static char out_dir[] = "/tmp/sqlc-test.XXXXXX";

static int make_out_dir(void **state)
{
	(void)state;
	return mkdtemp(out_dir) == NULL;
}

static int remove_out_dir(void **state)
{
	static const char *const names[] = { "ticket", "other", "tied", "all" };
	char path[256];

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s/sql/%s.h", out_dir, names[i]);
		unlink(path);
		snprintf(path, sizeof path, "%s/sql/%s.c", out_dir, names[i]);
		unlink(path);
	}
	snprintf(path, sizeof path, "%s/sql", out_dir);
	rmdir(path);
	return rmdir(out_dir);
}

/* The file's text, in a buffer that the next call overwrites. */
static const char *read_file(const char *path)
{
	static char text[TEXT_SIZE_MAX];
	int file = open(path, O_RDONLY);
	size_t size = 0;
	ssize_t got = 1;

	if (file < 0)
		fail_msg("%s is not there", path);
	while (got > 0 && size < sizeof text - 1) {
		got = read(file, text + size, sizeof text - 1 - size);
		size += got > 0 ? (size_t)got : 0;
	}
	text[size] = '\0';
	close(file);
	return text;
}

/* sqlc --schema CASES/schema --out out_dir PATHS...; its exit status, and what it said. */
static int run_sqlc(const char *const *paths, char *said, size_t said_size)
{
	const char *build = getenv("BUILD");
	const char *arguments[ARGUMENTS_MAX] = { "sqlc", "--schema", CASES "/schema", "--out",
		out_dir };
	char program[256];
	size_t n = 5, size = 0;
	ssize_t got;
	int ends[2], status;
	pid_t child;

	snprintf(program, sizeof program, "%s/sqlc", build != NULL ? build : "build");
	while (*paths != NULL && n < ARGUMENTS_MAX - 1)
		arguments[n++] = *paths++;
	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		execv(program, (char *const *)(uintptr_t)arguments);
		_exit(127);
	}
	close(ends[1]);
	while ((got = read(ends[0], said + size, said_size - 1 - size)) > 0)
		size += (size_t)got;
	said[size] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

/* One file of bad/: its first line is "-- refused: LINE: MESSAGE"; the message may go on. */
static int is_refused_as_said(const char *name)
{
	static const char mark[] = "-- refused: ";
	char path[512], wanted[1024], said[4096];
	const char *const paths[] = { path, NULL };
	const char *text;

	snprintf(path, sizeof path, "%s/bad/%s", CASES, name);
	text = read_file(path);
	if (strncmp(text, mark, strlen(mark)) != 0) {
		print_error("%s does not say how it is refused\n", path);
		return 0;
	}
	snprintf(wanted, sizeof wanted, "%s:%.*s", path, (int)strcspn(text + strlen(mark), "\n"),
		text + strlen(mark));
	if (run_sqlc(paths, said, sizeof said) == 1 && strncmp(said, wanted, strlen(wanted)) == 0)
		return 1;
	print_error("wanted: %s\n   got: %s\n", wanted, said);
	return 0;
}

static void every_bad_file_is_refused_with_its_message(void **state)
{
	DIR *dir = opendir(CASES "/bad");
	const struct dirent *entry;
	int files = 0, wrong = 0;

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (strstr(entry->d_name, ".sql") == NULL)
			continue;
		files++;
		wrong += !is_refused_as_said(entry->d_name);
	}
	closedir(dir);
	assert_true(files > 150);
	assert_int_equal(wrong, 0);
}

static void good_files_compile_to_the_golden_text(void **state)
{
	static const char *const paths[] = { CASES "/good/ticket.sql", CASES "/good/other.sql",
		CASES "/good/tied.sql", NULL };
	static const char *const ends[] = { "h", "c" };
	static char wanted[TEXT_SIZE_MAX];
	char path[512], said[4096];

	(void)state;
	if (run_sqlc(paths, said, sizeof said) != 0)
		fail_msg("%s", said);
	assert_string_equal(said, "");
	for (size_t i = 0; i < 2; i++) {
		snprintf(path, sizeof path, "%s/good/ticket.%s.golden", CASES, ends[i]);
		strncat(memset(wanted, 0, sizeof wanted), read_file(path), sizeof wanted - 1);
		snprintf(path, sizeof path, "%s/sql/ticket.%s", out_dir, ends[i]);
		assert_string_equal(read_file(path), wanted);
	}
}

static void a_row_of_another_file_brings_its_header(void **state)
{
	static const char *const paths[] = { CASES "/good/ticket.sql", CASES "/good/other.sql",
		NULL };
	char path[512], said[4096];

	(void)state;
	assert_int_equal(run_sqlc(paths, said, sizeof said), 0);
	snprintf(path, sizeof path, "%s/sql/other.h", out_dir);
	assert_non_null(strstr(read_file(path), "#include \"sql/ticket.h\"\n"));
}

static void what_did_not_change_is_not_written_again(void **state)
{
	static const char *const paths[] = { CASES "/good/ticket.sql", NULL };
	struct stat before, after;
	struct timespec old[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };
	char path[512], said[4096];

	(void)state;
	assert_int_equal(run_sqlc(paths, said, sizeof said), 0);
	snprintf(path, sizeof path, "%s/sql/ticket.h", out_dir);
	assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
	assert_int_equal(stat(path, &before), 0);
	assert_int_equal(run_sqlc(paths, said, sizeof said), 0);
	assert_int_equal(stat(path, &after), 0);
	assert_int_equal(before.st_mtime, after.st_mtime);
}

static void one_run_names_the_first_mistake_of_every_statement(void **state)
{
	static const char *const paths[] = { CASES "/two_mistakes.sql", NULL };
	char said[4096];

	(void)state;
	assert_int_equal(run_sqlc(paths, said, sizeof said), 1);
	assert_non_null(strstr(said, "two_mistakes.sql:4: t is not tied to the tenant"));
	assert_non_null(strstr(said, "two_mistakes.sql:10: comment is not tied to the tenant"));
}

static void a_name_belongs_to_one_file(void **state)
{
	static const char *const paths[] = { CASES "/good/ticket.sql",
		CASES "/bad/tie_under_or.sql", NULL };
	char said[4096];

	(void)state;
	assert_int_equal(run_sqlc(paths, said, sizeof said), 1);
	assert_non_null(strstr(said, "the row ticket is declared twice"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_bad_file_is_refused_with_its_message),
		cmocka_unit_test(good_files_compile_to_the_golden_text),
		cmocka_unit_test(a_row_of_another_file_brings_its_header),
		cmocka_unit_test(what_did_not_change_is_not_written_again),
		cmocka_unit_test(one_run_names_the_first_mistake_of_every_statement),
		cmocka_unit_test(a_name_belongs_to_one_file),
	};

	return cmocka_run_group_tests(tests, make_out_dir, remove_out_dir);
}
