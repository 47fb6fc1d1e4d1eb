/* feedbacks.h - CSATFeedbackFull: DESK_API /request/{key}/feedback. */
#pragma once
#include "base/err.h"
#include "web/request.h"

struct feedback;
struct json;

enum err api_feedback_get(struct rq *rq) MUST_USE;
enum err api_feedback_give(struct rq *rq) MUST_USE;
enum err api_feedback_remove(struct rq *rq) MUST_USE;

struct json *feedback_json(int64_t rating, const char *comment);
