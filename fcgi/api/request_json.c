/* request_json.c - see request_json.h. The shapes are JSM's; `lodge` and `awaitsCustomer` are ours, and clients pass over them. */
#include "api/request_json.h"

#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/json.h"
#include "base/str.h"
#include "base/text.h"
#include "id/scope.h"
#include "desk/desk.h"
#include "desk/feedback.h"
#include "desk/file_rule.h"
#include "desk/people.h"
#include "desk/priority.h"
#include "desk/sharing.h"
#include "desk/subscription.h"
#include "desk/text_edit.h"
#include "desk/ticket.h"
#include "api/attachments.h"
#include "api/comments.h"
#include "api/feedbacks.h"
#include "api/organizations.h"
#include "api/participants.h"
#include "api/quotes.h"
#include "api/relations.h"
#include "api/servicedesks.h"
#include "api/shape.h"
#include "api/slas.h"
#include "api/transitions.h"

static const char *const expandable[] = { "participant", "status", "sla", "requestType",
	"serviceDesk", "attachment", "action", "comment", NULL };

struct json *status_json(
	struct rq *rq, const char *name, const char *category, bool awaits_customer, int64_t at)
{
	struct json *status = json_object();

	json_put(status, "status", name);
	json_put(status, "statusCategory", category);
	if (at)
		json_put(status, "statusDate", date_json(rq, at));
	if (awaits_customer)
		json_put_bool(status, "awaitsCustomer", true);
	return status;
}

static struct json *current_status_json(struct rq *rq, const struct ticket *ticket)
{
	return status_json(rq, ticket->customer_name, ticket->category, ticket->awaits_customer,
		ticket->status_changed_at);
}

static struct json *links_json(struct rq *rq, const struct ticket *ticket)
{
	struct json *links = json_object();
	long long id = ticket->id;

	json_put(links, "self", link_to(rq, DESK_API "/request/%lld", id));
	json_put(links, "jiraRest", link_to(rq, "/rest/api/2/issue/%lld", id));
	json_put(links, "web",
		link_to(rq, "/servicedesk/customer/portal/%lld/%s", (long long)ticket->desk_id,
			ticket->key));
	json_put(links, "agent", link_to(rq, "/agent/%s", ticket->key));
	return links;
}

static void assignee_put(struct json *object, const struct ticket *ticket)
{
	struct json *assignee;

	if (!ticket->assignee_account_id)
		return;
	assignee = json_object();
	json_put(assignee, "accountId", ticket->assignee_account_id);
	json_put(assignee, "displayName", ticket->assignee_name);
	json_put(object, "assignee", assignee);
}

static struct json *named_json(int64_t id, const char *name)
{
	struct json *named = json_object();

	json_put_id(named, "id", id);
	json_put(named, "name", name);
	return named;
}

struct json *request_item_json(struct rq *rq, const struct ticket *ticket, int64_t updated_at)
{
	struct json *item = json_object();

	json_put_id(item, "issueId", ticket->id);
	json_put(item, "issueKey", ticket->key);
	json_put(item, "summary", ticket->summary);
	json_put(item, "currentStatus", current_status_json(rq, ticket));
	json_put(item, "reporter", person_json_of(rq, ticket));
	json_put(item, "serviceDesk", named_json(ticket->desk_id, ticket->desk_name));
	json_put(item, "requestType",
		named_json(ticket->request_type_id, ticket->request_type_name));
	json_put(item, "createdDate", date_json(rq, ticket->created_at));
	json_put(item, "updatedDate", date_json(rq, updated_at));
	assignee_put(item, ticket);
	json_put(item, "_links", links_json(rq, ticket));
	return item;
}

/* What is the team's alone. */
static void team_put(struct rq *rq, struct json *object, const struct ticket *ticket)
{
	json_put(object, "teamStatus", ticket->status_name);
	json_put(object, "priority", priority_name(ticket->priority));
	if (ticket->breach_at)
		json_put(object, "breachDate", date_json(rq, ticket->breach_at));
}

struct json *team_item_json(struct rq *rq, const struct ticket *ticket)
{
	struct json *item = request_item_json(rq, ticket, ticket->team_activity);

	team_put(rq, item, ticket);
	return item;
}

static struct json *value_json(
	struct rq *rq, const struct ticket *ticket, const struct field_value *field)
{
	struct json *json = json_object(), *rendered, *value;
	bool plain;

	json_put(json, "fieldId", field->key_name);
	json_put(json, "label", field->label);
	if (!field->value) {
		json_put(json, "value", ticket->summary);
		return json;
	}
	json_put(json, "value", json_raw(field->value));
	if (!str_equal(field->kind, "markdown") ||
		json_read(field->value, strlen(field->value), &value) != OK)
		return json;
	rendered = json_object();
	plain = ticket->plain && str_equal(field->key_name, "description");
	json_put(rendered, "html",
		(plain ? text_plain : text_markdown)(rq->arena, json_as_text(value)).html);
	json_put(json, "renderedValue", rendered);
	return json;
}

/* The values of this ticket, out of those of a whole page; the list is in the order of tickets' ids. */
static struct json *values_json(
	struct rq *rq, const struct ticket *ticket, const struct field_value *values)
{
	struct json *list = json_array();

	for (; values; values = values->next)
		if (values->ticket_id == ticket->id &&
			(values->value || str_equal(values->key_name, "summary")))
			json_add(list, value_json(rq, ticket, values));
	return list;
}

static struct json *actions_json(struct rq *rq, const struct ticket *ticket)
{
	const struct scope *s = rq->scope;
	const struct {
		const char *name;
		bool allowed;
	} rows[] = {
		{ "addAttachment", ticket_may(s, ticket, TICKET_ATTACH) },
		{ "addComment", ticket_may(s, ticket, TICKET_COMMENT) },
		{ "addParticipant", people_may_add(s, ticket) },
		{ "removeParticipant", ticket_may(s, ticket, PARTICIPANT_EDIT) },
	};
	struct json *actions = json_object();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct json *action = json_object();

		json_put(action, "allowed", rows[i].allowed);
		json_put(actions, rows[i].name, action);
	}
	return actions;
}

static struct json *change_json(struct rq *rq, const struct status_change *change)
{
	return status_json(rq, change->customer_name, change->category, change->awaits_customer,
		change->created_at);
}

enum err status_page(struct rq *rq, const struct ticket *ticket, struct page *page)
{
	struct status_change *changes;

	TRY(ticket_history(rq->scope, ticket, page_rows(page), page->offset, &changes));
	page_fill(rq, page, changes, change_json);
	return OK;
}

/* Expansions that are a page of their own below the request. */
static const struct {
	const char *name, *member, *path;
	enum err (*fill)(struct rq *rq, const struct ticket *ticket, struct page *page);
} expansions[] = {
	{ "participant", "participants", "participant", participant_page },
	{ "status", "status", "status", status_page },
	{ "comment", "comments", "comment", comment_page },
	{ "attachment", "attachments", "attachment", attachment_page },
	{ "quote", "quotes", "quote", quote_page },
	{ "sla", "sla", "sla", sla_page },
};

static enum err pages_put(struct rq *rq, const struct ticket *ticket, struct json *request)
{
	for (size_t i = 0; i < sizeof(expansions) / sizeof(expansions[0]); i++) {
		struct page page;

		if (!rq_query_has(rq, "expand", expansions[i].name) ||
			(expansions[i].fill == sla_page && !ticket_may(rq->scope, ticket, SLA_SEE)))
			continue;
		page = page_of(arena_format(rq->arena, DESK_API "/request/%lld/%s",
			(long long)ticket->id, expansions[i].path));
		TRY(expansions[i].fill(rq, ticket, &page));
		json_put(request, expansions[i].member, page_json(rq, &page));
	}
	return OK;
}

static enum err transitions_put(struct rq *rq, const struct ticket *ticket, struct json *request)
{
	struct page page;

	if (!rq_query_has(rq, "expand", "transition"))
		return OK;
	page = page_of(arena_format(
		rq->arena, DESK_API "/request/%lld/transition", (long long)ticket->id));
	TRY(transition_page(rq, ticket, &page, json_at(request, "lodge")));
	json_put(request, "transitions", page_json(rq, &page));
	return OK;
}

/* Expansions that are a member of `lodge`: what stands around a request for the one who looks at it. */
static enum err organization_put(struct rq *rq, const struct ticket *ticket, struct json *ours)
{
	struct organization *organizations;

	TRY(sharing_list(rq->scope, ticket, &organizations));
	json_put(ours, "organizations", organizations_json(organizations));
	json_put_bool(ours, "mayShare", sharing_may(rq->scope, ticket));
	return OK;
}

static enum err relation_put(struct rq *rq, const struct ticket *ticket, struct json *ours)
{
	struct json *list;

	TRY(relations_json(rq, ticket, &list));
	json_put(ours, "relations", list);
	return OK;
}

static enum err notification_put(struct rq *rq, const struct ticket *ticket, struct json *ours)
{
	bool wanted;

	TRY(subscription_wants(rq->scope, ticket, scope_person(rq->scope), &wanted));
	json_put(ours, "subscribed", wanted);
	return OK;
}

static enum err feedback_put(struct rq *rq, const struct ticket *ticket, struct json *ours)
{
	struct feedback *feedback;
	enum err e = feedback_find(rq->scope, ticket, &feedback);

	json_put_bool(ours, "mayRate", feedback_may(rq->scope, ticket));
	if (e == E_MISSING)
		return OK;
	TRY(e);
	json_put(ours, "feedback", feedback_json(feedback->rating, feedback->comment));
	return OK;
}

static const struct {
	const char *name;
	enum err (*put)(struct rq *rq, const struct ticket *ticket, struct json *ours);
} members[] = {
	{ "organization", organization_put },
	{ "notification", notification_put },
	{ "feedback", feedback_put },
	{ "relation", relation_put },
};

static enum err members_put(struct rq *rq, const struct ticket *ticket, struct json *ours)
{
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		if (rq_query_has(rq, "expand", members[i].name))
			TRY(members[i].put(rq, ticket, ours));
	return OK;
}

enum err request_expand(struct rq *rq, const struct ticket *ticket, struct json *request)
{
	struct scope *s = rq->scope;
	struct request_type *type;
	struct desk *desk;

	if (rq_query_has(rq, "expand", "action"))
		json_put(request, "actions", actions_json(rq, ticket));
	if (rq_query_has(rq, "expand", "requestType") || rq_query_has(rq, "expand", "serviceDesk"))
		TRY(desk_of_ticket(s, ticket->desk_id, ticket->request_type_id, &desk, &type));
	if (rq_query_has(rq, "expand", "requestType"))
		json_put(request, "requestType", request_type_json(rq, type));
	if (rq_query_has(rq, "expand", "serviceDesk"))
		json_put(request, "serviceDesk", service_desk_json(rq, desk));
	TRY(members_put(rq, ticket, json_at(request, "lodge")));
	if (rq_query_has(rq, "expand", "clock"))
		TRY(clocks_put(rq, ticket, request));
	TRY(transitions_put(rq, ticket, request));
	return pages_put(rq, ticket, request);
}

static struct json *lodge_json(struct rq *rq, const struct ticket *ticket)
{
	const struct file_rule rule = file_rule_of_ticket(ticket);
	int64_t edit_until = text_edit_ticket_until(rq->scope, ticket);
	struct json *ours = json_object();

	json_put(ours, "agent", ticket_may(rq->scope, ticket, NOTE_ADD));
	json_put_id(ours, "deskId", ticket->desk_id);
	json_put(ours, "deskName", ticket->desk_name);
	json_put(ours, "updatedDate", date_json(rq, ticket_updated_at(rq->scope, ticket)));
	json_put(ours, "uploadSizeMax", conf()->upload_size_max);
	json_put(ours, "fileSizeMax", rule.size_max);
	json_put(ours, "fileTypes", rule.types);
	if (edit_until)
		json_put(ours, "editUntil", date_json(rq, edit_until));
	if (ticket->edited_at)
		json_put(ours, "editedDate", date_json(rq, ticket->edited_at));
	if (ticket->plain)
		json_put_bool(ours, "byMail", true);
	assignee_put(ours, ticket);
	if (ticket_may(rq->scope, ticket, NOTE_SEE))
		team_put(rq, ours, ticket);
	return ours;
}

struct json *request_json(
	struct rq *rq, const struct ticket *ticket, const struct field_value *values)
{
	struct json *request = json_object();

	expands_put(request, expandable);
	json_put_id(request, "issueId", ticket->id);
	json_put(request, "issueKey", ticket->key);
	json_put(request, "summary", ticket->summary);
	json_put_id(request, "requestTypeId", ticket->request_type_id);
	json_put_id(request, "serviceDeskId", ticket->desk_id);
	json_put(request, "createdDate", date_json(rq, ticket->created_at));
	json_put(request, "reporter", person_json_of(rq, ticket));
	json_put(request, "requestFieldValues", values_json(rq, ticket, values));
	json_put(request, "currentStatus", current_status_json(rq, ticket));
	json_put(request, "lodge", lodge_json(rq, ticket));
	json_put(request, "_links", links_json(rq, ticket));
	return request;
}

enum err request_whole(struct rq *rq, const struct ticket *ticket, struct json **request_out)
{
	struct field_value *values;

	TRY(ticket_values(rq->scope, ticket, &values));
	*request_out = request_json(rq, ticket, values);
	return request_expand(rq, ticket, *request_out);
}
