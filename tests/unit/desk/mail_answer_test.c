/* mail_answer_test.c - a quote is accepted by what plainly accepts it. */
#include "desk/mail_answer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static void only_a_plain_word_is_an_answer(void **state)
{
	static const struct {
		const char *text;
		enum mail_answer answer;
	} cases[] = {
		{ "Approve", MAIL_ANSWER_ACCEPTS },
		{ "  approved.\n\nAnna", MAIL_ANSWER_ACCEPTS },
		{ "ACCEPT!", MAIL_ANSWER_ACCEPTS },
		{ "Yes", MAIL_ANSWER_ACCEPTS },
		{ "Yes, please go ahead.", MAIL_ANSWER_ACCEPTS },
		{ "Yes please", MAIL_ANSWER_ACCEPTS },
		{ "I approve.", MAIL_ANSWER_ACCEPTS },
		{ "Approved\n-- \nAnna\nPhone 1", MAIL_ANSWER_ACCEPTS },
		{ "Approved.\n\nIf you are not the recipient of this mail, delete it.",
			MAIL_ANSWER_ACCEPTS },
		{ "Akceptuję.", MAIL_ANSWER_ACCEPTS },
		{ "AKCEPTUJĘ", MAIL_ANSWER_ACCEPTS },
		{ "akceptuje", MAIL_ANSWER_ACCEPTS },
		{ "Tak, proszę zaczynać", MAIL_ANSWER_ACCEPTS },
		{ "Zgadzam się.", MAIL_ANSWER_ACCEPTS },
		{ "موافق", MAIL_ANSWER_ACCEPTS },
		{ "نعم، شكرا", MAIL_ANSWER_ACCEPTS },
		{ "Decline", MAIL_ANSWER_DECLINES },
		{ "rejected: too expensive", MAIL_ANSWER_DECLINES },
		{ "No.", MAIL_ANSWER_DECLINES },
		{ "No, thank you", MAIL_ANSWER_DECLINES },
		{ "Nie", MAIL_ANSWER_DECLINES },
		{ "Odrzucam, za drogo.", MAIL_ANSWER_DECLINES },
		{ "لا", MAIL_ANSWER_DECLINES },
		/* not plainly */
		{ "No problem, go ahead", MAIL_ANSWER_NONE },
		{ "Yes, but only the first item", MAIL_ANSWER_NONE },
		{ "Approved, if you can do it by Friday", MAIL_ANSWER_NONE },
		{ "Yes? What does item two mean", MAIL_ANSWER_NONE },
		{ "Yes, can you do it for less?", MAIL_ANSWER_NONE },
		{ "Approved by whom", MAIL_ANSWER_NONE },
		{ "Tak, ale taniej", MAIL_ANSWER_NONE },
		{ "Nie mam pytań", MAIL_ANSWER_NONE },
		{ "نعم، لكن أرخص", MAIL_ANSWER_NONE },
		{ "لا أوافق", MAIL_ANSWER_DECLINES },
		{ "Not approved", MAIL_ANSWER_NONE },
		{ "disapprove", MAIL_ANSWER_NONE },
		{ "Hello,\n\nApproved", MAIL_ANSWER_NONE },
		{ "> Approve", MAIL_ANSWER_NONE },
		{ "yesterday it broke", MAIL_ANSWER_NONE },
		{ "...", MAIL_ANSWER_NONE },
		{ "", MAIL_ANSWER_NONE },
	};
	struct arena *arena = arena_make(16 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (mail_answer_of(arena, cases[i].text) != cases[i].answer)
			fail_msg("%s", cases[i].text);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(only_a_plain_word_is_an_answer) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
