/* drafts.c - see drafts.h. */
#include "api/drafts.h"

#include "base/json.h"
#include "base/str.h"
#include "id/scope.h"
#include "desk/desk.h"
#include "desk/draft.h"
#include "desk/ticket.h"
#include "api/shape.h"

static enum err here(struct rq *rq, struct request_type **type_out)
{
	struct desk *desk;

	TRY(desk_find(rq->scope, rq_named(rq, "serviceDeskId"), DRAFT_KEEP, &desk));
	return desk_type_find(rq->scope, desk, rq_named(rq, "requestTypeId"), type_out);
}

/* Where a file goes on: an upload of ours, so that no draft leads its owner's page elsewhere. */
static enum err uploads_check(struct rq *rq)
{
	const struct json *files = json_at(rq->body, "files");

	if (json_kind(files) != JSON_ARRAY)
		return OK;
	for (const struct json *file = json_first(files); file; file = json_next(file)) {
		const char *upload = json_as_text(json_at(file, "upload"));

		if (upload && !str_starts(upload, LODGE_API "/uploads/"))
			return refuse_field(
				rq->scope, "files", "There are no uploads at %.100s.", upload);
	}
	return OK;
}

/* None is an empty one: a form that was never begun is no mistake. */
static enum err answer(struct rq *rq, enum err e, struct draft_shown *draft)
{
	struct json *json = json_object();

	if (e == E_MISSING)
		*draft = (struct draft_shown){ json_object(), json_array(), 0 };
	else
		TRY(e);
	json_put(json, "values", draft->values);
	json_put(json, "files", draft->files);
	if (draft->updated_at)
		json_put(json, "updatedDate", date_json(rq, draft->updated_at));
	return rq_ok(rq, json);
}

enum err api_draft_get(struct rq *rq)
{
	struct request_type *type;
	struct draft_shown draft;

	TRY(here(rq, &type));
	return answer(rq, draft_find(rq->scope, type, &draft), &draft);
}

enum err api_draft_keep(struct rq *rq)
{
	struct request_type *type;

	TRY(here(rq, &type));
	TRY(uploads_check(rq));
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

enum err api_reply_draft_get(struct rq *rq)
{
	struct draft_shown draft;
	struct ticket *ticket;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), DRAFT_KEEP, &ticket));
	return answer(rq, draft_find_reply(rq->scope, ticket, &draft), &draft);
}

enum err api_reply_draft_keep(struct rq *rq)
{
	struct ticket *ticket;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), DRAFT_KEEP, &ticket));
	TRY(uploads_check(rq));
	TRY(draft_keep_reply(rq->scope, ticket, rq->body));
	return rq_no_content(rq);
}

enum err api_reply_draft_forget(struct rq *rq)
{
	struct ticket *ticket;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), DRAFT_KEEP, &ticket));
	TRY(draft_forget_reply(rq->scope, ticket));
	return rq_no_content(rq);
}
