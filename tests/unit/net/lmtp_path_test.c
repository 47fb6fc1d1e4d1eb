/* lmtp_path_test.c - addresses and parameters of MAIL and RCPT, and all that is none. */
#include "net/lmtp_path.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { SIZE_MAX_HERE = 1000 };

#define UTF8 "anna@m\xc3\xbcller.example"
#define LONG_320                                                                           \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const struct {
	const char *text, *address; /* NULL: refused, with this code */
	const char *code;
	int64_t size;
	bool utf8;
} senders[] = {
	{ "<anna@x.example>", "anna@x.example", NULL, 0, false },
	{ "  <anna@x.example>", "anna@x.example", NULL, 0, false },
	{ "<>", "", NULL, 0, false },
	{ "<> BODY=8BITMIME size=10 smtputf8", "", NULL, 10, true },
	{ "<anna@x.example> SIZE=1000", "anna@x.example", NULL, 1000, false },
	{ "<Anna+tag@X.example> BODY=7bit", "Anna+tag@X.example", NULL, 0, false },
	{ "<\"a b>\\\"\"@x.example>", "\"a b>\\\"\"@x.example", NULL, 0, false },
	{ "<" LONG_320 ">", LONG_320, NULL, 0, false },
	{ "<" UTF8 "> SMTPUTF8", UTF8, NULL, 0, true },
	{ "<" UTF8 ">", NULL, "553 5.6.7", 0, false },
	{ "<a" LONG_320 ">", NULL, "501 5.1.7", 0, false },
	{ "<anna@x.example> SIZE=1001", NULL, "552 5.3.4", 0, false },
	{ "<anna@x.example> SIZE=999999999999999999999", NULL, "501 5.5.4", 0, false },
	{ "<anna@x.example> SIZE=-1", NULL, "501 5.5.4", 0, false },
	{ "<anna@x.example> SIZE=", NULL, "501 5.5.4", 0, false },
	{ "<anna@x.example> SIZE=1x", NULL, "501 5.5.4", 0, false },
	{ "<anna@x.example> BODY=BINARYMIME", NULL, "555 5.5.4", 0, false },
	{ "<anna@x.example> AUTH=<>", NULL, "555 5.5.4", 0, false },
	{ "<anna@x.example> RET=HDRSAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", NULL, "555 5.5.4", 0,
		false },
	{ "anna@x.example", NULL, "501 5.1.7", 0, false },
	{ "<anna@x.example", NULL, "501 5.1.7", 0, false },
	{ "<anna@x.example>SIZE=1", NULL, "501 5.1.7", 0, false },
	{ "<anna@x.example>>", NULL, "501 5.1.7", 0, false },
	{ "<<anna@x.example>", NULL, "501 5.1.7", 0, false },
	{ "<an na@x.example>", NULL, "501 5.1.7", 0, false },
	{ "<an\tna@x.example>", NULL, "501 5.1.7", 0, false },
	{ "<an\x01na@x.example>", NULL, "501 5.1.7", 0, false },
	{ "<\"an\x7fna\"@x.example>", NULL, "501 5.1.7", 0, false },
	{ "<an\xffna@x.example> SMTPUTF8", NULL, "501 5.1.7", 0, false },
	{ "<an\xe2\x80\xaena@x.example> SMTPUTF8", NULL, "501 5.1.7", 0, false },
	{ "<\"anna@x.example>", NULL, "501 5.1.7", 0, false },
	{ "", NULL, "501 5.1.7", 0, false },
	{ "<", NULL, "501 5.1.7", 0, false },
	{ "<\"\\", NULL, "501 5.1.7", 0, false },
};

static void a_sender_is_an_address_and_what_is_said_of_the_mail(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(senders) / sizeof(senders[0]); i++) {
		struct lmtp_path path;
		const char *trouble = lmtp_sender_read(senders[i].text, SIZE_MAX_HERE, &path);

		if (senders[i].code) {
			assert_non_null(trouble);
			assert_memory_equal(trouble, senders[i].code, strlen(senders[i].code));
			continue;
		}
		assert_null(trouble);
		assert_string_equal(path.address, senders[i].address);
		assert_int_equal(path.size, senders[i].size);
		assert_int_equal(path.utf8, senders[i].utf8);
	}
}

static const struct {
	const char *text;
	bool utf8;
	const char *code; /* NULL: it is one */
} recipients[] = {
	{ "<support+r1.2.abc@x.example>", false, NULL },
	{ "<" UTF8 ">", true, NULL },
	{ "<" UTF8 ">", false, "553 5.6.7" },
	{ "<>", false, "501 5.1.3" },
	{ "support@x.example", false, "501 5.1.3" },
	{ "<support@x.example> NOTIFY=NEVER", false, "555 5.5.4" },
	{ "<support@x.example> ", false, NULL },
};

static void a_recipient_is_an_address_alone(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(recipients) / sizeof(recipients[0]); i++) {
		struct lmtp_path path;
		const char *trouble = lmtp_recipient_read(
			recipients[i].text, recipients[i].utf8, &path);

		if (recipients[i].code)
			assert_memory_equal(
				trouble, recipients[i].code, strlen(recipients[i].code));
		else
			assert_null(trouble);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sender_is_an_address_and_what_is_said_of_the_mail),
		cmocka_unit_test(a_recipient_is_an_address_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
