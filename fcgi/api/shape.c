/* shape.c - see shape.h. */
#include "api/shape.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/refusal.h"
#include "base/str.h"
#include "base/text.h"
#include "base/url.h"
#include "id/caller.h"
#include "id/scope.h"
#include "id/tenant.h"

enum { LINK_SIZE_MAX = 4096 };

const char *link_to(const struct rq *rq, const char *format, ...)
{
	char path[LINK_SIZE_MAX];
	va_list values;

	va_start(values, format);
	vsnprintf(path, sizeof(path), format, values);
	va_end(values);
	return arena_format(rq->arena, "%s%s", rq->scope->tenant->origin, path);
}

/* Dates and avatars are most of an answer; nothing in them needs an escape, so they are written at once. */
struct json *date_json(const struct rq *rq, int64_t at)
{
	const char *time_zone = caller_time_zone(rq->scope);

	return json_raw(arena_format(rq->arena,
		"{\"epochMillis\":%lld,\"iso8601\":\"%s\",\"jira\":\"%s\",\"friendly\":\"%s\"}",
		(long long)at, clock_iso8601(rq->arena, at, time_zone),
		clock_jira(rq->arena, at, time_zone),
		clock_friendly(rq->arena, at, rq->scope->now, time_zone)));
}

static struct json *avatars_json(const struct rq *rq)
{
	const char *link = link_to(rq, "/avatar.svg");

	return json_raw(arena_format(rq->arena,
		"{\"16x16\":\"%s\",\"24x24\":\"%s\",\"32x32\":\"%s\",\"48x48\":\"%s\"}", link, link,
		link, link));
}

/* The same few people stand beside everything on a ticket: each is written once for a request. */
struct shown {
	const char *account_id, *json;
	struct shown *next;
};

struct json *person_object(const struct rq *rq, const char *account_id, const char *email,
	const char *display_name, const char *time_zone, bool active)
{
	const struct scope *s = rq->scope;
	const char *self = link_to(
		rq, "/rest/api/2/user?accountId=%s", url_encode(rq->arena, account_id));
	struct json *person = json_object(), *links = json_object();

	json_put(person, "accountId", account_id);
	json_put(person, "name", account_id);
	json_put(person, "key", account_id);
	if (caller_role(s) >= ROLE_AGENT ||
		(s->caller && str_equal(s->caller->account_id, account_id)))
		json_put(person, "emailAddress", email);
	json_put(person, "displayName", display_name);
	json_put(person, "active", active);
	json_put(person, "timeZone", time_zone ? time_zone : s->tenant->time_zone);
	json_put(links, "self", self);
	json_put(links, "jiraRest", self);
	json_put(links, "avatarUrls", avatars_json(rq));
	json_put(person, "_links", links);
	return person;
}

struct json *person_json(struct rq *rq, const char *account_id, const char *email,
	const char *display_name, const char *time_zone, bool active)
{
	struct shown *shown = rq->shown;

	while (shown && !str_equal(shown->account_id, account_id))
		shown = shown->next;
	if (!shown) {
		shown = arena_new(rq->arena, struct shown);
		shown->account_id = account_id;
		shown->json = json_text(
			person_object(rq, account_id, email, display_name, time_zone, active),
			NULL);
		shown->next = rq->shown;
		rq->shown = shown;
	}
	return json_raw(shown->json);
}

/* "1783328533432-77" */
static enum err after_read(struct rq *rq, struct page *page)
{
	const char *after = rq_query(rq, "after"), *dash = after ? strchr(after, '-') : NULL;
	long long at, id;

	if (!after)
		return OK;
	if (!dash ||
		str_to_int(arena_strndup(rq->arena, after, (size_t)(dash - after)), 1, INT64_MAX,
			&at) != OK ||
		str_to_int(dash + 1, 1, INT64_MAX, &id) != OK)
		return refusal_field(
			rq->refusal, "after", "after must come from a link to the next page.");
	page->after_at = at;
	page->after_id = id;
	return OK;
}

enum err page_read(struct rq *rq, struct page *page)
{
	*page = (struct page){ .arena = rq->arena, .values = json_array() };
	TRY(after_read(rq, page));
	TRY(rq_query_int(
		rq, "start", 0, page->after_at ? INT32_MAX : PAGE_START_MAX, 0, &page->start));
	TRY(rq_query_int(rq, "limit", 0, INT64_MAX, PAGE_LIMIT, &page->limit));
	if (page->limit > PAGE_LIMIT_MAX)
		page->limit = PAGE_LIMIT_MAX;
	if (page->limit == 0)
		page->limit = 1; /* who follows the links gets on */
	page->offset = page->after_at ? 0 : page->start;
	return OK;
}

struct page page_of(const char *path)
{
	return (struct page){ .path = path, .limit = PAGE_LIMIT_MAX, .values = json_array() };
}

enum err search_read(struct rq *rq, const char *name, const char **search_out)
{
	const char *search = rq_query(rq, name);

	*search_out = search ? search : "";
	if (text_length(*search_out) > SEARCH_LENGTH_MAX)
		return refusal_field(rq->refusal, name, "%s may have at most %d characters.", name,
			SEARCH_LENGTH_MAX);
	return OK;
}

int64_t page_rows(const struct page *page)
{
	return page->limit + 1;
}

bool page_fits(struct page *page)
{
	bool is_heavy = page->size > 0 && page->arena && arena_size(page->arena) > PAGE_MEMORY_MAX;

	if (page->size == page->limit || is_heavy) {
		page->more = true;
		return false;
	}
	page->size++;
	return true;
}

/* The request's own address with another place in the list. */
static const char *page_link(
	struct rq *rq, const struct page *page, int64_t start, const char *after)
{
	struct str link = str_make(rq->arena);

	str_format(&link, "%s%s?", rq->scope->tenant->origin, page->path ? page->path : rq->path);
	for (const struct url_param *param = page->path ? NULL : rq->query; param;
		param = param->next)
		if (!str_in_list("start limit after", param->name))
			str_format(&link, "%s=%s&", url_encode(rq->arena, param->name),
				url_encode(rq->arena, param->value));
	str_format(&link, "start=%lld&limit=%lld", (long long)start, (long long)page->limit);
	if (after)
		str_format(&link, "&after=%s", after);
	return link.text;
}

static struct json *page_links_json(struct rq *rq, const struct page *page)
{
	struct json *links = json_object();
	int64_t before = page->start > page->limit ? page->start - page->limit : 0;
	const char *after = NULL;

	if (page->last_id)
		after = arena_format(
			rq->arena, "%lld-%lld", (long long)page->last_at, (long long)page->last_id);
	json_put(links, "self", page_link(rq, page, page->start, rq_query(rq, "after")));
	json_put(links, "base", link_to(rq, DESK_API));
	json_put(links, "context", "");
	if (page->more)
		json_put(links, "next", page_link(rq, page, page->start + page->size, after));
	if (page->start > 0 && before <= PAGE_START_MAX)
		json_put(links, "prev", page_link(rq, page, before, NULL));
	return links;
}

struct json *page_json(struct rq *rq, struct page *page)
{
	struct json *json = json_object();

	json_put(json, "_expands", json_array());
	json_put(json, "size", page->size);
	json_put(json, "start", page->start);
	json_put(json, "limit", page->limit);
	json_put_bool(json, "isLastPage", !page->more);
	json_put(json, "_links", page_links_json(rq, page));
	json_put(json, "values", page->values);
	return json;
}

void expands_put(struct json *object, const char *const *names)
{
	struct json *list = json_array();

	for (; *names; names++)
		json_add(list, json_from_text(*names));
	json_put(object, "_expands", list);
}
