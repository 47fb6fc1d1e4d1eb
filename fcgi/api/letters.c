/* letters.c - see letters.h. The person of the link is the caller for this one thing, and for as long as it takes. */
#include "api/letters.h"

#include "base/json.h"
#include "base/str.h"
#include "web/form.h"
#include "id/scope.h"
#include "desk/approval.h"
#include "desk/letter_link.h"
#include "desk/ticket.h"
#include "api/quotes.h"
#include "api/shape.h"

enum { WORD_SIZE_MAX = 20, SHA256_SIZE_MAX = 64, REASON_SIZE_MAX = 8000 };

static enum err quote_put(struct rq *rq, const struct letter_link *link, struct json *json)
{
	struct json *quote;

	TRY(quote_json(rq, link->ticket, link->approval, link->people, &quote));
	json_put(json, "quote", quote);
	json_put(json, "decision", letter_link_decision(rq->scope, link));
	return OK;
}

static enum err muted_put(struct rq *rq, const struct letter_link *link, struct json *json)
{
	bool muted;

	TRY(letter_link_is_muted(rq->scope, link, &muted));
	json_put_bool(json, "muted", muted);
	return OK;
}

static enum err link_answer(struct rq *rq, const struct letter_link *link)
{
	struct json *json = json_object();

	json_put(json, "kind", link->approval ? "answer" : "mute");
	json_put(json, "issueKey", link->ticket->key);
	json_put(json, "summary", link->ticket->summary);
	json_put_id(json, "deskId", link->ticket->desk_id);
	TRY(link->approval ? quote_put(rq, link, json) : muted_put(rq, link, json));
	return rq_ok(rq, json);
}

static enum err show(struct rq *rq)
{
	struct letter_link link;

	TRY(letter_link_open(rq->scope, rq_named(rq, "token"), &link));
	return link_answer(rq, &link);
}

enum err api_letter_get(struct rq *rq)
{
	enum err e = show(rq);

	rq->scope->caller = NULL;
	return e;
}

struct letter_form {
	const char *decision, *one_click;
	bool muted;
	struct approval_answer answer;
};

static const struct form_field letter_fields[] = {
	TEXT(struct letter_form, decision, .size_max = WORD_SIZE_MAX),
	TEXT_AS(struct letter_form, one_click, "List-Unsubscribe", .size_max = WORD_SIZE_MAX),
	BOOL(struct letter_form, muted, .required = false),
	TEXT_AS(struct letter_form, answer.reason, "reason", .size_max = REASON_SIZE_MAX,
		.length_max = APPROVAL_REASON_LENGTH_MAX),
	TEXT_AS(struct letter_form, answer.sha256, "sha256", .size_max = SHA256_SIZE_MAX),
	{ 0 },
};

static enum err decide(struct rq *rq, const struct letter_link *link, struct letter_form *form)
{
	form->answer.accepts = str_equal(form->decision, "approve");
	if (!form->answer.accepts && !str_equal(form->decision, "decline"))
		return refuse_field(rq->scope, "decision", "decision must be approve or decline.");
	return letter_link_decide(rq->scope, link, &form->answer);
}

static enum err mute(struct rq *rq, const struct letter_link *link, const struct letter_form *form)
{
	if (form->decision)
		return refuse_field(rq->scope, "decision", "This link is not one to a quote.");
	return letter_link_set_muted(rq->scope, link, form->one_click || form->muted);
}

static enum err act(struct rq *rq)
{
	struct letter_form form = { .muted = true, .answer = { .reason = "", .sha256 = "" } };
	struct letter_link link;

	TRY(letter_link_open(rq->scope, rq_named(rq, "token"), &link));
	TRY(form_read(rq, letter_fields, &form));
	TRY(link.approval ? decide(rq, &link, &form) : mute(rq, &link, &form));
	return show(rq);
}

enum err api_letter_answer(struct rq *rq)
{
	enum err e = act(rq);

	rq->scope->caller = NULL;
	return e;
}
