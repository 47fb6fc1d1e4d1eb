/* mail_quote.c - see mail_quote.h. */
#include "desk/mail_quote.h"

#include "base/arena.h"
#include "base/crypto.h"
#include "base/text.h"
#include "mail/mail.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/approval.h"
#include "desk/mail_answer.h"
#include "desk/mail_judge.h"
#include "desk/notice.h"
#include "desk/ticket.h"

enum { APPROVALS_MAX = 100 };

/* A later letter about the same request may ask something else: "shall we call you?" */
static enum err asks(struct scope *s, const struct mail_out_row *letter,
	const struct approval *approval, bool *asks_out)
{
	struct notice_news *news;
	enum err e = letter->notice_id ? notice_read(s, letter->notice_id, scope_person(s), &news)
				       : E_MISSING;

	*asks_out = false;
	if (e != OK)
		return e == E_MISSING ? OK : e;
	for (const struct notice_item *item = news->items; item; item = item->next)
		if (item->kind == NOTICE_ASKED && item->subject_id == approval->quote_id)
			*asks_out = true;
	return OK;
}

/* What they are asked about by the letter that they answer. NULL: nothing. */
static enum err asked(struct scope *s, const struct mail_out_row *letter,
	const struct ticket *ticket, struct approval **approval_out)
{
	struct approval *approval;
	struct approver *people;

	*approval_out = NULL;
	if (!letter || letter->person_id != scope_person(s) || letter->ticket_id != ticket->id)
		return OK;
	TRY(approval_list(s, ticket, APPROVALS_MAX, 0, &approval));
	TRY(approval_people(s, approval, &people));
	for (; approval; approval = approval->next) {
		bool asked_for = false;

		if (approval_may_answer(s, approval, people))
			TRY(asks(s, letter, approval, &asked_for));
		if (asked_for)
			*approval_out = approval;
	}
	return OK;
}

/* Too late, or somebody was quicker: what they wrote is a comment all the same. */
static enum err answer(struct scope *s, const struct mail *mail, enum mail_answer said,
	const struct ticket *ticket, const struct approval *asked_for, bool *answered_out)
{
	const struct approval_answer given = { .accepts = said == MAIL_ANSWER_ACCEPTS,
		.reason = text_shorten(
			s->arena, text_trim(s->arena, mail->text), APPROVAL_REASON_LENGTH_MAX),
		.sha256 = hash_hex(s->arena, &asked_for->sha256) };
	struct approval *approval;
	enum err e;

	e = approval_answer(s, ticket, asked_for->id, &given, &approval);
	*answered_out = e == OK;
	if (e != E_CONFLICT && e != E_DENIED)
		return e;
	refusal_reset(&s->refusal);
	return OK;
}

enum err mail_quote_answer(struct scope *s, int64_t mail_id, const struct mail *mail,
	const struct mail_verdict *verdict, const struct ticket *ticket, bool *answered_out)
{
	struct approval *asked_for;
	enum mail_answer said;
	enum err e;

	*answered_out = false;
	if (!mail_sender_is_proven(&verdict->sender) || verdict->automatic)
		return OK;
	said = mail_answer_of(s->arena, mail->text);
	if (said == MAIL_ANSWER_NONE)
		return OK;
	TRY(asked(s, verdict->thread.letter, ticket, &asked_for));
	if (!asked_for)
		return OK;
	s->user_agent = arena_format(s->arena, "mail %lld <%s>", (long long)mail_id,
		mail->message_id ? mail->message_id : "");
	e = answer(s, mail, said, ticket, asked_for, answered_out);
	s->user_agent = NULL;
	return e;
}
