/* servicedesks.h - ServiceDesk, RequestType, their fields and groups: DESK_API /servicedesk and /requesttype. */
#pragma once
#include "base/err.h"
#include "web/request.h"

struct desk;
struct json;
struct request_type;

enum err api_service_desk_list(struct rq *rq) MUST_USE;
enum err api_service_desk_get(struct rq *rq) MUST_USE;
enum err api_request_type_list(struct rq *rq) MUST_USE;
enum err api_request_type_list_all(struct rq *rq) MUST_USE;
enum err api_request_type_get(struct rq *rq) MUST_USE;
enum err api_field_list(struct rq *rq) MUST_USE;
enum err api_request_type_group_list(struct rq *rq) MUST_USE;

struct json *service_desk_json(struct rq *rq, const struct desk *desk);
struct json *request_type_json(struct rq *rq, const struct request_type *type);
