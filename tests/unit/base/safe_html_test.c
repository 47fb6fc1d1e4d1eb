/* safe_html_test.c - of HTML from outside only the allow-list is left, and none costs much. */
#include "base/safe_html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "html_judge.h"
#include "base/arena.h"
#include "base/clock.h"

enum { HOSTILE_MS_MAX = 5000 };

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

static const char *rebuilt(const char *html)
{
	return safe_html_rebuild(arena, html, html).html;
}

static void html_of_a_mail_is_rebuilt_from_the_allow_list(void **state)
{
	static const struct {
		const char *html, *safe;
	} cases[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "<p>a<b>b</b><i>c</i><span style=x>d</span>",
			"<p>a<strong>b</strong><em>c</em>d</p>" },
		{ "<script>x</script><style>y</style>z", "z" },
		{ "<a href=https://e.example/ onclick=x>l</a>",
			"<a href=\"https://e.example/\" rel=\"noopener nofollow\">l</a>" },
		{ "<a href=javascript:x>l</a>", "l" },
		{ "<h1>t</h1><img src=x><br>", "<h3>t</h3><br>" },
		{ "<ol start=4><li>x</ol>", "<ol start=\"4\"><li>x</li></ol>" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(rebuilt(cases[i].html), cases[i].safe);
	for (size_t i = 0; i < sizeof(hostile_html) / sizeof(hostile_html[0]); i++) {
		const char *html = rebuilt(hostile_html[i]);

		harmless(html, hostile_html[i]);
		/* Made safe twice is as safe as once. */
		harmless(rebuilt(html), html);
	}
}

static void plain_text_keeps_its_lines(void **state)
{
	(void)state;
	assert_string_equal(safe_html_plain(arena, "a<b\n\n\"c\"").html,
		"<p>a&lt;b<br>\n<br>\n&quot;c&quot;</p>");
	assert_string_equal(safe_html_plain(arena, "").html, "");
	assert_string_equal(safe_html_plain(arena, NULL).html, "");
}

static void html_made_to_hurt_costs_little(void **state)
{
	static const struct {
		const char *before, *piece, *after;
		bool is_shown;
	} cases[] = {
		{ "", "<div>", "x", false },
		{ "", "<div></p>", "x", false },
		{ "", "<div></none>", "x", false },
		{ "", "<div><b></div>", "x", false },
		{ "", "<b><p>", "x", false },
		{ "", "<ul><li>", "x", false },
		{ "", "<a href=http://e.example/>", "x", false },
		{ "", "<table><tr><td>", "x", false },
		{ "<font a=1><font a=2><font a=3><font a=4><font a=5><font a=6><font a=7>", "<p>x",
			"", false },
		{ "", "<svg>", "x", false },
		{ "", "<p>x", "", true },
		{ "", "<li>x", "", true },
		{ "", "<b>x</b>", "", true },
		{ "", "<p><b>x</b></p>", "", true },
		{ "", "<", "", true },
		{ "", "<!--", "", true },
		{ "", "</p>", "", true },
		{ "<p ", "a ", ">x", false },
		{ "<p ", "a='<' ", ">x", false },
		{ "", "<p a b c d e f g h i j k l m n o p q r s t u v w x y z>", "x", true },
		{ "", "&", "", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *html = repeat(arena, cases[i].before, cases[i].piece,
			600000 / strlen(cases[i].piece), cases[i].after);
		int64_t start = clock_monotonic_ms();
		struct safe_html safe = safe_html_rebuild(arena, html, "too much");

		if (clock_monotonic_ms() - start > HOSTILE_MS_MAX)
			fail_msg("'%s' repeated takes %lld ms", cases[i].piece,
				(long long)(clock_monotonic_ms() - start));
		if (cases[i].is_shown == str_equal(safe.html, "<p>too much</p>"))
			fail_msg("'%s' repeated is%s shown", cases[i].piece,
				cases[i].is_shown ? " not" : "");
		harmless(safe.html, cases[i].piece);
		arena_reset(arena);
	}
}

static void html_of_a_common_depth_is_shown(void **state)
{
	char *html = repeat(arena, "", "<div><table><tr><td>", 40, "deep");

	(void)state;
	assert_non_null(strstr(rebuilt(html), "<td>deep</td>"));
}

static void only_whole_addresses_may_be_links(void **state)
{
	static const char *const good[] = { "http://e", "https://e.example/?a=b#c", "HTTPS://e",
		"mailto:a@e.example" };
	static const char *const bad[] = { NULL, "", "x", "/x", "//e", "http:e", "javascript:x",
		" http://e", "\thttp://e", "http://e\n", "http://e\x7f", "ftp://e", "data:,x",
		"mailtox:", "https" };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(safe_html_may_link(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(safe_html_may_link(bad[i]));
	assert_false(safe_html_may_link(repeat(arena, "http://", "e", 3000, "")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_of_a_mail_is_rebuilt_from_the_allow_list),
		cmocka_unit_test(plain_text_keeps_its_lines),
		cmocka_unit_test(html_made_to_hurt_costs_little),
		cmocka_unit_test(html_of_a_common_depth_is_shown),
		cmocka_unit_test(only_whole_addresses_may_be_links),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
