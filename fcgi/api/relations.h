/* relations.h - links between tickets, for the team: LODGE_API /request/{key}/relation. */
#pragma once
#include "base/err.h"
#include "web/request.h"

struct json;
struct ticket;

enum err api_relation_list(struct rq *rq) MUST_USE;
enum err api_relation_add(struct rq *rq) MUST_USE;
enum err api_relation_remove(struct rq *rq) MUST_USE;
/* The list of them, for a request that shows it within itself; NULL for who is not of the team. */
enum err relations_json(
	struct rq *rq, const struct ticket *ticket, struct json **list_out) MUST_USE;
