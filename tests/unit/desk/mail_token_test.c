/* mail_token_test.c - what was made is read again, by its tenant alone, until its time is over, and nothing else is. */
#include "desk/mail_token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/conf.h"
#include "id/scope.h"
#include "id/tenant.h"

enum { MEMORY_MAX = 1 << 20, NOW = 1000, LENGTH_MAX = 40 };

static const struct tenant ours = { .id = 7 }, theirs = { .id = 8 };
static struct scope s;

static int setup(void **state)
{
	(void)state;
	conf_load_defaults();
	s = (struct scope){ .arena = arena_make(MEMORY_MAX), .tenant = &ours, .now = NOW };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(s.arena);
	return 0;
}

static const struct mail_token tokens[] = {
	{ MAIL_TOKEN_REPLY, 1, 1, 0 },
	{ MAIL_TOKEN_REPLY, INT64_C(1) << 39, INT64_C(1) << 39, 0 },
	{ MAIL_TOKEN_BOUNCE, 35, 0, 0 },
	{ MAIL_TOKEN_MESSAGE, 36, 1295, 0 },
	{ MAIL_TOKEN_MUTE, 12, 3, NOW + 1 },
	{ MAIL_TOKEN_ANSWER, 12, 3, NOW + 1 },
	{ MAIL_TOKEN_THREAD, 1, 1, 0 },
};
enum { TOKENS_N = sizeof(tokens) / sizeof(tokens[0]) };

static void what_was_made_is_read_again_in_any_case(void **state)
{
	(void)state;
	for (int i = 0; i < TOKENS_N; i++) {
		char *text = arena_strdup(s.arena, mail_token_make(&s, &tokens[i]));
		struct mail_token read;

		assert_true(strlen(text) <= LENGTH_MAX);
		for (int upper = 0; upper < 2; upper++) {
			assert_int_equal(mail_token_read(&s, text, &read), OK);
			assert_int_equal(read.kind, tokens[i].kind);
			assert_int_equal(read.first, tokens[i].first);
			assert_int_equal(read.second, tokens[i].second);
			assert_int_equal(read.until, tokens[i].until);
			for (char *c = text; *c; c++)
				if (*c >= 'a' && *c <= 'z')
					*c = (char)(*c - 'a' + 'A');
		}
	}
}

static void one_letter_that_differs_makes_none(void **state)
{
	const char *text = mail_token_make(&s, &tokens[0]);
	struct mail_token read;

	(void)state;
	for (size_t i = 0; i < strlen(text); i++) {
		char *other = arena_strdup(s.arena, text);

		other[i] = other[i] == 'b' ? 'c' : 'b';
		assert_int_equal(mail_token_read(&s, other, &read), E_MISSING);
	}
}

static void another_tenant_reads_none(void **state)
{
	const char *text = mail_token_make(&s, &tokens[0]);
	struct mail_token read;

	(void)state;
	s.tenant = &theirs;
	assert_int_equal(mail_token_read(&s, text, &read), E_MISSING);
	s.tenant = &ours;
}

static void its_time_ends(void **state)
{
	const char *text = mail_token_make(&s, &tokens[4]);
	struct mail_token read;

	(void)state;
	s.now = NOW + 1;
	assert_int_equal(mail_token_read(&s, text, &read), E_MISSING);
	s.now = NOW;
	assert_int_equal(mail_token_read(&s, text, &read), OK);
}

static void what_is_not_built_like_one_is_none(void **state)
{
	static const char *const none[] = { "", ".", "r", "r1", "r1.2", "r1.2.",
		"x1.2.aaaaaaaaaaaaaaaa", "r1.2.3.4.aaaaaaaaaaaaaaaa", "r-1.2.aaaaaaaaaaaaaaaa",
		"rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr.1.a" };
	struct mail_token read;

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_int_equal(mail_token_read(&s, none[i], &read), E_MISSING);
}

static void it_stands_in_an_address_and_in_a_message_id(void **state)
{
	const char *address = mail_token_address(&s, "support@x.example", &tokens[0]);
	struct mail_token read;

	(void)state;
	assert_non_null(strstr(address, "support+r1.1."));
	assert_string_equal(strchr(address, '@'), "@x.example");
	assert_int_equal(mail_token_read(&s, mail_token_detail(&s, address), &read), OK);
	assert_null(mail_token_detail(&s, "support@x+y.example"));
	assert_non_null(
		strstr(mail_token_message_id(&s, "support@x.example", &tokens[3]), "@x.example"));
}

static void what_is_quoted_of_it_is_of_no_use(void **state)
{
	const char *token = mail_token_make(&s, &tokens[0]), *code = strrchr(token, '.') + 1;
	const char *text = arena_format(s.arena,
		"see https%%3A%%2F%%2Fx%%2F%s. a.b.c, mail.x.abcdefghijklmnop, %s", token, token);
	const char *hidden = mail_token_hide(&s, text);

	(void)state;
	assert_int_equal(strlen(hidden), strlen(text));
	assert_null(strstr(hidden, code));
	assert_non_null(
		strstr(hidden, ".----------------. a.b.c, mail.x.abcdefghijklmnop, r1.1.---"));
	assert_string_equal(mail_token_hide(&s, ""), "");
	assert_string_equal(mail_token_hide(&s, ".abcdefghijklmnop"), ".abcdefghijklmnop");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_made_is_read_again_in_any_case),
		cmocka_unit_test(one_letter_that_differs_makes_none),
		cmocka_unit_test(another_tenant_reads_none),
		cmocka_unit_test(its_time_ends),
		cmocka_unit_test(what_is_not_built_like_one_is_none),
		cmocka_unit_test(it_stands_in_an_address_and_in_a_message_id),
		cmocka_unit_test(what_is_quoted_of_it_is_of_no_use),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
