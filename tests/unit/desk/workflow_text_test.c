/* workflow_text_test.c - what can be written is read and written again as it was; what cannot be understood is refused with its line
 * and a sentence. */
#include "desk/workflow_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

enum { MEMORY_MAX = 16 << 20, NAME = 60 };

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

static const char *const same[] = {
	"workflow Plain\n",
	"workflow \"Two words\"\nreopen for 14 days\n",
	"workflow W\nreopen for 1 hour\n\nstatus Open new first\n\nstatus Done done\n",
	"workflow W\nreopen for 90 minutes\n\nstatus A new first shown \"We have it\"\n  move Go          -> A      by team\n  move \"Go \\\"on\\\"\" -> \"In b\" by team\n\nstatus \"In b\" done\n",
	"workflow W\n\nstatus B active waiting\n  move Back   -> back   by team customer on portal when reply needs comment assignee\n  move \"back\" -> \"back\" by team sets resolution=\"Won't \\\\ do\" assignee=me priority=High\n\nstatus \"back\" done\n\nany status\n  move \"a=b\" -> B by team\n",
	"workflow \"Zażółć 漢字\"\n\nstatus Otwarte new first\n  move Ą  -> Otwarte by team\n  move żó -> Otwarte by team\n",
};

static void what_is_written_is_written_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		struct flow_fault fault = { 0 };
		struct flow *flow;
		enum err e = workflow_text_read(arena, same[i], strlen(same[i]), &flow, &fault);

		if (e != OK)
			fail_msg("%zu, line %d: %s", i, fault.line, fault.said);
		assert_string_equal(workflow_text_write(arena, flow), same[i]);
	}
}

static void loose_writing_means_the_same(void **state)
{
	static const char loose[] =
		"  # a remark\r\n\tworkflow\t\"W\" # another\r\n\r\nstatus Open first new\n move  Go->on -> \"Open\" sets priority=\"High\" on portal by customer\nany  status\n";
	static const char tidy[] =
		"workflow W\n\nstatus Open new first\n"
		"  move Go->on -> Open by customer on portal sets priority=High\n";
	struct flow_fault fault = { 0 };
	struct flow *flow;

	(void)state;
	if (workflow_text_read(arena, loose, strlen(loose), &flow, &fault) != OK)
		fail_msg("line %d: %s", fault.line, fault.said);
	assert_string_equal(workflow_text_write(arena, flow), tidy);
	assert_int_equal(flow->moves[0].line, 5);
}

#define S "workflow W\nstatus A new first\n"

static const struct {
	const char *text;
	int line;
	const char *said;
} wrong[] = {
	{ "", 1, "The first line names it" },
	{ "# only this\n", 2, "The first line names it" },
	{ "status A new\n", 1, "The first line names it" },
	{ "workflow\n", 1, "The name of a workflow is missing" },
	{ "workflow \"\"\n", 1, "The name of a workflow is missing" },
	{ "workflow A B\n", 1, "\"B\" is not understood here" },
	{ "workflow A\nworkflow B\n", 2, "There is one workflow in a text" },
	{ "workflow \"A\n", 1, "A quotation mark is not closed" },
	{ "workflow \"A\"B\n", 1, "A space is missing behind \"A\"" },
	{ "workflow A\nwokflow\n", 2, "A line begins with workflow, reopen, status, any or move" },
	{ "workflow A\n\"status\" B new\n", 2, "A line begins with" },
	{ "workflow W\nreopen 14 days\n", 2, "reopen for 14 days" },
	{ "workflow W\nreopen for many days\n", 2, "reopen for 14 days" },
	{ "workflow W\nreopen for 0 days\n", 2, "reopen for 14 days" },
	{ "workflow W\nreopen for 14 weeks\n", 2, "in days, hours, minutes or seconds" },
	{ "workflow W\nreopen for 3651 days\n", 2, "at most ten years" },
	{ "workflow W\nreopen for 99999999999999999999 days\n", 2, "reopen for 14 days" },
	{ "workflow W\nreopen for 1 day\nreopen for 1 day\n", 3, "was said already" },
	{ "workflow W\nstatus\n", 2, "The name of a status is missing" },
	{ "workflow W\nstatus A\n", 2, "Is \"A\" new, active or done?" },
	{ "workflow W\nstatus A new done\n", 2, "\"done\" is not understood here" },
	{ "workflow W\nstatus A new old\n", 2, "\"old\" is not understood here" },
	{ "workflow W\nstatus A new shown\n", 2, "The name of a status is missing" },
	{ "workflow W\nstatus \" A\" new\n", 2, "characters that nobody sees" },
	{ "workflow W\nstatus \"A\xe2\x80\xae\" new\n", 2, "characters that nobody sees" },
	{ "workflow W\nstatus \"A\tB\" new\n", 2, "characters that nobody sees" },
	{ "workflow W\nstatus \xff new\n", 1, "no text in UTF-8" },
	{ S "status A done\n", 3, "There are two statuses \"A\"" },
	{ S "status B active first\n", 3, "Two statuses are first: \"A\" and \"B\"" },
	{ "workflow W\nmove M -> A\n", 2, "A move stands below the status" },
	{ S "any thing\n", 3, "any status" },
	{ S "move M A\n", 3, "A move is written like this" },
	{ S "move M ->\n", 3, "The name of a status is missing" },
	{ S "move -> A\n", 3, "The name of a move is missing" },
	{ S "move M -> B\n", 3, "There is no status \"B\"" },
	{ S "move M -> a\n", 3, "There is no status \"a\"" },
	{ S "move M -> A by\n", 3, "A word is missing behind \"by\"" },
	{ S "move M -> A by everybody\n", 3,
		"\"everybody\": it is team, assignee, reporter or customer" },
	{ S "move M -> A by team team\n", 3, "\"team\" stands twice in one list" },
	{ S "move M -> A by team by team\n", 3, "\"by\" stands twice" },
	{ S "move M -> A by team=me\n", 3, "\"team\" has no value" },
	{ S "move M -> A on\n", 3, "on portal" },
	{ S "move M -> A on paper\n", 3, "on portal" },
	{ S "move M -> A when\n", 3, "reply, quote, approved, declined, then, reopen or withdraw" },
	{ S "move M -> A when never\n", 3, "reply, quote" },
	{ S "move M -> A when reply when quote\n", 3, "\"when\" stands twice" },
	{ S "move M -> A needs money\n", 3, "There is no need called \"money\"" },
	{ S "move M -> A sets colour=red\n", 3,
		"Nothing is set by \"colour\": it is resolution, assignee or priority" },
	{ S "move M -> A sets resolution\n", 3, "What is \"resolution\" set to?" },
	{ S "move M -> A sets resolution=\n", 3, "It is set to nothing" },
	{ S "move M -> A sets assignee=you\n", 3, "An assignee is me or nobody" },
	{ S "move M -> A sets priority=Urgent\n", 3, "A priority is" },
	{ S "move M -> A sets resolution=\"x\n", 3, "A quotation mark is not closed" },
	{ S "move M -> A sometimes\n", 3, "\"sometimes\" is not understood here" },
};

static void refused(const char *text, int line, const char *said)
{
	struct flow_fault fault = { 0 };
	struct flow *flow;

	assert_int_equal(workflow_text_read(arena, text, strlen(text), &flow, &fault), E_INVALID);
	if (fault.line != line || !strstr(fault.said, said))
		fail_msg("%s\n%d: %s, not %d: %s", text, fault.line, fault.said, line, said);
}

static void what_is_not_understood_is_refused_with_its_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		refused(wrong[i].text, wrong[i].line, wrong[i].said);
}

static const char *times(const char *piece, int n)
{
	struct str text = str_make(arena);

	while (n-- > 0)
		str_add(&text, piece);
	return text.text;
}

static void what_is_too_long_or_too_much_is_refused(void **state)
{
	struct str many = str_make(arena), moves = str_make(arena);

	(void)state;
	refused(arena_format(arena, "workflow %s\n", times("x", 101)), 1, "at most 100 characters");
	refused(arena_format(arena, "workflow W\nstatus %s new\n", times("x", 61)), 2,
		"at most 60 characters");
	refused(arena_format(arena, "workflow W\nstatus A new shown %s\n", times("ą", 61)), 2,
		"at most 60 characters");
	refused(arena_format(arena, S "move %s -> A\n", times("x", 61)), 3,
		"at most 60 characters");
	refused(arena_format(arena, S "move M -> A sets resolution=%s\n", times("x", 61)), 3,
		"at most 60 characters");
	refused(arena_format(arena, S "move M -> A %s\n", times("x ", 60)), 3, "at most 60 words");
	refused(times("#\n", FLOW_TEXT_SIZE_MAX / 2 + 1), 1, "at most 128 KiB");
	str_add(&many, "workflow W\n");
	for (int i = 0; i <= FLOW_STATUSES_MAX; i++)
		str_format(&many, "status S%d new\n", i);
	refused(many.text, FLOW_STATUSES_MAX + 2, "at most 50 statuses");
	str_add(&moves, S);
	for (int i = 0; i <= FLOW_MOVES_MAX; i++)
		str_format(&moves, "move M%d -> A\n", i);
	refused(moves.text, FLOW_MOVES_MAX + 3, "at most 150 moves");
}

static void a_name_as_long_as_it_may_be_is_kept(void **state)
{
	struct flow_fault fault = { 0 };
	const char *text = arena_format(arena, "workflow W\nstatus %s new\n", times("漢", NAME));
	struct flow *flow;

	(void)state;
	assert_int_equal(workflow_text_read(arena, text, strlen(text), &flow, &fault), OK);
	assert_string_equal(flow->statuses[0].name, times("漢", NAME));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_written_again),
		cmocka_unit_test(loose_writing_means_the_same),
		cmocka_unit_test(what_is_not_understood_is_refused_with_its_line),
		cmocka_unit_test(what_is_too_long_or_too_much_is_refused),
		cmocka_unit_test(a_name_as_long_as_it_may_be_is_kept),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
