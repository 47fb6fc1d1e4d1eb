/* requests.h - CustomerRequest: DESK_API /request. */
#pragma once
#include "base/err.h"
#include "web/request.h"

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

/* A filter that leaves nothing out, for this part of a list. */
struct ticket_filter filter_of_page(const struct page *page);
/* A search that looked at as many tickets as it may came to this one: the next page goes on there. */
void request_page_stop(struct page *page, const struct ticket_stop *stop);
