/* lodge.c - see lodge.h. */
#include "api/lodge.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "base/text.h"
#include "web/form.h"
#include "id/caller.h"
#include "id/provider.h"
#include "id/scope.h"
#include "id/tenant.h"
#include "desk/desk.h"
#include "desk/ticket.h"
#include "desk/workflow.h"
#include "api/request_json.h"
#include "api/requests.h"
#include "api/shape.h"

enum {
	DESKS_MAX = 200,
	TYPES_MAX = 2000,
	GROUPS_MAX = 100,
	RECENT_MAX = 5,
	PREVIEW_SIZE_MAX = 128 * 1024,
	LANGUAGE_SIZE_MAX = 10
};

static struct json *provider_json(struct rq *rq, const struct provider *provider)
{
	struct json *json = json_object();

	json_put_id(json, "id", provider->id);
	json_put(json, "label", provider->label);
	json_put(json, "loginUrl",
		arena_format(rq->arena, "/auth/login?provider=%lld", (long long)provider->id));
	return json;
}

enum err api_site_get(struct rq *rq)
{
	const struct tenant *tenant = rq->scope->tenant;
	struct json *site = json_object(), *list = json_array();
	struct provider *providers;

	TRY(provider_list(rq->scope, &providers));
	for (; providers; providers = providers->next)
		json_add(list, provider_json(rq, providers));
	json_put(site, "name", tenant->name);
	json_put(site, "providers", list);
	json_put(site, "registerUrl", tenant->register_url);
	json_put(site, "supportAddress", tenant->support_address);
	return rq_ok(rq, site);
}

enum err api_me_get(struct rq *rq)
{
	struct scope *s = rq->scope;
	const struct caller *caller = s->caller;
	int64_t open;
	struct json *me;

	TRY(ticket_count_open(s, &open));
	me = person_object(rq, caller->account_id, caller->email, caller->display_name,
		caller->time_zone, caller->active);
	json_put(me, "role", caller->role);
	json_put_bool(me, "agent", caller_role(s) >= ROLE_AGENT);
	json_put(me, "site", s->tenant->name);
	json_put(me, "open", open);
	json_put(me, "language", caller->language);
	return rq_ok(rq, me);
}

struct language_form {
	const char *language;
};

static const struct form_field language_fields[] = {
	TEXT(struct language_form, language, .required = true, .size_max = LANGUAGE_SIZE_MAX),
	{ 0 },
};

enum err api_me_set_language(struct rq *rq)
{
	struct language_form form = { 0 };

	TRY(form_read(rq, language_fields, &form));
	TRY(caller_set_language(rq->scope, form.language));
	return rq_no_content(rq);
}

static struct json *desk_json(const struct desk *desk)
{
	struct json *json = json_object();

	json_put_id(json, "id", desk->id);
	json_put(json, "name", desk->name);
	return json;
}

enum err api_portal_list(struct rq *rq)
{
	struct json *result = json_object(), *list = json_array();
	struct desk *desks;

	TRY(desk_list(rq->scope, DESKS_MAX, 0, &desks));
	for (; desks; desks = desks->next) {
		struct json *json = desk_json(desks);

		json_put(json, "description", desks->description);
		json_put(json, "projectKey", desks->project_key);
		json_add(list, json);
	}
	json_put(result, "values", list);
	return rq_ok(rq, result);
}

static struct json *type_json(const struct request_type *type)
{
	struct json *json = json_object();

	json_put_id(json, "id", type->id);
	json_put(json, "name", type->name);
	json_put(json, "description", type->description);
	json_put(json, "icon", type->icon);
	return json;
}

static struct json *group_json(const struct type_group *group, const struct request_type *types)
{
	struct json *json = json_object(), *list = json_array();

	for (; types; types = types->next)
		if (types->group_id == group->id)
			json_add(list, type_json(types));
	json_put_id(json, "id", group->id);
	json_put(json, "name", group->name);
	json_put(json, "types", list);
	return json;
}

static enum err groups_json(struct rq *rq, const struct desk *desk, struct json **list_out)
{
	struct request_type *types;
	struct type_group *groups;

	TRY(desk_group_list(rq->scope, desk, GROUPS_MAX, 0, &groups));
	TRY(desk_types_by_group(rq->scope, desk, &types));
	*list_out = json_array();
	for (; groups; groups = groups->next)
		json_add(*list_out, group_json(groups, types));
	return OK;
}

static enum err recent_json(struct rq *rq, const struct desk *desk, struct json **list_out)
{
	const struct ticket_filter filter = { .mine = true,
		.taking_part = true,
		.status = "",
		.search = "",
		.desk_id = desk->id,
		.limit = RECENT_MAX };
	struct ticket *tickets;

	TRY(ticket_list(rq->scope, &filter, &tickets));
	*list_out = json_array();
	for (; tickets; tickets = tickets->next)
		json_add(*list_out, request_item_json(rq, tickets, tickets->last_activity));
	return OK;
}

enum err api_portal_get(struct rq *rq)
{
	struct json *portal, *groups, *recent;
	struct desk *desk;

	TRY(desk_find(rq->scope, rq_named(rq, "serviceDeskId"), DESK_SEE, &desk));
	TRY(groups_json(rq, desk, &groups));
	TRY(recent_json(rq, desk, &recent));
	portal = desk_json(desk);
	json_put(portal, "description", desk->description);
	json_put(portal, "announcement", desk->announcement);
	json_put(portal, "groups", groups);
	json_put(portal, "recent", recent);
	return rq_ok(rq, portal);
}

/* The desks the caller may use, each with its types: both lists are in the order of desks. */
static struct json *desks_json(const struct desk *desks, const struct request_type *types)
{
	struct json *list = json_array();

	for (; desks; desks = desks->next) {
		struct json *json = desk_json(desks), *mine = json_array();

		for (const struct request_type *type = types; type; type = type->next)
			if (type->desk_id == desks->id)
				json_add(mine, type_json(type));
		json_put(json, "requestTypes", mine);
		json_add(list, json);
	}
	return list;
}

enum err api_filter_list(struct rq *rq)
{
	struct json *filters = json_object(), *names = json_array();
	struct request_type *types;
	struct status *statuses;
	struct desk *desks;

	TRY(desk_list(rq->scope, DESKS_MAX, 0, &desks));
	TRY(desk_type_list_all(rq->scope, 0, "", TYPES_MAX, 0, &types));
	TRY(workflow_status_names(rq->scope, &statuses));
	for (; statuses; statuses = statuses->next)
		json_add(names, json_from_text(statuses->customer_name));
	json_put(filters, "statuses", names);
	json_put(filters, "desks", desks_json(desks, types));
	return rq_ok(rq, filters);
}

/* status=open, closed, or a status by its name; q= words; serviceDeskId=, requestTypeId=. */
static enum err filter_read(struct rq *rq, const struct page *page, struct ticket_filter *filter)
{
	const char *status = rq_query(rq, "status");

	*filter = filter_of_page(page);
	filter->state = str_equal(status, "open") ? STATE_OPEN
		: str_equal(status, "closed")     ? STATE_DONE
						  : STATE_ANY;
	if (status && filter->state == STATE_ANY)
		filter->status = status;
	TRY(rq_query_int(rq, "serviceDeskId", 1, INT64_MAX, 0, &filter->desk_id));
	TRY(rq_query_int(rq, "requestTypeId", 1, INT64_MAX, 0, &filter->type_id));
	return search_read(rq, "q", &filter->search);
}

/* reporter=mine, all, or approver: those that wait for the caller's approval. */
static enum err whose_read(struct rq *rq, struct ticket_filter *filter)
{
	const char *whose = rq_query(rq, "reporter");

	filter->taking_part = filter->organizations = str_equal(whose, "all");
	filter->asked = str_equal(whose, "approver") ? ASKED_PENDING : ASKED_NOT;
	filter->mine = !filter->asked;
	if (whose && !filter->asked && !filter->organizations && !str_equal(whose, "mine"))
		return refuse_field(
			rq->scope, "reporter", "reporter must be mine, all or approver.");
	return OK;
}

/* A page of tickets; where a search stopped before its end, it says how far it came: "searchedTo". */
static struct json *found_json(struct rq *rq, struct page *page, const struct ticket_stop *stop)
{
	struct json *json;

	request_page_stop(page, stop);
	json = page_json(rq, page);
	if (stop->id && page->last_id == stop->id)
		json_put(json, "searchedTo", date_json(rq, stop->at));
	return json;
}

enum err api_my_request_list(struct rq *rq)
{
	struct ticket_stop stop = { 0 };
	struct ticket_filter filter;
	struct ticket *tickets;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(filter_read(rq, &page, &filter));
	TRY(whose_read(rq, &filter));
	filter.stop = &stop;
	TRY(ticket_list(rq->scope, &filter, &tickets));
	for (; tickets && page_fits(&page); tickets = tickets->next) {
		json_add(page.values, request_item_json(rq, tickets, tickets->last_activity));
		page.last_at = tickets->last_activity;
		page.last_id = tickets->id;
	}
	return rq_ok(rq, found_json(rq, &page, &stop));
}

static struct json *status_count_json(const struct status *status)
{
	struct json *json = json_object();

	json_put(json, "name", status->name);
	json_put(json, "category", status->category);
	if (status->awaits_customer)
		json_put_bool(json, "awaitsCustomer", true);
	json_put(json, "count", status->n);
	return json;
}

/* The desk asked for, or the first that the caller answers on. */
static enum err desk_of(struct rq *rq, const struct desk *desks, struct desk **desk_out)
{
	const char *asked = rq_query(rq, "serviceDeskId");

	if (asked) {
		TRY(desk_find(rq->scope, asked, AGENT_LIST, desk_out));
		return OK;
	}
	for (; desks; desks = desks->next)
		if (caller_is_team(rq->scope, desks->answering))
			return desk_find(rq->scope,
				arena_format(rq->arena, "%lld", (long long)desks->id), AGENT_LIST,
				desk_out);
	return E_DENIED;
}

static enum err agent_side_put(
	struct rq *rq, const struct desk *desks, const struct desk *desk, struct json *json)
{
	struct json *names = json_array(), *counts = json_array();
	struct status *statuses;

	TRY(workflow_status_counts(rq->scope, desk->id, &statuses));
	for (; statuses; statuses = statuses->next)
		json_add(counts, status_count_json(statuses));
	for (; desks; desks = desks->next)
		if (caller_is_team(rq->scope, desks->answering))
			json_add(names, desk_json(desks));
	json_put(json, "desk", desk_json(desk));
	json_put(json, "desks", names);
	json_put(json, "statuses", counts);
	return OK;
}

/* With words and no desk said, all that the caller answers on are searched; the first of them is shown beside. */
enum err api_agent_ticket_list(struct rq *rq)
{
	struct ticket_stop stop = { 0 };
	struct ticket_filter filter;
	struct ticket *tickets;
	struct desk *desks, *desk;
	struct page page;
	struct json *json;

	TRY(page_read(rq, &page));
	TRY(filter_read(rq, &page, &filter));
	TRY(desk_list(rq->scope, DESKS_MAX, 0, &desks));
	TRY(desk_of(rq, desks, &desk));
	if (filter.desk_id || !*filter.search)
		filter.desk_id = desk->id;
	filter.stop = &stop;
	TRY(ticket_list_desk(rq->scope, &filter, &tickets));
	for (; tickets && page_fits(&page); tickets = tickets->next) {
		page.last_at = tickets->team_activity;
		page.last_id = tickets->id;
		json_add(page.values, team_item_json(rq, tickets));
	}
	json = found_json(rq, &page, &stop);
	TRY(agent_side_put(rq, desks, desk, json));
	return rq_ok(rq, json);
}

struct preview_form {
	const char *text;
	bool plain;
};

static const struct form_field preview_fields[] = {
	TEXT(struct preview_form, text, .size_max = PREVIEW_SIZE_MAX),
	BOOL(struct preview_form, plain, .required = false),
	{ 0 },
};

enum err api_preview(struct rq *rq)
{
	struct preview_form form = { .text = "" };
	struct json *json = json_object();

	TRY(form_read(rq, preview_fields, &form));
	json_put(
		json, "html", (form.plain ? text_plain : text_markdown)(rq->arena, form.text).html);
	return rq_ok(rq, json);
}

/* Two numbers and nothing else, so there is nothing to inject. */
enum err api_theme_get(struct rq *rq)
{
	const struct tenant *tenant = rq->scope->tenant;

	rq_answer_header(rq, "Cache-Control", "public, max-age=300, stale-while-revalidate=86400");
	return rq_text(rq, 200, "text/css; charset=utf-8",
		arena_format(rq->arena, ":root{--brand-hue:%d;--brand-chroma:.%03d}\n",
			(int)tenant->brand_hue, (int)tenant->brand_chroma));
}
