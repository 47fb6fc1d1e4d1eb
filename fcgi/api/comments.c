/* comments.c - see comments.h. */
#include "api/comments.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "web/form.h"
#include "id/scope.h"
#include "desk/attachment.h"
#include "desk/comment.h"
#include "desk/mail_decide.h"
#include "desk/text_edit.h"
#include "desk/ticket.h"
#include "api/attachments.h"
#include "api/shape.h"

static const char *const expandable[] = { "attachment", "renderedBody", NULL };

/* It came by mail. */
static struct json *mail_json(
	struct rq *rq, const struct ticket *ticket, const struct comment *comment)
{
	const bool shown = mail_shows_all(
		rq->scope, ticket, comment->mail_by_team, comment->edited_at != 0);
	struct json *mail = json_object();

	if (ticket_may(rq->scope, ticket, NOTE_SEE))
		json_put(mail, "from", comment->mail_from);
	json_put_bool(mail, "quoted", shown && comment->mail_quoted);
	json_put_bool(mail, "html", shown && comment->mail_html);
	if (shown && comment->mail_pictures)
		json_put_bool(mail, "pictures", true);
	json_put(mail, "refused", comment->mail_refused);
	return mail;
}

/* Until when the caller may change it, and when it was changed. */
static struct json *edits_json(
	struct rq *rq, const struct ticket *ticket, const struct comment *comment)
{
	int64_t until = text_edit_comment_until(rq->scope, ticket, comment);
	struct json *ours = json_object();

	if (until)
		json_put(ours, "editUntil", date_json(rq, until));
	if (comment->edited_at)
		json_put(ours, "editedDate", date_json(rq, comment->edited_at));
	json_put(ours, "mergedFrom", comment->merged_from);
	if (comment->plain)
		json_put(ours, "mail", mail_json(rq, ticket, comment));
	return ours;
}

struct json *comment_json(struct rq *rq, const struct ticket *ticket, const struct comment *comment)
{
	struct json *json = json_object(), *links = json_object();

	expands_put(json, expandable);
	json_put_id(json, "id", comment->id);
	json_put(json, "body", comment->body);
	json_put(json, "public", comment->public);
	json_put(json, "author", person_json_of(rq, comment));
	json_put(json, "created", date_json(rq, comment->created_at));
	json_put(json, "byTeam", comment->by_team);
	json_put(json, "lodge", edits_json(rq, ticket, comment));
	json_put(links, "self",
		link_to(rq, DESK_API "/request/%lld/comment/%lld", (long long)ticket->id,
			(long long)comment->id));
	json_put(json, "_links", links);
	return json;
}

/* On a comment's own address the expansion is `attachment`, inside a request `comment.attachment`. */
static bool wants(const struct rq *rq, const char *plain, const char *inside)
{
	return rq_query_has(rq, "expand", plain) || rq_query_has(rq, "expand", inside);
}

static void rendered_put(struct rq *rq, struct json *json, const struct comment *comment)
{
	struct json *rendered = json_object();

	json_put(rendered, "html", comment_html(rq->arena, comment).html);
	json_put(json, "renderedBody", rendered);
}

/* The files of one comment out of those of the whole ticket. */
static void files_put(struct rq *rq, const struct ticket *ticket, struct json *json,
	const struct comment *comment, const struct attachment *files)
{
	struct page page = page_of(
		arena_format(rq->arena, DESK_API "/request/%lld/comment/%lld/attachment",
			(long long)ticket->id, (long long)comment->id));

	for (; files; files = files->next)
		if (files->comment_id == comment->id && page_fits(&page))
			json_add(page.values, attachment_json(rq, ticket, files));
	json_put(json, "attachments", page_json(rq, &page));
}

enum { FILES_MAX = 2000 };

static enum err expanded_json(struct rq *rq, const struct ticket *ticket,
	const struct comment *comments, struct page *page)
{
	bool rendered = wants(rq, "renderedBody", "comment.renderedBody"),
	     with_files = wants(rq, "attachment", "comment.attachment");
	struct attachment *files = NULL;

	if (with_files)
		TRY(attachment_list(rq->scope, ticket, 0, FILES_MAX, 0, &files));
	for (; comments && page_fits(page); comments = comments->next) {
		struct json *json = comment_json(rq, ticket, comments);

		if (rendered)
			rendered_put(rq, json, comments);
		if (with_files)
			files_put(rq, ticket, json, comments, files);
		json_add(page->values, json);
	}
	return OK;
}

enum err comment_page(struct rq *rq, const struct ticket *ticket, struct page *page)
{
	struct comment *comments;
	bool publics, notes;

	TRY(rq_query_bool(rq, "public", true, &publics));
	TRY(rq_query_bool(rq, "internal", true, &notes));
	page->arena = rq->arena; /* also inside a request: their texts are long */
	TRY(comment_list(
		rq->scope, ticket, publics, notes, page_rows(page), page->offset, &comments));
	return expanded_json(rq, ticket, comments, page);
}

enum err api_comment_list(struct rq *rq)
{
	struct ticket *ticket;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(comment_page(rq, ticket, &page));
	return rq_ok(rq, page_json(rq, &page));
}

enum err comment_named(
	struct rq *rq, enum action action, struct ticket **ticket_out, struct comment **comment_out)
{
	int64_t id;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), action, ticket_out));
	TRY(rq_named_id(rq, "commentId", &id));
	return comment_find(rq->scope, *ticket_out, id, comment_out);
}

enum err api_comment_get(struct rq *rq)
{
	struct page page = page_of(NULL);
	struct comment *comment;
	struct ticket *ticket;

	TRY(comment_named(rq, TICKET_SEE, &ticket, &comment));
	TRY(expanded_json(rq, ticket, comment, &page));
	return rq_ok(rq, json_first(page.values));
}

struct comment_form {
	const char *body;
	bool public;
};

static const struct form_field comment_fields[] = {
	TEXT(struct comment_form, body, .required = true, .size_max = COMMENT_SIZE_MAX,
		.length_max = COMMENT_LENGTH_MAX),
	BOOL(struct comment_form, public, .required = true),
	{ 0 },
};

enum err api_comment_add(struct rq *rq)
{
	struct comment_form form = { 0 };
	struct comment *comment;
	struct ticket *ticket;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_COMMENT, &ticket));
	TRY(form_read(rq, comment_fields, &form));
	TRY(comment_add(rq->scope, ticket, form.body, form.public, &comment));
	return rq_created(rq, comment_json(rq, ticket, comment));
}

enum err api_comment_hide(struct rq *rq)
{
	struct comment *comment;
	struct ticket *ticket;

	TRY(comment_named(rq, COMMENT_HIDE, &ticket, &comment));
	TRY(comment_hide(rq->scope, ticket, comment));
	return rq_no_content(rq);
}
