/* feedbacks.c - see feedbacks.h. */
#include "api/feedbacks.h"

#include "base/json.h"
#include "base/str.h"
#include "web/form.h"
#include "id/scope.h"
#include "desk/feedback.h"
#include "desk/ticket.h"

enum { TYPE_SIZE_MAX = 20, COMMENT_SIZE_MAX = FEEDBACK_LENGTH_MAX * 4 };

struct json *feedback_json(int64_t rating, const char *comment)
{
	struct json *json = json_object(), *said = json_object();

	json_put(json, "type", "csat");
	json_put(json, "rating", rating);
	if (comment) {
		json_put(said, "body", comment);
		json_put(json, "comment", said);
	}
	return json;
}

enum err api_feedback_get(struct rq *rq)
{
	struct feedback *feedback;
	struct ticket *ticket;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(feedback_find(rq->scope, ticket, &feedback));
	return rq_ok(rq, feedback_json(feedback->rating, feedback->comment));
}

struct feedback_form {
	const char *type, *comment;
	int64_t rating;
};

static const struct form_field feedback_fields[] = {
	TEXT_AS(struct feedback_form, type, "type", .size_max = TYPE_SIZE_MAX),
	NUMBER_AS(struct feedback_form, rating, "rating", .required = true, .min = 1,
		.max = RATING_MAX),
	TEXT_AS(struct feedback_form, comment, "comment.body", .size_max = COMMENT_SIZE_MAX,
		.length_max = FEEDBACK_LENGTH_MAX),
	{ 0 },
};

enum err api_feedback_give(struct rq *rq)
{
	struct feedback_form form = { .type = "csat", .comment = "" };
	struct ticket *ticket;
	const char *comment;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(form_read(rq, feedback_fields, &form));
	if (!str_equal(form.type, "csat"))
		return refuse_field(rq->scope, "type", "The only type of feedback is csat.");
	comment = *form.comment ? form.comment : NULL;
	TRY(feedback_give(rq->scope, ticket, form.rating, comment));
	return rq_created(rq, feedback_json(form.rating, comment));
}

enum err api_feedback_remove(struct rq *rq)
{
	struct ticket *ticket;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(feedback_take_back(rq->scope, ticket));
	return rq_no_content(rq);
}
