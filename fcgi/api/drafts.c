/* drafts.c - see drafts.h. */
#include "api/drafts.h"

#include "base/json.h"
#include "id/scope.h"
#include "desk/desk.h"
#include "desk/draft.h"
#include "api/shape.h"

static enum err here(struct rq *rq, struct request_type **type_out)
{
	struct desk *desk;

	TRY(desk_find(rq->scope, rq_named(rq, "serviceDeskId"), DRAFT_KEEP, &desk));
	return desk_type_find(rq->scope, desk, rq_named(rq, "requestTypeId"), type_out);
}

/* None is an empty one: a form that was never begun is no mistake. */
enum err api_draft_get(struct rq *rq)
{
	struct json *json = json_object();
	struct request_type *type;
	struct draft_shown draft;
	enum err e;

	TRY(here(rq, &type));
	e = draft_find(rq->scope, type, &draft);
	if (e == E_MISSING)
		draft = (struct draft_shown){ json_object(), json_array(), 0 };
	else
		TRY(e);
	json_put(json, "values", draft.values);
	json_put(json, "files", draft.files);
	if (draft.updated_at)
		json_put(json, "updatedDate", date_json(rq, draft.updated_at));
	return rq_ok(rq, json);
}

enum err api_draft_keep(struct rq *rq)
{
	struct request_type *type;

	TRY(here(rq, &type));
	TRY(draft_keep(rq->scope, type, rq->body));
	return rq_no_content(rq);
}

enum err api_draft_forget(struct rq *rq)
{
	struct request_type *type;

	TRY(here(rq, &type));
	TRY(draft_forget(rq->scope, type));
	return rq_no_content(rq);
}
