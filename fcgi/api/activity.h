/* activity.h - what happened to a ticket, what changed since somebody asked last, and who is there. */
#pragma once
#include "base/err.h"
#include "web/request.h"

enum err api_activity_list(struct rq *rq) MUST_USE;
enum err api_change_list(struct rq *rq) MUST_USE;
enum err api_presence_tell(struct rq *rq) MUST_USE;
enum err api_presence_leave(struct rq *rq) MUST_USE;
