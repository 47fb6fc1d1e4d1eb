/* slas.h - clocks: SlaInformation as JSM has it, DESK_API /request/{key}/sla, for agents; and LODGE_API /request/{key}/clock with the
 * reasons, for the team and, where the desk shows them, for customers. */
#pragma once
#include "base/err.h"
#include "web/request.h"

struct json;
struct page;
struct ticket;

enum err api_sla_list(struct rq *rq) MUST_USE;
enum err api_sla_get(struct rq *rq) MUST_USE;
enum err api_clock_list(struct rq *rq) MUST_USE;

/* SlaInformation of each metric with a clock on the ticket. */
enum err sla_page(struct rq *rq, const struct ticket *ticket, struct page *page) MUST_USE;
/* "clocks" into the object; left out for customers of a desk that does not show them. */
enum err clocks_put(struct rq *rq, const struct ticket *ticket, struct json *object) MUST_USE;
