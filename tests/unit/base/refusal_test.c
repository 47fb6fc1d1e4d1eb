/* refusal_test.c - a refusal is whole characters, however long what it quotes is. */
#include "base/refusal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static void a_character_that_was_cut_is_left_out(void **state)
{
	struct arena *arena = arena_make(1 << 20);
	struct refusal refusal = { .arena = arena };
	char text[600];

	(void)state;
	assert_int_equal(
		refusal_field(&refusal, "name", "%.3s is nobody.", "ab\xc3\xa9"), E_INVALID);
	assert_string_equal(refusal.fields->message, "ab is nobody.");
	assert_int_equal(
		refusal_say(&refusal, E_DENIED, "%.4s is nobody.", "ab\xc3\xa9"), E_DENIED);
	assert_string_equal(refusal.message, "ab\xc3\xa9 is nobody.");
	memset(text, 'a', sizeof(text));
	memcpy(text + 509, "\xf0\x9f\x98\x80", 5);
	assert_int_equal(refusal_say(&refusal, E_DENIED, "%s", text), E_DENIED);
	assert_int_equal(strlen(refusal.message), 509);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_character_that_was_cut_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
