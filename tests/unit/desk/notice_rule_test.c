/* notice_rule_test.c - who is told of which kind of news: every kind x every part that somebody has in a ticket, decided here once
 * more. A kind that this test does not know fails. */
#include "desk/notice_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const bool yes = true, no = false;

enum { ACTOR = 1, READER = 7, QUOTE = 70 };

/* The columns of the table. */
static const struct part {
	const char *name;
	struct notice_reader reader;
} parts[] = {
	{ "reporter", { .reports = true } },
	{ "reporter who muted", { .reports = true, .said = &no } },
	{ "participant", { .taking_part = true } },
	{ "participant who muted", { .taking_part = true, .said = &no } },
	{ "approver who is waited for", { .asked = true, .quote_id = QUOTE } },
	{ "the same who muted", { .asked = true, .quote_id = QUOTE, .said = &no } },
	{ "approver of another quote", { .asked = true, .quote_id = QUOTE + 1 } },
	{ "approver who has answered", { .asked = true } },
	{ "member", { .shared = true } },
	{ "member who asked", { .shared = true, .said = &yes } },
	{ "outsider", { 0 } },
	{ "outsider who asked once", { .said = &yes } },
	{ "assignee", { .team = true, .assigned = true } },
	{ "assignee who muted", { .team = true, .assigned = true, .said = &no } },
	{ "colleague", { .team = true } },
	{ "colleague who asked", { .team = true, .said = &yes } },
	{ "assignee who left the desk", { .assigned = true } },
	{ "agent who raised it", { .team = true, .reports = true } },
	{ "colleague who wants all that is new", { .team = true, .watching = true } },
	{ "the same who muted", { .team = true, .watching = true, .said = &no } },
	{ "the same who left the desk", { .watching = true } },
};
enum { PARTS = sizeof(parts) / sizeof(parts[0]) };

/* A row: what a customer did, and what the team did. A letter for each part in their order: x told, . not. */
static const struct {
	const char *name;
	const char *by_customer, *by_team,
		*of_the_team; /* the last: by the team, and not for customers */
} expected[] = {
	/*            rRpPaAbcmMoOsSdDlRnNx */
	{ "created", "x.x......x..x..x.xx..", "x.x......x.....x.xx..", "...............x..x.." },
	{ "comment", "x.x......x..x..x.x...", "x.x......x.....x.x...", "...............x....." },
	{ "status", "x.x......x..x..x.x...", "x.x......x.....x.x...", "...............x....." },
	{ "resolved", "xxxx.....x..x..x.x...", "xxxx.....x.....x.x...", "...............x....." },
	{ "reopened", "x.x......x..x..x.x...", "x.x......x.....x.x...", "...............x....." },
	{ "asked", "....xx...............", "....xx...............", "....................." },
	{ "accepted", "............x..x.x...", "...............x.....", "...............x....." },
	{ "declined", "............x..x.x...", "...............x.....", "...............x....." },
	{ "added", "..x..................", "..x..................", "....................." },
	{ "assigned", "............x........", "............x........", "............x........" },
	{ "shared", ".........x...........", ".........x...........", "....................." },
	{ "merged", "x.x......x.......x...", "x.x......x.......x...", "....................." },
};

static struct notice_event event_of(enum notice_kind kind, bool by_team, bool public)
{
	return (struct notice_event){ .kind = kind,
		.actor_id = ACTOR,
		.by_team = by_team,
		.public = public,
		.subject_id = kind == NOTICE_ASKED ? QUOTE : READER };
}

static struct notice_reader reader_of(int part)
{
	struct notice_reader reader = parts[part].reader;

	reader.person_id = READER;
	reader.proven = true;
	return reader;
}

static void row_check(enum notice_kind kind, bool by_team, bool public, const char *row)
{
	const struct notice_event event = event_of(kind, by_team, public);

	assert_int_equal(strlen(row), PARTS);
	for (int part = 0; part < PARTS; part++) {
		const struct notice_reader reader = reader_of(part);

		if (notice_tells(&event, &reader) != (row[part] == 'x'))
			fail_msg("%s by %s%s: %s", expected[kind].name,
				by_team ? "the team" : "a customer", public ? "" : ", the team's",
				parts[part].name);
	}
}

static void test_table(void **state)
{
	(void)state;
	assert_int_equal(sizeof(expected) / sizeof(expected[0]), NOTICE_KINDS);
	for (enum notice_kind kind = 0; kind < NOTICE_KINDS; kind++) {
		assert_string_equal(notice_kind_name(kind), expected[kind].name);
		row_check(kind, false, true, expected[kind].by_customer);
		row_check(kind, true, true, expected[kind].by_team);
		row_check(kind, true, false, expected[kind].of_the_team);
	}
}

static void test_nobody_is_told_of_their_own_act(void **state)
{
	(void)state;
	for (enum notice_kind kind = 0; kind < NOTICE_KINDS; kind++)
		for (int part = 0; part < PARTS; part++) {
			struct notice_event event = event_of(kind, false, true);
			const struct notice_reader reader = reader_of(part);

			event.actor_id = READER;
			assert_false(notice_tells(&event, &reader));
			assert_false(notice_tells_beside(&event, &reader));
		}
}

static void test_what_a_rule_did_is_told_to_all(void **state)
{
	struct notice_event event = event_of(NOTICE_STATUS, false, true);
	const struct notice_reader reporter = reader_of(0);

	(void)state;
	event.actor_id = 0;
	assert_true(notice_tells(&event, &reporter));
}

/* The comment that resolves a ticket stands in the letter about that. */
static void test_who_is_told_of_one_thing_reads_all_beside_it(void **state)
{
	const struct notice_event comment = event_of(NOTICE_COMMENT, true, true),
				  note = event_of(NOTICE_COMMENT, true, false);
	const struct notice_reader muted = reader_of(1), asked = reader_of(9),
				   approver = reader_of(4);

	(void)state;
	assert_false(notice_tells(&comment, &muted));
	assert_true(notice_tells_beside(&comment, &muted));
	assert_false(notice_tells_beside(&note, &muted));
	assert_true(notice_tells_beside(&comment, &asked));
	assert_false(notice_tells_beside(&comment, &approver));
}

static void test_of_others_nobody_is_added_or_assigned(void **state)
{
	struct notice_event event;

	(void)state;
	for (int part = 0; part < PARTS; part++) {
		const struct notice_reader reader = reader_of(part);

		event = event_of(NOTICE_ADDED, true, true);
		event.subject_id = READER + 1;
		assert_false(notice_tells(&event, &reader));
		event.kind = NOTICE_ASSIGNED;
		assert_false(notice_tells(&event, &reader));
	}
}

static const struct {
	const char *sentence;
	struct notice_reader reader;
	bool reaches;
} addresses[] = {
	{ "a proven address is written to", { .proven = true }, true },
	{ "an unproven one is not", { .reports = true }, false },
	{ "who came by mail is written to about their own ticket",
		{ .by_mail = true, .reports = true }, true },
	{ "and about one in which they take part", { .by_mail = true, .taking_part = true }, true },
	{ "but about no other", { .by_mail = true, .shared = true, .asked = true }, false },
	{ "what comes back is not sent again", { .proven = true, .stopped = true }, false },
	{ "nor to who came by mail", { .by_mail = true, .reports = true, .stopped = true }, false },
};

static void test_addresses(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++)
		if (!notice_hindrance(&addresses[i].reader) != addresses[i].reaches)
			fail_msg("%s", addresses[i].sentence);
}

static const char *const why[PARTS] = { "reporter", "reporter", "participant", "participant",
	"approver", "approver", "approver", "approver", "member", "member", "member", "member",
	"assignee", "assignee", "watcher", "watcher", "member", "reporter", "desk", "desk",
	"member" };

static void test_reasons(void **state)
{
	(void)state;
	for (int part = 0; part < PARTS; part++) {
		const struct notice_reader reader = reader_of(part);

		assert_string_equal(notice_reason_name(notice_reason(&reader)), why[part]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_nobody_is_told_of_their_own_act),
		cmocka_unit_test(test_what_a_rule_did_is_told_to_all),
		cmocka_unit_test(test_who_is_told_of_one_thing_reads_all_beside_it),
		cmocka_unit_test(test_of_others_nobody_is_added_or_assigned),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_reasons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
