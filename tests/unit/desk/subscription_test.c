/* subscription_test.c - who is told of a ticket's news, by what they said and by their part in it. */
#include "desk/subscription.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum said { NOTHING, YES, NO };

static const struct {
	const char *sentence;
	bool reports, assigned, taking_part, asked, shared, team;
	enum said said;
	bool wanted;
} cases[] = {
	{ "the reporter is told", .reports = true, .wanted = true },
	{ "the reporter who muted it is not", .reports = true, .said = NO },
	{ "the reporter who asked again is", .reports = true, .said = YES, .wanted = true },
	{ "who takes part is told", .taking_part = true, .wanted = true },
	{ "who takes part and muted it is not", .taking_part = true, .said = NO },
	{ "the assignee is told", .assigned = true, .team = true, .wanted = true },
	{ "the assignee who muted it is not", .assigned = true, .team = true, .said = NO },
	{ "an assignee who left the desk is not", .assigned = true },
	{ "an approver is not", .asked = true },
	{ "an approver who asked is", .asked = true, .said = YES, .wanted = true },
	{ "somebody of an organization it is shared with is not", .shared = true },
	{ "the same who asked is", .shared = true, .said = YES, .wanted = true },
	{ "the same who takes part is", .shared = true, .taking_part = true, .wanted = true },
	{ "the team is not", .team = true },
	{ "an agent who asked is", .team = true, .said = YES, .wanted = true },
	{ "who does not see it is not", .said = NOTHING },
	{ "who does not see it any more is not, though they asked", .said = YES },
};

static void test_rule(void **state)
{
	static const bool yes = true, no = false;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct interest interest = {
			.said = cases[i].said == YES  ? &yes
				: cases[i].said == NO ? &no
						      : NULL,
			.taking_part = cases[i].taking_part,
			.asked = cases[i].asked,
			.shared = cases[i].shared,
			.team = cases[i].team,
		};

		if (subscription_is_wanted(&interest, cases[i].reports, cases[i].assigned) !=
			cases[i].wanted)
			fail_msg("%s", cases[i].sentence);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rule),
	};

	return cmocka_run_group_tests_name("who is told of news", tests, NULL, NULL);
}
