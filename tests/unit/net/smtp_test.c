/* smtp_test.c - which addresses may stand in an SMTP command, and what is said without a server. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "net/smtp.h"

static const struct row {
	const char *address;
	bool is_clean;
} rows[] = {
	{ "anna@customer.example", true },
	{ "o'neil+tag.x_y-z=1@sub.customer.example", true },
	{ "support+r2x.5k.abcdefgh@desk.example", true },
	{ "anna@xn--mller-kva.example", true },
	/* would begin a command of its own */
	{ "a@x.example\r\nRCPT TO:<b@x.example>", false },
	{ "a@x.example\nDATA", false },
	{ "a@x.example> SIZE=1 <", false },
	{ "<a@x.example>", false },
	{ "a@x.example\r", false },
	{ "a\t@x.example", false },
	{ "a b@x.example", false },
	{ "a@x.example NOTIFY=NEVER", false },
	/* none */
	{ "", false },
	{ "@", false },
	{ "@x.example", false },
	{ "anna@", false },
	{ "anna", false },
	{ "a@b@x.example", false },
	{ "\"a b\"@x.example", false },
	{ "a,b@x.example", false },
	{ "postmaster@[127.0.0.1]", false },
	{ "a\x7f@x.example", false },
	{ "m\xc3\xbcller@x.example", false },
	{ "anna@m\xc3\xbcller.example", false },
};

static void only_clean_addresses_stand_in_commands(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (smtp_address_is_clean(rows[i].address) != rows[i].is_clean)
			fail_msg("\"%s\"", rows[i].address);
}

static void one_that_is_not_is_refused_before_any_connection(void **state)
{
	struct arena *arena = arena_make(1 << 20);
	struct smtp_mail mail = { "b@desk.example", "a@x.example\r\nDATA", "x\r\n", 3, NULL };

	(void)state;
	conf_load_defaults();
	assert_int_equal(smtp_send(arena, &mail).fate, SMTP_REFUSED);
	mail.to = "a@x.example";
	assert_int_equal(smtp_send(arena, &mail).fate, SMTP_AWAY);
	assert_non_null(strstr(smtp_send(arena, &mail).said, "smtp_url"));
	mail.from = "b\n@desk.example";
	assert_int_equal(smtp_send(arena, &mail).fate, SMTP_REFUSED);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_clean_addresses_stand_in_commands),
		cmocka_unit_test(one_that_is_not_is_refused_before_any_connection),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
