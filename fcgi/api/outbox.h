/* outbox.h - the letters of a desk: LODGE_API /servicedesk/{id}/outbox. */
#pragma once
#include "base/err.h"
#include "web/request.h"

/* ?state= names one of them, else all; a page that goes on by after=, newest first. */
enum err api_outbox_list(struct rq *rq) MUST_USE;
/* One as it would be written now: `text` and `html`, or why nothing would be sent. Its links act for nobody. */
enum err api_outbox_get(struct rq *rq) MUST_USE;
/* {"decision": "retry" | "discard"} */
enum err api_outbox_decide(struct rq *rq) MUST_USE;
