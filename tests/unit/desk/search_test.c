/* search_test.c - the expression of a search: every word with its tenant and its audience, nothing that the person typed as an
 * operator. */
#include "desk/search.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "id/scope.h"
#include "sql/tenant.h"

enum { MEMORY_MAX = 16 << 20 };

static const struct tenant seven = { .id = 7 };
static struct scope scope = { .tenant = &seven };

static int setup(void **state)
{
	(void)state;
	scope.arena = arena_make(MEMORY_MAX);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(scope.arena);
	return 0;
}

static const struct {
	const char *text, *customer, *agent;
} cases[] = {
	{ "", "", "" },
	{ " \t\n", "", "" },
	{ "+-*\"()<>~@", "", "" },
	{ "error", "+p7xerror* ", "+(p7xerror* i7xerror*) " },
	{ "Disk Error", "+p7xdisk +p7xerror* ", "+(p7xdisk i7xdisk) +(p7xerror* i7xerror*) " },
	{ "ERROR error", "+p7xerror* ", "+(p7xerror* i7xerror*) " },
	{ "Zażółć", "+p7xzazolc* ", "+(p7xzazolc* i7xzazolc*) " },
	{ "+i7xsecret*", "+p7xi7xsecret* ", "+(p7xi7xsecret* i7xi7xsecret*) " },
	{ "\") OR (\"i7xsecret", "+p7xor +p7xi7xsecret* ",
		"+(p7xor i7xor) +(p7xi7xsecret* i7xi7xsecret*) " },
	{ "CDSE-12", "+p7xcdse +p7x12* ", "+(p7xcdse i7xcdse) +(p7x12* i7x12*) " },
};

static void words_carry_the_tenant_and_the_audience(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_string_equal(search_words(&scope, cases[i].text, false), cases[i].customer);
		assert_string_equal(search_words(&scope, cases[i].text, true), cases[i].agent);
	}
}

static void a_customer_s_search_never_asks_for_words_of_notes(void **state)
{
	static const char *const texts[] = { "i7xnote", "(i7xnote)", "p7xa i7xb", "\u00a0i7x\u00a0",
		"i7x*", "日本語", "x i7 x" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const char *words = search_words(&scope, texts[i], false);

		assert_null(strstr(words, "+i7x"));
		assert_null(strstr(words, " i7x"));
		assert_null(strchr(words, '('));
		for (const char *at = words; (at = strchr(at, '+')); at++)
			assert_memory_equal(at, "+p7x", 4);
	}
}

static void a_text_of_any_size_gives_an_expression_of_bounded_size(void **state)
{
	size_t size = 200 * 1024;
	char *text = arena_alloc(scope.arena, size + 1);

	(void)state;
	for (size_t i = 0; i < size; i++)
		text[i] = i % 6 == 5 ? ' ' : (char)('a' + (i * 7 + i / 6) % 26);
	assert_true(strlen(search_words(&scope, text, true)) < 1024 * 1024);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_carry_the_tenant_and_the_audience),
		cmocka_unit_test(a_customer_s_search_never_asks_for_words_of_notes),
		cmocka_unit_test(a_text_of_any_size_gives_an_expression_of_bounded_size),
	};

	return cmocka_run_group_tests_name("search", tests, setup, teardown);
}
