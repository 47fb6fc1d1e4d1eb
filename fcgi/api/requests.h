/* requests.h - CustomerRequest: DESK_API /request. */
#pragma once
#include <stdint.h>
#include "base/err.h"
#include "web/request.h"

struct json;
struct page;
struct ticket;
struct ticket_filter;
struct ticket_stop;

enum err api_request_list(struct rq *rq) MUST_USE;
enum err api_request_add(struct rq *rq) MUST_USE;
enum err api_request_get(struct rq *rq) MUST_USE;
enum err api_request_edit(struct rq *rq) MUST_USE; /* whose it is, and how urgent */
/* It goes into another, which is the answer; sent again, it is so already. */
enum err api_request_merge(struct rq *rq) MUST_USE;
enum err api_request_remove(struct rq *rq) MUST_USE;
enum err api_status_list(struct rq *rq) MUST_USE;

/* CustomerRequestStatus, also for the pages' own lists. */
struct json *status_json(
	struct rq *rq, const char *name, const char *category, bool awaits_customer, int64_t at);
/* A row of the pages' lists: what a table needs, nothing to expand. */
struct json *request_item_json(struct rq *rq, const struct ticket *ticket, int64_t updated_at);
/* The same for those who answer on its desk. */
struct json *team_item_json(struct rq *rq, const struct ticket *ticket);
/* A filter that leaves nothing out, for this part of a list. */
struct ticket_filter filter_of_page(const struct page *page);
/* A search that looked at as many tickets as it may came to this one: the next page goes on there. */
void request_page_stop(struct page *page, const struct ticket_stop *stop);
/* Puts the rows into the page and remembers the last one for paging by key; `activity` is the member that the list is ordered by. */
#define request_page_fill(rq, page, first, activity)                                            \
	for (const struct ticket *row_ = (first); row_ && page_fits(page); row_ = row_->next) { \
		(page)->last_at = row_->activity;                                               \
		(page)->last_id = row_->id;                                                     \
		json_add((page)->values, request_item_json((rq), row_, row_->activity));        \
	}
