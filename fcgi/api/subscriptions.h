/* subscriptions.h - is the caller told of a request's news? DESK_API /request/{key}/notification. */
#pragma once
#include "base/err.h"
#include "web/request.h"

enum err api_subscription_get(struct rq *rq) MUST_USE;
enum err api_subscription_begin(struct rq *rq) MUST_USE;
enum err api_subscription_end(struct rq *rq) MUST_USE;
