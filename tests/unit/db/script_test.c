/* script_test.c - a file of SQL comes apart at the semicolons that end statements, and at no
 * other. */
#include "db/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

static const char *value_of(void *values, const char *name)
{
	(void)values;
	return strcmp(name, "WHO") == 0 ? "'O\\'Hara; --'" : NULL;
}

/* All statements with their lines, as "1:a|2:b"; "refused" if it is. */
static const char *taken_apart(struct arena *arena, const char *text)
{
	struct script script = { .at = text, .line = 1, .value = value_of };
	struct str all = str_make(arena);
	const char *statement;
	int line;

	for (;;) {
		if (script_next(arena, &script, &statement, &line) != OK)
			return "refused";
		if (statement == NULL)
			return all.text;
		str_format(&all, "%s%d:%s", all.size > 0 ? "|" : "", line, statement);
	}
}

static void statements_end_at_semicolons_outside_quotes_and_comments(void **state)
{
	static const struct {
		const char *text, *parts;
	} cases[] = {
		{ "", "" },
		{ " \n ;; \n", "" },
		{ "a", "1:a" },
		{ "a;b;", "1:a|1:b" },
		{ "a\n ;\n\n b c \n;", "1:a|4:b c" },
		{ "a';'b;c", "1:a';'b|1:c" },
		{ "a';''';b;c", "1:a';'''|1:b|1:c" },
		{ "a''';b';c", "1:a''';b'|1:c" },
		{ "'\\';';b", "1:'\\';'|1:b" },
		{ "\"a;\\\";\";b", "1:\"a;\\\";\"|1:b" },
		{ "`a;\\`;b", "1:`a;\\`|1:b" },
		{ "-- a;b\nc", "2:c" },
		{ "a -- ;\n;b", "1:a|2:b" },
		{ "a--b;c", "1:a--b|1:c" },
		{ "# a;b\nc", "2:c" },
		{ "/* a;\n' */ b;c", "2:b|2:c" },
		{ "a/* ; */b", "1:a b" },
		{ "'/* ;' a; '-- ;'", "1:'/* ;' a|1:'-- ;'" },
		{ "${WHO};b", "1:'O\\'Hara; --'|1:b" },
		{ "'${WHO}'", "1:'${WHO}'" },
		{ "-- ${NOBODY}\na", "2:a" },
		{ "a $ b {c}", "1:a $ b {c}" },
		{ "'a", "refused" },
		{ "'a\\'", "refused" },
		{ "`a", "refused" },
		{ "/* a", "refused" },
		{ "${NOBODY}", "refused" },
		{ "${WHO", "refused" },
		{ "${who}", "refused" },
		{ "${}", "refused" },
	};
	struct arena *arena = arena_make(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_string_equal(taken_apart(arena, cases[i].text), cases[i].parts);
		arena_reset(arena);
	}
	arena_free(arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(statements_end_at_semicolons_outside_quotes_and_comments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
