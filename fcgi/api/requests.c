/* requests.c - see requests.h. */
#include "api/requests.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/log.h"
#include "base/str.h"
#include "web/form.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/desk.h"
#include "desk/merge.h"
#include "desk/people.h"
#include "desk/removal.h"
#include "desk/sharing.h"
#include "desk/ticket.h"
#include "desk/ticket_edit.h"
#include "api/request_json.h"
#include "api/shape.h"

enum err api_request_get(struct rq *rq)
{
	struct ticket *ticket;
	struct json *request;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(request_whole(rq, ticket, &request));
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
	TRY(request_whole(rq, ticket, &request));
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
	TRY(request_whole(rq, ticket, &request));
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
	TRY(request_whole(rq, into, &request));
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

		TRY(request_expand(rq, ticket, request));
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
