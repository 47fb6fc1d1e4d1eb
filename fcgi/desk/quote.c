/* quote.c - see quote.h. Whoever writes a quote, or answers one, holds the ticket's row first: of two, the second sees what the
 * first did. */
#include "desk/quote.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/json.h"
#include "id/scope.h"
#include "id/tenant.h"
#include "desk/activity.h"
#include "desk/money.h"
#include "desk/quote_read.h"
#include "desk/ticket.h"
#include "desk/workflow.h"
#include "sql/quote.h"

bool quote_is_expired(const struct scope *s, const struct approval *approval)
{
	return approval->valid_until <= s->now;
}

const char *quote_label(struct scope *s, int64_t version, const char *currency, int64_t total)
{
	return arena_format(s->arena, "%lld (%s %s)", (long long)version, currency,
		money_write(s->arena, total, money_digits(currency)));
}

static struct json *line_json(
	struct scope *s, const struct quote_new *quote, const struct quote_line *line)
{
	struct json *json = json_object();

	json_put(json, "text", line->text);
	if (line->timed)
		json_put(json, "hours", money_write(s->arena, line->hours, QUOTE_HOURS_DIGITS));
	json_put(json, "amount", money_write(s->arena, line->amount, quote->digits));
	return json;
}

/* All that is shown, in this order: its bytes are what is decided on. */
static const char *document_make(struct scope *s, const struct ticket *ticket,
	const struct quote_new *quote, int64_t version, struct hash *hash_out)
{
	struct json *json = json_object(), *lines = json_array(), *approvers = json_array();
	const char *text;
	size_t size;

	for (int i = 0; i < quote->lines_n; i++)
		json_add(lines, line_json(s, quote, &quote->lines[i]));
	for (int i = 0; i < quote->approvers_n; i++)
		json_add(approvers, json_from_text(quote->approvers[i].name));
	json_put(json, "key", ticket->key);
	json_put(json, "version", version);
	json_put(json, "currency", quote->currency);
	json_put(json, "lines", lines);
	json_put(json, "total", money_write(s->arena, quote->total, quote->digits));
	json_put(json, "validUntil",
		clock_iso8601(s->arena, quote->valid_until, s->tenant->time_zone));
	json_put(json, "timeZone", s->tenant->time_zone);
	json_put(json, "terms", quote->terms);
	json_put(json, "approvers", approvers);
	json_put(json, "needed", quote->needed);
	text = json_text(json, &size);
	*hash_out = hash_bytes(text, size);
	return text;
}

static enum err rows_add(struct scope *s, const struct ticket *ticket,
	const struct quote_new *quote, int64_t version, int64_t *id_out)
{
	struct hash hash;
	const char *document = document_make(s, ticket, quote, version, &hash);

	TRY(sql_quote_add(s, ticket->id, version, quote->currency, quote->total, quote->valid_until,
		quote->terms, document, &hash, scope_person(s), id_out));
	for (int i = 0; i < quote->lines_n; i++) {
		const struct quote_line *line = &quote->lines[i];

		TRY(sql_quote_line_add(s, *id_out, i + 1, line->text,
			line->timed ? &line->hours : NULL, line->amount));
	}
	return OK;
}

static enum err approval_ask(struct scope *s, const struct ticket *ticket,
	const struct quote_new *quote, int64_t quote_id, int64_t version, int64_t *id_out)
{
	const char *name = arena_format(s->arena, "Quote %lld", (long long)version);

	TRY(sql_approval_add(
		s, ticket->id, quote_id, name, quote->needed, scope_person(s), id_out));
	for (int i = 0; i < quote->approvers_n; i++)
		TRY(sql_approver_add(s, *id_out, quote->approvers[i].person_id, ticket->id));
	return OK;
}

static enum err version_next(struct scope *s, const struct ticket *ticket, int64_t *version_out)
{
	struct quote_last *last;

	TRY(sql_quote_last(s, ticket->id, &last));
	if (last->version >= QUOTE_VERSIONS_MAX)
		return refuse(s, E_CONFLICT, "A ticket has at most %d quotes.", QUOTE_VERSIONS_MAX);
	*version_out = last->version + 1;
	return OK;
}

enum err quote_send(struct scope *s, struct ticket *ticket, const struct quote_wish *wish,
	struct approval **approval_out)
{
	struct quote_new *quote = arena_new(s->arena, struct quote_new);
	int64_t version = 0, quote_id, approval_id;
	bool moved;

	TRY(quote_read(s, ticket, wish, quote));
	TRY(ticket_hold(s, ticket));
	TRY(version_next(s, ticket, &version));
	TRY(quote_void_pending(s, ticket, &moved));
	TRY(rows_add(s, ticket, quote, version, &quote_id));
	TRY(approval_ask(s, ticket, quote, quote_id, version, &approval_id));
	TRY(ticket_touch(s, ticket, true));
	TRY(activity_add(s, ticket,
		&(struct activity_new){ ACTIVITY_QUOTE_SENT, .public = true, .subject_id = quote_id,
			.after = quote_label(s, version, quote->currency, quote->total) }));
	TRY(workflow_fire(s, ticket, "quote", &moved));
	return sql_approval_find(s, ticket->id, approval_id, approval_out);
}

enum err quote_void_pending(struct scope *s, const struct ticket *ticket, bool *voided_out)
{
	struct quote_pending *quote;
	int64_t n;
	enum err e = sql_quote_pending(s, ticket->id, &quote);

	*voided_out = e == OK;
	if (e == E_MISSING)
		return OK;
	TRY(e);
	TRY(sql_quote_close(s, quote->id, "void"));
	TRY(sql_approval_void(s, ticket->id, &n));
	TRY(sql_approver_release(s, ticket->id, &n));
	TRY(ticket_touch(s, ticket, true));
	return activity_add(s, ticket,
		&(struct activity_new){ ACTIVITY_QUOTE_VOID, .public = true,
			.subject_id = quote->id,
			.after = quote_label(s, quote->version, quote->currency, quote->total) });
}

enum err quote_list(struct scope *s, const struct ticket *ticket, int64_t limit, int64_t start,
	struct approval **first_out)
{
	return sql_quote_list(s, ticket->id, limit, start, first_out);
}
