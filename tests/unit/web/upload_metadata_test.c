/* upload_metadata_test.c - the header Upload-Metadata: pairs in base64, and what is none. */
#include "web/upload_metadata.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/url.h"

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

static void pairs_are_read_in_order(void **state)
{
	static const struct {
		const char *header, *name, *value;
	} cases[] = {
		{ "filename YS50eHQ=", "filename", "a.txt" },
		{ "filename YS50eHQ=,serviceDeskId NTU=", "serviceDeskId", "55" },
		{ "x,filename YS50eHQ=", "filename", "a.txt" },
		{ "x,filename YS50eHQ=", "x", "" },
		{ "x ,filename YS50eHQ=", "x", "" },
		{ "filename YS50eHQ=", "Filename", NULL },
		{ "a/b:c;d 4pi6", "a/b:c;d", "\xe2\x98\xba" },
		{ "a DQo=", "a", "\r\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct url_param *first;

		assert_int_equal(upload_metadata_read(arena, cases[i].header, &first), OK);
		assert_true(str_equal(url_param(first, cases[i].name), cases[i].value));
	}
}

static void what_is_no_pair_is_refused(void **state)
{
	static const char *const cases[] = { "", " ", ",", " YQ==", "a YQ==,", ",a YQ==", "a YQ",
		"a YQ=", "a YQ===", "a Y Q==", "a  YQ==", "a YQ== ", "a Y!==", "a _-__",
		"a YR==", "a YQ==, b YQ==", "a YQ==,a YQ==", "a,a",
		"\xc3\xa4 YQ==", "a\tb YQ==", "a AA==", "a YQBi", "a YQ==\n", "a YQ==,,b YQ==" };
	struct url_param *first;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (upload_metadata_read(arena, cases[i], &first) != E_INVALID)
			fail_msg("taken: \"%s\"", cases[i]);
}

static void pairs_have_a_limit(void **state)
{
	struct str header = str_make(arena);
	struct url_param *first;

	(void)state;
	for (int i = 0; i < UPLOAD_METADATA_MAX; i++)
		str_format(&header, "%sk%d YQ==", i ? "," : "", i);
	assert_int_equal(upload_metadata_read(arena, header.text, &first), OK);
	assert_string_equal(url_param(first, "k15"), "a");
	str_add(&header, ",k YQ==");
	assert_int_equal(upload_metadata_read(arena, header.text, &first), E_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_are_read_in_order),
		cmocka_unit_test(what_is_no_pair_is_refused),
		cmocka_unit_test(pairs_have_a_limit),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
