/* transitions.c - see transitions.h. */
#include "api/transitions.h"

#include "base/json.h"
#include "base/str.h"
#include "web/form.h"
#include "id/scope.h"
#include "desk/comment.h"
#include "desk/ticket.h"
#include "desk/workflow.h"
#include "api/request_json.h"
#include "api/shape.h"

/* What JSM does not say: that it wants a comment, and, to the team, why it cannot be run. */
static struct json *lodge_json(const struct transition *transition)
{
	struct json *ours = json_object();

	json_put(ours, "event", transition->event);
	if (workflow_needs_comment(transition))
		json_put_bool(ours, "commentNeeded", true);
	json_put(ours, "lacks", transition->lacks);
	return json_count(ours) ? ours : NULL;
}

static struct json *transition_json(struct rq *rq, const struct transition *transition)
{
	struct json *json = json_object();

	json_put_id(json, "id", transition->id);
	json_put(json, "name", transition->name);
	json_put(json, "to",
		status_json(rq, transition->customer_name, transition->category,
			transition->awaits_customer, 0));
	json_put(json, "lodge", lodge_json(transition));
	return json;
}

/* What a page offers apart from the other transitions: to open again what is done, and to withdraw. */
static void offer_put(
	struct rq *rq, const struct ticket *ticket, const struct transition *t, struct json *lodge)
{
	int64_t until = workflow_reopen_until(ticket, t);
	struct json *offer;

	if (!t->event || !str_in_list("reopen withdraw", t->event) || t->lacks ||
		json_at(lodge, t->event))
		return;
	offer = json_object();
	json_put_id(offer, "transitionId", t->id);
	json_put(offer, "name", t->name);
	if (until > ticket->resolved_at)
		json_put(offer, "until", date_json(rq, until));
	json_put(lodge, t->event, offer);
}

enum err transition_page(
	struct rq *rq, const struct ticket *ticket, struct page *page, struct json *lodge)
{
	struct transition *next;

	TRY(workflow_transitions(rq->scope, ticket, page_rows(page), page->offset, &next));
	for (; next && page_fits(page); next = next->next) {
		json_add(page->values, transition_json(rq, next));
		if (lodge)
			offer_put(rq, ticket, next, lodge);
	}
	return OK;
}

enum err api_transition_list(struct rq *rq)
{
	struct ticket *ticket;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(transition_page(rq, ticket, &page, NULL));
	return rq_ok(rq, page_json(rq, &page));
}

struct transition_form {
	int64_t id;
	const char *comment;
};

static const struct form_field transition_fields[] = {
	ID_AS(struct transition_form, id, "id", .required = true),
	TEXT_AS(struct transition_form, comment, "additionalComment.body",
		.size_max = COMMENT_SIZE_MAX, .length_max = COMMENT_LENGTH_MAX),
	{ 0 },
};

enum err api_transition_run(struct rq *rq)
{
	struct transition_form form = { .comment = "" };
	struct scope *s = rq->scope;
	struct comment *comment;
	struct ticket *ticket;

	TRY(ticket_find(s, rq_named(rq, "issueIdOrKey"), TICKET_MOVE, &ticket));
	TRY(form_read(rq, transition_fields, &form));
	TRY(workflow_run_saying(s, ticket, form.id, form.comment));
	if (*form.comment)
		TRY(comment_add_still(s, ticket, form.comment, true, &comment));
	return rq_no_content(rq);
}
