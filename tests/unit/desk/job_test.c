/* job_test.c - jobs are taken once, held by a lease, put off when they fail, and given up in the end. The kind of work is a name
 * that nobody knows, which fails, or the check of a file that is gone, which is done at once. */
#include "desk/job.h"

#include <sys/wait.h>

#include "../db/database.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "db/db.h"
#include "db/migrate.h"
#include "id/scope.h"
#include "id/tenant.h"

enum { LEASE_MS = 120000, TENANTS = 3 };

static struct scope one, two;
static struct tenant tenants[TENANTS] = { { .id = 1 }, { .id = 2 }, { .id = 3 } };

static struct scope scope_new(void)
{
	struct arena *arena = arena_make(1 << 20);

	return (struct scope){ .arena = arena, .db = db_make(), .refusal = { .arena = arena } };
}

static int start(void **state)
{
	if (database_open(state) != 0)
		return 1;
	if (root == NULL)
		return 0;
	if (migrate_up("sql") != OK)
		return 1;
	for (int i = 0; i < TENANTS; i++) {
		char sql[256];

		snprintf(sql, sizeof sql,
			"INSERT INTO tenant (id, slug, name, host, origin, created_at) VALUES "
			"(%d, 't%d', 'T', 't%d', 'http://t%d', UTC_TIMESTAMP(3))",
			i + 1, i + 1, i + 1, i + 1);
		database_run(sql);
	}
	one = scope_new();
	two = scope_new();
	json_use(one.arena);
	return 0;
}

static int end(void **state)
{
	if (root != NULL) {
		db_close(one.db);
		db_close(two.db);
		arena_free(one.arena);
		arena_free(two.arena);
	}
	return database_drop(state);
}

static int no_jobs(void **state)
{
	(void)state;
	if (root != NULL)
		database_run("DELETE FROM job");
	return 0;
}

/* So many of a tenant, of a kind. */
static void put(int tenant, const char *kind, int n)
{
	char sql[256];

	snprintf(sql, sizeof sql,
		"INSERT INTO job (tenant_id, lane, kind, subject_id, due_at, created_at) "
		"SELECT %d, 'files', '%s', seq, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM seq_1_to_%d",
		tenant, kind, n);
	database_run(sql);
}

static bool never(void)
{
	return false;
}

static long long count(const char *where)
{
	char sql[256];

	snprintf(sql, sizeof sql, "SELECT COUNT(*) FROM job WHERE %s", where);
	return database_run(sql);
}

static int rounds(struct scope *s, int n_max, bool (*stops)(void))
{
	int n;

	assert_int_equal(job_round(s, "files", n_max, stops, &n), OK);
	return n;
}

static void a_job_that_is_done_leaves_the_table(void **state)
{
	NEED_DATABASE();
	put(1, "check", 1);
	assert_int_equal(rounds(&one, JOB_CLAIM_MAX, never), 1);
	assert_int_equal(count("TRUE"), 0);
	assert_int_equal(rounds(&one, JOB_CLAIM_MAX, never), 0);
}

static void tenants_take_turns(void **state)
{
	NEED_DATABASE();
	put(1, "check", 50);
	put(2, "check", 1);
	put(3, "check", 7);
	assert_int_equal(rounds(&one, 5, never), 5 + 1 + 5);
	assert_int_equal(count("tenant_id = 1"), 45);
	assert_int_equal(count("tenant_id = 2"), 0);
	assert_int_equal(count("tenant_id = 3"), 2);
}

static void only_what_is_due_in_this_lane_is_taken(void **state)
{
	NEED_DATABASE();
	put(1, "check", 3);
	database_run("UPDATE job SET lane = 'other' WHERE subject_id = 1");
	database_run(
		"UPDATE job SET due_at = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR WHERE subject_id = 2");
	assert_int_equal(rounds(&one, JOB_CLAIM_MAX, never), 1);
	assert_int_equal(count("subject_id = 3"), 0);
	assert_int_equal(count("TRUE"), 2);
}

/* Asked between the jobs of the first claimer: the second one takes its round there. */
static int taken_by_two;
static bool let_two_in(void)
{
	static bool inside;

	if (!inside && count("lease IS NOT NULL") > 0) {
		inside = true;
		taken_by_two += rounds(&two, 3, never);
		inside = false;
	}
	return false;
}

static void two_claimers_never_take_the_same_job(void **state)
{
	NEED_DATABASE();
	put(1, "check", 12);
	taken_by_two = 0;
	assert_int_equal(rounds(&one, 6, let_two_in), 6);
	assert_int_equal(taken_by_two, 6);
	assert_int_equal(count("TRUE"), 0);
}

/* Processes of their own, as many as there are connections to tell them apart: what each did is counted by its end. */
static void many_processes_do_each_job_once(void **state)
{
	enum { PROCESSES = 4, JOBS = 200 };
	int total = 0;

	NEED_DATABASE();
	put(1, "check", JOBS);
	put(2, "check", JOBS);
	for (int i = 0; i < PROCESSES; i++)
		if (fork() == 0) {
			struct scope s = scope_new();
			int done = 0, n;

			json_use(s.arena);
			do {
				if (job_round(&s, "files", 4, never, &n) != OK)
					_exit(255);
				done += n;
			} while (n > 0);
			_exit(done / 2);
		}
	for (int i = 0; i < PROCESSES; i++) {
		int status;

		assert_true(wait(&status) > 0);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 255);
		total += WEXITSTATUS(status) * 2;
	}
	assert_in_range(total, 2 * JOBS - PROCESSES, 2 * JOBS);
	assert_int_equal(count("TRUE"), 0);
}

static void a_lease_that_runs_belongs_to_its_holder(void **state)
{
	NEED_DATABASE();
	put(1, "check", 1);
	database_run(
		"UPDATE job SET lease = 'dead', due_at = UTC_TIMESTAMP(3) + INTERVAL 1 MINUTE");
	assert_int_equal(rounds(&one, JOB_CLAIM_MAX, never), 0);
	database_run("UPDATE job SET due_at = UTC_TIMESTAMP(3)");
	assert_int_equal(rounds(&one, JOB_CLAIM_MAX, never), 1);
	assert_int_equal(count("TRUE"), 0);
}

/* Between claim and beginning somebody else has taken it. */
static bool steal(void)
{
	database_run("UPDATE job SET lease = 'other' WHERE lease IS NOT NULL");
	return false;
}

static void who_overslept_changes_nothing(void **state)
{
	NEED_DATABASE();
	put(1, "check", 2);
	rounds(&one, JOB_CLAIM_MAX, steal);
	assert_int_equal(count("lease = 'other' AND tries = 0 AND trouble IS NULL"), 2);
}

static void a_claim_lasts_as_long_as_the_lease(void **state)
{
	struct job job = { .subject_id = 1, .lease = "mine", .stops = never };
	long long left;

	NEED_DATABASE();
	put(1, "check", 1);
	database_run("UPDATE job SET lease = 'mine', due_at = UTC_TIMESTAMP(3)");
	job.id = database_run("SELECT id FROM job");
	one.tenant = &tenants[0];
	assert_int_equal(job_hold(&one, &job, 0), OK);
	left = database_run(
		"SELECT TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), due_at) DIV 1000 FROM job");
	assert_in_range(left, LEASE_MS - 5000, LEASE_MS);
	assert_int_equal(job_hold(&one, &job, 3 * LEASE_MS), OK);
	left = database_run(
		"SELECT TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), due_at) DIV 1000 FROM job");
	assert_in_range(left, 3 * LEASE_MS - 5000, 3 * LEASE_MS);
	database_run("UPDATE job SET lease = 'other'");
	assert_int_equal(job_hold(&one, &job, 0), OK); /* it was held for long: nothing is asked */
	job.held_until = 0;
	assert_int_equal(job_hold(&one, &job, 0), E_LOCKED);
	assert_true(job.left);
}

static void what_fails_is_tried_again_later_each_time_and_given_up_in_the_end(void **state)
{
	long long before = 0, pause;

	NEED_DATABASE();
	put(1, "nonsense", 1);
	for (int tries = 1; tries < JOB_TRIES_MAX; tries++) {
		assert_int_equal(rounds(&one, JOB_CLAIM_MAX, never), 1);
		assert_int_equal(database_run("SELECT tries FROM job"), tries);
		assert_int_equal(count("lease IS NULL AND trouble LIKE '%nonsense%'"), 1);
		pause = database_run(
			"SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3), due_at + INTERVAL 500000 MICROSECOND) FROM job");
		assert_in_range(pause, before, 600);
		assert_true(pause > before || pause == 600);
		before = pause;
		assert_int_equal(rounds(&one, JOB_CLAIM_MAX, never), 0);
		database_run("UPDATE job SET due_at = UTC_TIMESTAMP(3)");
	}
	assert_int_equal(before, 600);
	assert_int_equal(rounds(&one, JOB_CLAIM_MAX, never), 1);
	assert_int_equal(count("due_at IS NULL AND lease IS NULL"), 1);
	assert_int_equal(rounds(&one, JOB_CLAIM_MAX, never), 0);
}

static void one_that_gave_up_holds_up_nobody(void **state)
{
	NEED_DATABASE();
	put(1, "nonsense", 3);
	database_run("UPDATE job SET due_at = NULL");
	put(1, "check", 1);
	put(2, "check", 1);
	assert_int_equal(rounds(&one, JOB_CLAIM_MAX, never), 2);
	assert_int_equal(count("TRUE"), 3);
}

static void one_that_ends_its_process_is_not_begun_for_ever(void **state)
{
	NEED_DATABASE();
	put(1, "check", 1);
	database_run("UPDATE job SET tries = 12");
	assert_int_equal(rounds(&one, JOB_CLAIM_MAX, never), 1);
	assert_int_equal(count("due_at IS NULL AND trouble LIKE '%ended in the middle%'"), 1);
}

/* At the second question the process is to end: one job is done, the others are due again at once. */
static int questions;
static bool at_the_second_job(void)
{
	return ++questions > 3;
}

static void a_process_that_is_to_end_leaves_the_rest_to_others(void **state)
{
	NEED_DATABASE();
	put(1, "check", 5);
	questions = 0;
	rounds(&one, JOB_CLAIM_MAX, at_the_second_job);
	assert_in_range(count("TRUE"), 1, 4);
	assert_int_equal(count("lease IS NOT NULL OR due_at > UTC_TIMESTAMP(3) OR tries > 0"), 0);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup(name, no_jobs)
	const struct CMUnitTest tests[] = {
		CASE(a_job_that_is_done_leaves_the_table),
		CASE(tenants_take_turns),
		CASE(only_what_is_due_in_this_lane_is_taken),
		CASE(two_claimers_never_take_the_same_job),
		CASE(many_processes_do_each_job_once),
		CASE(a_lease_that_runs_belongs_to_its_holder),
		CASE(who_overslept_changes_nothing),
		CASE(a_claim_lasts_as_long_as_the_lease),
		CASE(what_fails_is_tried_again_later_each_time_and_given_up_in_the_end),
		CASE(one_that_gave_up_holds_up_nobody),
		CASE(one_that_ends_its_process_is_not_begun_for_ever),
		CASE(a_process_that_is_to_end_leaves_the_rest_to_others),
	};

	log_open("test");
	return cmocka_run_group_tests_name("job", tests, start, end);
}
