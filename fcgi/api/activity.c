/* activity.c - see activity.h. */
#include "api/activity.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "web/form.h"
#include "id/scope.h"
#include "desk/activity.h"
#include "desk/change.h"
#include "desk/desk.h"
#include "desk/presence.h"
#include "desk/ticket.h"
#include "api/mails.h"
#include "api/shape.h"

static struct json *activity_json(struct rq *rq, const struct activity *row)
{
	struct json *json = json_object();

	json_put_id(json, "id", row->id);
	json_put(json, "date", date_json(rq, row->created_at));
	if (row->person_id)
		json_put(json, "person", person_json_of(rq, row));
	json_put(json, "door", row->door);
	json_put(json, "kind", row->kind);
	json_put_id(json, "subjectId", row->subject_id);
	json_put(json, "before", row->before_text);
	json_put(json, "after", row->after_text);
	json_put(json, "public", row->public);
	return json;
}

enum err api_activity_list(struct rq *rq)
{
	struct activity *rows;
	struct ticket *ticket;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(activity_list(rq->scope, ticket, page.after_id ? page.after_id : INT64_MAX,
		page_rows(&page), page.offset, &rows));
	for (; rows && page_fits(&page); rows = rows->next) {
		json_add(page.values, activity_json(rq, rows));
		page.last_at = rows->created_at;
		page.last_id = rows->id;
	}
	return rq_ok(rq, page_json(rq, &page));
}

static struct json *changes_json(struct rq *rq, const struct changes *changes)
{
	struct json *json = json_object();

	json_put(json, "cursor", arena_format(rq->arena, "%lld", (long long)changes->cursor));
	if (changes->reset)
		json_put_bool(json, "reset", true);
	return json;
}

static bool is_named(const struct json *names, const char *name)
{
	for (const struct json *one = json_first(names); one; one = json_next(one))
		if (str_equal(json_as_text(one), name))
			return true;
	return false;
}

/* All that happened to the ticket of this row; the rows are told with it. */
static struct json *change_json(struct rq *rq, struct change *row)
{
	struct json *json = json_object(), *kinds = json_array(), *ids = json_array();
	const struct change *first = row, *last = row;
	bool by_me = true;

	for (; row; row = row->next) {
		if (row->ticket_id != first->ticket_id)
			continue;
		json_add(ids, json_from_text(arena_format(rq->arena, "%lld", (long long)row->id)));
		if (!is_named(kinds, row->kind))
			json_add(kinds, json_from_text(row->kind));
		by_me = by_me && row->by_me;
		row->told = true;
		last = row;
	}
	json_put_id(json, "issueId", first->ticket_id);
	json_put(json, "issueKey", first->key);
	json_put(json, "date", date_json(rq, last->created_at));
	json_put(json, "kinds", kinds);
	json_put(json, "ids", ids);
	json_put(json, "byMe", by_me);
	return json;
}

static enum err changes_of_desk(struct rq *rq, int64_t after)
{
	struct json *json, *values = json_array();
	struct changes changes;
	struct desk *desk;

	TRY(policy_gate(rq->scope, AGENT_LIST));
	TRY(desk_find(rq->scope, rq_query(rq, "serviceDeskId"), AGENT_LIST, &desk));
	TRY(change_list_desk(rq->scope, desk, after, &changes));
	for (struct change *row = changes.of_desk; row; row = row->next)
		if (!row->told)
			json_add(values, change_json(rq, row));
	json = changes_json(rq, &changes);
	json_put(json, "values", values);
	TRY(mail_count_put(rq, desk, json));
	return rq_ok_tagged(rq, json);
}

static struct json *present_json(struct rq *rq, const struct present *there)
{
	struct json *json = json_object();

	json_put(json, "person", person_json_of(rq, there));
	json_put(json, "writing", there->writing);
	return json;
}

static enum err present_put(struct rq *rq, const struct ticket *ticket, struct json *json)
{
	struct json *list = json_array();
	struct present *there;

	if (!ticket_may(rq->scope, ticket, NOTE_SEE))
		return OK;
	TRY(presence_list(rq->scope, ticket, &there));
	for (; there; there = there->next)
		json_add(list, present_json(rq, there));
	json_put(json, "present", list);
	return OK;
}

static enum err changes_of_ticket(struct rq *rq, int64_t after)
{
	struct json *json, *values = json_array();
	struct changes changes;
	struct ticket *ticket;

	TRY(ticket_find(rq->scope, rq_query(rq, "request"), TICKET_SEE, &ticket));
	TRY(change_list_ticket(rq->scope, ticket, after, &changes));
	for (const struct activity *row = changes.of_ticket; row; row = row->next)
		json_add(values, activity_json(rq, row));
	json = changes_json(rq, &changes);
	json_put(json, "values", values);
	TRY(present_put(rq, ticket, json));
	return rq_ok_tagged(rq, json);
}

enum err api_change_list(struct rq *rq)
{
	int64_t after;

	TRY(rq_query_int(rq, "after", 0, INT64_MAX, -1, &after));
	if (!rq_query(rq, "request") == !rq_query(rq, "serviceDeskId"))
		return refuse_field(
			rq->scope, "request", "Please name either request or serviceDeskId.");
	return rq_query(rq, "request") ? changes_of_ticket(rq, after) : changes_of_desk(rq, after);
}

struct presence_form {
	bool writing;
};

static const struct form_field presence_fields[] = {
	BOOL(struct presence_form, writing, .required = true),
	{ 0 },
};

enum err api_presence_tell(struct rq *rq)
{
	struct presence_form form = { 0 };
	struct ticket *ticket;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), PRESENCE_TELL, &ticket));
	TRY(form_read(rq, presence_fields, &form));
	TRY(presence_tell(rq->scope, ticket, form.writing));
	return rq_no_content(rq);
}

enum err api_presence_leave(struct rq *rq)
{
	struct ticket *ticket;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), PRESENCE_TELL, &ticket));
	TRY(presence_leave(rq->scope, ticket));
	return rq_no_content(rq);
}
