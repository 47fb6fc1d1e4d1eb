/* lmtp_data_test.c - what is the mail's and what was put in, and that a mail has one end, in whatever pieces it comes. */
#include "net/lmtp_data.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	const char *sent, *mail; /* mail NULL: it has not ended */
	const char *rest;
} cases[] = {
	{ ".\r\n", "", "" },
	{ "\r\n.\r\n", "\r\n", "" },
	{ "a\r\n.\r\n", "a\r\n", "" },
	{ "a\r\nb\r\n.\r\nQUIT\r\n", "a\r\nb\r\n", "QUIT\r\n" },
	{ "a\r\n.\r\n.\r\n", "a\r\n", ".\r\n" },
	/* dots that were put in */
	{ "..\r\n.\r\n", ".\r\n", "" },
	{ "..a\r\n...\r\n.\r\n", ".a\r\n..\r\n", "" },
	{ ".a\r\n.\r\n", "a\r\n", "" },
	{ "a.\r\n.\r\n", "a.\r\n", "" },
	/* what looks like an end to somebody else */
	{ "a\n.\n.\r\n", NULL, "" },
	{ "a\n.\r\nb\r\n.\r\n", "a\n.\r\nb\r\n", "" },
	{ "a\r.\r\nb\r\n.\r\n", "a\r.\r\nb\r\n", "" },
	{ "a\r.\rb\r\n.\r\n", "a\r.\rb\r\n", "" },
	{ "a\r\n.\nb\r\n.\r\n", "a\r\n\nb\r\n", "" },
	{ "a\r\n.\rb\r\n.\r\n", "a\r\n\rb\r\n", "" },
	{ "a\r\n.\r\rb\r\n.\r\n", "a\r\n\r\rb\r\n", "" },
	{ "a\r\n.\r\r\n.\r\n", "a\r\n\r\r\n", "" },
	{ "a\r\r\n.\r\n", "a\r\r\n", "" },
	{ "\n.\n", NULL, "" },
	{ "\r.\r", NULL, "" },
	{ "a\r\n.", NULL, "" },
	{ "a\r\n.\r", NULL, "" },
	{ "", NULL, "" },
};

/* In pieces of that size. */
static void take(size_t i, size_t step)
{
	const char *sent = cases[i].sent, *end = sent + strlen(sent);
	struct lmtp_data data = { 0 };
	char mail[64], out[64];
	size_t size = 0;

	while (sent < end && data.at != LMTP_END) {
		const size_t n = (size_t)(end - sent) < step ? (size_t)(end - sent) : step;
		const struct lmtp_taken taken = lmtp_data_take(&data, sent, n, out);

		assert_true(taken.used == n || data.at == LMTP_END);
		assert_true(taken.given <= n + 1);
		memcpy(mail + size, out, taken.given);
		size += taken.given;
		sent += taken.used;
	}
	mail[size] = '\0';
	assert_int_equal(data.at == LMTP_END, cases[i].mail != NULL);
	assert_string_equal(sent, cases[i].rest);
	if (cases[i].mail)
		assert_string_equal(mail, cases[i].mail);
}

static void a_mail_has_one_end(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (size_t step = 1; step < 32; step++)
			take(i, step);
}

static void a_nul_is_a_byte_like_any_other(void **state)
{
	static const char sent[] = "a\0b\r\n.\r\n";
	struct lmtp_data data = { 0 };
	char out[16];
	const struct lmtp_taken taken = lmtp_data_take(&data, sent, sizeof(sent) - 1, out);

	(void)state;
	assert_int_equal(data.at, LMTP_END);
	assert_int_equal(taken.given, 5);
	assert_memory_equal(out, "a\0b\r\n", 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mail_has_one_end),
		cmocka_unit_test(a_nul_is_a_byte_like_any_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
