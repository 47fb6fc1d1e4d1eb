/* mails.c - see mails.h. */
#include "api/mails.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "web/form.h"
#include "id/scope.h"
#include "desk/comment.h"
#include "desk/desk.h"
#include "desk/mail_count.h"
#include "desk/mail_decide.h"
#include "desk/mail_part.h"
#include "desk/mail_why.h"
#include "desk/ticket.h"
#include "api/comments.h"
#include "api/shape.h"

enum { CHOICE_SIZE_MAX = 20, KEY_SIZE_MAX = 30 };

static const char states[] = "held done passed discarded new";

static struct json *from_json(const char *name, const char *address)
{
	struct json *json = json_object();

	json_put(json, "name", name);
	json_put(json, "address", address);
	return json;
}

static struct json *why_json(const char *code)
{
	struct json *json = json_object();

	json_put(json, "code", code);
	json_put(json, "text", mail_why_text(code));
	return json;
}

static struct json *mail_json(struct rq *rq, const struct mail_in *mail)
{
	struct json *json = json_object();

	json_put_id(json, "mailId", mail->id);
	json_put(json, "from", from_json(mail->from_name, mail->from_address));
	json_put(json, "subject", mail->subject);
	json_put(json, "receivedDate", date_json(rq, mail->received_at));
	json_put(json, "state", mail->state);
	if (mail->why)
		json_put(json, "why", why_json(mail->why));
	json_put(json, "proof", mail->proof);
	json_put(json, "automatic", mail->automatic);
	if (str_equal(mail->state, "done"))
		json_put(json, "issueKey", mail->ticket_key);
	json_put(json, "size", mail->size);
	return json;
}

static enum err desk_of(struct rq *rq, enum action action, struct desk **desk_out)
{
	return desk_find(rq->scope, rq_named(rq, "serviceDeskId"), action, desk_out);
}

static enum err mail_of(
	struct rq *rq, enum action action, struct desk **desk_out, struct mail_in **mail_out)
{
	int64_t id;

	TRY(desk_of(rq, action, desk_out));
	TRY(rq_named_id(rq, "mailId", &id));
	return mail_find(rq->scope, *desk_out, id, mail_out);
}

static enum err state_read(struct rq *rq, const char **state_out)
{
	const char *state = rq_query(rq, "state");

	*state_out = state ? state : "held";
	if (!str_in_list(states, *state_out))
		return refuse_field(
			rq->scope, "state", "state must be held, done, passed, discarded or new.");
	return OK;
}

enum err api_mail_list(struct rq *rq)
{
	struct mail_in *mails;
	struct desk *desk;
	struct page page;
	const char *state;

	TRY(page_read(rq, &page));
	TRY(desk_of(rq, MAIL_SEE, &desk));
	TRY(state_read(rq, &state));
	TRY(mail_list(rq->scope, desk, state, page.after_id ? page.after_id : INT64_MAX,
		page_rows(&page), &mails));
	for (; mails && page_fits(&page); mails = mails->next) {
		json_add(page.values, mail_json(rq, mails));
		page.last_at = mails->received_at;
		page.last_id = mails->id;
	}
	return rq_ok_tagged(rq, page_json(rq, &page));
}

static struct json *candidates_json(const struct mail_candidate *candidate)
{
	struct json *list = json_array();

	for (; candidate; candidate = candidate->next) {
		struct json *json = json_object();

		json_put(json, "issueKey", candidate->key);
		json_put(json, "summary", candidate->summary);
		json_add(list, json);
	}
	return list;
}

/* With what it says, and where it may belong. */
static enum err mail_whole(struct rq *rq, const struct mail_in *mail, struct json **json_out)
{
	struct mail_candidate *candidates;
	struct mail_content *content;
	struct json *json = mail_json(rq, mail);

	TRY(mail_content(rq->scope, mail, &content));
	TRY(mail_candidates(rq->scope, mail, &candidates));
	json_put(json, "envelopeFrom", mail->envelope_from);
	json_put(json, "envelopeTo", mail->envelope_to);
	json_put(json, "text", content->text ? content->text : "");
	json_put(json, "quoted", content->quoted);
	json_put(json, "html", content->html);
	json_put(json, "files", content->files ? json_raw(content->files) : json_array());
	json_put(json, "refused", mail->refused);
	json_put(json, "trouble", content->trouble);
	if (candidates)
		json_put(json, "candidates", candidates_json(candidates));
	*json_out = json;
	return OK;
}

enum err api_mail_get(struct rq *rq)
{
	struct mail_in *mail;
	struct json *json;
	struct desk *desk;

	TRY(mail_of(rq, MAIL_SEE, &desk, &mail));
	TRY(mail_whole(rq, mail, &json));
	return rq_ok(rq, json);
}

enum err api_mail_raw(struct rq *rq)
{
	struct mail_in *mail;
	struct desk *desk;

	TRY(mail_of(rq, MAIL_SEE, &desk, &mail));
	return rq_redirect(rq, 303, mail_raw_link(rq->scope, mail));
}

/* As it was sent, with its pictures. */
enum err api_mail_shown(struct rq *rq)
{
	struct json *json = json_object();
	struct mail_content *content;
	struct mail_in *mail;
	struct desk *desk;
	const char *html;

	TRY(mail_of(rq, MAIL_SEE, &desk, &mail));
	TRY(mail_content(rq->scope, mail, &content));
	TRY(mail_part_pictures(rq->scope, mail, content, &html));
	json_put(json, "html", html);
	json_put(json, "quoted", content->quoted);
	return rq_ok(rq, json);
}

enum err api_mail_part_get(struct rq *rq)
{
	struct mail_content *content;
	struct mail_in *mail;
	struct desk *desk;
	const char *url;
	int64_t number;

	TRY(mail_of(rq, MAIL_SEE, &desk, &mail));
	TRY(rq_named_id(rq, "number", &number));
	TRY(mail_content(rq->scope, mail, &content));
	TRY(mail_part_link(rq->scope, mail, content, number, &url));
	return rq_redirect(rq, 303, url);
}

static const struct form_field decision_fields[] = {
	TEXT_AS(struct mail_decision, choice, "decision", .required = true,
		.size_max = CHOICE_SIZE_MAX),
	TEXT_AS(struct mail_decision, key, "issueKey", .size_max = KEY_SIZE_MAX),
	BOOL(struct mail_decision, participant, .required = false),
	{ 0 },
};

enum err api_mail_decide(struct rq *rq)
{
	struct mail_decision decision = { .key = "" };
	struct mail_in *mail;
	struct json *json;
	struct desk *desk;

	TRY(mail_of(rq, MAIL_DECIDE, &desk, &mail));
	TRY(form_read(rq, decision_fields, &decision));
	TRY(mail_decide(rq->scope, desk, mail->id, &decision, &mail));
	TRY(mail_whole(rq, mail, &json));
	return rq_ok(rq, json);
}

/* As it was sent, for whoever sees what it became. */
static enum err shown(struct rq *rq, const struct ticket *ticket, int64_t comment_id)
{
	struct json *json = json_object();
	struct mail_content *content;

	TRY(mail_shown(rq->scope, ticket, comment_id, &content));
	json_put(json, "from", from_json(content->from_name, content->from_address));
	json_put(json, "receivedDate", date_json(rq, content->received_at));
	json_put(json, "html", content->html);
	json_put(json, "quoted", content->quoted);
	json_put(json, "refused", content->refused);
	return rq_ok(rq, json);
}

enum err api_request_mail(struct rq *rq)
{
	struct ticket *ticket;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	return shown(rq, ticket, 0);
}

enum err api_comment_mail(struct rq *rq)
{
	struct comment *comment;
	struct ticket *ticket;

	TRY(comment_named(rq, TICKET_SEE, &ticket, &comment));
	return shown(rq, ticket, comment->id);
}

enum err mail_count_put(struct rq *rq, const struct desk *desk, struct json *json)
{
	struct json *mail = json_object();
	struct mail_waiting waiting;

	TRY(mail_count(rq->scope, desk, &waiting));
	json_put(mail, "held", waiting.held);
	json_put(mail, "unsent", waiting.unsent);
	json_put(json, "mail", mail);
	return OK;
}
