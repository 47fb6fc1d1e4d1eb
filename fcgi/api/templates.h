/* templates.h - answers that a desk writes often: LODGE_API /servicedesk/{id}/template. */
#pragma once
#include "base/err.h"
#include "web/request.h"

/* With ?request=KEY each has its `text`, too: the body with what its places stand for on that ticket. */
enum err api_template_list(struct rq *rq) MUST_USE;
enum err api_template_add(struct rq *rq) MUST_USE;
enum err api_template_change(struct rq *rq) MUST_USE;
enum err api_template_remove(struct rq *rq) MUST_USE;
