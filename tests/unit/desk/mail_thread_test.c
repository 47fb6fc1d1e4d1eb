/* mail_thread_test.c - keys in subjects, and the marks of replies. */
#include "desk/mail_thread.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_key_stands_in_brackets_and_the_leftmost_comes_first(void **state)
{
	static const struct {
		const char *subject, *first, *second;
	} cases[] = {
		{ "[DSP-17] It broke", "DSP-17", NULL },
		{ "Re: [dsp-17] It broke", "DSP-17", NULL },
		{ "AW: [A-1] and [B-2]", "A-1", "B-2" },
		{ "[EXTERNAL] Re: [DSP-3] x", "DSP-3", NULL },
		{ "[[DSP-3]]", "DSP-3", NULL },
		{ "[A_B2-99999]", "A_B2-99999", NULL },
		{ "DSP-17 It broke", NULL, NULL },
		{ "[DSP-17 It broke", NULL, NULL },
		{ "[DSP-]", NULL, NULL },
		{ "[-17]", NULL, NULL },
		{ "[17-17]", NULL, NULL },
		{ "[DSP-17a]", NULL, NULL },
		{ "[DSP 17]", NULL, NULL },
		{ "[ABCDEFGHIJKLMNOPQRSTUVWXYZ-123456]", NULL, NULL },
		{ "", NULL, NULL },
		{ "[", NULL, NULL },
	};
	char key[MAIL_KEY_SIZE_MAX + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *wanted[] = { cases[i].first, cases[i].second }, *at = cases[i].subject;

		for (int n = 0; n < 2; n++) {
			bool found = mail_thread_key(&at, key);

			if (found != (wanted[n] != NULL) || (found && strcmp(key, wanted[n]) != 0))
				fail_msg("%s", cases[i].subject);
		}
	}
}

static void the_marks_of_replies_are_no_part_of_a_summary(void **state)
{
	static const struct {
		const char *subject, *bare;
	} cases[] = {
		{ "It broke", "It broke" },
		{ "Re: It broke", "It broke" },
		{ "RE: FW: Aw:It broke", "It broke" },
		{ "Odp: Re[2]: It broke", "It broke" },
		{ "رد: سؤال", "سؤال" },
		{ "Re:", "" },
		{ "  Fwd :x", "Fwd :x" },
		{ "Re[x]: y", "Re[x]: y" },
		{ "Re[2 y", "Re[2 y" },
		{ "Request: y", "Request: y" },
		{ "Re", "Re" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(mail_thread_bare(cases[i].subject), cases[i].bare);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_stands_in_brackets_and_the_leftmost_comes_first),
		cmocka_unit_test(the_marks_of_replies_are_no_part_of_a_summary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
