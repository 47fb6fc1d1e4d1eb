/* text_edit.c - see text_edit.h. The ticket stays locked while its texts change, so two edits at once come one after the other. */
#include "desk/text_edit.h"

#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/activity.h"
#include "desk/comment.h"
#include "desk/field.h"
#include "desk/search.h"
#include "desk/ticket.h"

enum { EDITS_MAX = 50 };

static int64_t until(
	const struct scope *s, const struct ticket *ticket, int64_t author_id, int64_t written_at)
{
	int64_t end = written_at + ticket->edit_s * 1000;
	enum role role = caller_role_on_desk(s, ticket->answering);

	if (!s->caller || s->caller->person_id != author_id || s->now >= end ||
		!policy_allows(role, TEXT_EDIT, OWN))
		return 0;
	return end;
}

int64_t text_edit_comment_until(
	const struct scope *s, const struct ticket *ticket, const struct comment *comment)
{
	return until(s, ticket, comment->author_id, comment->created_at);
}

int64_t text_edit_ticket_until(const struct scope *s, const struct ticket *ticket)
{
	return until(s, ticket, ticket->reporter_id, ticket->created_at);
}

static enum err too_late(struct scope *s, const struct ticket *ticket, int64_t author_id)
{
	if (scope_person(s) != author_id)
		return refuse(s, E_DENIED, "Only who wrote it can change it.");
	if (ticket->edit_s == 0)
		return refuse(s, E_DENIED, "On this desk what was sent stays as it is.");
	return refuse(s, E_DENIED, "It is too late to change it: please write a new comment.");
}

static enum err conflict(struct scope *s)
{
	return refuse(s, E_CONFLICT, "The text was changed meanwhile. Please look at it again.");
}

/* Keeps the text as it was. */
static enum err keep(struct scope *s, const struct ticket *ticket, int64_t comment_id,
	const char *field_key, const char *body)
{
	struct edit_count *count;

	TRY(sql_text_edit_count(s, ticket->id, comment_id, field_key ? field_key : "", &count));
	if (count->n >= EDITS_MAX)
		return refuse(
			s, E_DENIED, "This text was changed %d times, which is enough.", EDITS_MAX);
	return sql_text_edit_add(s, ticket->id, comment_id, field_key, body, scope_person(s));
}

static enum err comment_change(struct scope *s, const struct ticket *ticket,
	const struct comment *comment, const char *body)
{
	int64_t removed;

	TRY(keep(s, ticket, comment->id, NULL, comment->body));
	TRY(sql_comment_change(s, comment->id, body));
	TRY(sql_comment_words_remove(s, ticket->id, comment->id, &removed));
	TRY(search_add(s, ticket->id, comment->id, comment->public, body));
	TRY(ticket_touch(s, ticket, comment->public));
	return activity_add(s, ticket,
		&(struct activity_new){ ACTIVITY_COMMENT_EDITED, .public = comment->public,
			.subject_id = comment->id });
}

enum err text_edit_comment(struct scope *s, const struct ticket *ticket, int64_t comment_id,
	const char *body, const char *was, struct comment **comment_out)
{
	TRY(ticket_hold(s, ticket));
	TRY(comment_find(s, ticket, comment_id, comment_out));
	if (!text_edit_comment_until(s, ticket, *comment_out))
		return too_late(s, ticket, (*comment_out)->author_id);
	if (was && !str_equal(was, (*comment_out)->body))
		return conflict(s);
	if (str_equal(body, (*comment_out)->body))
		return OK;
	TRY(comment_change(s, ticket, *comment_out, body));
	return comment_find(s, ticket, comment_id, comment_out);
}

/* The text of a field as it stands; "": there is none. */
static enum err text_now(const struct ticket *ticket, const struct field_value *value,
	const char *key_name, const char **text_out)
{
	struct json *json;

	*text_out = str_equal(key_name, "summary") ? ticket->summary : "";
	if (str_equal(key_name, "summary"))
		return OK;
	while (value && !str_equal(value->key_name, key_name))
		value = value->next;
	if (!value || !value->value)
		return OK;
	TRY(json_read(value->value, strlen(value->value), &json));
	if (json_as_text(json))
		*text_out = json_as_text(json);
	return OK;
}

static enum err field_write(struct scope *s, struct ticket *ticket, const struct filled *filled)
{
	int64_t removed;

	if (str_equal(filled->field->key_name, "summary")) {
		ticket->summary = json_as_text(filled->value);
		return sql_ticket_change_text(s, ticket->id, ticket->summary);
	}
	TRY(sql_ticket_change_text(s, ticket->id, NULL));
	if (!filled->value)
		return sql_value_remove(s, ticket->id, filled->field->id, &removed);
	return sql_value_set(s, ticket->id, filled->field->id, json_text(filled->value, NULL));
}

static enum err field_change(
	struct scope *s, struct ticket *ticket, const struct filled *filled, const char *before)
{
	TRY(keep(s, ticket, 0, filled->field->key_name, before));
	TRY(field_write(s, ticket, filled));
	return activity_add(s, ticket,
		&(struct activity_new){
			ACTIVITY_FIELD_EDITED, .public = true, .after = filled->field->label });
}

static enum err fields_change(struct scope *s, struct ticket *ticket, const struct filled *filled,
	const struct json *was, bool *any_out)
{
	struct field_value *values;

	*any_out = false;
	TRY(ticket_values(s, ticket, &values));
	for (; filled; filled = filled->next) {
		const char *key = filled->field->key_name, *text = json_as_text(filled->value),
			   *expected = json_as_text(json_at(was, key)), *before;

		TRY(text_now(ticket, values, key, &before));
		if (expected && !str_equal(expected, before))
			return conflict(s);
		if (str_equal(text ? text : "", before))
			continue;
		TRY(field_change(s, ticket, filled, before));
		*any_out = true;
	}
	return OK;
}

enum err text_edit_ticket(
	struct scope *s, struct ticket *ticket, const struct json *values, const struct json *was)
{
	struct filled *filled;
	struct ticket *now;
	bool any;

	TRY(ticket_hold(s, ticket));
	TRY(sql_ticket_find_by_id(s, ticket->id, &now));
	ticket->summary = now->summary; /* as it is now that nobody else changes it */
	if (!text_edit_ticket_until(s, ticket))
		return too_late(s, ticket, ticket->reporter_id);
	TRY(field_read_some(s, ticket->request_type_id, values, &filled));
	TRY(fields_change(s, ticket, filled, was, &any));
	if (!any)
		return OK;
	TRY(ticket_words_anew(s, ticket));
	return ticket_touch(s, ticket, true);
}

enum err text_edit_comment_list(struct scope *s, const struct ticket *ticket, int64_t comment_id,
	int64_t limit, int64_t start, struct text_edit **first_out)
{
	struct comment *comment;

	TRY(comment_find(s, ticket, comment_id, &comment));
	return sql_text_edit_of_comment(s, ticket->id, comment_id, limit, start, first_out);
}

enum err text_edit_ticket_list(struct scope *s, const struct ticket *ticket, int64_t limit,
	int64_t start, struct text_edit **first_out)
{
	return sql_text_edit_of_fields(s, ticket->id, limit, start, first_out);
}
