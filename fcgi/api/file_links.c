/* file_links.c - see file_links.h. */
#include "api/file_links.h"

#include "base/json.h"
#include "web/form.h"
#include "id/scope.h"
#include "desk/attachment.h"
#include "desk/download.h"
#include "desk/file_link.h"
#include "desk/ticket.h"
#include "api/attachments.h"
#include "api/shape.h"

enum { ACCOUNT_ID_SIZE_MAX = 64 };

static const struct form_field wish_fields[] = {
	TEXT_AS(struct file_link_wish, account_id, "accountId", .size_max = ACCOUNT_ID_SIZE_MAX),
	NUMBER_AS(
		struct file_link_wish, use_limit, "useLimit", .min = 1, .max = FILE_LINK_USES_MAX),
	NUMBER_AS(struct file_link_wish, life_s, "expiresSeconds", .min = FILE_LINK_LIFE_MIN_S,
		.max = INT32_MAX),
	{ 0 },
};

/* Not a `writes` route, whose answers are kept for an Idempotency-Key: this one holds the token. */
enum err api_file_link_add(struct rq *rq)
{
	struct file_link_wish wish = { 0 };
	struct json *json = json_object();
	struct file_link_made made;
	struct attachment *file;
	struct ticket *ticket;

	TRY(policy_gate(
		rq->scope, FILE_DOWNLOAD)); /* a token that may only write gets no way to read */
	TRY(attachment_named(rq, FILE_LINK, &ticket, &file));
	TRY(form_read(rq, wish_fields, &wish));
	TRY(file_link_add(rq->scope, ticket, file, &wish, &made));
	json_put_id(json, "id", made.id);
	json_put(json, "url", link_to(rq, "/f/%s", made.token));
	json_put(json, "expiresDate", date_json(rq, made.expires_at));
	return rq_created(rq, json);
}

static struct json *link_json(struct rq *rq, const struct link_line *link)
{
	struct json *json = json_object();

	json_put_id(json, "id", link->id);
	json_put(json, "person", person_json_of(rq, link));
	json_put(json, "createdBy",
		person_json(rq, link->maker_account_id, link->maker_email, link->maker_display_name,
			link->maker_time_zone, link->maker_active));
	json_put(json, "createdDate", date_json(rq, link->created_at));
	json_put(json, "expiresDate", date_json(rq, link->expires_at));
	if (link->revoked_at)
		json_put(json, "revokedDate", date_json(rq, link->revoked_at));
	if (link->use_limit)
		json_put(json, "useLimit", link->use_limit);
	json_put(json, "uses", link->uses);
	if (link->last_used_at)
		json_put(json, "lastUsedDate", date_json(rq, link->last_used_at));
	return json;
}

enum err api_file_link_list(struct rq *rq)
{
	struct attachment *file;
	struct ticket *ticket;
	struct link_line *links;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(attachment_named(rq, FILE_DOWNLOAD, &ticket, &file));
	TRY(file_link_list(rq->scope, ticket, file, page_rows(&page), page.offset, &links));
	page_fill(rq, &page, links, link_json);
	return rq_ok(rq, page_json(rq, &page));
}

enum err api_file_link_revoke(struct rq *rq)
{
	struct attachment *file;
	struct ticket *ticket;
	int64_t id;

	TRY(attachment_named(rq, FILE_LINK, &ticket, &file));
	TRY(rq_named_id(rq, "linkId", &id));
	TRY(file_link_revoke(rq->scope, ticket, file, id));
	return rq_no_content(rq);
}

enum err api_file_link_revoke_all(struct rq *rq)
{
	struct attachment *file;
	struct ticket *ticket;

	TRY(attachment_named(rq, FILE_LINK, &ticket, &file));
	TRY(file_link_revoke(rq->scope, ticket, file, 0));
	return rq_no_content(rq);
}

/* Who sees a file sees who took it; from where is for the team. */
static struct json *download_json(struct rq *rq, const struct download *taken, bool whence)
{
	struct json *json = json_object();

	json_put(json, "date", date_json(rq, taken->created_at));
	json_put(json, "person", person_json_of(rq, taken));
	json_put(json, "kind", taken->kind);
	json_put(json, "byLink", taken->by_link);
	json_put(json, "linkCreatedBy", taken->link_maker);
	if (whence) {
		json_put(json, "address", taken->address);
		json_put(json, "userAgent", taken->user_agent);
	}
	return json;
}

enum err api_download_list(struct rq *rq)
{
	struct attachment *file;
	struct download *taken;
	struct ticket *ticket;
	struct page page;
	int64_t id;
	bool whence;

	TRY(page_read(rq, &page));
	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), FILE_DOWNLOAD, &ticket));
	TRY(rq_named_id(rq, "attachmentId", &id));
	TRY(attachment_find_kept(rq->scope, ticket, id, &file));
	TRY(download_list(rq->scope, file->id, page_rows(&page), page.offset, &taken));
	whence = ticket_may(rq->scope, ticket, FILE_OVERSEE);
	for (; taken && page_fits(&page); taken = taken->next)
		json_add(page.values, download_json(rq, taken, whence));
	return rq_ok(rq, page_json(rq, &page));
}

enum err api_file_link_open(struct rq *rq)
{
	struct attachment *file;

	TRY(file_link_open(rq->scope, rq_named(rq, "token"), rq->method == METHOD_HEAD, &file));
	return attachment_answer(rq, file, false);
}
