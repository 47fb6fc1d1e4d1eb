/* person_test.c - what a provider says of a person is cleaned before it stands beside other people's names. */
#include "id/person.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/text.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_make(1 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

struct row {
	const char *in, *out; /* NULL: refused */
};

static void check(const struct row *row, const char *out)
{
	if ((row->out == NULL) != (out == NULL) || (out != NULL && strcmp(row->out, out) != 0))
		fail_msg("\"%s\" became \"%s\", not \"%s\"", row->in != NULL ? row->in : "(absent)",
			out != NULL ? out : "(refused)", row->out != NULL ? row->out : "(refused)");
}

static void an_address_is_lower_case_or_none(void **state)
{
	static const struct row rows[] = {
		{ "anna@copernicus.example", "anna@copernicus.example" },
		{ "Anna.Nowak+x@Copernicus.Example", "anna.nowak+x@copernicus.example" },
		{ "o'brien@a.example", "o'brien@a.example" },
		{ NULL, NULL },
		{ "", NULL },
		{ "anna", NULL },
		{ "@copernicus.example", NULL },
		{ "anna@", NULL },
		{ "anna@localhost", NULL },
		{ "anna@.example", NULL },
		{ "anna@copernicus.", NULL },
		{ "anna@evil.example@copernicus.example", NULL },
		{ "\"anna@evil.example\"@copernicus.example", NULL },
		{ "anna nowak@copernicus.example", NULL },
		{ " anna@copernicus.example", NULL },
		{ "anna@copernicus.example\n", NULL },
		{ "<anna@copernicus.example>", NULL },
		{ "anna@copernicus.example,eve@evil.example", NULL },
		{ "ann\xc3\xa0@copernicus.example", NULL },
		{ "Anna@M\xc3\xbcller.Example", "anna@xn--mller-kva.example" },
		{ "anna@copernicus.ex\xd0\xb0mple", "anna@copernicus.xn--exmple-4nf" },
		{ "anna@\xef\xbd\x87mail.example", NULL },
		{ "anna@m\xc3\xbcller", NULL },
		{ "anna@m\xc3\xbcller<eve@evil.example", NULL },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@a.example",
			NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		check(&rows[i], person_address(arena, rows[i].in));
}

static void a_name_is_one_clean_line(void **state)
{
	static const struct row rows[] = {
		{ "Anna Nowak", "Anna Nowak" },
		{ "  Anna \t\n Nowak ", "Anna Nowak" },
		{ "\xc5\x81ukasz \xe6\x9d\x8e", "\xc5\x81ukasz \xe6\x9d\x8e" },
		{ "Anna\xe2\x80\xae"
		  "kawoN",
			"AnnakawoN" },          /* right-to-left override */
		{ "An\xe2\x80\x8bna", "Anna" }, /* zero-width space */
		{ "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xaf",
			"\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xaf" }, /* Persian needs its joiner */
		{ "<b>Anna</b>", "<b>Anna</b>" }, /* text stays text: pages escape it */
		{ NULL, NULL },
		{ "", NULL },
		{ " \xe2\x80\xae\n", NULL },
		{ "An\xffna", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		check(&rows[i], person_name(arena, rows[i].in));
}

static void a_long_name_is_cut_between_characters(void **state)
{
	char name[6001];

	(void)state;
	memset(name, 'a', 4000);
	name[4000] = '\0';
	assert_int_equal(text_length(person_name(arena, name)), 100);
	memset(name, 'a', 6000);
	name[6000] = '\0';
	assert_null(person_name(arena, name));
}

static void a_domain_is_vouched_for_only_as_a_whole(void **state)
{
	static const struct {
		const char *list, *address;
		bool vouched;
	} rows[] = {
		{ "copernicus.example", "anna@copernicus.example", true },
		{ "a.example copernicus.example", "anna@copernicus.example", true },
		{ "", "anna@copernicus.example", false },
		{ "copernicus.example", NULL, false },
		{ "copernicus.example", "anna@sub.copernicus.example", false },
		{ "copernicus.example", "anna@evilcopernicus.example", false },
		{ "copernicus.example.evil.example", "anna@copernicus.example", false },
		{ "copernicus.example", "copernicus.example", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (person_is_vouched(rows[i].list, rows[i].address) != rows[i].vouched)
			fail_msg("row %zu: %s for %s", i, rows[i].list,
				rows[i].address != NULL ? rows[i].address : "(absent)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_address_is_lower_case_or_none, setup, teardown),
		cmocka_unit_test_setup_teardown(a_name_is_one_clean_line, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_long_name_is_cut_between_characters, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_domain_is_vouched_for_only_as_a_whole, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
