/* approvals.c - see approvals.h. JSM knows no money and no reasons: what is ours stands in `lodge`. */
#include "api/approvals.h"

#include "base/crypto.h"
#include "base/json.h"
#include "base/str.h"
#include "web/form.h"
#include "id/scope.h"
#include "desk/approval.h"
#include "desk/money.h"
#include "desk/quote.h"
#include "desk/ticket.h"
#include "api/shape.h"

enum { DECISION_SIZE_MAX = 20, SHA256_SIZE_MAX = 64, REASON_SIZE_MAX = 8000 };

/* What is kept of a decision; from where it came is for the team and for whoever made it. */
static struct json *decision_json(
	struct rq *rq, const struct ticket *ticket, const struct approver *person)
{
	bool whence = ticket_may(rq->scope, ticket, QUOTE_WRITE) ||
		person->person_id == scope_person(rq->scope);
	struct json *json = json_object();

	json_put(json, "decidedDate", date_json(rq, person->decided_at));
	json_put(json, "reason", person->reason);
	if (person->sha256)
		json_put(json, "sha256", hash_hex(rq->arena, person->sha256));
	if (whence) {
		json_put(json, "address", person->address);
		json_put(json, "userAgent", person->user_agent);
	}
	return json;
}

static struct json *approver_json(
	struct rq *rq, const struct ticket *ticket, const struct approver *person)
{
	struct json *json = json_object();

	json_put(json, "approver", person_json_of(rq, person));
	json_put(json, "approverDecision", person->decision);
	if (person->decided_at)
		json_put(json, "lodge", decision_json(rq, ticket, person));
	return json;
}

static struct json *quote_json(struct rq *rq, const struct approval *approval)
{
	struct json *json = json_object();

	json_put_id(json, "id", approval->quote_id);
	json_put(json, "version", approval->version);
	json_put(json, "currency", approval->currency);
	json_put(json, "total",
		money_write(rq->arena, approval->total, money_digits(approval->currency)));
	json_put(json, "validUntil", date_json(rq, approval->valid_until));
	json_put_bool(json, "expired", quote_is_expired(rq->scope, approval));
	json_put(json, "sha256", hash_hex(rq->arena, &approval->sha256));
	return json;
}

static struct json *ours_json(struct rq *rq, const struct approval *approval)
{
	struct json *json = json_object();

	json_put(json, "state", approval->decision);
	json_put(json, "needed", approval->needed);
	json_put(json, "quote", quote_json(rq, approval));
	return json;
}

struct json *approval_json(struct rq *rq, const struct ticket *ticket,
	const struct approval *approval, const struct approver *people)
{
	struct json *json = json_object(), *approvers = json_array(), *links = json_object();
	bool void_now = str_equal(approval->decision, "void");

	json_put_id(json, "id", approval->id);
	json_put(json, "name", approval->name);
	json_put(json, "finalDecision", void_now ? "declined" : approval->decision);
	json_put_bool(json, "canAnswerApproval", approval_may_answer(rq->scope, approval, people));
	json_put(json, "createdDate", date_json(rq, approval->created_at));
	if (approval->closed_at)
		json_put(json, "completedDate", date_json(rq, approval->closed_at));
	for (; people; people = people->next)
		if (people->approval_id == approval->id)
			json_add(approvers, approver_json(rq, ticket, people));
	json_put(json, "approvers", approvers);
	json_put(json, "lodge", ours_json(rq, approval));
	json_put(links, "self",
		link_to(rq, DESK_API "/request/%lld/approval/%lld", (long long)ticket->id,
			(long long)approval->id));
	json_put(json, "_links", links);
	return json;
}

static enum err approval_one(struct rq *rq, const struct ticket *ticket, struct approval *approval)
{
	struct approver *people;

	TRY(approval_people(rq->scope, approval, &people));
	return rq_ok(rq, approval_json(rq, ticket, approval, people));
}

enum err api_approval_list(struct rq *rq)
{
	struct approval *approvals;
	struct approver *people;
	struct ticket *ticket;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(approval_list(rq->scope, ticket, page_rows(&page), page.offset, &approvals));
	TRY(approval_people(rq->scope, approvals, &people));
	for (; approvals && page_fits(&page); approvals = approvals->next)
		json_add(page.values, approval_json(rq, ticket, approvals, people));
	return rq_ok(rq, page_json(rq, &page));
}

enum err api_approval_get(struct rq *rq)
{
	struct approval *approval;
	struct ticket *ticket;
	int64_t id;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(rq_named_id(rq, "approvalId", &id));
	TRY(approval_find(rq->scope, ticket, id, &approval));
	return approval_one(rq, ticket, approval);
}

struct answer_form {
	const char *decision;
	struct approval_answer answer;
};

static const struct form_field answer_fields[] = {
	TEXT(struct answer_form, decision, .required = true, .size_max = DECISION_SIZE_MAX),
	TEXT_AS(struct answer_form, answer.reason, "reason", .size_max = REASON_SIZE_MAX,
		.length_max = APPROVAL_REASON_LENGTH_MAX),
	TEXT_AS(struct answer_form, answer.sha256, "sha256", .size_max = SHA256_SIZE_MAX),
	{ 0 },
};

enum err api_approval_answer(struct rq *rq)
{
	struct answer_form form = { .answer = { .reason = "", .sha256 = "" } };
	struct approval *approval;
	struct ticket *ticket;
	int64_t id;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), APPROVAL_ANSWER, &ticket));
	TRY(rq_named_id(rq, "approvalId", &id));
	TRY(form_read(rq, answer_fields, &form));
	form.answer.accepts = str_equal(form.decision, "approve");
	if (!form.answer.accepts && !str_equal(form.decision, "decline"))
		return refuse_field(rq->scope, "decision", "decision must be approve or decline.");
	TRY(approval_answer(rq->scope, ticket, id, &form.answer, &approval));
	return approval_one(rq, ticket, approval);
}
