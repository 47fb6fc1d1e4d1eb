/* edits.c - see edits.h. */
#include "api/edits.h"

#include "base/json.h"
#include "base/str.h"
#include "base/text.h"
#include "web/form.h"
#include "id/scope.h"
#include "desk/comment.h"
#include "desk/text_edit.h"
#include "desk/ticket.h"
#include "api/comments.h"
#include "api/requests.h"
#include "api/shape.h"

enum { SUMMARY_SIZE_MAX = 4096 };

struct edit_form {
	const char *body, *was;
};

static const struct form_field comment_fields[] = {
	TEXT(struct edit_form, body, .required = true, .size_max = COMMENT_SIZE_MAX,
		.length_max = COMMENT_LENGTH_MAX),
	TEXT(struct edit_form, was, .size_max = COMMENT_SIZE_MAX),
	{ 0 },
};

/* Whose text it is stands in the text: who sees the ticket may ask. */
enum err api_comment_edit(struct rq *rq)
{
	struct edit_form form = { 0 };
	struct comment *comment;
	struct ticket *ticket;

	TRY(comment_named(rq, TICKET_SEE, &ticket, &comment));
	TRY(form_read(rq, comment_fields, &form));
	TRY(text_edit_comment(rq->scope, ticket, comment->id, form.body, form.was, &comment));
	return rq_ok(rq, comment_json(rq, ticket, comment));
}

static bool is_rich(const struct text_edit *edit)
{
	return !str_equal(edit->field_key, "summary");
}

static struct json *edit_json(struct rq *rq, const struct text_edit *edit)
{
	struct json *json = json_object(), *rendered = json_object();

	json_put_id(json, "id", edit->id);
	json_put(json, "fieldId", edit->field_key);
	json_put(json, "body", edit->body);
	if (is_rich(edit)) {
		json_put(rendered, "html",
			(edit->plain ? text_plain : text_markdown)(rq->arena, edit->body).html);
		json_put(json, "renderedBody", rendered);
	}
	json_put(json, "author", person_json_of(rq, edit));
	json_put(json, "date", date_json(rq, edit->created_at));
	return json;
}

enum err api_comment_edit_list(struct rq *rq)
{
	struct text_edit *edits;
	struct ticket *ticket;
	struct page page;
	int64_t id;

	TRY(page_read(rq, &page));
	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(rq_named_id(rq, "commentId", &id));
	TRY(text_edit_comment_list(rq->scope, ticket, id, page_rows(&page), page.offset, &edits));
	page_fill(rq, &page, edits, edit_json);
	return rq_ok(rq, page_json(rq, &page));
}

struct field_form {
	const char *summary, *description, *was_summary, *was_description;
};

static const struct form_field field_fields[] = {
	TEXT(struct field_form, summary, .size_max = SUMMARY_SIZE_MAX),
	TEXT(struct field_form, description, .size_max = COMMENT_SIZE_MAX),
	TEXT_AS(struct field_form, was_summary, "was.summary", .size_max = SUMMARY_SIZE_MAX),
	TEXT_AS(struct field_form, was_description, "was.description",
		.size_max = COMMENT_SIZE_MAX),
	{ 0 },
};

static struct json *texts_json(const char *summary, const char *description)
{
	struct json *json = json_object();

	json_put(json, "summary", summary);
	json_put(json, "description", description);
	return json;
}

enum err api_field_edit(struct rq *rq)
{
	struct field_form form = { 0 };
	struct ticket *ticket;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(form_read(rq, field_fields, &form));
	if (!form.summary && !form.description)
		return refuse_field(
			rq->scope, "summary", "Please say a new summary or description.");
	TRY(text_edit_ticket(rq->scope, ticket, texts_json(form.summary, form.description),
		texts_json(form.was_summary, form.was_description)));
	return api_request_get(rq);
}

enum err api_field_edit_list(struct rq *rq)
{
	struct text_edit *edits;
	struct ticket *ticket;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(text_edit_ticket_list(rq->scope, ticket, page_rows(&page), page.offset, &edits));
	page_fill(rq, &page, edits, edit_json);
	return rq_ok(rq, page_json(rq, &page));
}
