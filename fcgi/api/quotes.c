/* quotes.c - see quotes.h. What a quote says is read from the document that was hashed, so nothing else can be shown. */
#include "api/quotes.h"

#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"
#include "web/form.h"
#include "id/scope.h"
#include "desk/approval.h"
#include "desk/quote.h"
#include "desk/ticket.h"
#include "api/approvals.h"
#include "api/shape.h"

enum {
	VERSIONS_AT_ONCE = 20,
	CURRENCY_SIZE_MAX = 3,
	INSTANT_SIZE_MAX = 40,
	TERMS_SIZE_MAX = 4 * QUOTE_TERMS_LENGTH_MAX,
	ACCOUNT_ID_SIZE_MAX = 64
};

/* A member of the document as it stands there. */
static void member_put(struct json *json, const struct json *document, const char *name)
{
	const struct json *member = json_at(document, name);

	if (member)
		json_put(json, name, json_raw(json_text(member, NULL)));
}

static enum err shown_put(struct rq *rq, struct json *json, const struct approval *approval)
{
	static const char *const members[] = { "key", "version", "currency", "lines", "total",
		"timeZone", "terms", "approvers", "needed" };
	struct json *document, *rendered;
	const char *terms;

	TRY(json_read(approval->document, strlen(approval->document), &document));
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		member_put(json, document, members[i]);
	terms = json_as_text(json_at(document, "terms"));
	if (!terms)
		return OK;
	rendered = json_object();
	json_put(rendered, "html", text_markdown(rq->arena, terms).html);
	json_put(json, "renderedBody", rendered);
	return OK;
}

enum err quote_json(struct rq *rq, const struct ticket *ticket, const struct approval *approval,
	const struct approver *people, struct json **json_out)
{
	struct json *json = json_object();

	json_put_id(json, "id", approval->quote_id);
	TRY(shown_put(rq, json, approval));
	json_put(json, "state", approval->state);
	json_put_bool(json, "expired", quote_is_expired(rq->scope, approval));
	json_put(json, "validUntil", date_json(rq, approval->valid_until));
	json_put(json, "author", person_json_of(rq, approval));
	json_put(json, "createdDate", date_json(rq, approval->created_at));
	if (approval->closed_at)
		json_put(json, "closedDate", date_json(rq, approval->closed_at));
	json_put(json, "document", approval->document);
	json_put(json, "sha256", hash_hex(rq->arena, &approval->sha256));
	json_put(json, "approval", approval_json(rq, ticket, approval, people));
	*json_out = json;
	return OK;
}

enum err quote_page(struct rq *rq, const struct ticket *ticket, struct page *page)
{
	struct approval *quotes;
	struct approver *people;

	page->arena = rq->arena; /* their texts are long */
	if (page->path)          /* inside a request, as if they were JSM's */
		page->path = arena_format(
			rq->arena, LODGE_API "/request/%lld/quote", (long long)ticket->id);
	if (page->limit > VERSIONS_AT_ONCE)
		page->limit = VERSIONS_AT_ONCE;
	TRY(quote_list(rq->scope, ticket, page_rows(page), page->offset, &quotes));
	TRY(approval_people(rq->scope, quotes, &people));
	for (; quotes && page_fits(page); quotes = quotes->next) {
		struct json *json;

		TRY(quote_json(rq, ticket, quotes, people, &json));
		json_add(page->values, json);
	}
	return OK;
}

enum err api_quote_list(struct rq *rq)
{
	struct ticket *ticket;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(quote_page(rq, ticket, &page));
	return rq_ok(rq, page_json(rq, &page));
}

struct quote_form {
	const char *currency, *valid_until, *terms;
	struct form_texts approvers;
	int64_t needed;
};

static const struct form_field quote_fields[] = {
	TEXT(struct quote_form, currency, .required = true, .size_max = CURRENCY_SIZE_MAX),
	TEXT_AS(struct quote_form, valid_until, "validUntil", .required = true,
		.size_max = INSTANT_SIZE_MAX),
	TEXT(struct quote_form, terms, .size_max = TERMS_SIZE_MAX,
		.length_max = QUOTE_TERMS_LENGTH_MAX),
	TEXTS_AS(struct quote_form, approvers, "approvers", .n_max = QUOTE_APPROVERS_MAX,
		.size_max = ACCOUNT_ID_SIZE_MAX),
	NUMBER_AS(struct quote_form, needed, "needed", .min = 1, .max = QUOTE_APPROVERS_MAX),
	{ 0 },
};

enum err api_quote_send(struct rq *rq)
{
	struct quote_form form = { .terms = "", .needed = 1 };
	struct approval *approval;
	struct approver *people;
	struct ticket *ticket;
	struct json *json;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), QUOTE_WRITE, &ticket));
	TRY(form_read(rq, quote_fields, &form));
	TRY(quote_send(rq->scope, ticket,
		&(struct quote_wish){ .currency = form.currency,
			.lines = json_at(rq->body, "lines"),
			.valid_until = form.valid_until,
			.terms = form.terms,
			.approvers = form.approvers.texts,
			.approvers_n = form.approvers.n,
			.needed = form.needed },
		&approval));
	TRY(approval_people(rq->scope, approval, &people));
	TRY(quote_json(rq, ticket, approval, people, &json));
	return rq_created(rq, json);
}

enum err api_quote_void(struct rq *rq)
{
	struct ticket *ticket;
	bool voided;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), QUOTE_WRITE, &ticket));
	TRY(ticket_hold(rq->scope, ticket));
	TRY(quote_void_pending(rq->scope, ticket, &voided));
	if (!voided)
		return refuse(rq->scope, E_MISSING, "No quote of this ticket waits for an answer.");
	return rq_no_content(rq);
}
