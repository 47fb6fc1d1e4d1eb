/* letter_book_test.c - every language has the same words with the same places in them, what is filled in is text and no HTML, and a
 * tenant's colour is the one of its pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/json.h"
#include "base/str.h"
#include "id/scope.h"
#include "desk/letter_book.h"
#include "desk/letter_colour.h"

static struct scope s;

static int begin(void **state)
{
	(void)state;
	conf_load_defaults();
	((struct conf *)(uintptr_t)conf())->mail_dir = "html/mail";
	s.arena = arena_make(16 << 20);
	json_use(s.arena);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(s.arena);
	return 0;
}

static const struct letter_book *book_of(const char *language)
{
	struct letter_book *book;

	assert_int_equal(letter_book_open(&s, language, &book), OK);
	return book;
}

/* "{actor}{after}": the places in the order of their names' first letters do not matter, so each is looked for. */
static void assert_same_places(const char *name, const char *one, const char *other)
{
	for (const char *at = one; (at = strchr(at, '{')); at++)
		if (!strstr(other, arena_strndup(s.arena, at, strcspn(at, "}") + 1)))
			fail_msg("%s: %s has not what is in %s", name, other, one);
}

static void every_language_has_the_same_words(void **state)
{
	static const char *const languages[] = { "pl", "ar" };
	const struct letter_book *english = book_of("en");

	(void)state;
	for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++) {
		const struct letter_book *book = book_of(languages[i]);

		assert_string_equal(book->language, languages[i]);
		assert_int_equal(json_count(book->words), json_count(english->words));
		for (struct json *word = json_first(english->words); word; word = json_next(word)) {
			const char *name = json_name(word),
				   *theirs = json_str(book->words, name, 2000);

			if (!theirs)
				fail_msg("words.%s.json has no \"%s\"", languages[i], name);
			assert_same_places(name, json_as_text(word), theirs);
			assert_same_places(name, theirs, json_as_text(word));
		}
	}
}

static void a_language_that_nobody_wrote_is_english(void **state)
{
	static const char *const wishes[] = { "de", "", NULL, "../../etc/passwd", "EN" };

	(void)state;
	for (size_t i = 0; i < sizeof(wishes) / sizeof(*wishes); i++)
		assert_string_equal(book_of(wishes[i])->language, "en");
	assert_true(book_of("ar")->turned);
	assert_false(book_of("pl")->turned);
}

static void what_is_filled_in_is_text(void **state)
{
	const struct letter_book *book = book_of("en");
	const char *hostile = "<b>{after}</b> {{url}} \"x\" & y";
	const char *said = letter_say(book, "comment", LETTER_VALUES({ "actor", hostile, NULL }));
	const char *part = letter_part(book, "line", LETTER_VALUES({ "text", said, NULL }));

	(void)state;
	assert_string_equal(said, "<b>{after}</b> {{url}} \"x\" & y wrote:");
	assert_null(strstr(part, "<b>"));
	assert_null(strstr(part, "\"x\""));
	assert_non_null(strstr(part, "&lt;b&gt;"));
	assert_non_null(
		strstr(letter_part(book, "line", LETTER_VALUES({ "text", NULL, "<i>safe</i>" })),
			"<i>safe</i>"));
	assert_string_equal(letter_say(book, "status", NULL), "Status:  (before: )");
	assert_string_equal(letter_say(book, "no such word", NULL), "");
	assert_string_equal(letter_part(book, "no such part", NULL), "");
}

static void values_keep_their_direction_in_arabic(void **state)
{
	const char *said = letter_say(
		book_of("ar"), "comment", LETTER_VALUES({ "actor", "Jan", NULL }));

	(void)state;
	assert_non_null(strstr(said,
		"\xe2\x81\xa8"
		"Jan"
		"\xe2\x81\xa9"));
}

static void colours_are_those_of_the_pages(void **state)
{
	(void)state;
	assert_string_equal(letter_colour(s.arena, 1000, 0, 0), "#ffffff");
	assert_string_equal(letter_colour(s.arena, 0, 0, 0), "#000000");
	/* CSS Color 4: red; the numbers are rounded. */
	assert_memory_equal(letter_colour(s.arena, 628, 258, 29), "#ff00", 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_language_has_the_same_words, begin, end),
		cmocka_unit_test_setup_teardown(
			a_language_that_nobody_wrote_is_english, begin, end),
		cmocka_unit_test_setup_teardown(what_is_filled_in_is_text, begin, end),
		cmocka_unit_test_setup_teardown(values_keep_their_direction_in_arabic, begin, end),
		cmocka_unit_test_setup_teardown(colours_are_those_of_the_pages, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
