/* drafts.h - the draft of a form: GET, PUT and DELETE /draft/{serviceDeskId}/{requestTypeId}, each for oneself. */
#pragma once
#include "base/err.h"
#include "web/request.h"

enum err api_draft_get(struct rq *rq) MUST_USE;
enum err api_draft_keep(struct rq *rq) MUST_USE;
enum err api_draft_forget(struct rq *rq) MUST_USE;
