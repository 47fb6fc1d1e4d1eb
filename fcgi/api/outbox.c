/* outbox.c - see outbox.h. */
#include "api/outbox.h"

#include "base/json.h"
#include "base/log.h"
#include "base/str.h"
#include "web/form.h"
#include "id/scope.h"
#include "desk/desk.h"
#include "desk/letter.h"
#include "desk/mail_out.h"
#include "api/shape.h"

enum { DECISION_SIZE_MAX = 20 };

/* Of one by an operator it is not said who. */
static void put_decision(struct rq *rq, const struct outbox_letter *letter, struct json *json)
{
	if (!letter->decided_at)
		return;
	json_put(json, "decidedDate", date_json(rq, letter->decided_at));
	if (letter->account_id)
		json_put(json, "decidedBy", person_json_of(rq, letter));
}

static struct json *letter_json(struct rq *rq, const struct outbox_letter *letter)
{
	struct json *json = json_object();

	json_put_id(json, "letterId", letter->id);
	json_put(json, "recipient", letter->recipient);
	json_put(json, "kind", letter->kind);
	json_put(json, "subject", letter->subject);
	json_put(json, "issueKey", letter->ticket_key);
	json_put(json, "state", letter->state);
	json_put(json, "trouble", letter->trouble);
	json_put(json, "createdDate", date_json(rq, letter->created_at));
	if (letter->ended_at)
		json_put(json, "endedDate", date_json(rq, letter->ended_at));
	if (letter->tries)
		json_put(json, "tries", *letter->tries);
	if (letter->due_at && !letter->leased)
		json_put(json, "nextTryDate", date_json(rq, letter->due_at));
	put_decision(rq, letter, json);
	return json;
}

enum err api_outbox_list(struct rq *rq)
{
	const char *state = rq_query(rq, "state");
	struct outbox_letter *rows;
	struct desk *desk;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(desk_find(rq->scope, rq_named(rq, "serviceDeskId"), MAIL_SEE, &desk));
	TRY(mail_out_list(rq->scope, desk, state ? state : "",
		page.after_id ? page.after_id : INT64_MAX, page_rows(&page), page.offset, &rows));
	for (; rows && page_fits(&page); rows = rows->next) {
		json_add(page.values, letter_json(rq, rows));
		page.last_at = rows->created_at;
		page.last_id = rows->id;
	}
	return rq_ok_tagged(rq, page_json(rq, &page));
}

static enum err find(struct rq *rq, enum action action, struct desk **desk_out,
	struct outbox_letter **letter_out)
{
	int64_t id;

	TRY(desk_find(rq->scope, rq_named(rq, "serviceDeskId"), action, desk_out));
	TRY(rq_named_id(rq, "letterId", &id));
	return mail_out_get(rq->scope, *desk_out, id, letter_out);
}

enum err api_outbox_get(struct rq *rq)
{
	struct outbox_letter *row;
	struct mail_out_row *whole;
	struct letter letter;
	struct json *json;
	struct desk *desk;

	TRY(find(rq, MAIL_SEE, &desk, &row));
	TRY(mail_out_whole(rq->scope, row->id, &whole));
	TRY(letter_write(rq->scope, whole, LETTER_SHOWN, &letter));
	json = letter_json(rq, row);
	json_put(json, "needless", letter.needless);
	json_put(json, "text", letter.mail.text);
	json_put(json, "html", letter.mail.html);
	return rq_ok(rq, json);
}

struct decision_form {
	const char *decision;
};

static const struct form_field decision_fields[] = {
	TEXT(struct decision_form, decision, .required = true, .size_max = DECISION_SIZE_MAX),
	{ 0 },
};

static enum err decide(struct rq *rq, int64_t id, const char *decision)
{
	if (str_equal(decision, "retry"))
		return mail_out_retry(rq->scope, id);
	if (str_equal(decision, "discard"))
		return mail_out_discard(rq->scope, id);
	return refusal_field(rq->refusal, "decision", "decision must be retry or discard.");
}

enum err api_outbox_decide(struct rq *rq)
{
	struct decision_form form = { 0 };
	struct outbox_letter *letter;
	struct desk *desk;

	TRY(find(rq, MAIL_DECIDE, &desk, &letter));
	TRY(form_read(rq, decision_fields, &form));
	TRY(decide(rq, letter->id, form.decision));
	TRY(mail_out_get(rq->scope, desk, letter->id, &letter));
	log_info("letter=%lld %s by person=%lld", (long long)letter->id, form.decision,
		(long long)scope_person(rq->scope));
	return rq_ok(rq, letter_json(rq, letter));
}
