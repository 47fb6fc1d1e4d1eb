/* transitions.c - see transitions.h. */
#include "api/transitions.h"

#include "base/json.h"
#include "web/form.h"
#include "id/scope.h"
#include "desk/comment.h"
#include "desk/ticket.h"
#include "desk/workflow.h"
#include "api/requests.h"
#include "api/shape.h"

static struct json *transition_json(struct rq *rq, const struct transition *transition)
{
	struct json *json = json_object();

	json_put_id(json, "id", transition->id);
	json_put(json, "name", transition->name);
	json_put(json, "to",
		status_json(rq, transition->customer_name, transition->category,
			transition->awaits_customer, 0));
	return json;
}

enum err transition_page(struct rq *rq, const struct ticket *ticket, struct page *page)
{
	struct transition *transitions;

	TRY(workflow_transitions(rq->scope, ticket, page_rows(page), page->offset, &transitions));
	page_fill(rq, page, transitions, transition_json);
	return OK;
}

enum err api_transition_list(struct rq *rq)
{
	struct ticket *ticket;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(transition_page(rq, ticket, &page));
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
	TRY(workflow_run(s, ticket, form.id));
	if (*form.comment)
		TRY(comment_add_still(s, ticket, form.comment, true, &comment));
	return rq_no_content(rq);
}
