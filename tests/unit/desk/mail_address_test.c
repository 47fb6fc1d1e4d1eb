/* mail_address_test.c - an address is plain in lower case and without its detail. */
#include "desk/mail_address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "id/scope.h"

enum { MEMORY_MAX = 1 << 20 };

static const struct {
	const char *said, *plain;
} cases[] = {
	{ "support@x.example", "support@x.example" },
	{ "Support@X.Example", "support@x.example" },
	{ "support+r1.2.abc@x.example", "support@x.example" },
	{ "support+@x.example", "support@x.example" },
	{ "support+a+b@x.example", "support@x.example" },
	{ "support@x+y.example", "support@x+y.example" },
	{ "+detail@x.example", NULL },
	{ "support", NULL },
	{ "", NULL },
	{ "support@localhost", NULL },
	{ "\"support\"@x.example", NULL },
	{ "support@x.example\r\nRCPT TO:<a@b.example>", NULL },
	{ "su pport@x.example", NULL },
	{ "supp\xc3\xb6rt@x.example", NULL },
	{ "support@x.example@y.example", NULL },
};

static void it_is_plain_without_its_detail(void **state)
{
	struct scope s = { .arena = arena_make(MEMORY_MAX) };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *plain = mail_address_plain(&s, cases[i].said);

		if (cases[i].plain)
			assert_string_equal(plain, cases[i].plain);
		else
			assert_null(plain);
	}
	arena_free(s.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_plain_without_its_detail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
