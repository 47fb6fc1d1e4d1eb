/* organizations.h - with which organizations a request is shared: LODGE_API /request/{key}/organization. */
#pragma once
#include "base/err.h"
#include "web/request.h"

struct json;
struct organization;
struct ticket;

enum err api_ticket_organization_list(struct rq *rq) MUST_USE;
enum err api_ticket_organization_add(struct rq *rq) MUST_USE;
enum err api_ticket_organization_remove(struct rq *rq) MUST_USE;

/* [{id, name}] */
struct json *organizations_json(const struct organization *organizations);
