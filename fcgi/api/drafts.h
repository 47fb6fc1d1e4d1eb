/* drafts.h - what was typed and not sent: GET, PUT and DELETE /draft/{serviceDeskId}/{requestTypeId} of a form, and
 * /request/{issueIdOrKey}/draft of a reply, each for oneself. */
#pragma once
#include "base/err.h"
#include "web/request.h"

enum err api_draft_get(struct rq *rq) MUST_USE;
enum err api_draft_keep(struct rq *rq) MUST_USE;
enum err api_draft_forget(struct rq *rq) MUST_USE;
enum err api_reply_draft_get(struct rq *rq) MUST_USE;
enum err api_reply_draft_keep(struct rq *rq) MUST_USE;
enum err api_reply_draft_forget(struct rq *rq) MUST_USE;
