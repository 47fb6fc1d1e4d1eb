/* approvals.h - Approval: DESK_API /request/{key}/approval. */
#pragma once
#include "base/err.h"
#include "web/request.h"

struct approval;
struct approver;
struct json;
struct ticket;

enum err api_approval_list(struct rq *rq) MUST_USE;
enum err api_approval_get(struct rq *rq) MUST_USE;
enum err api_approval_answer(struct rq *rq) MUST_USE;

/* One of them, with its people out of those of a whole list. */
struct json *approval_json(struct rq *rq, const struct ticket *ticket,
	const struct approval *approval, const struct approver *people);
