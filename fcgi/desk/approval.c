/* approval.c - see approval.h. */
#include "desk/approval.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/str.h"
#include "base/text.h"
#include "db/stmt.h"
#include "id/scope.h"
#include "id/tenant.h"
#include "desk/activity.h"
#include "desk/quote.h"
#include "desk/ticket.h"
#include "desk/workflow.h"
#include "sql/quote.h"

enum { ADDRESS_LENGTH_MAX = 45, USER_AGENT_LENGTH_MAX = 255, APPROVALS_AT_ONCE = 128 };

enum err approval_list(struct scope *s, const struct ticket *ticket, int64_t limit, int64_t start,
	struct approval **first_out)
{
	return sql_approval_list(s, ticket->id, limit, start, first_out);
}

enum err approval_find(
	struct scope *s, const struct ticket *ticket, int64_t id, struct approval **approval_out)
{
	return sql_approval_find(s, ticket->id, id, approval_out);
}

enum err approval_people(
	struct scope *s, const struct approval *approvals, struct approver **first_out)
{
	int64_t *wanted = arena_alloc(s->arena, APPROVALS_AT_ONCE * sizeof(*wanted));
	struct ids ids = { wanted, 0 };

	*first_out = NULL;
	for (; approvals && ids.n < APPROVALS_AT_ONCE; approvals = approvals->next)
		wanted[ids.n++] = approvals->id;
	return ids.n ? sql_approver_list_of(s, &ids, first_out) : OK;
}

/* What the caller was asked; NULL: nothing. */
static const struct approver *asked(
	const struct scope *s, const struct approval *approval, const struct approver *people)
{
	while (people &&
		(people->approval_id != approval->id || people->person_id != scope_person(s)))
		people = people->next;
	return people;
}

bool approval_may_answer(
	const struct scope *s, const struct approval *approval, const struct approver *people)
{
	const struct approver *mine = asked(s, approval, people);

	return mine && str_equal(approval->decision, "pending") &&
		str_equal(mine->decision, "pending");
}

static bool was_shown(struct scope *s, const struct approval *approval, const char *sha256)
{
	return !*sha256 || str_equal_nocase(sha256, hash_hex(s->arena, &approval->sha256));
}

/* May this answer be given now? */
static enum err answer_check(struct scope *s, const struct approval *approval,
	const struct approver *people, const struct approval_answer *answer)
{
	const struct approver *mine = asked(s, approval, people);

	if (!mine)
		return refuse(s, E_DENIED, "You were not asked about this quote.");
	if (!str_equal(mine->decision, "pending"))
		return refuse(s, E_CONFLICT, "You have answered already.");
	if (str_equal(approval->decision, "void") || !was_shown(s, approval, answer->sha256))
		return refuse(s, E_CONFLICT,
			"This quote was changed or taken back meanwhile: please look again.");
	if (!str_equal(approval->decision, "pending"))
		return refuse(s, E_CONFLICT, "Somebody else has decided on this quote already.");
	if (answer->accepts && quote_is_expired(s, approval))
		return refuse(s, E_CONFLICT,
			"This quote was valid until %s and cannot be accepted any more: please ask for a new one.",
			clock_friendly(
				s->arena, approval->valid_until, s->now, s->tenant->time_zone));
	return OK;
}

static bool is_decided(const struct approval *approval, const struct approver *people, bool accepts)
{
	int64_t n = 1;

	for (; people; people = people->next)
		n += people->approval_id == approval->id && str_equal(people->decision, "approved");
	return !accepts || n >= approval->needed;
}

static enum err close(
	struct scope *s, struct ticket *ticket, const struct approval *approval, bool accepted)
{
	const char *decision = accepted ? "approved" : "declined";
	bool moved;

	TRY(sql_approval_close(s, approval->id, decision));
	TRY(sql_approval_release(s, approval->id));
	TRY(sql_quote_close(s, approval->quote_id, accepted ? "accepted" : "rejected"));
	return workflow_fire(s, ticket, decision, &moved);
}

static enum err keep(struct scope *s, const struct ticket *ticket, const struct approval *approval,
	const struct approval_answer *answer)
{
	TRY(sql_approver_decide(s, approval->id, scope_person(s),
		answer->accepts ? "approved" : "declined", *answer->reason ? answer->reason : NULL,
		&approval->sha256,
		s->address ? text_shorten(s->arena, s->address, ADDRESS_LENGTH_MAX) : NULL,
		s->user_agent ? text_shorten(s->arena, s->user_agent, USER_AGENT_LENGTH_MAX)
			      : NULL));
	TRY(ticket_touch(s, ticket, true));
	return activity_add(s, ticket,
		&(struct activity_new){ answer->accepts ? ACTIVITY_APPROVED : ACTIVITY_DECLINED,
			.public = true, .subject_id = approval->quote_id,
			.after = quote_label(
				s, approval->version, approval->currency, approval->total) });
}

enum err approval_answer(struct scope *s, const struct ticket *ticket, int64_t id,
	const struct approval_answer *answer, struct approval **approval_out)
{
	struct approver *people;
	struct ticket *held;

	/* As it is once nobody else changes it. */
	TRY(ticket_hold(s, ticket));
	TRY(ticket_find(s, ticket->key, APPROVAL_ANSWER, &held));
	TRY(approval_find(s, held, id, approval_out));
	TRY(approval_people(s, *approval_out, &people));
	TRY(answer_check(s, *approval_out, people, answer));
	TRY(keep(s, held, *approval_out, answer));
	if (is_decided(*approval_out, people, answer->accepts))
		TRY(close(s, held, *approval_out, answer->accepts));
	return approval_find(s, held, id, approval_out);
}
