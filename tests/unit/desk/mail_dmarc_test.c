/* mail_dmarc_test.c - of what a mail says about its own check, only our server's own words count. */
#include "desk/mail_dmarc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "mail/mail.h"

/* Up to three values, from the top. */
static enum mail_dmarc judge(
	const char *first, const char *second, const char *id, const char *from)
{
	const struct mail_text below = { second, NULL };
	const struct mail_text top = { first, second ? &(struct mail_text){ 0 } : NULL };
	struct mail_text list = top;

	list.next = second ? (struct mail_text *)&below : NULL;
	return mail_dmarc_of(&list, id, from);
}

static void the_word_of_our_own_server_counts(void **state)
{
	static const struct {
		const char *value;
		enum mail_dmarc found;
	} cases[] = {
		{ "mx.our.example; dmarc=pass header.from=anna.example", MAIL_DMARC_PASSED },
		{ "mx.our.example; dmarc=pass (p=reject dis=none) header.from=anna.example",
			MAIL_DMARC_PASSED },
		{ "MX.Our.Example; DMARC=PASS header.from=ANNA.example", MAIL_DMARC_PASSED },
		{ "mx.our.example 1; dmarc=pass header.from=anna.example", MAIL_DMARC_PASSED },
		{ "(said by) mx.our.example (our (own) server) 1 ; spf=pass "
		  "smtp.mailfrom=x.example;\r\n\tdmarc/1 = pass reason=\"it; fits\" header.from = "
		  "anna.example",
			MAIL_DMARC_PASSED },
		{ "mx.our.example; dkim=fail header.d=x.example; dmarc=pass policy.dmarc=none "
		  "header.from=\"anna.example\"",
			MAIL_DMARC_PASSED },
		{ "mx.our.example; dmarc=fail (p=none) header.from=anna.example",
			MAIL_DMARC_FAILED },
		{ "mx.our.example; dmarc=fail", MAIL_DMARC_FAILED },
		{ "mx.our.example; dmarc=pass header.from=anna.example; dmarc=fail "
		  "header.from=anna.example",
			MAIL_DMARC_FAILED },
		{ "mx.our.example; dmarc=none header.from=anna.example", MAIL_DMARC_NONE },
		{ "mx.our.example; dmarc=temperror header.from=anna.example", MAIL_DMARC_NONE },
		{ "mx.our.example; none", MAIL_DMARC_NONE },
		{ "mx.our.example", MAIL_DMARC_NONE },
		{ "", MAIL_DMARC_NONE },
		/* a pass of another check, of another domain, or of none */
		{ "mx.our.example; spf=pass; dkim=pass header.d=anna.example", MAIL_DMARC_NONE },
		{ "mx.our.example; dmarc=pass header.from=evil.example", MAIL_DMARC_NONE },
		{ "mx.our.example; dmarc=pass header.from=sub.anna.example", MAIL_DMARC_NONE },
		{ "mx.our.example; dmarc=pass header.from=anna.example.evil.example",
			MAIL_DMARC_NONE },
		{ "mx.our.example; dmarc=pass header.from=a", MAIL_DMARC_NONE },
		{ "mx.our.example; dmarc=pass", MAIL_DMARC_NONE },
		{ "mx.our.example; dmarc=pass header.from=", MAIL_DMARC_NONE },
		/* what somebody else could write into a value of ours */
		{ "mx.our.example; spf=fail (dmarc=pass header.from=anna.example)",
			MAIL_DMARC_NONE },
		{ "mx.our.example; spf=fail reason=\"; dmarc=pass header.from=anna.example\"",
			MAIL_DMARC_NONE },
		{ "mx.our.example; spf=fail smtp.mailfrom=\"x; dmarc=pass "
		  "header.from=anna.example;\"@y",
			MAIL_DMARC_NONE },
		{ "mx.our.example; xdmarc=pass header.from=anna.example", MAIL_DMARC_NONE },
		{ "mx.our.example; dmarcx=pass header.from=anna.example", MAIL_DMARC_NONE },
		/* not ours */
		{ "mx.evil.example; dmarc=pass header.from=anna.example", MAIL_DMARC_NONE },
		{ "mx.our.example.evil; dmarc=pass header.from=anna.example", MAIL_DMARC_NONE },
		{ "(mx.our.example; x) evil; dmarc=pass header.from=anna.example",
			MAIL_DMARC_NONE },
		{ "mx.our; dmarc=pass header.from=anna.example", MAIL_DMARC_NONE },
		{ "mx.our.example((((; dmarc=pass header.from=anna.example", MAIL_DMARC_NONE },
		{ "mx.our.example; ==; dmarc=pass header.from=anna.example", MAIL_DMARC_PASSED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (judge(cases[i].value, NULL, "mx.our.example", "anna@anna.example") !=
			cases[i].found)
			fail_msg("%s", cases[i].value);
}

static void of_several_the_topmost_of_ours_counts(void **state)
{
	const char *pass = "mx.our.example; dmarc=pass header.from=anna.example";

	(void)state;
	assert_int_equal(
		judge("mx.our.example; dmarc=fail", pass, "mx.our.example", "a@anna.example"),
		MAIL_DMARC_FAILED);
	assert_int_equal(judge("mx.our.example; none", pass, "mx.our.example", "a@anna.example"),
		MAIL_DMARC_NONE);
	assert_int_equal(
		judge("mx.other.example; dmarc=fail", pass, "mx.our.example", "a@anna.example"),
		MAIL_DMARC_PASSED);
}

static void nobody_is_believed_where_nobody_is_named(void **state)
{
	(void)state;
	assert_int_equal(judge("; dmarc=pass header.from=anna.example", NULL, "", "a@anna.example"),
		MAIL_DMARC_NONE);
	assert_int_equal(
		judge("x; dmarc=pass header.from=anna.example", NULL, NULL, "a@anna.example"),
		MAIL_DMARC_NONE);
	assert_int_equal(
		judge("x; dmarc=pass header.from=anna.example", NULL, "x", NULL), MAIL_DMARC_NONE);
	assert_int_equal(mail_dmarc_of(NULL, "x", "a@anna.example"), MAIL_DMARC_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_word_of_our_own_server_counts),
		cmocka_unit_test(of_several_the_topmost_of_ours_counts),
		cmocka_unit_test(nobody_is_believed_where_nobody_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
