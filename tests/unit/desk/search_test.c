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

/* Words a and b are as frequent as a case says; all texts are 1,000,000, so a word in more than 5,000 of them is frequent. */
static const struct {
	const char *text;
	int64_t texts[3];
	const char *expression, *others[3]; /* of a customer's search */
	const char *expression_of_agent;
} cases[] = {
	{ "", { 0 }, "", { NULL }, "" },
	{ " \t\n", { 0 }, "", { NULL }, "" },
	{ "+-*\"()<>~@", { 0 }, "", { NULL }, "" },
	{ "error", { 0 }, "+p7xerror*", { NULL }, "+(p7xerror* i7xerror*)" },
	{ "Disk Error", { 0 }, "+p7xdisk", { "7xerror" }, "+(p7xdisk i7xdisk)" },
	{ "Disk Error now", { 0 }, "+p7xerror", { "7xdisk ", "7xnow" }, "+(p7xerror i7xerror)" },
	{ "Disk Error now", { 5, 9, 0 }, "+p7xnow*", { "7xdisk ", "7xerror " },
		"+(p7xnow* i7xnow*)" },
	{ "Disk Error now", { 5, 9, 7 }, "+p7xdisk", { "7xnow", "7xerror " },
		"+(p7xdisk i7xdisk)" },
	{ "Disk Error", { 5001, 900000 }, "", { "7xdisk ", "7xerror" }, "" },
	{ "Disk Error", { 5000, 900000 }, "+p7xdisk", { "7xerror" }, "+(p7xdisk i7xdisk)" },
	{ "error", { 5001 }, "", { "7xerror" }, "" },
	{ "ERROR error", { 0 }, "+p7xerror*", { NULL }, "+(p7xerror* i7xerror*)" },
	{ "Zażółć", { 0 }, "+p7xzazolc*", { NULL }, "+(p7xzazolc* i7xzazolc*)" },
	{ "日本語", { 0 }, "+p7x日本", { "7x本語 ", "7x語" }, "+(p7x日本 i7x日本)" },
	{ "+i7xsecret*", { 0 }, "+p7xi7xsecret*", { NULL }, "+(p7xi7xsecret* i7xi7xsecret*)" },
	{ "\") OR (\"i7xsecret", { 0 }, "+p7xor", { "7xi7xsecret" }, "+(p7xor i7xor)" },
	{ "CDSE-12", { 0 }, "+p7xcdse", { "7x12" }, "+(p7xcdse i7xcdse)" },
};

static struct search choice(size_t i, bool notes)
{
	struct search_word words[SEARCH_WORDS_MAX];
	struct search search;
	int n = search_split(&scope, cases[i].text, words);

	for (int k = 0; k < n && k < 3; k++)
		words[k].texts = cases[i].texts[k];
	search_choose(&scope, words, n, 1000000, notes, &search);
	return search;
}

static void the_rarest_word_is_asked_of_the_index_and_the_others_are_looked_up(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct search customer = choice(i, false), agent = choice(i, true);

		assert_string_equal(customer.expression, cases[i].expression);
		assert_string_equal(agent.expression, cases[i].expression_of_agent);
		assert_int_equal(customer.n_others, agent.n_others);
		for (int k = 0; k < 3 && cases[i].others[k]; k++) {
			assert_true(k < customer.n_others);
			assert_string_equal(customer.others[k], cases[i].others[k]);
			assert_string_equal(agent.others[k], cases[i].others[k]);
		}
		assert_int_equal(
			search_is_empty(&customer), !*cases[i].expression && !cases[i].others[0]);
	}
}

static void a_customer_s_search_never_asks_for_words_of_notes(void **state)
{
	static const char *const texts[] = { "i7xnote", "(i7xnote)", "p7xa i7xb", "\u00a0i7x\u00a0",
		"i7x*", "日本語", "x i7 x" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct search_word words[SEARCH_WORDS_MAX];
		struct search search;
		int n = search_split(&scope, texts[i], words);

		search_choose(&scope, words, n, 1000000, false, &search);
		assert_false(search.notes);
		assert_memory_equal(search.expression, "+p7x", 4);
		assert_null(strpbrk(search.expression, " ("));
		for (int k = 0; k < search.n_others; k++)
			assert_memory_equal(search.others[k], "7x", 2);
	}
}

static void the_index_is_not_asked_where_nothing_was_counted(void **state)
{
	struct search_word words[SEARCH_WORDS_MAX];
	struct search search;
	int n = search_split(&scope, "Disk error", words);

	(void)state;
	search_choose(&scope, words, n, 0, true, &search);
	assert_string_equal(search.expression, "");
	assert_int_equal(search.n_others, 2);
}

static void a_text_of_any_size_gives_a_search_of_few_words(void **state)
{
	size_t size = 200 * 1024;
	char *text = arena_alloc(scope.arena, size + 1);
	struct search_word words[SEARCH_WORDS_MAX];

	(void)state;
	for (size_t i = 0; i < size; i++)
		text[i] = i % 6 == 5 ? ' ' : (char)('a' + (i * 7 + i / 6) % 26);
	assert_int_equal(search_split(&scope, text, words), SEARCH_WORDS_MAX);
	assert_false(words[SEARCH_WORDS_MAX - 1].begins);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_rarest_word_is_asked_of_the_index_and_the_others_are_looked_up),
		cmocka_unit_test(a_customer_s_search_never_asks_for_words_of_notes),
		cmocka_unit_test(the_index_is_not_asked_where_nothing_was_counted),
		cmocka_unit_test(a_text_of_any_size_gives_a_search_of_few_words),
	};

	return cmocka_run_group_tests_name("search", tests, setup, teardown);
}
