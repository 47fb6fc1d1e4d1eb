/* views.c - see views.h. */
#include "api/views.h"

#include "base/arena.h"
#include "base/conf.h"
#include "base/json.h"
#include "id/scope.h"
#include "desk/preview.h"
#include "desk/thumbnail.h"
#include "desk/ticket.h"

/* A page of pictures asks once in a while, and is never led to a link that has ended. */
enum err api_attachment_thumbnail(struct rq *rq)
{
	struct ticket *ticket;
	const char *url;
	int64_t id;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), FILE_DOWNLOAD, &ticket));
	TRY(rq_named_id(rq, "attachmentId", &id));
	TRY(thumbnail_link(rq->scope, ticket, id, &url));
	rq_answer_header(rq, "Cache-Control",
		arena_format(
			rq->arena, "private, max-age=%lld", (long long)conf()->signed_link_s / 2));
	return rq_redirect(rq, 303, url);
}

enum err api_attachment_preview(struct rq *rq)
{
	struct json *json = json_object();
	struct preview preview;
	struct ticket *ticket;
	int64_t id;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), FILE_DOWNLOAD, &ticket));
	TRY(rq_named_id(rq, "attachmentId", &id));
	TRY(preview_make(rq->scope, ticket, id, &preview));
	json_put(json, "text", preview.text);
	json_put_bool(json, "whole", preview.whole);
	json_put(json, "size", preview.size);
	return rq_ok(rq, json);
}
