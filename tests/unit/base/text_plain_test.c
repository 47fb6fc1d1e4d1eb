/* text_plain_test.c - text of a mail is shown as it is, and only whole addresses are links. */
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

/* A piece after the other, in lines of 1,990 bytes that begin as an address does. */
static const char *repeated(struct arena *arena, const char *piece, size_t size)
{
	struct str text = str_make(arena);

	while (text.size < size) {
		size_t line = text.size;

		str_add(&text, "\nhttp://((");
		while (text.size - line < 1990)
			str_add(&text, piece);
	}
	return text.text;
}

#define LINK(url) "<a href=\"" url "\" rel=\"noopener nofollow\">" url "</a>"

static void nothing_in_it_means_anything_but_addresses(void **state)
{
	static const struct {
		const char *text, *html;
	} cases[] = {
		{ "", "" },
		{ "a", "<p>a</p>\n" },
		{ "a\nb", "<p>a<br>\nb</p>\n" },
		{ "a\n\n\nb\n", "<p>a</p>\n<p>b</p>\n" },
		{ "\n \n a", "<p> a</p>\n" },
		{ "*a* _b_ # c\n> d", "<p>*a* _b_ # c<br>\n&gt; d</p>\n" },
		{ "<b>&amp;\"", "<p>&lt;b&gt;&amp;amp;&quot;</p>\n" },
		{ "see https://x.example/a?b=c&d=1.",
			"<p>see <a href=\"https://x.example/a?b=c&amp;d=1\" rel=\"noopener nofollow\">https://x.example/a?b=c&amp;d=1</a>.</p>\n" },
		{ "<http://x.example>", "<p>&lt;" LINK("http://x.example") "&gt;</p>\n" },
		{ "(http://x.example/a_(b)) http://y.example",
			"<p>(" LINK("http://x.example/a_(b)") ") " LINK(
				"http://y.example") "</p>\n" },
		{ "xhttp://x.example http://", "<p>xhttp://x.example http://</p>\n" },
		{ "javascript:alert(1) ftp://x", "<p>javascript:alert(1) ftp://x</p>\n" },
		{ "https://x\"onclick=alert(1)",
			"<p>" LINK("https://x") "&quot;onclick=alert(1)</p>\n" },
		{ "http://x).)", "<p>" LINK("http://x") ").)</p>\n" },
		{ "http://.) http://y", "<p>http://.) " LINK("http://y") "</p>\n" },
	};
	struct arena *arena = arena_make(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(text_plain(arena, cases[i].text).html, cases[i].html);
	assert_string_equal(text_plain(arena, NULL).html, "");
	arena_free(arena);
}

static void a_text_of_nearly_addresses_costs_little(void **state)
{
	enum { SIZE = 512 * 1024, SECONDS_MAX = 1 };
	static const char *const pieces[] = { "ahttp://", "http://", "http://x", "(", ")" };
	struct arena *arena = arena_make(64 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		const char *text = repeated(arena, pieces[i], SIZE);
		clock_t start = clock();

		text_plain(arena, text);
		if (clock() - start > SECONDS_MAX * CLOCKS_PER_SEC)
			fail_msg("lines of '%s' take %lld us of CPU", pieces[i],
				(long long)(clock() - start));
		arena_reset(arena);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_in_it_means_anything_but_addresses),
		cmocka_unit_test(a_text_of_nearly_addresses_costs_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
