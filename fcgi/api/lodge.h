/* lodge.h - what the pages need and JSM lacks: /rest/lodge/1, and a tenant's colours. */
#pragma once
#include "base/err.h"
#include "web/request.h"

enum err api_site_get(struct rq *rq) MUST_USE;
enum err api_me_get(struct rq *rq) MUST_USE;
enum err api_me_set_language(struct rq *rq) MUST_USE;
enum err api_portal_list(struct rq *rq) MUST_USE;
enum err api_portal_get(struct rq *rq) MUST_USE;
enum err api_filter_list(struct rq *rq) MUST_USE;
enum err api_my_request_list(struct rq *rq) MUST_USE;
enum err api_preview(struct rq *rq) MUST_USE;
enum err api_agent_ticket_list(struct rq *rq) MUST_USE;
enum err api_theme_get(struct rq *rq) MUST_USE;
