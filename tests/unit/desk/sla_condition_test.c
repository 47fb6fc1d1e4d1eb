/* sla_condition_test.c - what each word means, and which goes first when several do. */
#include "desk/sla_condition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

static struct sla_rules rules_of(
	struct arena *arena, const char *start, const char *pause, const char *stop)
{
	const char *texts[] = { start, pause, stop }, *wrong;
	struct sla_rules rules;

	for (enum sla_slot slot = SLA_START; slot < SLA_SLOTS; slot++)
		assert_int_equal(sla_condition_read(
					 arena, slot, texts[slot], &rules.conditions[slot], &wrong),
			OK);
	return rules;
}

static void stopping_goes_before_pausing_and_that_before_starting(void **state)
{
	struct arena *arena = arena_make(1 << 20);
	struct sla_rules rules = rules_of(arena, "created; status entered Waiting",
		"awaiting customer", "status entered Done");
	struct sla_moment created = {
		.happened = SLA_CREATED, .status = "Waiting", .awaits_customer = true
	};
	struct sla_moment both = { .happened = SLA_CREATED | SLA_MOVED,
		.after = "Done",
		.status = "Done",
		.awaits_customer = true };
	struct sla_turn turn = sla_turn(&rules, &created, false, false);

	(void)state;
	assert_int_equal(turn.step, SLA_STARTS);
	assert_string_equal(turn.paused, "awaiting");
	assert_int_equal(sla_turn(&rules, &both, true, false).step, SLA_STOPS);
	assert_int_equal(sla_turn(&rules, &both, false, false).step, SLA_GOES_ON);
	assert_int_equal(sla_turn(&rules, &created, true, false).step, SLA_PAUSES);
	assert_int_equal(sla_turn(&rules, &created, true, true).step, SLA_GOES_ON);
	arena_free(arena);
}

static void a_merged_ticket_has_no_clock_whatever_its_rules(void **state)
{
	struct arena *arena = arena_make(1 << 20);
	struct sla_rules rules = rules_of(arena, "created", "", "resolved");
	struct sla_moment moment = { .happened = SLA_ENDED | SLA_CREATED, .status = "Open" };
	struct sla_turn turn = sla_turn(&rules, &moment, true, false);

	(void)state;
	assert_int_equal(turn.step, SLA_STOPS);
	assert_string_equal(turn.because, "merged");
	assert_int_equal(sla_turn(&rules, &moment, false, false).step, SLA_GOES_ON);
	arena_free(arena);
}

static void what_means_nothing_is_said(void **state)
{
	static const struct {
		enum sla_slot slot;
		const char *text, *wrong;
	} cases[] = {
		{ SLA_START, "created; solved", "solved" },
		{ SLA_START, "awaiting customer",
			"awaiting customer" },       /* a state starts nothing */
		{ SLA_PAUSE, "created", "created" }, /* nor does a moment pause */
		{ SLA_STOP, "status entered", "status entered" },
		{ SLA_STOP, "status entered ", "status entered" },
		{ SLA_STOP, "resolved now", "resolved now" },
		{ SLA_STOP, "Resolved", "Resolved" },
	};
	struct arena *arena = arena_make(1 << 20);
	struct sla_condition *condition;
	const char *wrong;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
			sla_condition_read(arena, cases[i].slot, cases[i].text, &condition, &wrong),
			E_INVALID);
		assert_string_equal(wrong, cases[i].wrong);
	}
	assert_int_equal(
		sla_condition_read(arena, SLA_STOP, " ; ;resolved;", &condition, &wrong), OK);
	assert_null(condition->next);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stopping_goes_before_pausing_and_that_before_starting),
		cmocka_unit_test(a_merged_ticket_has_no_clock_whatever_its_rules),
		cmocka_unit_test(what_means_nothing_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
