/* xml_test.c - the strict reader of a store's answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "net/xml.h"

static const struct row {
	const char *text;
	const char *inner; /* text of /a/b; NULL: refused */
} rows[] = {
	{ "<a><b>x</b></a>", "x" },
	{ "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a xmlns=\"http://s3/\"><b>x</b></a>\n",
		"x" },
	{ "<a><b/></a>", "" }, { "<a><b></b></a>", "" },
	{ "<a>\n <c><b>no</b></c> <b k='1' l=\"2>\">x</b><b>second</b></a>", "x" },
	{ "<a><b>&lt;&amp;&gt;&quot;&apos;</b></a>", "<&>\"'" },
	{ "<a><b>&#65;&#x42;&#xfc;&#x20ac;&#x1F600;</b></a>", "AB\u00fc\u20ac\U0001f600" },
	{ "<a><b>x<c>y</c>z</b></a>", "xz" }, { "<a><b>x</b ></a >", "x" },
	/* not well-formed */
	{ "", NULL }, { "x", NULL }, { "<", NULL }, { "<a", NULL }, { "<a>", NULL },
	{ "<a><b>x</b>", NULL }, { "<a><b>x</a></b>", NULL }, { "<a><b>x</bb></a>", NULL },
	{ "<a><b>x</b></a><a/>", NULL }, { "<a><b>x</b></a>x", NULL }, { "<a><b>x</b></a", NULL },
	{ "<a><b k=1>x</b></a>", NULL }, { "<a><b k=\"1>x</b></a>", NULL },
	{ "<a><b k>x</b></a>", NULL }, { "< a><b>x</b></a>", NULL },
	{ "<?xml <a><b>x</b></a>", NULL },
	/* what no store sends */
	{ "<!DOCTYPE a [<!ENTITY x \"y\">]><a><b>&x;</b></a>", NULL },
	{ "<a><b>&x;</b></a>", NULL }, { "<a><b>&amp</b></a>", NULL }, { "<a><b>& </b></a>", NULL },
	{ "<a><b>&#0;</b></a>", NULL }, { "<a><b>&#xd800;</b></a>", NULL },
	{ "<a><b>&#x110000;</b></a>", NULL }, { "<a><b>&#;</b></a>", NULL },
	{ "<a><b>&#x;</b></a>", NULL }, { "<a><b>&#-1;</b></a>", NULL },
	{ "<a><b><![CDATA[x]]></b></a>", NULL }, { "<a><!-- --><b>x</b></a>", NULL },
	{ "<a><c><c><c><c><c><c><c><c/></c></c></c></c></c></c></c></a>", NULL }, /* nine deep */
};

/* Each text stands at the end of its own memory, so that the sanitizer sees a step over it. */
static void well_formed_text_is_read_and_the_rest_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *arena = arena_make(1 << 20);
		size_t size = strlen(rows[i].text);
		char *text = test_malloc(size + 1);
		struct xml *root = NULL;
		enum err e;

		memcpy(text, rows[i].text, size);
		e = xml_read(arena, text, size, &root);
		if ((e == OK) != (rows[i].inner != NULL))
			fail_msg("%s: %s", rows[i].text, err_name(e));
		if (e == OK)
			assert_string_equal(xml_text(root, "b"), rows[i].inner);
		test_free(text);
		arena_free(arena);
	}
}

static void every_beginning_of_an_answer_is_refused(void **state)
{
	(void)state;
	const char *whole = "<?xml version=\"1.0\"?><a k=\"v\"><b>x&amp;&#65;</b><c/></a>";

	for (size_t size = 0; size < strlen(whole); size++) {
		struct arena *arena = arena_make(1 << 20);
		struct xml *root;

		assert_int_equal(xml_read(arena, whole, size, &root), E_INVALID);
		arena_free(arena);
	}
}

static void what_is_not_there_has_no_text(void **state)
{
	(void)state;
	struct arena *arena = arena_make(1 << 20);
	struct xml *root;

	assert_int_equal(xml_read(arena, "<a/>", 4, &root), OK);
	assert_null(xml_at(root, "b"));
	assert_null(xml_text(root, "b"));
	assert_null(xml_text(NULL, "b"));
	assert_int_equal(xml_read(arena, "<a>\0</a>", 8, &root), E_INVALID);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(well_formed_text_is_read_and_the_rest_refused),
		cmocka_unit_test(every_beginning_of_an_answer_is_refused),
		cmocka_unit_test(what_is_not_there_has_no_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
