/* url_test.c - what is encoded reads back, and broken input is an error, never a guess. */
#include "base/url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_make(16 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void only_unreserved_characters_stay_as_they_are(void **state)
{
	(void)state;
	assert_string_equal(url_encode(arena, "aZ09-_.~"), "aZ09-_.~");
	assert_string_equal(
		url_encode(arena, "a b&c=d/e+\xc3\xa9%"), "a%20b%26c%3Dd%2Fe%2B%C3%A9%25");
	assert_string_equal(url_encode_path(arena, "/a b/?#"), "/a%20b/%3F%23");
	assert_string_equal(url_encode(arena, ""), "");
}

static void every_byte_but_nul_reads_back(void **state)
{
	char text[130], *again, *coded;

	(void)state;
	for (int i = 1; i < 128; i++)
		text[i - 1] = (char)i;
	text[127] = '\0';
	coded = url_encode(arena, text);
	assert_int_equal(url_decode(arena, coded, strlen(coded), true, &again), OK);
	assert_string_equal(again, text);
}

static void broken_escapes_are_refused(void **state)
{
	static const struct {
		const char *text;
		bool plus_is_space;
		const char *decoded;
	} cases[] = {
		{ "", false, "" },
		{ "a%20b", false, "a b" },
		{ "a+b", true, "a b" },
		{ "a+b", false, "a+b" },
		{ "%2B", true, "+" },
		{ "%c3%A9", false, "\xc3\xa9" },
		{ "%C3\xa9", false, "\xc3\xa9" },
		{ "%2520", false, "%20" },
		{ "%", false, NULL },
		{ "%2", false, NULL },
		{ "a%", false, NULL },
		{ "%2g", false, NULL },
		{ "%g2", false, NULL },
		{ "% 2", false, NULL },
		{ "%+2", false, NULL },
		{ "%-1", false, NULL },
		{ "%0x", false, NULL },
		{ "%00", false, NULL },
		{ "a%00b", false, NULL },
		{ "%u0041", false, NULL },
		{ "%c3", false, NULL },
		{ "%c0%af", false, NULL },
		{ "%ed%a0%80", false, NULL },
		{ "%ff", false, NULL },
		{ "\xc3", false, NULL },
		{ "%f4%90%80%80", false, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *decoded = NULL;
		enum err e = url_decode(arena, cases[i].text, strlen(cases[i].text),
			cases[i].plus_is_space, &decoded);

		assert_int_equal(e, cases[i].decoded != NULL ? OK : E_INVALID);
		if (e == OK)
			assert_string_equal(decoded, cases[i].decoded);
	}
}

static void an_escape_cut_by_the_size_is_refused(void **state)
{
	char *decoded;

	(void)state;
	assert_int_equal(url_decode(arena, "a%20", 3, false, &decoded), E_INVALID);
	assert_int_equal(url_decode(arena, "a%20", 2, false, &decoded), E_INVALID);
	assert_int_equal(url_decode(arena, "a\0b", 3, false, &decoded), E_INVALID);
}

/* "name=value;" for each pair, or NULL. */
static const char *pairs(const char *query)
{
	struct url_param *first;
	struct str str = str_make(arena);

	if (url_params(arena, query, &first) != OK)
		return NULL;
	for (; first != NULL; first = first->next)
		str_format(&str, "%s=%s;", first->name, first->value);
	return str.text;
}

static void query_strings_are_read_in_order(void **state)
{
	static const struct {
		const char *query, *pairs;
	} cases[] = {
		{ NULL, "" },
		{ "", "" },
		{ "&", "" },
		{ "&&a=1&&", "a=1;" },
		{ "a=1&b=2&a=3", "a=1;b=2;a=3;" },
		{ "a", "a=;" },
		{ "a=", "a=;" },
		{ "=a", "=a;" },
		{ "=", "=;" },
		{ "a=b=c", "a=b=c;" },
		{ "a+b=c+d", "a b=c d;" },
		{ "a%26b=c%3Dd", "a&b=c=d;" },
		{ "a=1;b=2", "a=1;b=2;" },
		{ "a=%zz", NULL },
		{ "%=1", NULL },
		{ "a=1&b=%00", NULL },
		{ "a=%2&b=0", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *found = pairs(cases[i].query);

		if (!str_equal(found, cases[i].pairs))
			fail_msg("%s gives %s", cases[i].query, found == NULL ? "an error" : found);
	}
}

static void the_first_of_a_name_counts(void **state)
{
	struct url_param *first;

	(void)state;
	assert_int_equal(url_params(arena, "a=1&b=&a=2", &first), OK);
	assert_string_equal(url_param(first, "a"), "1");
	assert_string_equal(url_param(first, "b"), "");
	assert_null(url_param(first, "A"));
	assert_null(url_param(NULL, "a"));
}

static void more_pairs_than_the_limit_are_refused(void **state)
{
	struct str str = str_make(arena);
	struct url_param *first;

	(void)state;
	for (int i = 0; i < URL_PARAMS_MAX; i++)
		str_format(&str, "a=%d&", i);
	assert_int_equal(url_params(arena, str.text, &first), OK);
	str_add(&str, "a=1");
	assert_int_equal(url_params(arena, str.text, &first), E_INVALID);
}

static void only_paths_of_our_own_site_are_local(void **state)
{
	static const char *const local[] = { "/", "/a",
		"/servicedesk/customer/portal/1?x=http://e/&y=1#f", "/a/b?", "/%2f%2fe", "/:80",
		"/a@b", "/\xc3\xa9", "/?//e" };
	static const char *const not_local[] = { NULL, "", "a", "//e", "///e", "/\\e", "\\/e",
		"/\t/e", "/\n/e", "/\r\n", "\t//e", " /", "http://e/", "javascript:alert(1)",
		"/a\\b", "/.//e", "/a//b", "/a b", "/\x7f", "?a", "#a", "." };

	(void)state;
	for (size_t i = 0; i < sizeof(local) / sizeof(local[0]); i++)
		assert_true(url_is_local_path(local[i]));
	for (size_t i = 0; i < sizeof(not_local) / sizeof(not_local[0]); i++)
		assert_false(url_is_local_path(not_local[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_unreserved_characters_stay_as_they_are),
		cmocka_unit_test(every_byte_but_nul_reads_back),
		cmocka_unit_test(broken_escapes_are_refused),
		cmocka_unit_test(an_escape_cut_by_the_size_is_refused),
		cmocka_unit_test(query_strings_are_read_in_order),
		cmocka_unit_test(the_first_of_a_name_counts),
		cmocka_unit_test(more_pairs_than_the_limit_are_refused),
		cmocka_unit_test(only_paths_of_our_own_site_are_local),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
