/* quotes.h - a ticket's quote with its versions: LODGE_API /request/{key}/quote. */
#pragma once
#include "base/err.h"
#include "web/request.h"

struct approval;
struct approver;
struct json;
struct page;
struct ticket;

enum err api_quote_list(struct rq *rq) MUST_USE;
enum err api_quote_send(struct rq *rq) MUST_USE;
enum err api_quote_void(struct rq *rq) MUST_USE;

/* Newest first. */
enum err quote_page(struct rq *rq, const struct ticket *ticket, struct page *page) MUST_USE;
/* One of them, with what was asked and answered. */
enum err quote_json(struct rq *rq, const struct ticket *ticket, const struct approval *approval,
	const struct approver *people, struct json **json_out) MUST_USE;
