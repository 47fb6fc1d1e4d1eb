/* edits.h - changing what one wrote, and the texts before: LODGE_API /request/{key}/comment/{commentId}, .../edit, and the same of
 * /request/{key}/field. */
#pragma once
#include "base/err.h"
#include "web/request.h"

enum err api_comment_edit(struct rq *rq) MUST_USE;
enum err api_comment_edit_list(struct rq *rq) MUST_USE;
enum err api_field_edit(struct rq *rq) MUST_USE;
enum err api_field_edit_list(struct rq *rq) MUST_USE;
