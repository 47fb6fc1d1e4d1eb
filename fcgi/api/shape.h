/* shape.h - the JSON shapes that every resource shares: JSM's Page, Date, User, and links on the tenant's own address. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "web/request.h"

struct arena;
struct json;

/* Absolute, on the tenant's configured origin; never on what the request said. */
const char *link_to(const struct rq *rq, const char *format, ...) PRINTF(2, 3);
#define DESK_API "/rest/servicedeskapi"
#define LODGE_API "/rest/lodge/1"

struct json *date_json(const struct rq *rq, int64_t at);

/* Rows that show a person name their columns alike. The mail address is for the team and for oneself. */
#define person_json_of(rq, row)                                                                   \
	person_json((rq), (row)->account_id, (row)->email, (row)->display_name, (row)->time_zone, \
		(row)->active)
struct json *person_json(struct rq *rq, const char *account_id, const char *email,
	const char *display_name, const char *time_zone, bool active);
/* The same as an object that members can be added to. */
struct json *person_object(const struct rq *rq, const char *account_id, const char *email,
	const char *display_name, const char *time_zone, bool active);

enum { PAGE_LIMIT = 50, PAGE_LIMIT_MAX = 100, PAGE_START_MAX = 10000 };
/* A page of long texts ends early: what else a request may take is for the row in hand and for the answer's text. */
enum { PAGE_MEMORY_MAX = 24 * 1024 * 1024 };

/* The part of a list that was asked for. */
struct page {
	const char *path; /* NULL: the request's own; else of an expanded sub-page */
	int64_t start, limit;
	int64_t after_at, after_id; /* ?after=: the last row of the page before; 0: not said */
	int64_t offset;             /* for SQL: 0 when paging by key */
	const struct arena *
		arena; /* the page also ends when this holds PAGE_MEMORY_MAX; NULL: its rows are small */
	/* filled while the rows are read */
	struct json *values;
	int64_t size;
	bool more;
	int64_t last_at, last_id; /* for lists that page by key: of the last row shown */
};
/* ?start= (at most PAGE_START_MAX unless after= is there), ?limit= (clamped), ?after=. */
enum err page_read(struct rq *rq, struct page *page) MUST_USE;
/* A sub-page inside an expansion: the first PAGE_LIMIT_MAX. */
struct page page_of(const char *path);

/* The words of a search under this name, "" without any; at most SEARCH_LENGTH_MAX characters. */
enum { SEARCH_LENGTH_MAX = 200 };
enum err search_read(struct rq *rq, const char *name, const char **search_out) MUST_USE;

/* How many rows to ask for: one more than fits says whether there is a next page. */
int64_t page_rows(const struct page *page);
/* Adds a row unless the page is full, then says there are more. One row always fits, so who follows the links gets on. */
bool page_fits(struct page *page);
/* JSM's Page: size, start, limit, isLastPage, _links. */
struct json *page_json(struct rq *rq, struct page *page);

/* page_fill(rq, &page, first, comment_json): each row of the list becomes a value. */
#define page_fill(rq, page, first, row_json)                                         \
	for (__auto_type row_ = (first); row_ && page_fits(page); row_ = row_->next) \
	json_add((page)->values, row_json((rq), row_))

/* "_expands": what could be expanded here. */
void expands_put(struct json *object, const char *const *names);
