/* policy_test.c - the table of rights row by row, as it was meant; and who a caller is. A right that changes fails here. */
#include "id/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "id/caller.h"
#include "id/scope.h"

enum { MEMORY_MAX = 1 << 20 };

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_make(MEMORY_MAX);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const struct {
	enum action action;
	const char *name;
	enum reach nobody, customer, agent, admin;
} rows[] = {
	{ SITE_SEE, "SITE_SEE", ANY, ANY, ANY, ANY },
	{ SIGN_IN, "SIGN_IN", ANY, ANY, ANY, ANY },
	{ SIGN_OUT, "SIGN_OUT", ANY, ANY, ANY, ANY },
	{ SELF_SEE, "SELF_SEE", NEVER, OWN, OWN, OWN },
	{ DESK_SEE, "DESK_SEE", NEVER, ORGANIZATION, DESK, ANY },
	{ TICKET_CREATE, "TICKET_CREATE", NEVER, ORGANIZATION, DESK, ANY },
	{ TICKET_LIST, "TICKET_LIST", NEVER, OWN, OWN, OWN },
	{ TICKET_SEE, "TICKET_SEE", NEVER, ORGANIZATION, DESK, ANY },
	{ TICKET_COMMENT, "TICKET_COMMENT", NEVER, ORGANIZATION, DESK, ANY },
	{ TICKET_ATTACH, "TICKET_ATTACH", NEVER, ORGANIZATION, DESK, ANY },
	{ TICKET_MOVE, "TICKET_MOVE", NEVER, OWN, DESK, ANY },
	{ TICKET_REMOVE, "TICKET_REMOVE", NEVER, NEVER, NEVER, ANY },
	{ TICKET_EDIT, "TICKET_EDIT", NEVER, NEVER, DESK, ANY },
	{ TEXT_EDIT, "TEXT_EDIT", NEVER, OWN, DESK, ANY },
	{ PARTICIPANT_EDIT, "PARTICIPANT_EDIT", NEVER, OWN, DESK, ANY },
	{ SUBSCRIBE, "SUBSCRIBE", NEVER, ORGANIZATION, DESK, ANY },
	{ FEEDBACK_GIVE, "FEEDBACK_GIVE", NEVER, OWN, OWN, OWN },
	{ QUOTE_WRITE, "QUOTE_WRITE", NEVER, NEVER, DESK, ANY },
	{ APPROVAL_ANSWER, "APPROVAL_ANSWER", NEVER, ORGANIZATION, DESK, ANY },
	{ SLA_SEE, "SLA_SEE", NEVER, NEVER, DESK, ANY },
	{ PRESENCE_TELL, "PRESENCE_TELL", NEVER, NEVER, DESK, ANY },
	{ NOTE_SEE, "NOTE_SEE", NEVER, NEVER, DESK, ANY },
	{ NOTE_ADD, "NOTE_ADD", NEVER, NEVER, DESK, ANY },
	{ COMMENT_HIDE, "COMMENT_HIDE", NEVER, NEVER, DESK, ANY },
	{ FILE_UPLOAD, "FILE_UPLOAD", NEVER, ORGANIZATION, DESK, ANY },
	{ FILE_DOWNLOAD, "FILE_DOWNLOAD", NEVER, ORGANIZATION, DESK, ANY },
	{ FILE_REMOVE, "FILE_REMOVE", NEVER, OWN, DESK, ANY },
	{ FILE_OPEN, "FILE_OPEN", ANY, ANY, ANY, ANY },
	{ FILE_LINK, "FILE_LINK", NEVER, ORGANIZATION, DESK, ANY },
	{ FILE_OVERSEE, "FILE_OVERSEE", NEVER, NEVER, DESK, ANY },
	{ TEXT_PREVIEW, "TEXT_PREVIEW", NEVER, OWN, OWN, OWN },
	{ DRAFT_KEEP, "DRAFT_KEEP", NEVER, ORGANIZATION, DESK, ANY },
	{ AGENT_LIST, "AGENT_LIST", NEVER, NEVER, DESK, ANY },
	{ QUEUE_SEE, "QUEUE_SEE", NEVER, NEVER, DESK, ANY },
	{ QUEUE_EDIT, "QUEUE_EDIT", NEVER, NEVER, DESK, ANY },
	{ TEMPLATE_SEE, "TEMPLATE_SEE", NEVER, NEVER, DESK, ANY },
	{ TEMPLATE_EDIT, "TEMPLATE_EDIT", NEVER, NEVER, DESK, ANY },
	{ MAIL_SEE, "MAIL_SEE", NEVER, NEVER, DESK, ANY },
	{ MAIL_DECIDE, "MAIL_DECIDE", NEVER, NEVER, DESK, ANY },
	{ LETTER_ANSWER, "LETTER_ANSWER", ANY, ANY, ANY, ANY },
	{ LANGUAGE_SET, "LANGUAGE_SET", NEVER, OWN, OWN, OWN },
	{ OPERATE, "OPERATE", ANY, ANY, ANY, ANY },
};
enum { ROWS_N = sizeof(rows) / sizeof(rows[0]) };

static void every_action_reaches_as_far_as_it_was_meant(void **state)
{
	(void)state;
	assert_int_equal(ROWS_N, ACTION_COUNT);
	for (int i = 0; i < ROWS_N; i++) {
		assert_int_equal(rows[i].action, i);
		assert_string_equal(action_name(rows[i].action), rows[i].name);
		assert_int_equal(policy_reach(ROLE_NOBODY, rows[i].action), rows[i].nobody);
		assert_int_equal(policy_reach(ROLE_CUSTOMER, rows[i].action), rows[i].customer);
		assert_int_equal(policy_reach(ROLE_AGENT, rows[i].action), rows[i].agent);
		assert_int_equal(policy_reach(ROLE_ADMIN, rows[i].action), rows[i].admin);
	}
}

static void no_role_reaches_less_far_than_the_one_below_it(void **state)
{
	(void)state;
	for (int action = 0; action < ACTION_COUNT; action++)
		for (int role = ROLE_CUSTOMER; role < ROLE_COUNT; role++)
			assert_true(policy_reach((enum role)role, (enum action)action) >=
				policy_reach((enum role)(role - 1), (enum action)action));
}

static void a_right_holds_up_to_its_reach_and_not_beyond(void **state)
{
	(void)state;
	for (int action = 0; action < ACTION_COUNT; action++)
		for (int role = 0; role < ROLE_COUNT; role++)
			for (int distance = OWN; distance <= ANY; distance++) {
				enum reach reach = policy_reach(
					(enum role)role, (enum action)action);

				assert_int_equal(policy_allows((enum role)role, (enum action)action,
							 (enum reach)distance),
					reach != NEVER && (int)reach >= distance);
			}
}

static void a_right_that_never_holds_does_not_hold_at_no_distance(void **state)
{
	(void)state;
	assert_false(policy_allows(ROLE_CUSTOMER, NOTE_SEE, NEVER));
	assert_false(policy_allows(ROLE_NOBODY, TICKET_SEE, NEVER));
}

static void the_names_of_roles_lead_there_and_back(void **state)
{
	(void)state;
	for (int role = 0; role < ROLE_COUNT; role++)
		assert_int_equal(role_from_name(role_name((enum role)role)), role);
	assert_int_equal(role_from_name("Admin"), ROLE_NOBODY);
	assert_int_equal(role_from_name(""), ROLE_NOBODY);
	assert_int_equal(role_from_name(NULL), ROLE_NOBODY);
}

#define READ "read:servicedesk-request"
#define WRITE "write:servicedesk-request"
#define AGENT "read:jira-work"

/* `scopes` NULL is a browser session; `role` NULL is nobody. */
static const struct {
	const char *role, *scopes;
	enum action action;
	enum err wanted;
} gates[] = {
	{ NULL, NULL, SITE_SEE, OK },
	{ NULL, NULL, SIGN_IN, OK },
	{ NULL, NULL, SELF_SEE, E_SIGNED_OUT },
	{ NULL, NULL, TICKET_SEE, E_SIGNED_OUT },
	{ NULL, NULL, AGENT_LIST, E_SIGNED_OUT },
	{ "customer", NULL, TICKET_SEE, OK },
	{ "customer", NULL, TICKET_CREATE, OK },
	{ "customer", NULL, NOTE_ADD, E_DENIED },
	{ "customer", NULL, AGENT_LIST, E_DENIED },
	{ "agent", NULL, AGENT_LIST, OK },
	{ "agent", NULL, NOTE_ADD, OK },
	{ "admin", NULL, AGENT_LIST, OK },
	{ "operator", NULL, TICKET_SEE, E_SIGNED_OUT },
	{ "customer", READ " " WRITE, TICKET_CREATE, OK },
	{ "customer", READ, TICKET_SEE, OK },
	{ "customer", READ, FILE_DOWNLOAD, OK },
	{ "customer", READ, TICKET_CREATE, E_DENIED },
	{ "customer", READ, TICKET_COMMENT, E_DENIED },
	{ "customer", READ, FILE_UPLOAD, E_DENIED },
	{ "customer", WRITE, TICKET_SEE, E_DENIED },
	{ "customer", WRITE, FILE_UPLOAD, OK },
	{ "customer", "", TICKET_SEE, E_DENIED },
	{ "customer", "", SITE_SEE, OK },
	{ "customer", "xread:servicedesk-request", TICKET_SEE, E_DENIED },
	{ "customer", "read:servicedesk-requests", TICKET_SEE, E_DENIED },
	{ "customer", READ "," WRITE, TICKET_CREATE, E_DENIED },
	{ "customer", AGENT, AGENT_LIST, E_DENIED },
	{ "agent", READ " " WRITE, AGENT_LIST, E_DENIED },
	{ "agent", READ " " WRITE " " AGENT, AGENT_LIST, OK },
	{ "admin", READ " " WRITE " " AGENT, SIGN_OUT, E_DENIED },
	{ "admin", READ " " WRITE " " AGENT, SIGN_IN, E_DENIED },
};

static void the_gate_asks_for_the_role_and_of_a_token_for_its_scope(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(gates) / sizeof(gates[0]); i++) {
		const struct caller caller = { .role = gates[i].role, .scopes = gates[i].scopes };
		struct scope s = { .arena = arena,
			.caller = gates[i].role ? &caller : NULL,
			.refusal = { .arena = arena } };
		enum err e = policy_gate(&s, gates[i].action);

		if (e != gates[i].wanted)
			fail_msg("row %zu, %s: %s", i, action_name(gates[i].action), err_name(e));
		assert_int_equal(e != OK, s.refusal.message != NULL);
	}
}

static void an_agent_of_another_desk_is_a_customer_there(void **state)
{
	const struct caller agent = { .role = "agent" }, admin = { .role = "admin" },
			    customer = { .role = "customer" };
	struct scope s = { .caller = &agent };

	(void)state;
	assert_int_equal(caller_role_on_desk(&s, true), ROLE_AGENT);
	assert_int_equal(caller_role_on_desk(&s, false), ROLE_CUSTOMER);
	s.caller = &admin;
	assert_int_equal(caller_role_on_desk(&s, false), ROLE_ADMIN);
	s.caller = &customer;
	assert_int_equal(caller_role_on_desk(&s, true), ROLE_CUSTOMER);
	s.caller = NULL;
	assert_int_equal(caller_role_on_desk(&s, true), ROLE_NOBODY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_action_reaches_as_far_as_it_was_meant),
		cmocka_unit_test(no_role_reaches_less_far_than_the_one_below_it),
		cmocka_unit_test(a_right_holds_up_to_its_reach_and_not_beyond),
		cmocka_unit_test(a_right_that_never_holds_does_not_hold_at_no_distance),
		cmocka_unit_test(the_names_of_roles_lead_there_and_back),
		cmocka_unit_test_setup_teardown(
			the_gate_asks_for_the_role_and_of_a_token_for_its_scope, setup, teardown),
		cmocka_unit_test(an_agent_of_another_desk_is_a_customer_there),
	};

	return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
