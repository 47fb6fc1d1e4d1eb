/* request_json.h - what is said of a request: CustomerRequest with its expansions, and the rows of the pages' lists. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "web/request.h"

struct field_value;
struct json;
struct page;
struct ticket;

/* CustomerRequest; `values` are those of a whole page of tickets. */
struct json *request_json(
	struct rq *rq, const struct ticket *ticket, const struct field_value *values);
/* Puts what `expand` asks for into it. */
enum err request_expand(struct rq *rq, const struct ticket *ticket, struct json *request) MUST_USE;
/* Both, of one request. */
enum err request_whole(
	struct rq *rq, const struct ticket *ticket, struct json **request_out) MUST_USE;

enum err status_page(struct rq *rq, const struct ticket *ticket, struct page *page) MUST_USE;
/* CustomerRequestStatus, also for the pages' own lists. */
struct json *status_json(
	struct rq *rq, const char *name, const char *category, bool awaits_customer, int64_t at);
/* A row of the pages' lists: what a table needs, nothing to expand. */
struct json *request_item_json(struct rq *rq, const struct ticket *ticket, int64_t updated_at);
/* The same for those who answer on its desk. */
struct json *team_item_json(struct rq *rq, const struct ticket *ticket);
