/* queues.c - see queues.h. */
#include "api/queues.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/str.h"
#include "web/form.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/desk.h"
#include "desk/priority.h"
#include "desk/queue.h"
#include "desk/subscription.h"
#include "desk/ticket.h"
#include "desk/ticket_edit.h"
#include "api/mails.h"
#include "api/request_json.h"
#include "api/shape.h"

enum { COLUMNS_MAX = 20, COLUMN_SIZE_MAX = 30, STATUS_LENGTH_MAX = 60 };

static enum err desk_of(struct rq *rq, enum action action, struct desk **desk_out)
{
	return desk_find(rq->scope, rq_named(rq, "serviceDeskId"), action, desk_out);
}

static enum err queue_of(
	struct rq *rq, enum action action, struct desk **desk_out, struct queue **queue_out)
{
	int64_t id;

	TRY(desk_of(rq, action, desk_out));
	TRY(rq_named_id(rq, "queueId", &id));
	return queue_find(rq->scope, *desk_out, id, queue_out);
}

static struct json *words_json(struct rq *rq, const char *list)
{
	struct json *words = json_array();

	while (*list) {
		size_t size = strcspn(list, " ");

		json_add(words, json_from_text(arena_strndup(rq->arena, list, size)));
		list += size;
		list += strspn(list, " ");
	}
	return words;
}

static struct json *desk_queue_json(struct rq *rq, const struct queue *queue)
{
	struct json *json = json_object();

	json_put_id(json, "id", queue->id);
	json_put(json, "name", queue->name);
	json_put(json, "builtIn", queue_built_in(queue));
	json_put(json, "state", queue->state);
	json_put(json, "assignee", queue->assignee);
	json_put(json, "awaits", queue->awaits);
	if (*queue->status)
		json_put(json, "status", queue->status);
	json_put(json, "priority", priority_name(queue->priority));
	json_put_id(json, "requestTypeId", queue->type_id);
	json_put_id(json, "organizationId", queue->organization_id);
	if (queue->breach_within_s)
		json_put(json, "breachWithin", queue->breach_within_s);
	json_put(json, "columns", words_json(rq, queue->columns));
	json_put(json, "sort", queue->sort);
	json_put(json, "order", queue->descending ? "desc" : "asc");
	return json;
}

static struct queue_size *sizes_make(struct rq *rq)
{
	return arena_alloc(rq->arena, 2 * QUEUES_MAX * sizeof(struct queue_size));
}

enum err api_desk_queue_list(struct rq *rq)
{
	struct json *result = json_object(), *list = json_array();
	struct queue_size *sizes = sizes_make(rq);
	struct queue *queues;
	struct desk *desk;
	bool watching;

	TRY(desk_of(rq, QUEUE_SEE, &desk));
	TRY(queue_list(rq->scope, desk, &queues));
	TRY(queue_count_list(rq->scope, desk, queues, sizes));
	for (; queues; queues = queues->next, sizes++) {
		struct json *json = desk_queue_json(rq, queues);

		json_put(json, "count", sizes->n);
		json_put_bool(json, "more", sizes->more);
		json_add(list, json);
	}
	json_put(result, "values", list);
	TRY(mail_count_put(rq, desk, result));
	TRY(desk_watch_get(rq->scope, desk, &watching));
	json_put_bool(result, "watching", watching);
	return rq_ok(rq, result);
}

static enum err watch(struct rq *rq, bool watching)
{
	struct desk *desk;

	TRY(desk_of(rq, QUEUE_SEE, &desk));
	TRY(desk_watch_set(rq->scope, desk, watching));
	return rq_no_content(rq);
}

enum err api_desk_watch_begin(struct rq *rq)
{
	return watch(rq, true);
}

enum err api_desk_watch_end(struct rq *rq)
{
	return watch(rq, false);
}

/* --- what a page of tickets shows -------------------------------------------------------------------------------------------- */

static struct json *names_json(const struct ticket *ticket, const struct shared_name *names)
{
	struct json *list = json_array();

	for (; names; names = names->next) {
		struct json *json = json_object();

		if (names->ticket_id != ticket->id)
			continue;
		json_put_id(json, "id", names->id);
		json_put(json, "name", names->name);
		json_add(list, json);
	}
	return list;
}

/* ?sort= and ?order= go before what the queue says. */
static enum err sort_read(struct rq *rq, struct queue *queue)
{
	const char *sort = rq_query(rq, "sort"), *order = rq_query(rq, "order");

	if (sort && !str_in_list(queue_sorts, sort))
		return refuse_field(rq->scope, "sort", "sort must be one of %s.", queue_sorts);
	if (order && !str_in_list("asc desc", order))
		return refuse_field(rq->scope, "order", "order must be asc or desc.");
	if (sort && str_equal(queue->state, "any") && !str_equal(sort, "updated"))
		return refuse_field(rq->scope, "sort",
			"Open and closed ones together are sorted by updated only.");
	if (sort)
		queue->sort = sort;
	if (order)
		queue->descending = str_equal(order, "desc");
	return OK;
}

static struct queue_page part_of(const struct page *page)
{
	return (struct queue_page){ .after = { page->after_at, page->after_id },
		.start = page->offset,
		.limit = page->limit,
		.search = "" };
}

/* The page's own account of itself, from the queue's. */
static void page_take(struct page *page, const struct queue_page *part)
{
	page->size = part->n;
	page->more = part->more;
	page->last_at = part->reach.at;
	page->last_id = part->reach.id;
}

enum err api_desk_queue_ticket_list(struct rq *rq)
{
	struct queue_page part;
	struct shared_name *names;
	struct queue *queue;
	struct desk *desk;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(queue_of(rq, QUEUE_SEE, &desk, &queue));
	TRY(sort_read(rq, queue));
	part = part_of(&page);
	TRY(search_read(rq, "q", &part.search));
	TRY(queue_tickets(rq->scope, desk, queue, &part));
	TRY(queue_shared_names(rq->scope, &part, &names));
	for (int64_t i = 0; i < part.n; i++) {
		struct json *row = team_item_json(rq, part.rows[i].ticket);

		json_put(row, "organizations", names_json(part.rows[i].ticket, names));
		json_add(page.values, row);
	}
	page_take(&page, &part);
	return rq_ok(rq, page_json(rq, &page));
}

/* --- JSM ----------------------------------------------------------------------------------------------------------------------- */

/* Our columns by the names of Jira's fields. */
static const struct {
	const char *column, *field;
} fields[] = {
	{ "key", "issuekey" },
	{ "summary", "summary" },
	{ "status", "status" },
	{ "priority", "priority" },
	{ "reporter", "reporter" },
	{ "organization", "organizations" },
	{ "assignee", "assignee" },
	{ "created", "created" },
	{ "updated", "updated" },
	{ "breach", "breachDate" },
};

static struct json *fields_json(const struct queue *queue)
{
	struct json *list = json_array();

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (str_in_list(queue->columns, fields[i].column))
			json_add(list, json_from_text(fields[i].field));
	return list;
}

static enum err queue_json(
	struct rq *rq, const struct desk *desk, const struct queue *queue, struct json **json_out)
{
	struct json *json = json_object(), *links = json_object();
	struct queue_size size;

	json_put_id(json, "id", queue->id);
	json_put(json, "name", queue->name);
	json_put(json, "jql", queue_jql(rq->scope, desk, queue));
	json_put(json, "fields", fields_json(queue));
	if (str_equal(rq_query(rq, "includeCount"), "true")) {
		TRY(queue_count(rq->scope, desk, queue, &size));
		json_put(json, "issueCount", size.n);
	}
	json_put(links, "self",
		link_to(rq, DESK_API "/servicedesk/%lld/queue/%lld", (long long)desk->id,
			(long long)queue->id));
	json_put(json, "_links", links);
	*json_out = json;
	return OK;
}

enum err api_queue_list(struct rq *rq)
{
	struct queue *queues;
	struct json *json;
	struct desk *desk;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(desk_of(rq, QUEUE_SEE, &desk));
	TRY(queue_list(rq->scope, desk, &queues));
	for (int64_t passed = 0; queues; queues = queues->next) {
		if (passed++ < page.offset)
			continue;
		if (!page_fits(&page))
			break;
		TRY(queue_json(rq, desk, queues, &json));
		json_add(page.values, json);
	}
	return rq_ok(rq, page_json(rq, &page));
}

enum err api_queue_get(struct rq *rq)
{
	struct queue *queue;
	struct desk *desk;
	struct json *json;

	TRY(queue_of(rq, QUEUE_SEE, &desk, &queue));
	TRY(queue_json(rq, desk, queue, &json));
	return rq_ok(rq, json);
}

static struct json *named_json(const char *id, const char *name)
{
	struct json *json = json_object();

	json_put(json, "id", id);
	json_put(json, "name", name);
	return json;
}

static struct json *issue_status_json(struct rq *rq, const struct ticket *ticket)
{
	struct json *json = named_json(
		arena_format(rq->arena, "%lld", (long long)ticket->status_id), ticket->status_name);
	bool is_new = str_equal(ticket->category, "NEW"),
	     is_done = str_equal(ticket->category, "DONE");
	struct json *category = json_object();

	json_put(category, "key", is_new ? "new" : is_done ? "done" : "indeterminate");
	json_put(category, "name", is_new ? "To Do" : is_done ? "Done" : "In Progress");
	json_put(json, "statusCategory", category);
	return json;
}

static struct json *jira_date(struct rq *rq, int64_t at)
{
	return json_from_text(clock_jira(rq->arena, at, caller_time_zone(rq->scope)));
}

static void people_put(
	struct rq *rq, const char *columns, const struct ticket *ticket, struct json *to)
{
	struct json *assignee = json_object();

	if (str_in_list(columns, "reporter"))
		json_put(to, "reporter", person_json_of(rq, ticket));
	if (!str_in_list(columns, "assignee") || !ticket->assignee_account_id)
		return;
	json_put(assignee, "accountId", ticket->assignee_account_id);
	json_put(assignee, "displayName", ticket->assignee_name);
	json_put(to, "assignee", assignee);
}

/* Only what the queue's columns show. */
static struct json *issue_fields_json(struct rq *rq, const char *columns,
	const struct ticket *ticket, const struct shared_name *names)
{
	struct json *json = json_object();

	if (str_in_list(columns, "summary"))
		json_put(json, "summary", ticket->summary);
	if (str_in_list(columns, "status"))
		json_put(json, "status", issue_status_json(rq, ticket));
	if (str_in_list(columns, "priority"))
		json_put(json, "priority",
			named_json(arena_format(rq->arena, "%lld", (long long)ticket->priority),
				priority_name(ticket->priority)));
	if (str_in_list(columns, "organization"))
		json_put(json, "organizations", names_json(ticket, names));
	if (str_in_list(columns, "created"))
		json_put(json, "created", jira_date(rq, ticket->created_at));
	if (str_in_list(columns, "updated"))
		json_put(json, "updated", jira_date(rq, ticket->team_activity));
	if (str_in_list(columns, "breach") && ticket->breach_at)
		json_put(json, "breachDate", jira_date(rq, ticket->breach_at));
	people_put(rq, columns, ticket, json);
	return json;
}

static struct json *issue_json(struct rq *rq, const char *columns, const struct ticket *ticket,
	const struct shared_name *names)
{
	struct json *json = json_object();

	json_put_id(json, "id", ticket->id);
	json_put(json, "key", ticket->key);
	json_put(json, "self", link_to(rq, "/rest/api/2/issue/%lld", (long long)ticket->id));
	json_put(json, "fields", issue_fields_json(rq, columns, ticket, names));
	return json;
}

enum err api_queue_issue_list(struct rq *rq)
{
	struct queue_page part;
	struct shared_name *names = NULL;
	struct queue *queue;
	struct desk *desk;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(queue_of(rq, QUEUE_SEE, &desk, &queue));
	part = part_of(&page);
	TRY(queue_tickets(rq->scope, desk, queue, &part));
	if (str_in_list(queue->columns, "organization"))
		TRY(queue_shared_names(rq->scope, &part, &names));
	for (int64_t i = 0; i < part.n; i++)
		json_add(page.values, issue_json(rq, queue->columns, part.rows[i].ticket, names));
	page_take(&page, &part);
	return rq_ok(rq, page_json(rq, &page));
}

/* --- saved ones ---------------------------------------------------------------------------------------------------------------- */

struct queue_form {
	const char *name, *state, *assignee, *awaits, *status, *priority, *sort, *order;
	int64_t type_id, organization_id, breach_within, position;
	struct form_texts columns;
};

static const struct form_field queue_fields[] = {
	TEXT(struct queue_form, name, .required = true, .size_max = 400,
		.length_max = QUEUE_NAME_LENGTH_MAX),
	TEXT(struct queue_form, state, .size_max = 10),
	TEXT(struct queue_form, assignee, .size_max = 10),
	TEXT(struct queue_form, awaits, .size_max = 10),
	TEXT(struct queue_form, status, .size_max = 240, .length_max = STATUS_LENGTH_MAX),
	TEXT(struct queue_form, priority, .size_max = 10),
	TEXT(struct queue_form, sort, .size_max = 10),
	TEXT(struct queue_form, order, .size_max = 10),
	ID_AS(struct queue_form, type_id, "requestTypeId", .required = false),
	ID_AS(struct queue_form, organization_id, "organizationId", .required = false),
	NUMBER_AS(struct queue_form, breach_within, "breachWithin", .min = 0, .max = INT32_MAX),
	NUMBER_AS(struct queue_form, position, "position", .min = 0, .max = 10000),
	TEXTS_AS(struct queue_form, columns, "columns", .n_max = COLUMNS_MAX,
		.size_max = COLUMN_SIZE_MAX),
	{ 0 },
};

static const char *columns_joined(struct rq *rq, const struct form_texts *columns)
{
	struct str list = str_make(rq->arena);

	for (size_t i = 0; i < columns->n; i++)
		str_format(&list, "%s%s", i ? " " : "", columns->texts[i]);
	return list.text;
}

/* What is not said is as it is in a queue that leaves nothing out. */
static enum err form_take(struct rq *rq, struct queue *queue)
{
	struct queue_form form = { .state = "open",
		.assignee = "any",
		.awaits = "any",
		.status = "",
		.priority = "",
		.sort = "updated",
		.order = "desc" };

	TRY(form_read(rq, queue_fields, &form));
	queue->name = form.name;
	queue->state = form.state;
	queue->assignee = form.assignee;
	queue->awaits = form.awaits;
	queue->status = form.status;
	queue->sort = form.sort;
	queue->type_id = form.type_id;
	queue->organization_id = form.organization_id;
	queue->breach_within_s = form.breach_within;
	queue->position = form.position;
	queue->priority = *form.priority ? priority_from_name(form.priority) : 0;
	queue->columns = form.columns.n ? columns_joined(rq, &form.columns)
					: "key summary status priority reporter assignee updated";
	queue->descending = str_equal(form.order, "desc");
	if (*form.priority && !queue->priority)
		return refuse_field(rq->scope, "priority",
			"priority must be Highest, High, Medium, Low or Lowest.");
	if (!str_in_list("asc desc", form.order))
		return refuse_field(rq->scope, "order", "order must be asc or desc.");
	return OK;
}

enum err api_desk_queue_add(struct rq *rq)
{
	struct queue queue = { 0 };
	struct desk *desk;

	TRY(desk_of(rq, QUEUE_EDIT, &desk));
	TRY(form_take(rq, &queue));
	TRY(queue_save(rq->scope, desk, &queue));
	return rq_created(rq, desk_queue_json(rq, &queue));
}

enum err api_desk_queue_change(struct rq *rq)
{
	struct queue *queue;
	struct desk *desk;

	TRY(queue_of(rq, QUEUE_EDIT, &desk, &queue));
	TRY(form_take(rq, queue));
	TRY(queue_save(rq->scope, desk, queue));
	return rq_ok(rq, desk_queue_json(rq, queue));
}

enum err api_desk_queue_remove(struct rq *rq)
{
	struct queue *queue;
	struct desk *desk;

	TRY(queue_of(rq, QUEUE_EDIT, &desk, &queue));
	TRY(queue_remove(rq->scope, desk, queue));
	return rq_no_content(rq);
}

static struct json *agent_json(struct rq *rq, const struct agent *agent)
{
	return person_json_of(rq, agent);
}

enum err api_desk_agent_list(struct rq *rq)
{
	const char *search;
	struct agent *agents;
	struct desk *desk;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(search_read(rq, "q", &search));
	TRY(desk_of(rq, AGENT_LIST, &desk));
	TRY(desk_agents(rq->scope, desk, search, page_rows(&page), page.offset, &agents));
	page_fill(rq, &page, agents, agent_json);
	return rq_ok(rq, page_json(rq, &page));
}
