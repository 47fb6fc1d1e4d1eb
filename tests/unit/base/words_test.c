/* words_test.c - a search finds what was written, in whichever case, accent or script it is typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_make(64 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void text_becomes_folded_words_that_carry_the_prefix(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{ "", "" },
		{ " ... ", "" },
		{ "Error", "p7xerror" },
		{ "The ERROR, the error!", "p7xthe p7xerror" },
		{ "CDSE-42: it's v4.1_b", "p7xcdse p7x42 p7xit p7xs p7xv4 p7x1 p7xb" },
		{ "Caf\xc3\xa9 cafe\xcc\x81 CAF\xc3\x89", "p7xcafe" },
		{ "Stra\xc3\x9f"
		  "e STRASSE",
			"p7xstrasse" },
		{ "\xc5\x81\xc3\xb3"
		  "d\xc5\xba \xc3\x98re",
			"p7xlodz p7xore" },
		{ "\xc4\xb0stanbul", "p7xistanbul" },
		{ "\xef\xac\x81le \xef\xbc\xa1\xef\xbc\x91 \xe2\x91\xa0", "p7xfile p7xa1 p7x1" },
		{ "\xd0\x9e\xd0\xa8\xd0\x98\xd0\x91\xd0\x9a\xd0\x90",
			"p7x\xd0\xbe\xd1\x88\xd0\xb8\xd0\xb1\xd0\xba\xd0\xb0" },
		{ "\xce\xa3\xce\xaf\xcf\x83\xcf\x85\xcf\x86\xce\xbf\xcf\x82",
			"p7x\xcf\x83\xce\xb9\xcf\x83\xcf\x85\xcf\x86\xce\xbf\xcf\x83" },
		/* pairs, and the last character alone */
		{ "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
			"p7x\xe6\x97\xa5\xe6\x9c\xac p7x\xe6\x9c\xac\xe8\xaa\x9e p7x\xe8\xaa\x9e" },
		{ "\xe5\xb1\xb1", "p7x\xe5\xb1\xb1" },
		{ "a\xe5\xb1\xb1\xe5\xb7\x9d"
		  "b",
			"p7xa p7x\xe5\xb1\xb1\xe5\xb7\x9d p7x\xe5\xb7\x9d p7xb" },
		{ "\xed\x95\x9c\xea\xb5\xad", "p7x\xed\x95\x9c\xea\xb5\xad p7x\xea\xb5\xad" },
		{ "\xf0\xa0\xae\x9f\xe9\x87\x8e", "p7xz020b9f\xe9\x87\x8e p7x\xe9\x87\x8e" },
		/* soft hyphen and zero-width joiners are not there */
		{ "er\xc2\xadror e\xe2\x80\x8drror", "p7xerror" },
		{ "a\xff"
		  "b",
			"p7xa p7xb" },
		{ "\xf0\x9f\x98\x80 x", "p7xx" },
		{ "+a -b \"c\" (d) e* ~f @g <h >i %j",
			"p7xa p7xb p7xc p7xd p7xe p7xf p7xg p7xh p7xi p7xj" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(text_words(arena, "p7", cases[i].text), cases[i].words);
	assert_string_equal(text_words(arena, "p7", NULL), "");
}

static void a_query_needs_every_word_and_the_last_as_a_beginning(void **state)
{
	static const struct {
		const char *text, *query;
	} cases[] = {
		{ "", "" },
		{ "\"*()", "" },
		{ "erro", "+p7xerro*" },
		{ "Disk err", "+p7xdisk +p7xerr*" },
		{ "err err", "+p7xerr +p7xerr*" },
		{ "CDSE-4", "+p7xcdse +p7x4*" },
		{ "+a -b* \"c\"@5 ) OR 1", "+p7xa +p7xb +p7xc +p7x5 +p7xor +p7x1*" },
		{ "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
			"+p7x\xe6\x97\xa5\xe6\x9c\xac +p7x\xe6\x9c\xac\xe8\xaa\x9e*" },
		{ "\xe6\x9c\xac", "+p7x\xe6\x9c\xac*" },
		{ "\xe6\x9c\xac abc", "+p7x\xe6\x9c\xac* +p7xabc*" },
		{ "\xe6\x97\xa5\xe6\x9c\xac abc", "+p7x\xe6\x97\xa5\xe6\x9c\xac +p7xabc*" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(text_words_query(arena, "p7", cases[i].text), cases[i].query);
	assert_string_equal(text_words_query(arena, "p7", NULL), "");
}

static size_t count(const char *text, char c)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += *text == c;
	return n;
}

static void the_number_of_words_is_limited(void **state)
{
	struct str str = str_make(arena);

	(void)state;
	for (int i = 0; i < 3 * TEXT_WORDS_MAX; i++)
		str_format(&str, "w%d w%d ", i, i / 2);
	assert_int_equal(count(text_words(arena, "p7", str.text), ' ') + 1, TEXT_WORDS_MAX);
	assert_int_equal(count(text_words_query(arena, "p7", str.text), '+'), TEXT_QUERY_WORDS_MAX);
}

static void a_long_word_is_cut_alike_both_ways(void **state)
{
	char word[4000], *kept, *asked;

	(void)state;
	memset(word, 'a', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	kept = text_words(arena, "p12345678901234567890", word);
	asked = text_words_query(arena, "p12345678901234567890", word);
	assert_true(strlen(kept) <= 84);
	assert_int_equal(strncmp(asked + 1, kept, strlen(kept)), 0);
	assert_string_equal(asked + 1 + strlen(kept), "*");
}

static void no_word_stands_twice_among_many(void **state)
{
	struct str str = str_make(arena);
	char *words;

	(void)state;
	for (int round = 0; round < 3; round++)
		for (int i = 0; i < 3000; i++)
			str_format(&str, "n%x,", i);
	words = text_words(arena, "i9", str.text);
	assert_int_equal(count(words, ' ') + 1, 3000);
	assert_non_null(strstr(words, " i9xnbb7"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_becomes_folded_words_that_carry_the_prefix),
		cmocka_unit_test(a_query_needs_every_word_and_the_last_as_a_beginning),
		cmocka_unit_test(the_number_of_words_is_limited),
		cmocka_unit_test(a_long_word_is_cut_alike_both_ways),
		cmocka_unit_test(no_word_stands_twice_among_many),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
