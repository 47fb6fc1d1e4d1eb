/* merge.c - see merge.h. Both rows are locked from the beginning, in the order of ids. Whoever wrote to the old one before is merged,
 * too; whoever waits for the lock finds at the end of its transaction (activity_add) that the ticket is no more, and begins anew, at the
 * other one. */
#include "desk/merge.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "base/text.h"
#include "db/tx.h"
#include "id/scope.h"
#include "desk/activity.h"
#include "desk/comment.h"
#include "desk/quote.h"
#include "desk/search.h"
#include "desk/ticket.h"
#include "desk/workflow.h"
#include "sql/merge.h"

/* Somebody else was quicker with one of them: what was found is not what there is. */
static enum err hold(struct scope *s, int64_t id)
{
	struct merge_side *side;

	TRY(sql_merge_hold(s, id, &side));
	return side->merged_into ? tx_again(s->db) : OK;
}

static enum err hold_both(struct scope *s, const struct ticket *a, const struct ticket *b)
{
	TRY(hold(s, a->id < b->id ? a->id : b->id));
	return hold(s, a->id < b->id ? b->id : a->id);
}

/* What was filled in, one value: a text, a number, or the labels that were chosen. */
static void value_add(struct str *text, const struct json *value)
{
	int64_t number;

	if (json_as_text(value))
		str_add(text, json_as_text(value));
	else if (json_as_int(value, &number))
		str_format(text, "%lld", (long long)number);
	else if (json_at(value, "value"))
		value_add(text, json_at(value, "value"));
	else if (json_kind(value) == JSON_ARRAY)
		for (const struct json *item = json_first(value); item; item = json_next(item)) {
			value_add(text, item);
			if (json_next(item))
				str_add(text, ", ");
		}
	else
		str_add(text, json_text(value, NULL));
}

static enum err own_text(struct scope *s, const struct ticket *ticket, const char **body_out)
{
	struct str text = str_make(s->arena);
	struct field_value *fields;

	TRY(ticket_values(s, ticket, &fields));
	str_format(&text, ticket->plain ? "%s" : "**%s**", ticket->summary);
	for (; fields; fields = fields->next) {
		struct json *value;

		if (!fields->value || json_read(fields->value, strlen(fields->value), &value) != OK)
			continue;
		if (str_equal(fields->key_name, "description"))
			str_add(&text, "\n\n");
		else
			str_format(&text, "\n\n%s: ", fields->label);
		value_add(&text, value);
	}
	*body_out = text.text;
	return OK;
}

static enum err text_move(struct scope *s, const struct ticket *ticket, const struct ticket *into,
	int64_t *comment_out)
{
	const char *body;

	TRY(own_text(s, ticket, &body));
	return sql_merge_add_text(s, into->id, ticket->reporter_id, body, ticket->plain,
		ticket->created_at, ticket->key, comment_out);
}

static enum err links_move(struct scope *s, const struct ticket *ticket, const struct ticket *into)
{
	struct merge_link *links;
	int64_t moved = 0;

	TRY(sql_merge_links(s, ticket->id, into->id, &links));
	for (; links; links = links->next)
		TRY((links->outward ? sql_merge_link_out : sql_merge_link_in)(
			s, links->id, into->id, &moved));
	return OK;
}

/* What was offered and decided stays evidence of the ticket it was about, and gives no right on the other; the team is told of it. */
static enum err quotes_tell(struct scope *s, const struct ticket *ticket, const struct ticket *into)
{
	struct str text = str_make(s->arena);
	struct merge_quote *quotes;
	int64_t id;

	TRY(sql_merge_quotes(s, ticket->id, &quotes));
	if (!quotes)
		return OK;
	str_format(&text, "%s:", ticket->key);
	for (; quotes; quotes = quotes->next)
		str_format(&text, "\n- %s: %s",
			quote_label(s, quotes->version, quotes->currency, quotes->total),
			quotes->state);
	TRY(sql_merge_add_note(s, into->id, scope_person(s), text.text, ticket->key, &id));
	return search_add(s, into->id, id, false, text.text);
}

static enum err rows_move(struct scope *s, const struct ticket *ticket, const struct ticket *into)
{
	int64_t comment, n;

	TRY(sql_merge_comments(s, ticket->id, into->id, ticket->key, &n));
	TRY(text_move(s, ticket, into, &comment));
	TRY(sql_merge_edits(s, ticket->id, into->id, &n));
	TRY(sql_merge_files(s, ticket->id, into->id, into->desk_id, comment, &n));
	TRY(sql_merge_mails(s, ticket->id, into->id, comment, &n));
	TRY(sql_merge_references(s, ticket->id, into->id, &n));
	TRY(sql_merge_words(s, ticket->id, into->id, comment, &n));
	TRY(sql_merge_participants(s, ticket->id, into->id, &n));
	TRY(sql_merge_subscriptions(s, ticket->id, into->id, &n));
	TRY(sql_merge_drafts(s, ticket->id, into->id, &n));
	TRY(links_move(s, ticket, into));
	return sql_merge_chain(s, ticket->id, into->id, &n);
}

/* It ends like any ticket, so that whoever follows changes sees the end: clocks stop, and what was asked is void. */
static enum err close(struct scope *s, struct ticket *ticket)
{
	struct activity_new change = { ACTIVITY_STATUS, .before = ticket->status_name,
		.customer_before = ticket->customer_name };
	struct final_status *final;
	int64_t n;

	TRY(sql_merge_final_status(s, ticket->workflow_id, &final));
	if (ticket->done || !final)
		return sql_merge_close(s, ticket->id, ticket->status_id, false, &n);
	change.public = !str_equal(ticket->customer_name, final->customer_name);
	change.subject_id = ticket->status_id = final->id;
	change.after = ticket->status_name = final->name;
	change.customer_after = ticket->customer_name = final->customer_name;
	ticket->category = final->category;
	ticket->awaits_customer = false;
	ticket->done = true;
	TRY(sql_merge_close(s, ticket->id, final->id, change.public, &n));
	if (change.public)
		TRY(workflow_record(s, ticket->id,
			&(struct status){ .id = final->id,
				.customer_name = final->customer_name,
				.category = final->category }));
	return activity_add(s, ticket, &change);
}

enum err merge_into(struct scope *s, struct ticket *ticket, struct ticket *into)
{
	bool voided;
	int64_t n;

	if (ticket->id == into->id)
		return refuse(s, E_CONFLICT, "%s cannot go into itself.", ticket->key);
	TRY(hold_both(s, ticket, into));
	TRY(quote_void_pending(s, ticket, &voided));
	TRY(rows_move(s, ticket, into));
	TRY(quotes_tell(s, ticket, into));
	TRY(close(s, ticket));
	TRY(ticket_touch(s, ticket, true));
	TRY(activity_add(s, ticket,
		&(struct activity_new){ ACTIVITY_MERGED, .public = true, .subject_id = into->id,
			.after = into->key, .customer_after = into->key }));
	TRY(sql_merge_seal(s, ticket->id, into->id, &n));
	TRY(ticket_touch(s, into, true));
	return activity_add(s, into,
		&(struct activity_new){ ACTIVITY_MERGED_FROM, .public = true,
			.subject_id = ticket->id, .after = ticket->key,
			.customer_after = ticket->key });
}
