/* activity_test.c - who is told of which kind of change, and in whose words. Every kind is decided here once more: one that this test
 * does not know fails. */
#include "desk/activity.h"

#include "../db/database.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "db/db.h"
#include "db/migrate.h"
#include "db/tx.h"
#include "id/caller.h"
#include "id/scope.h"
#include "id/tenant.h"
#include "desk/ticket.h"

/* Told to customers always, if the change says so, or never; and whether they read what the team reads. */
static const struct {
	const char *name;
	bool asked, unasked, says;
} expected[ACTIVITY_COUNT] = {
	{ "created", true, true, true },
	{ "status", true, false, false },
	{ "comment", true, true, false },
	{ "note", false, false, false },
	{ "comment-hidden", false, false, false },
	{ "comment-edited", true, false, false },
	{ "field-edited", true, false, true },
	{ "file-added", true, false, true },
	{ "file-removed", true, false, true },
	{ "link-added", false, false, false },
	{ "link-revoked", false, false, false },
	{ "assignee", false, false, false },
	{ "priority", false, false, false },
	{ "resolution", true, false, true },
	{ "participant-added", true, false, true },
	{ "participant-removed", true, false, true },
	{ "shared", true, false, true },
	{ "unshared", true, false, true },
	{ "relation-added", false, false, false },
	{ "relation-removed", false, false, false },
	{ "merged", true, false, false },
	{ "merged-from", true, false, false },
	{ "quote-sent", true, false, true },
	{ "quote-void", true, false, true },
	{ "approved", true, false, true },
	{ "declined", true, false, true },
	{ "clock-warning", false, false, false },
	{ "clock-breached", false, false, false },
	{ "clock-target", false, false, false },
	{ "feedback", true, false, false },
};

static struct scope s;
static const struct tenant tenant = { .id = 1 };
static const struct caller agent = { .person_id = 1, .role = "agent" },
			   customer = { .person_id = 2, .role = "customer" },
			   program = { .person_id = 2, .role = "customer", .scopes = "x" };
static const struct ticket ticket = { .id = 1, .desk_id = 1, .reporter_id = 2, .answering = true };

static int start(void **state)
{
	if (database_open(state) != 0)
		return 1;
	if (root == NULL)
		return 0;
	if (migrate_up("sql") != OK)
		return 1;
	database_run("SET foreign_key_checks = 0, sql_mode = ''");
	database_run(
		"INSERT INTO tenant (id, slug, name, host, origin, created_at) VALUES (1, 't', 'T', 't', 'http://t', UTC_TIMESTAMP(3))");
	database_run(
		"INSERT INTO person (tenant_id, id, account_id, display_name, role, created_at) VALUES (1, 1, 'a', 'Agnes', 'agent', UTC_TIMESTAMP(3)), (1, 2, 'c', 'Anna', 'customer', UTC_TIMESTAMP(3))");
	database_run(
		"INSERT INTO desk (tenant_id, id, project_key, name, created_at) VALUES (1, 1, 'D', 'Desk', UTC_TIMESTAMP(3))");
	database_run(
		"INSERT INTO ticket (tenant_id, id, desk_id, ticket_key, summary, reporter_id, created_at) VALUES (1, 1, 1, 'D-1', 'S', 2, UTC_TIMESTAMP(3))");
	s.arena = arena_make(4 << 20);
	s.refusal.arena = s.arena;
	s.db = db_make();
	s.tenant = &tenant;
	s.now = INT64_C(1800000000000);
	json_use(s.arena);
	return 0;
}

static int end(void **state)
{
	if (root != NULL) {
		db_close(s.db);
		arena_free(s.arena);
	}
	return database_drop(state);
}

static int nothing_yet(void **state)
{
	(void)state;
	if (root != NULL)
		database_run("DELETE FROM activity");
	s.door = NULL;
	s.caller = &agent;
	return 0;
}

static void add(struct activity_new what)
{
	assert_int_equal(tx_begin(s.db), OK);
	assert_int_equal(activity_add(&s, &ticket, &what), OK);
	assert_int_equal(tx_commit(s.db), OK);
}

static struct activity *seen_by(const struct caller *caller)
{
	struct ticket seen = ticket;
	struct activity *first;

	s.caller = caller;
	assert_int_equal(activity_list(&s, &seen, INT64_MAX, 100, 0, &first), OK);
	s.caller = &agent;
	return first;
}

static void every_kind_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (int kind = 0; kind < ACTIVITY_COUNT; kind++) {
		assert_non_null(expected[kind].name);
		assert_string_equal(activity_name((enum activity_kind)kind), expected[kind].name);
	}
}

static void check(int kind, bool asked)
{
	struct activity_new what = { .kind = (enum activity_kind)kind,
		.public = asked,
		.before = "team before",
		.after = "team after" };
	bool told = asked ? expected[kind].asked : expected[kind].unasked;
	const struct activity *row;

	nothing_yet(NULL);
	add(what);
	row = seen_by(&agent);
	assert_non_null(row);
	assert_string_equal(row->after_text, "team after");
	row = seen_by(&customer);
	if ((row != NULL) != told)
		fail_msg("%s: told to customers: %d", expected[kind].name, row != NULL);
	if (!told)
		return;
	if (str_equal(row->before_text, "team before") != expected[kind].says ||
		str_equal(row->after_text, "team after") != expected[kind].says)
		fail_msg("%s: customers read %s", expected[kind].name, row->after_text);
	what.customer_before = "before";
	what.customer_after = "after";
	add(what);
	row = seen_by(&customer);
	assert_string_equal(row->before_text, "before");
	assert_string_equal(row->after_text, "after");
}

static void customers_are_told_of_each_kind_as_it_was_decided(void **state)
{
	NEED_DATABASE();
	for (int kind = 0; kind < ACTIVITY_COUNT; kind++) {
		check(kind, true);
		check(kind, false);
	}
}

static void the_door_is_the_callers_unless_somebody_says_another(void **state)
{
	static const struct {
		const struct caller *caller;
		const char *said, *door;
	} cases[] = {
		{ &customer, NULL, "portal" },
		{ &program, NULL, "api" },
		{ NULL, NULL, "job" },
		{ NULL, "command", "command" },
		{ &customer, "mail", "mail" },
	};

	NEED_DATABASE();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct activity *row;

		nothing_yet(NULL);
		s.caller = cases[i].caller;
		s.door = cases[i].said;
		add((struct activity_new){ ACTIVITY_CREATED });
		row = seen_by(&agent);
		assert_string_equal(row->door, cases[i].door);
		assert_int_equal(row->person_id, cases[i].caller ? cases[i].caller->person_id : 0);
	}
}

static void a_long_text_is_shortened(void **state)
{
	char text[2000];

	NEED_DATABASE();
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	add((struct activity_new){ ACTIVITY_CREATED, .after = text });
	assert_true(strlen(seen_by(&agent)->after_text) <= 503);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(every_kind_has_a_name_of_its_own, nothing_yet),
		cmocka_unit_test_setup(
			customers_are_told_of_each_kind_as_it_was_decided, nothing_yet),
		cmocka_unit_test_setup(
			the_door_is_the_callers_unless_somebody_says_another, nothing_yet),
		cmocka_unit_test_setup(a_long_text_is_shortened, nothing_yet),
	};

	return cmocka_run_group_tests(tests, start, end);
}
