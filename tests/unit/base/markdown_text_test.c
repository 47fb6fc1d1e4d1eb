/* markdown_text_test.c - Markdown as people read it who read no HTML; and no text of the length of a comment costs much. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/text.h"

enum { COMMENT_SIZE = 32768, HOSTILE_MS_MAX = 3000 };

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_make(256 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static int reset(void **state)
{
	(void)state;
	arena_reset(arena);
	return 0;
}

struct markdown_case {
	const char *markdown, *text;
};

static void check(const struct markdown_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_string_equal(text_markdown_plain(arena, cases[i].markdown), cases[i].text);
}
#define CHECK(cases) check(cases, sizeof(cases) / sizeof(cases[0]))

static void words_keep_what_mails_know(void **state)
{
	static const struct markdown_case cases[] = {
		{ NULL, "" },
		{ "", "" },
		{ "a", "a" },
		{ "a\nb", "a\nb" },
		{ "a  \nb", "a\nb" },
		{ "a\r\nb\r\n\r\nc", "a\nb\n\nc" },
		{ "a\n\n\n\nb\n", "a\n\nb" },
		{ "*a* **b** ***c*** ~~d~~ `e<f`", "_a_ *b* _*c*_ ~~d~~ `e<f`" },
		{ "2 \\* 3, snake_case, 5 * 6 * 7", "2 * 3, snake_case, 5 * 6 * 7" },
		{ "# One\n## Two\ntext", "One\n\nTwo\n\ntext" },
		{ "a\n\n---\n\nb", "a\n\n---\n\nb" },
		{ "<b>x</b> <!-- y -->", "<b>x</b> <!-- y -->" },
		{ "za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87 \xe6\x97\xa5",
			"za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87 \xe6\x97\xa5" },
	};

	(void)state;
	CHECK(cases);
}

static void links_say_where_they_lead(void **state)
{
	static const struct markdown_case cases[] = {
		{ "[x](https://e.example/?a=1&b=2 'title')", "x <https://e.example/?a=1&b=2>" },
		{ "[**the** log](https://e.example/), see", "*the* log <https://e.example/>, see" },
		{ "<https://e.example/>", "https://e.example/" },
		{ "see https://e.example/x.", "see https://e.example/x." },
		{ "www.e.example", "www.e.example" },
		{ "a@e.example", "a@e.example" },
		{ "[write](mailto:a@e.example)", "write <mailto:a@e.example>" },
		{ "[https://bank.example](https://evil.example)",
			"https://bank.example <https://evil.example>" },
		{ "[](https://e.example/)", "<https://e.example/>" },
		{ "![a cat](https://e.example/cat.png)", "a cat" },
		{ "[![c](https://e.example/c.png)](https://e.example/)", "c <https://e.example/>" },
		{ "[x](https://e.example/?a&#61;1&amp;b)", "x <https://e.example/?a=1&b>" },
		{ "[x](javascript:alert(1)) [y](java&#115;cript:alert(1))", "x y" },
		{ "[a\nb](https://e.example/)", "a\nb <https://e.example/>" },
		{ "[x][1]\n\n[1]: https://e.example/", "x <https://e.example/>" },
	};

	(void)state;
	CHECK(cases);
}

static void lists_have_their_marks_and_what_stands_in_them_is_set_in(void **state)
{
	static const struct markdown_case cases[] = {
		{ "* a\n* b", "- a\n- b" },
		{ "a\n- b\n\nc", "a\n\n- b\n\nc" },
		{ "1. a\n2. b", "1. a\n2. b" },
		{ "9) a\n1) b", "9. a\n10. b" },
		{ "- a\n  b\n- c", "- a\n  b\n- c" },
		{ "- a\n\n  b\n\n- c", "- a\n\n  b\n\n- c" },
		{ "- a\n  - b\n    - c\n- d", "- a\n  - b\n    - c\n- d" },
		{ "1. a\n   - b\n2. c", "1. a\n   - b\n2. c" },
		{ "- - a", "- - a" },
		{ "- a\n\n      code\n", "- a\n\n      code" },
		{ "- a\n  ```\n  code\n  ```\n- b", "- a\n      code\n\n- b" },
		{ "- > a\n  > b", "- > a\n  > b" },
		{ "-\n- b", "-\n- b" },
		{ "- [x](https://e.example/)", "- x <https://e.example/>" },
	};

	(void)state;
	CHECK(cases);
}

static void quotes_and_code_are_kept(void **state)
{
	static const struct markdown_case cases[] = {
		{ "> a\n> b\n\nc", "> a\n> b\n\nc" },
		{ "a\n> b", "a\n\n> b" },
		{ "> a\n>\n> b", "> a\n>\n> b" },
		{ "> > a\n>\n> b", "> > a\n>\n> b" },
		{ "> - a\n> - b\n", "> - a\n> - b" },
		{ "> a\n\n> b", "> a\n\n> b" },
		{ "```c\nif (a < b && \"*c*\")\n\n\tx;\n```\nend",
			"    if (a < b && \"*c*\")\n\n        x;\n\nend" },
		{ "    x\n     y", "    x\n     y" },
		{ "> ```\n> x\n>\n> y\n> ```", ">     x\n>\n>     y" },
		{ "```\n-- \nx\n```", "    --\n    x" },
	};

	(void)state;
	CHECK(cases);
}

static void tables_are_lines(void **state)
{
	static const struct markdown_case cases[] = {
		{ "|a|b|\n|:--|--:|\n|1|2|\n|3||", "a | b\n--- | ---\n1 | 2\n3 |" },
		{ "x\n\n|a|\n|---|\n|*b*|\n\ny", "x\n\na\n---\n_b_\n\ny" },
	};

	(void)state;
	CHECK(cases);
}

static void entities_are_what_they_stand_for(void **state)
{
	static const struct markdown_case cases[] = {
		{ "&copy; &lt;b&gt; &#65; &#x17c; &nosuch; &amp;",
			"\xc2\xa9 <b> A \xc5\xbc &nosuch; &" },
		{ "a&#27;b &#10; c", "a&#27;b\n c" },
	};

	(void)state;
	CHECK(cases);
}

/* As long as a comment may be, of a piece again and again. */
static const char *repeated(const char *piece)
{
	struct str out = str_make(arena);

	while (out.size < COMMENT_SIZE)
		str_add(&out, piece);
	return out.text;
}

static void nothing_costs_much(void **state)
{
	static const char *const pieces[] = { ">", "> ", "- ", "* a\n", "[", "[x](", "![", "*a_",
		"`", "&a;", "&amp;", "|a", "|\n", "    x\n", "<a@b.c>", "www.a.b ", "1. ", "\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		const char *text = repeated(pieces[i]);
		int64_t before = clock_monotonic_ms();

		assert_non_null(text_markdown_plain(arena, text));
		assert_true(clock_monotonic_ms() - before < HOSTILE_MS_MAX);
		arena_reset(arena);
	}
}

static void what_is_too_deep_comes_back_as_it_was(void **state)
{
	static const char deep[] =
		">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> a *b*";

	(void)state;
	assert_string_equal(text_markdown_plain(arena, deep), deep);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(words_keep_what_mails_know, reset),
		cmocka_unit_test_setup(links_say_where_they_lead, reset),
		cmocka_unit_test_setup(
			lists_have_their_marks_and_what_stands_in_them_is_set_in, reset),
		cmocka_unit_test_setup(quotes_and_code_are_kept, reset),
		cmocka_unit_test_setup(tables_are_lines, reset),
		cmocka_unit_test_setup(entities_are_what_they_stand_for, reset),
		cmocka_unit_test_setup(nothing_costs_much, reset),
		cmocka_unit_test_setup(what_is_too_deep_comes_back_as_it_was, reset),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
