/* letter_link.c - see letter_link.h. */
#include "desk/letter_link.h"

#include "base/arena.h"
#include "base/str.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/approval.h"
#include "desk/mail_token.h"
#include "desk/subscription.h"
#include "desk/ticket.h"

static enum err ended(struct scope *s)
{
	return refuse(s, E_GONE, "This link is of no use any more.");
}

static enum err ticket_open(
	struct scope *s, int64_t ticket_id, enum action action, struct ticket **ticket_out)
{
	enum err e = ticket_find(
		s, arena_format(s->arena, "%lld", (long long)ticket_id), action, ticket_out);

	return e == E_MISSING || e == E_DENIED ? ended(s) : e;
}

/* The quote is of the ticket it was sent for, also when that went into another since: there is nothing to answer then. */
static enum err approval_open(struct scope *s, int64_t approval_id, struct letter_link *link)
{
	struct approval_of *of;
	enum err e = sql_approval_ticket(s, approval_id, &of);

	if (e == E_MISSING)
		return ended(s);
	TRY(e);
	TRY(ticket_open(s, of->ticket_id, APPROVAL_ANSWER, &link->ticket));
	e = approval_find(s, link->ticket, approval_id, &link->approval);
	if (e == E_MISSING)
		return ended(s);
	TRY(e);
	return approval_people(s, link->approval, &link->people);
}

enum err letter_link_open(struct scope *s, const char *token, struct letter_link *link_out)
{
	struct mail_token said;
	enum err e;

	*link_out = (struct letter_link){ 0 };
	TRY(mail_token_read(s, token, &said));
	if (said.kind != MAIL_TOKEN_MUTE && said.kind != MAIL_TOKEN_ANSWER)
		return E_MISSING;
	e = caller_by_person(s, said.second);
	if (e == E_MISSING)
		return ended(s);
	TRY(e);
	return said.kind == MAIL_TOKEN_MUTE
		? ticket_open(s, said.first, SUBSCRIBE, &link_out->ticket)
		: approval_open(s, said.first, link_out);
}

const char *letter_link_decision(const struct scope *s, const struct letter_link *link)
{
	for (const struct approver *one = link->people; one; one = one->next)
		if (one->person_id == scope_person(s) && !str_equal(one->decision, "pending"))
			return one->decision;
	return NULL;
}

enum err letter_link_set_muted(struct scope *s, const struct letter_link *link, bool muted)
{
	return subscription_set(s, link->ticket, !muted);
}

enum err letter_link_is_muted(struct scope *s, const struct letter_link *link, bool *muted_out)
{
	TRY(subscription_wants(s, link->ticket, scope_person(s), muted_out));
	*muted_out = !*muted_out;
	return OK;
}

enum err letter_link_decide(
	struct scope *s, const struct letter_link *link, const struct approval_answer *answer)
{
	struct approval *decided;

	return approval_answer(s, link->ticket, link->approval->id, answer, &decided);
}
