/* mail_brake_test.c - what a machine wrote, by whatever says so. */
#include "desk/mail_brake.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "mail/mail.h"

static void a_machine_is_known_by_many_signs(void **state)
{
	static const struct mail_report report = { .kind = "delivery-status" };
	static const struct {
		const char *from, *header, *envelope;
		bool report, mailbox, automatic;
	} cases[] = {
		{ "anna@x.example", NULL, "anna@x.example", false, false, false },
		{ "anna@x.example", "auto-submitted", "anna@x.example", false, false, true },
		{ "anna@x.example", NULL, "", false, false, true },
		{ "anna@x.example", NULL, "", false, true, false }, /* it does not say */
		{ "anna@x.example", NULL, "anna@x.example", true, false, true },
		{ "MAILER-DAEMON@x.example", NULL, "x@x.example", false, false, true },
		{ "no-reply@x.example", NULL, "x@x.example", false, false, true },
		{ "noreply+17@x.example", NULL, "x@x.example", false, false, true },
		{ "noreplyanna@x.example", NULL, "x@x.example", false, false, false },
		{ NULL, NULL, "x@x.example", false, false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct mail_mailbox from = { .address = cases[i].from };
		const struct mail mail = { .from = &from,
			.automatic = cases[i].header,
			.report = cases[i].report ? &report : NULL };
		const struct mail_in row = { .envelope_from = cases[i].envelope,
			.mailbox_id = cases[i].mailbox };

		if (mail_brake_is_automatic(&row, &mail) != cases[i].automatic)
			fail_msg("row %zu", i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_machine_is_known_by_many_signs) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
