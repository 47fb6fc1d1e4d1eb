/* migrate_test.c - migrations apply once, in order, and never in another shape than they were
 * remembered. */
#include "db/migrate.h"

#include <sys/stat.h>
#include <sys/wait.h>

#include "database.h"

static char sql_dir[] = "/tmp/lodge-migrate.XXXXXX";

static void file_path(char *path, size_t size, const char *name)
{
	snprintf(path, size, "%s/migrations/%s", sql_dir, name);
}

static void put_file(const char *name, const char *text)
{
	char path[256];
	FILE *file;

	file_path(path, sizeof path, name);
	file = fopen(path, "w");
	fputs(text, file);
	fclose(file);
}

static void drop_file(const char *name)
{
	char path[256];

	file_path(path, sizeof path, name);
	unlink(path);
}

static int start(void **state)
{
	char path[256];

	if (database_open(state) != 0 || mkdtemp(sql_dir) == NULL)
		return 1;
	file_path(path, sizeof path, "");
	return mkdir(path, 0700);
}

static int end(void **state)
{
	char path[256];

	file_path(path, sizeof path, "");
	rmdir(path);
	rmdir(sql_dir);
	return database_drop(state);
}

/* Every test begins with two migrations applied, of which the second fills a table. */
static int two_migrations(void **state)
{
	(void)state;
	if (root == NULL)
		return 0;
	database_run("DROP TABLE IF EXISTS schema_migration, a, b, c");
	put_file("001_first.sql",
		"-- makes; a\nCREATE TABLE a (n INT);\nCREATE TABLE b (t VARCHAR(100));\n");
	put_file("002_second.sql", "INSERT INTO a VALUES (1), (2);");
	put_file("README", "no migration");
	return migrate_up(sql_dir) != OK;
}

static int no_files(void **state)
{
	static const char *const names[] = { "001_first.sql", "002_second.sql", "003_third.sql",
		"004_fourth.sql", "README", "demo.sql" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		drop_file(names[i]);
	return 0;
}

static void each_is_applied_once_and_in_order(void **state)
{
	bool current = false;

	NEED_DATABASE();
	assert_int_equal(migrate_up(sql_dir), OK);
	assert_int_equal(database_run("SELECT COUNT(*) FROM a"), 2);
	assert_int_equal(
		database_run("SELECT COUNT(*) FROM schema_migration WHERE LENGTH(sha256) = 64"), 2);
	assert_int_equal(migrate_status(sql_dir, &current), OK);
	assert_true(current);
	put_file("004_fourth.sql", "DROP TABLE c;");
	put_file("003_third.sql", "CREATE TABLE c (n INT);");
	assert_int_equal(migrate_status(sql_dir, &current), OK);
	assert_false(current);
	assert_int_equal(migrate_up(sql_dir), OK);
	assert_int_equal(migrate_status(sql_dir, &current), OK);
	assert_true(current);
}

static void a_file_that_changed_afterwards_is_refused(void **state)
{
	bool current = true;

	NEED_DATABASE();
	put_file("001_first.sql", "CREATE TABLE a (n BIGINT);");
	put_file("003_third.sql", "CREATE TABLE c (n INT);");
	assert_int_equal(migrate_up(sql_dir), E_CONFLICT);
	assert_int_equal(migrate_status(sql_dir, &current), OK);
	assert_false(current);
	assert_int_equal(database_run("SELECT COUNT(*) FROM schema_migration"), 2);
}

static void a_schema_newer_than_the_program_is_refused(void **state)
{
	NEED_DATABASE();
	drop_file("002_second.sql");
	assert_int_equal(migrate_up(sql_dir), E_CONFLICT);
}

static void a_gap_or_a_number_twice_is_refused(void **state)
{
	NEED_DATABASE();
	put_file("004_fourth.sql", "CREATE TABLE c (n INT);");
	assert_int_equal(migrate_up(sql_dir), E_INVALID);
	drop_file("004_fourth.sql");
	put_file("002_twice.sql", "CREATE TABLE c (n INT);");
	assert_int_equal(migrate_up(sql_dir), E_INVALID);
	drop_file("002_twice.sql");
}

static void what_failed_is_not_remembered(void **state)
{
	NEED_DATABASE();
	put_file("003_third.sql", "CREATE TABLE c (n INT);\nCREATE TABLE c (n INT);");
	assert_int_equal(migrate_up(sql_dir), E_INVALID);
	assert_int_equal(database_run("SELECT COUNT(*) FROM schema_migration"), 2);
	database_run("DROP TABLE c");
	put_file("003_third.sql", "CREATE TABLE c (n INT);");
	assert_int_equal(migrate_up(sql_dir), OK);
}

static void somebody_else_who_migrates_is_waited_for(void **state)
{
	char lock[128];
	int status;
	pid_t child;

	NEED_DATABASE();
	put_file("003_third.sql", "CREATE TABLE c (n INT);");
	snprintf(lock, sizeof lock, "SELECT GET_LOCK('lodge migrate %s', 0)", database_name);
	assert_int_equal(database_run(lock), 1);
	child = fork();
	if (child == 0)
		_exit(migrate_up(sql_dir) == OK ? 0 : 1);
	usleep(300 * 1000);
	assert_int_equal(database_run("SELECT COUNT(*) FROM schema_migration"), 2);
	snprintf(lock, sizeof lock, "SELECT RELEASE_LOCK('lodge migrate %s')", database_name);
	assert_int_equal(database_run(lock), 1);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(database_run("SELECT COUNT(*) FROM schema_migration"), 3);
}

static void a_file_runs_with_its_variables_quoted(void **state)
{
	static const char *const variables[] = { "NAME", "O'Hara\\; DROP TABLE a", "EMPTY", "",
		NULL };
	char path[256];

	NEED_DATABASE();
	file_path(path, sizeof path, "demo.sql");
	put_file("demo.sql",
		"INSERT INTO b VALUES (${NAME}), (${EMPTY}), ('${NAME}'); SELECT 1; DELETE FROM a;");
	assert_int_equal(migrate_run_file(path, variables), OK);
	assert_int_equal(
		database_run("SELECT COUNT(*) FROM b WHERE t = 'O\\'Hara\\\\; DROP TABLE a'"), 1);
	assert_int_equal(database_run("SELECT COUNT(*) FROM b WHERE t IN ('', '${NAME}')"), 2);
	assert_int_equal(database_run("SELECT COUNT(*) FROM a"), 0);
}

static void a_file_that_fails_leaves_nothing(void **state)
{
	static const char *const texts[] = {
		"INSERT INTO b VALUES ('x'); INSERT INTO nothing VALUES (1);",
		"INSERT INTO b VALUES ('x'); INSERT INTO b VALUES (${NOBODY});",
		"INSERT INTO b VALUES ('x'); INSERT INTO b VALUES ('y);",
	};
	char path[256];

	NEED_DATABASE();
	file_path(path, sizeof path, "demo.sql");
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		put_file("demo.sql", texts[i]);
		assert_int_equal(migrate_run_file(path, NULL), E_INVALID);
		assert_int_equal(database_run("SELECT COUNT(*) FROM b"), 0);
	}
	drop_file("demo.sql");
	assert_int_equal(migrate_run_file(path, NULL), E_INVALID);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, two_migrations, no_files)
	static const struct CMUnitTest tests[] = {
		TEST(each_is_applied_once_and_in_order),
		TEST(a_file_that_changed_afterwards_is_refused),
		TEST(a_schema_newer_than_the_program_is_refused),
		TEST(a_gap_or_a_number_twice_is_refused),
		TEST(what_failed_is_not_remembered),
		TEST(somebody_else_who_migrates_is_waited_for),
		TEST(a_file_runs_with_its_variables_quoted),
		TEST(a_file_that_fails_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, start, end);
}
