/* workflow_lint_test.c - the workflows that are shipped are sound; one in which tickets get stuck, or that nobody could follow, is
 * refused with the line. */
#include "desk/workflow_lint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "desk/workflow_text.h"

enum { MEMORY_MAX = 16 << 20 };

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

static enum err judged(const char *text, struct flow_fault *fault)
{
	struct flow *flow;

	if (workflow_text_read(arena, text, strlen(text), &flow, fault) != OK)
		fail_msg("%s\n%d: %s", text, fault->line, fault->said);
	return workflow_lint(arena, flow, fault);
}

#define A "workflow W\nstatus A new first\n"
#define D "status D done\n"

static const char *const sound[] = {
	A "move M -> D\n" D,
	A D "any status\nmove M -> D\n",
	A "move M -> B\nmove N -> D\nstatus B active waiting\nmove O -> back when reply\n" D,
	A "move M -> D when quote\nmove N -> D when approved\n" D,
	A
	"move M -> B\nstatus B active\nmove N -> C when then\nstatus C active\nmove O -> D when then\n" D,
	A "move M -> D by customer on portal when withdraw sets resolution=Gone\n" D
	  "move N -> A by team\n",
};

static void what_makes_sense_is_let_in(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(sound) / sizeof(sound[0]); i++) {
		struct flow_fault fault = { 0 };

		if (judged(sound[i], &fault) != OK)
			fail_msg("%s\n%d: %s", sound[i], fault.line, fault.said);
	}
}

static const struct {
	const char *text;
	int line;
	const char *said;
} wrong[] = {
	{ "workflow W\n", 1, "A workflow has statuses" },
	{ "\nworkflow W\nstatus A new\nmove M -> D\n" D, 2, "No status is first" },
	{ A "move M -> D\nstatus D done waiting\n", 4, "What is done waits for nobody" },
	{ A "move M -> D\n" D "status E done\n", 5, "Nothing leads to \"E\"" },
	{ A "move M -> D\n" D "status E active\nmove N -> D\n", 5, "Nothing leads to \"E\"" },
	{ A "move M -> B\nmove N -> D\nstatus B active\n" D, 5, "From \"B\" there is no way out" },
	{ A, 2, "From \"A\" there is no way out" },
	{ A "move M -> B\nmove N -> D\nstatus B active\nmove O -> C\nstatus C active\nmove P -> B\n" D,
		5, "From \"B\" no status that is done can be reached" },
	{ A "move M -> B\nstatus B active\nmove O -> A\n", 2,
		"From \"A\" no status that is done can be reached" },
	{ A "move M -> A\nmove N -> D\n" D, 3, "leads to the status that it comes from" },
	{ A "move M -> back\nmove N -> D\n" D, 3, "Only from a status that is waiting" },
	{ A "move N -> D\n" D "any status\nmove M -> back\n", 6,
		"Only from a status that is waiting" },
	{ A "move M -> D\nmove M -> B\nstatus B active\nmove N -> D\n" D, 4,
		"From here \"M\" is there already, in line 3" },
	{ A "move M -> D when quote\nmove N -> B when quote\nstatus B active\nmove N -> D\n" D, 4,
		"From here \"M\" is what runs when quote, in line 3" },
	{ A "move M -> D\n" D "move N -> A when reply\n", 5, "\"thank you\" opens nothing again" },
	{ A "move M -> D\n" D "any status\nmove N -> A when reply\n", 6,
		"\"thank you\" opens nothing" },
	{ A "move M -> D when reopen\n" D, 3, "To reopen leads from a status that is done" },
	{ A "move M -> D\n" D "move N -> E when reopen\nstatus E done\n", 5,
		"To reopen leads from" },
	{ A "move M -> D\n" D "move N -> A when withdraw\n", 5, "To withdraw leads from" },
	{ A "move M -> D\n" D "move N -> A by customer on portal\n", 5, "say when reopen" },
	{ A "move M -> D\n" D "any status\nmove N -> A by reporter on portal\n", 6,
		"say when reopen" },
	{ A "move M -> D\n" D "move N -> A by customer on portal when reopen\n", 5,
		"For how long may customers do this?" },
	{ "workflow W\nreopen for 1 day\nstatus A new first\nmove M -> D\n" D
	  "move N -> A when reopen\n",
		2, "No move by customers is there when reopen" },
	{ A "move M -> D on portal\n" D, 3, "not by customer or reporter" },
	{ A "move M -> D by customer\n" D, 3, "who would never see it" },
	{ A "move M -> B sets resolution=x\nstatus B active\nmove N -> D\n" D, 3,
		"A resolution is set where a ticket ends" },
	{ A "move M -> B\nstatus B active\nmove N -> C when then\nstatus C active\nmove O -> B when then\nmove P -> D\n" D,
		5, "goes on for ever" },
	{ A "move M -> B\nstatus B active waiting\nmove N -> back when then\nmove P -> D\n" D, 5,
		"goes on for ever" },
	{ A "move M -> D\n" D "any status\nmove N -> D when then\n", 6,
		"follows a status of its own" },
	{ "workflow W\nstatus A new first was X\nmove M -> D\nstatus D done was X\n", 4,
		"Two statuses were \"X\"" },
};

static void what_makes_no_sense_is_refused_with_its_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct flow_fault fault = { 0 };

		if (judged(wrong[i].text, &fault) != E_INVALID)
			fail_msg("%s\nis let in, not refused: %s", wrong[i].text, wrong[i].said);
		if (fault.line != wrong[i].line || !strstr(fault.said, wrong[i].said))
			fail_msg("%s\n%d: %s, not %d: %s", wrong[i].text, fault.line, fault.said,
				wrong[i].line, wrong[i].said);
	}
}

static char *file_text(const char *name)
{
	char *text = arena_alloc(arena, FLOW_TEXT_SIZE_MAX);
	FILE *file = fopen(name, "re");

	assert_non_null(file);
	assert_true(fread(text, 1, FLOW_TEXT_SIZE_MAX - 1, file) > 0);
	fclose(file);
	return text;
}

/* Without the remarks before it, a text is what would be written. */
static void is_sound_and_tidy(const char *name, const char *text)
{
	struct flow_fault fault = { 0 };
	struct flow *flow;

	if (judged(text, &fault) != OK)
		fail_msg("%s:%d: %s", name, fault.line, fault.said);
	assert_int_equal(workflow_text_read(arena, text, strlen(text), &flow, &fault), OK);
	assert_string_equal(workflow_text_write(arena, flow), strstr(text, "workflow "));
}

static void what_is_shipped_is_sound_and_tidy(void **state)
{
	static const char *const files[] = { "sql/workflows/dasharo.txt",
		"sql/workflows/copernicus.txt", "sql/workflows/plain.txt" };

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		is_sound_and_tidy(files[i], file_text(files[i]));
}

static void so_is_what_the_readme_shows(void **state)
{
	char *text = strstr(file_text("README.md"), "workflow \"Ports");

	(void)state;
	assert_non_null(text);
	*strstr(text, "```") = '\0';
	is_sound_and_tidy("README.md", text);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_makes_sense_is_let_in),
		cmocka_unit_test(what_makes_no_sense_is_refused_with_its_line),
		cmocka_unit_test(what_is_shipped_is_sound_and_tidy),
		cmocka_unit_test(so_is_what_the_readme_shows),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
