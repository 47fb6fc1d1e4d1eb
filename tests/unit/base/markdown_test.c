/* markdown_test.c - Markdown is shown as meant, nothing that runs or loads gets through, and no text of the length
 * of a comment costs much. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "html_judge.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/text.h"

enum { HOSTILE_MS_MAX = 3000 };

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

static const char *markdown(const char *text)
{
	return text_markdown(arena, text).html;
}

static void markdown_is_shown_as_it_is_meant(void **state)
{
	static const struct {
		const char *text, *html;
	} cases[] = {
		{ "", "" },
		{ "a", "<p>a</p>\n" },
		{ "a\nb", "<p>a\nb</p>\n" },
		{ "a  \nb", "<p>a<br>\nb</p>\n" },
		{ "*a* **b** ~~c~~ `d<e`",
			"<p><em>a</em> <strong>b</strong> <del>c</del> <code>d&lt;e</code></p>\n" },
		{ "# One\n## Two\n###### Six", "<h3>One</h3>\n<h4>Two</h4>\n<h6>Six</h6>\n" },
		{ "> q", "<blockquote><p>q</p>\n</blockquote>\n" },
		{ "- a\n- b", "<ul><li>a</li>\n<li>b</li>\n</ul>\n" },
		{ "3. a", "<ol start=\"3\"><li>a</li>\n</ol>\n" },
		{ "1. a", "<ol><li>a</li>\n</ol>\n" },
		{ "---", "<hr>\n" },
		{ "```c\nif (a < b && \"c\")\n```",
			"<pre><code>if (a &lt; b &amp;&amp; &quot;c&quot;)\n</code></pre>\n" },
		{ "```\n\nx\n```", "<pre><code>\nx\n</code></pre>\n" },
		{ "|a|b|\n|:--|--:|\n|1|2|",
			"<table><thead><tr><th align=\"left\">a</th>\n<th align=\"right\">b</th>\n</tr>\n</thead>\n"
			"<tbody><tr><td align=\"left\">1</td>\n<td align=\"right\">2</td>\n</tr>\n</tbody>\n</table>\n" },
		{ "[x](https://e.example/?a=1&b=2 'title')",
			"<p><a href=\"https://e.example/?a=1&amp;b=2\" rel=\"noopener nofollow\">x</a></p>\n" },
		{ "<https://e.example/>",
			"<p><a href=\"https://e.example/\" rel=\"noopener nofollow\">https://e.example/</a></p>\n" },
		{ "see https://e.example/x.",
			"<p>see <a href=\"https://e.example/x\" rel=\"noopener nofollow\">https://e.example/x</a>.</p>\n" },
		{ "www.e.example",
			"<p><a href=\"http://www.e.example\" rel=\"noopener nofollow\">www.e.example</a></p>\n" },
		{ "a@e.example",
			"<p><a href=\"mailto:a@e.example\" rel=\"noopener nofollow\">a@e.example</a></p>\n" },
		{ "![a cat](https://e.example/cat.png)", "<p>a cat</p>\n" },
		{ "[![c](https://e.example/c.png)](https://e.example/)",
			"<p><a href=\"https://e.example/\" rel=\"noopener nofollow\">c</a></p>\n" },
		{ "a < b > c & d \" e '", "<p>a &lt; b &gt; c &amp; d &quot; e &#39;</p>\n" },
		{ "&copy; &lt;b&gt; &#65; &nosuch; &amp;",
			"<p>\xc2\xa9 &lt;b&gt; A &amp;nosuch; &amp;</p>\n" },
		{ "<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n" },
		{ "<div>\nx\n</div>", "<p>&lt;div&gt;\nx\n&lt;/div&gt;</p>\n" },
		{ "\xe6\x97\xa5\xe6\x9c\xac", "<p>\xe6\x97\xa5\xe6\x9c\xac</p>\n" },
		{ "a\r\nb", "<p>a\nb</p>\n" },
		{ "\\<script\\>", "<p>&lt;script&gt;</p>\n" },
	};

	(void)state;
	assert_string_equal(markdown(NULL), "");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_string_equal(markdown(cases[i].text), cases[i].html);
		harmless(markdown(cases[i].text), cases[i].text);
	}
}

static const char *const hostile_links[] = {
	"[x](javascript:alert(1))",
	"[x](JaVaScRiPt:alert(1))",
	"[x]( javascript:alert(1))",
	"[x](<javascript:alert(1)>)",
	"[x](<java\tscript:alert(1)>)",
	"[x](<\tjavascript:alert(1)>)",
	"[x](<\x01javascript:alert(1)>)",
	"[x](<\xc2\xa0javascript:alert(1)>)",
	"[x](java&#115;cript:alert(1))",
	"[x](java&#x73;cript:alert(1))",
	"[x](java&#0000115;cript:alert(1))",
	"[x](javascript&colon;alert(1))",
	"[x](javascript&#58;alert(1))",
	"[x](java&Tab;script:alert(1))",
	"[x](java&NewLine;script:alert(1))",
	"[x](&#1;javascript:alert(1))",
	"[x](&Tab;javascript:alert(1))",
	"[x](javascript\\:alert(1))",
	"[x](javascript:https://e.example)",
	"[x](javascript://e.example/%0aalert(1))",
	"[x](javascript:alert('http://'))",
	"[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
	"[x](data:text/html,<script>alert(1)</script>)",
	"[x](vbscript:msgbox(1))",
	"[x](file:///etc/passwd)",
	"[x](blob:https://e.example/1)",
	"[x](filesystem:https://e.example/1)",
	"[x](about:blank)",
	"[x](view-source:https://e.example)",
	"[x](tel:1)",
	"[x](//e.example/)",
	"[x](/servicedesk/)",
	"[x](/\\e.example)",
	"[x](\\\\e.example)",
	"[x](https:e.example)",
	"[x](https:/e.example)",
	"[x](#a)",
	"[x](?a)",
	"[x](x)",
	"[x]()",
	"[x](<>)",
	"[x][r]\n\n[r]: javascript:alert(1)",
	"[x][r]\n\n[r]: <java&#115;cript:alert(1)> 'http://'",
	"<javascript:alert(1)>",
	"<data:text/html,x>",
	"<vbscript:x>",
	"![x](javascript:alert(1))",
	"![x](data:image/svg+xml,<svg onload=alert(1)>)",
	"[![x](javascript:alert(1))](javascript:alert(2))",
	"[x\n](javascript:\nalert(1))",
};

static void a_link_of_another_scheme_is_only_its_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(hostile_links) / sizeof(hostile_links[0]); i++) {
		const char *html = markdown(hostile_links[i]);

		harmless(html, hostile_links[i]);
		if (strstr(html, "href") != NULL || strstr(html, "src=") != NULL)
			fail_msg("%s\ngives\n%s", hostile_links[i], html);
	}
}

static void a_link_cannot_leave_its_attribute(void **state)
{
	static const char *const cases[] = {
		"[x](https://e.example/\"onmouseover=alert(1))",
		"[x](https://e.example/'onmouseover='alert(1))",
		"[x](<https://e.example/\"><script>alert(1)</script>>)",
		"[x](https://e.example/&quot;onmouseover=alert(1))",
		"[x](https://e.example/&#34;onmouseover=alert(1))",
		"[x](https://e.example/&gt;&lt;script&gt;)",
		"[x](https://e.example 'a\" onmouseover=\"alert(1)')",
		"[a\" onclick=\"alert(1)](https://e.example)",
		"<https://e.example/\"onclick=alert(1)>",
		"https://e.example/\"onclick=alert(1)",
		"https://e.example/<script>alert(1)</script>",
		"[x][\"]\n\n[\"]: https://e.example/\"onclick=alert(1)",
		"```\"><script>alert(1)</script>\nx\n```",
		"~~~ \"onclick=alert(1)\nx\n~~~",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		harmless(markdown(cases[i]), cases[i]);
}

static void raw_html_in_markdown_is_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(hostile_html) / sizeof(hostile_html[0]); i++) {
		const char *block = arena_format(arena,
			"%s\n\ninline %s `%s`\n\n> %s\n\n|a|\n|---|\n|%s|", hostile_html[i],
			hostile_html[i], hostile_html[i], hostile_html[i], hostile_html[i]);

		harmless(markdown(block), block);
		assert_null(strstr(markdown(block), "<img"));
	}
}

/* Texts of 64 KiB, as long as a comment may be, made to cost time, memory or stack. */
static void a_text_made_to_hurt_costs_little(void **state)
{
	static const struct {
		const char *before, *piece, *after;
	} cases[] = {
		{ "", ">", "x" },
		{ "", "> ", "x" },
		{ "", "- ", "x" },
		{ "", "1. ", "x" },
		{ "", "*a ", "" },
		{ "", "*a **b ", "" },
		{ "", "a** b* ", "" },
		{ "", "*_", "a" },
		{ "", "[", "" },
		{ "", "]", "" },
		{ "", "[a](", "" },
		{ "", "[a](<", "" },
		{ "", "![", "" },
		{ "", "[]()", "" },
		{ "", "[![x](", "" },
		{ "", "`", "" },
		{ "", "a`", "" },
		{ "", "``a`", "" },
		{ "", "~~a", "" },
		{ "", "<", "" },
		{ "", "</", "" },
		{ "", "<a ", "" },
		{ "", "<!--", "" },
		{ "", "<![CDATA[", "" },
		{ "", "<?", "" },
		{ "", "&#1", "" },
		{ "", "&", "" },
		{ "", "\\", "" },
		{ "", "|", "" },
		{ "|a|b|\n|---|---|\n", "|\n", "" },
		{ "", "# ", "" },
		{ "", "#\n", "" },
		{ "", "```\n", "" },
		{ "", "- a\n\n", "" },
		{ "", "\n", "" },
		{ "", " ", "a" },
		{ "", "\t", "a" },
		{ "", "www.", "" },
		{ "", "http://", "" },
		{ "", "a@b.", "" },
		{ "", "a.b@", "" },
		{ "", "[a]: b\n", "" },
		{ "", "[a]: <", "" },
		{ "[a]: https://e.example/0123456789012345678901234567890123456789012345678901234567890123456789\n\n",
			"[a]", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = repeat(arena, cases[i].before, cases[i].piece,
			65536 / strlen(cases[i].piece), cases[i].after);
		int64_t start = clock_monotonic_ms(), ms;

		harmless(markdown(text), cases[i].piece);
		ms = clock_monotonic_ms() - start;
		if (ms > HOSTILE_MS_MAX)
			fail_msg("'%s' repeated takes %lld ms", cases[i].piece, (long long)ms);
		assert_true(strlen(markdown(text)) <= 8 << 20);
		arena_reset(arena);
	}
}

static void a_table_or_reference_cannot_multiply_its_text(void **state)
{
	char *head = repeat(arena, "|", "x|", 8000, "\n"),
	     *line = repeat(arena, "|", "---|", 8000, "\n");
	char *rows = repeat(arena, "", "|\n", 16000, ""),
	     *url = repeat(arena, "[a]: https://e.example/", "u", 32000, "\n\n");
	char *narrow = repeat(arena, "|", "x|", 60, "\n"),
	     *narrow_line = repeat(arena, "|", "---|", 60, "\n");
	char *texts[] = { arena_format(arena, "%s%s%s", head, line, rows),
		arena_format(arena, "%s%s%s", narrow, narrow_line, rows),
		arena_format(arena, "%s%s", url, repeat(arena, "", "[a]", 10000, "")) };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		int64_t start = clock_monotonic_ms();
		const char *html = markdown(texts[i]);

		assert_true(clock_monotonic_ms() - start < HOSTILE_MS_MAX);
		harmless(html, "a multiplying text");
		assert_true(strlen(html) < 4 << 20);
	}
}

static void what_is_too_deep_or_too_long_is_plain_text(void **state)
{
	const char *html = markdown(repeat(arena, "", "> ", 1000, "*x*"));

	(void)state;
	assert_true(str_starts(html, "<p>&gt; &gt; "));
	assert_non_null(strstr(html, "*x*"));
	html = markdown(repeat(arena, "", "> ", 10, "*x*"));
	assert_non_null(strstr(html, "<blockquote><blockquote>"));
	assert_non_null(strstr(html, "<em>x</em>"));
	html = markdown(repeat(arena, "*x* ", "abcdefgh", 40000, ""));
	assert_true(str_starts(html, "<p>*x* abc"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(markdown_is_shown_as_it_is_meant, reset),
		cmocka_unit_test_setup(a_link_of_another_scheme_is_only_its_text, reset),
		cmocka_unit_test_setup(a_link_cannot_leave_its_attribute, reset),
		cmocka_unit_test_setup(raw_html_in_markdown_is_text, reset),
		cmocka_unit_test_setup(a_text_made_to_hurt_costs_little, reset),
		cmocka_unit_test_setup(a_table_or_reference_cannot_multiply_its_text, reset),
		cmocka_unit_test_setup(what_is_too_deep_or_too_long_is_plain_text, reset),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
