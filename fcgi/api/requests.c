/* requests.c - see requests.h. The shapes are JSM's; `lodge` and `awaitsCustomer` are ours, and clients pass over them. */
#include "api/requests.h"

#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/json.h"
#include "base/log.h"
#include "base/str.h"
#include "base/text.h"
#include "web/form.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/desk.h"
#include "desk/feedback.h"
#include "desk/file_rule.h"
#include "desk/merge.h"
#include "desk/people.h"
#include "desk/priority.h"
#include "desk/removal.h"
#include "desk/sharing.h"
#include "desk/subscription.h"
#include "desk/text_edit.h"
#include "desk/ticket.h"
#include "desk/ticket_edit.h"
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

static enum err status_page(struct rq *rq, const struct ticket *ticket, struct page *page)
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

static enum err expansions_put(struct rq *rq, const struct ticket *ticket, struct json *request)
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

static struct json *request_json(
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

static enum err request_one(struct rq *rq, const struct ticket *ticket, struct json **request_out)
{
	struct field_value *values;

	TRY(ticket_values(rq->scope, ticket, &values));
	*request_out = request_json(rq, ticket, values);
	return expansions_put(rq, ticket, *request_out);
}

enum err api_request_get(struct rq *rq)
{
	struct ticket *ticket;
	struct json *request;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(request_one(rq, ticket, &request));
	return rq_ok(rq, request);
}

enum err api_status_list(struct rq *rq)
{
	struct ticket *ticket;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(status_page(rq, ticket, &page));
	return rq_ok(rq, page_json(rq, &page));
}

enum { NAME_SIZE_MAX = 254, ID_SIZE_MAX = 20 };

struct request_form {
	int64_t service_desk_id, request_type_id;
	const struct json *values;
	const char *behalf_of;
	struct form_texts participants, organizations;
};

static const struct form_field request_fields[] = {
	ID_AS(struct request_form, service_desk_id, "serviceDeskId", .required = true),
	ID_AS(struct request_form, request_type_id, "requestTypeId", .required = true),
	OBJECT_AS(struct request_form, values, "requestFieldValues", .required = true),
	TEXT_AS(struct request_form, behalf_of, "raiseOnBehalfOf", .size_max = NAME_SIZE_MAX),
	TEXTS_AS(struct request_form, participants, "requestParticipants",
		.size_max = NAME_SIZE_MAX, .n_max = PARTICIPANTS_MAX),
	TEXTS_AS(struct request_form, organizations, "organizationIds", .size_max = ID_SIZE_MAX,
		.n_max = ORGANIZATIONS_MAX),
	{ 0 },
};

/* An id that names nothing here is the input's fault, not the address's. */
static enum err blame(struct rq *rq, enum err e, const char *field, const char *what)
{
	return e == E_MISSING ? refuse_field(rq->scope, field, "There is no such %s.", what) : e;
}

static enum err request_raise(struct rq *rq, const struct request_form *form,
	const struct desk *desk, const struct request_type *type, struct ticket **ticket_out)
{
	struct ticket_new wanted = {
		.values = form->values,
		.sharing = { form->organizations.texts != NULL, form->organizations.texts,
			form->organizations.n },
		.participants = { "requestParticipants", form->participants.texts,
			form->participants.n },
	};

	if (form->behalf_of && *form->behalf_of)
		TRY(people_reporter(rq->scope, desk, form->behalf_of, &wanted.reporter_id));
	return ticket_add(rq->scope, desk, type, &wanted, ticket_out);
}

enum err api_request_add(struct rq *rq)
{
	struct request_form form = { 0 };
	struct scope *s = rq->scope;
	struct request_type *type;
	struct ticket *ticket;
	struct desk *desk;
	struct json *request;

	TRY(form_read(rq, request_fields, &form));
	TRY(blame(rq,
		desk_find(s, arena_format(rq->arena, "%lld", (long long)form.service_desk_id),
			TICKET_CREATE, &desk),
		"serviceDeskId", "service desk"));
	TRY(blame(rq,
		desk_type_find(s, desk,
			arena_format(rq->arena, "%lld", (long long)form.request_type_id), &type),
		"requestTypeId", "request type on this desk"));
	TRY(request_raise(rq, &form, desk, type, &ticket));
	TRY(request_one(rq, ticket, &request));
	return rq_created(rq, request);
}

struct edit_form {
	const char *assignee, *priority; /* NULL: stays as it is */
};

static const struct form_field edit_fields[] = {
	TEXT(struct edit_form, assignee, .size_max = 64),
	TEXT(struct edit_form, priority, .size_max = 20),
	{ 0 },
};

enum err api_request_edit(struct rq *rq)
{
	struct scope *s = rq->scope;
	struct edit_form form = { 0 };
	struct ticket *ticket;
	struct json *request;

	TRY(ticket_find(s, rq_named(rq, "issueIdOrKey"), TICKET_EDIT, &ticket));
	TRY(form_read(rq, edit_fields, &form));
	if (form.assignee)
		TRY(ticket_assign(s, ticket, form.assignee));
	if (form.priority)
		TRY(ticket_prioritise(s, ticket, form.priority));
	TRY(request_one(rq, ticket, &request));
	return rq_ok(rq, request);
}

struct merge_form {
	const char *into;
};

static const struct form_field merge_fields[] = {
	TEXT(struct merge_form, into, .required = true, .size_max = 30),
	{ 0 },
};

/* What came this way before has the other's key by now. */
static bool is_merged(const struct rq *rq, const struct ticket *ticket)
{
	const char *asked = rq_named(rq, "issueIdOrKey");

	return !str_equal_nocase(asked, ticket->key) &&
		!str_equal(asked, arena_format(rq->arena, "%lld", (long long)ticket->id));
}

enum err api_request_merge(struct rq *rq)
{
	struct ticket *ticket, *into;
	struct merge_form form = { 0 };
	struct scope *s = rq->scope;
	struct json *request;
	enum err e;

	TRY(ticket_find(s, rq_named(rq, "issueIdOrKey"), TICKET_EDIT, &ticket));
	TRY(form_read(rq, merge_fields, &form));
	e = ticket_find(s, form.into, TICKET_EDIT, &into);
	if (e == E_MISSING || e == E_DENIED)
		return refuse_field(s, "into", "There is no such request on your desks.");
	TRY(e);
	if (is_merged(rq, ticket) && ticket->id != into->id)
		return refuse(s, E_CONFLICT, "%s went into %s already.",
			rq_named(rq, "issueIdOrKey"), ticket->key);
	if (!is_merged(rq, ticket))
		TRY(merge_into(s, ticket, into));
	TRY(ticket_find(s, into->key, TICKET_EDIT, &into));
	TRY(request_one(rq, into, &request));
	return rq_ok(rq, request);
}

static enum err state_read(struct rq *rq, enum ticket_state *state_out)
{
	const char *said = rq_query(rq, "requestStatus");

	*state_out = str_equal(said, "OPEN_REQUESTS") ? STATE_OPEN
		: str_equal(said, "CLOSED_REQUESTS")  ? STATE_DONE
						      : STATE_ANY;
	if (said && *state_out == STATE_ANY && !str_equal(said, "ALL_REQUESTS"))
		return refuse_field(rq->scope, "requestStatus",
			"requestStatus must be OPEN_REQUESTS, CLOSED_REQUESTS or ALL_REQUESTS.");
	return OK;
}

static enum err asked_read(struct rq *rq, enum ticket_asked *asked_out)
{
	const char *said = rq_query(rq, "approvalStatus");

	*asked_out = str_equal(said, "MY_PENDING_APPROVAL") ? ASKED_PENDING
		: str_equal(said, "MY_HISTORY_APPROVAL")    ? ASKED_BEFORE
							    : ASKED_ANY;
	if (said && *asked_out == ASKED_ANY)
		return refuse_field(rq->scope, "approvalStatus",
			"approvalStatus must be MY_PENDING_APPROVAL or MY_HISTORY_APPROVAL.");
	return OK;
}

static const char *const ownerships[] = { "OWNED_REQUESTS", "PARTICIPATED_REQUESTS", "ORGANIZATION",
	"ALL_ORGANIZATIONS", "APPROVER", "ALL_REQUESTS", NULL };

static enum err ownership_read(struct rq *rq, struct ticket_filter *filter)
{
	bool said[sizeof(ownerships) / sizeof(ownerships[0])] = { false }, any = false, all;

	for (int i = 0; ownerships[i]; i++)
		any |= said[i] = rq_query_has(rq, "requestOwnership", ownerships[i]);
	if (!any && rq_query(rq, "requestOwnership"))
		return refuse_field(
			rq->scope, "requestOwnership", "requestOwnership has no such value.");
	all = !any || said[5];
	filter->mine = all || said[0];
	filter->taking_part = all || said[1];
	filter->organizations = all || said[2] || said[3];
	if (said[4])
		TRY(asked_read(rq, &filter->asked));
	TRY(rq_query_int(rq, "organizationId", 1, INT64_MAX, 0, &filter->organization));
	if (said[2] && !filter->organization)
		return refuse_field(
			rq->scope, "organizationId", "ORGANIZATION needs organizationId.");
	return OK;
}

struct ticket_filter filter_of_page(const struct page *page)
{
	return (struct ticket_filter){ .status = "",
		.search = "",
		.limit = page_rows(page),
		.start = page->offset,
		.before = page->after_at,
		.before_id = page->after_id };
}

void request_page_stop(struct page *page, const struct ticket_stop *stop)
{
	if (page->more || stop->id == 0)
		return;
	page->more = true;
	page->last_at = stop->at;
	page->last_id = stop->id;
}

static enum err filter_read(struct rq *rq, const struct page *page, struct ticket_filter *filter)
{
	*filter = filter_of_page(page);
	TRY(ownership_read(rq, filter));
	TRY(state_read(rq, &filter->state));
	TRY(rq_query_int(rq, "serviceDeskId", 1, INT64_MAX, 0, &filter->desk_id));
	TRY(rq_query_int(rq, "requestTypeId", 1, INT64_MAX, 0, &filter->type_id));
	if (filter->type_id && !filter->desk_id)
		return refuse_field(
			rq->scope, "serviceDeskId", "requestTypeId needs serviceDeskId.");
	return search_read(rq, "searchTerm", &filter->search);
}

enum err api_request_list(struct rq *rq)
{
	struct ticket_filter filter;
	struct ticket_stop stop = { 0 };
	struct field_value *values;
	struct ticket *tickets;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(filter_read(rq, &page, &filter));
	filter.stop = &stop;
	TRY(ticket_list(rq->scope, &filter, &tickets));
	TRY(ticket_values_of(rq->scope, tickets, &values));
	for (const struct ticket *ticket = tickets; ticket && page_fits(&page);
		ticket = ticket->next) {
		struct json *request = request_json(rq, ticket, values);

		TRY(expansions_put(rq, ticket, request));
		json_add(page.values, request);
		page.last_at = ticket->last_activity;
		page.last_id = ticket->id;
	}
	request_page_stop(&page, &stop);
	return rq_ok(rq, page_json(rq, &page));
}

enum err api_request_remove(struct rq *rq)
{
	struct ticket *ticket;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_REMOVE, &ticket));
	TRY(removal_ticket(rq->scope, ticket));
	log_warn("%s is deleted by %s", ticket->key, rq->scope->caller->account_id);
	return rq_no_content(rq);
}
