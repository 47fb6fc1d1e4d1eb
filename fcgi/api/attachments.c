/* attachments.c - see attachments.h. */
#include "api/attachments.h"

#include <strings.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/metric.h"
#include "base/str.h"
#include "base/text.h"
#include "web/form.h"
#include "web/multipart.h"
#include "id/scope.h"
#include "desk/attachment.h"
#include "desk/comment.h"
#include "desk/desk.h"
#include "desk/download.h"
#include "desk/file_rule.h"
#include "desk/preview.h"
#include "desk/removal.h"
#include "desk/ticket.h"
#include "api/comments.h"
#include "api/shape.h"

enum { FORM_SIZE_MAX = 64 * 1024 }; /* what a form has beside its files */

/* What JSM lacks. What the scanner calls it is for the team. */
static struct json *lodge_json(
	struct rq *rq, const struct ticket *ticket, const struct attachment *file)
{
	struct json *ours = json_object();

	json_put(ours, "verdict", file->verdict);
	if (file->finding && ticket_may(rq->scope, ticket, NOTE_SEE))
		json_put(ours, "finding", file->finding);
	json_put_bool(ours, "thumbnail", file->thumbnail);
	json_put_bool(ours, "preview", preview_is_offered(file));
	json_put(ours, "sha256", file->sha256 ? hash_hex(rq->arena, file->sha256) : NULL);
	json_put_bool(ours, "mayRemove", removal_may_file(rq->scope, ticket, file));
	return ours;
}

struct json *attachment_json(
	struct rq *rq, const struct ticket *ticket, const struct attachment *file)
{
	struct json *json = json_object(), *links = json_object();
	const char *self = link_to(rq, DESK_API "/request/%lld/attachment/%lld",
		(long long)ticket->id, (long long)file->id);

	json_put_id(json, "id", file->id);
	json_put(json, "filename", file->filename);
	json_put(json, "author", person_json_of(rq, file));
	json_put(json, "created", date_json(rq, file->created_at));
	json_put(json, "size", file->size);
	json_put(json, "mimeType", file->mime_type);
	json_put_id(json, "commentId", file->comment_id);
	json_put(json, "lodge", lodge_json(rq, ticket, file));
	json_put(links, "self", self);
	json_put(
		links, "jiraRest", link_to(rq, "/rest/api/2/attachment/%lld", (long long)file->id));
	json_put(links, "content", self);
	if (file->thumbnail)
		json_put(links, "thumbnail", arena_format(rq->arena, "%s/thumbnail", self));
	json_put(json, "_links", links);
	return json;
}

static enum err files_fill(
	struct rq *rq, const struct ticket *ticket, int64_t comment_id, struct page *page)
{
	struct attachment *files;

	TRY(attachment_list(rq->scope, ticket, comment_id, page_rows(page), page->offset, &files));
	for (; files && page_fits(page); files = files->next)
		json_add(page->values, attachment_json(rq, ticket, files));
	return OK;
}

enum err attachment_page(struct rq *rq, const struct ticket *ticket, struct page *page)
{
	return files_fill(rq, ticket, 0, page);
}

enum err api_attachment_list(struct rq *rq)
{
	struct ticket *ticket;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(attachment_page(rq, ticket, &page));
	return rq_ok(rq, page_json(rq, &page));
}

enum err api_comment_attachment_list(struct rq *rq)
{
	struct comment *comment;
	struct ticket *ticket;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(comment_named(rq, TICKET_SEE, &ticket, &comment));
	TRY(files_fill(rq, ticket, comment->id, &page));
	return rq_ok(rq, page_json(rq, &page));
}

enum err attachment_named(
	struct rq *rq, enum action action, struct ticket **ticket_out, struct attachment **file_out)
{
	int64_t id;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), action, ticket_out));
	TRY(rq_named_id(rq, "attachmentId", &id));
	return attachment_find(rq->scope, *ticket_out, id, file_out);
}

enum err api_attachment_get(struct rq *rq)
{
	struct attachment *file;
	struct ticket *ticket;
	bool saves;

	TRY(attachment_named(rq, FILE_DOWNLOAD, &ticket, &file));
	TRY(rq_query_bool(rq, "download", false, &saves));
	TRY(attachment_may_give(rq->scope, file));
	if (rq->method != METHOD_HEAD)
		TRY(download_log(rq->scope, file->id, DOWNLOAD_WHOLE));
	return attachment_answer(rq, file, saves);
}

/* Who only looks took nothing, stands in no log, and so gets no link. */
enum err attachment_answer(struct rq *rq, const struct attachment *file, bool saves)
{
	if (rq->method == METHOD_HEAD)
		return rq_head(rq, file->mime_type, file->size);
	return rq_redirect(rq, 303, attachment_link(rq->scope, file, saves));
}

enum err api_attachment_remove(struct rq *rq)
{
	struct attachment *file;
	struct ticket *ticket;

	TRY(attachment_named(rq, TICKET_SEE, &ticket, &file));
	TRY(removal_file(rq->scope, ticket, file));
	return rq_no_content(rq);
}

struct attachment_form {
	struct form_texts ids;
	bool public;
	const char *comment;
};

static const struct form_field attachment_fields[] = {
	TEXTS_AS(struct attachment_form, ids, "temporaryAttachmentIds", .required = true,
		.size_max = TEMPORARY_ID_SIZE_MAX, .n_max = FILES_AT_ONCE_MAX),
	BOOL(struct attachment_form, public, .required = true),
	TEXT_AS(struct attachment_form, comment, "additionalComment.body",
		.size_max = COMMENT_SIZE_MAX, .length_max = COMMENT_LENGTH_MAX),
	{ 0 },
};

/* One comment carries the files; without a text it is an empty one, as in JSM. */
enum err api_attachment_add(struct rq *rq)
{
	struct attachment_form form = { .comment = "" };
	struct page page = page_of(NULL);
	struct json *result = json_object();
	struct comment *comment;
	struct ticket *ticket;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_ATTACH, &ticket));
	TRY(form_read(rq, attachment_fields, &form));
	if (form.ids.n == 0)
		return refuse_field(
			rq->scope, "temporaryAttachmentIds", "Please name at least one file.");
	TRY(comment_add(rq->scope, ticket, form.comment, form.public, &comment));
	for (size_t i = 0; i < form.ids.n; i++)
		TRY(attachment_take(
			rq->scope, ticket, comment, form.ids.texts[i], "temporaryAttachmentIds"));
	TRY(files_fill(rq, ticket, comment->id, &page));
	json_put(result, "comment", comment_json(rq, ticket, comment));
	json_put(result, "attachments", page_json(rq, &page));
	return rq_created(rq, result);
}

enum err api_temporary_attach_gate(struct rq *rq)
{
	const char *type = rq_param(rq, "CONTENT_TYPE");
	struct desk *desk;
	int64_t size;

	TRY(desk_find(rq->scope, rq_named(rq, "serviceDeskId"), FILE_UPLOAD, &desk));
	if (rq_header(rq, "Transfer-Encoding") || rq->content_length < 0)
		return refuse_field(rq->scope, "Content-Length",
			"Please send the files with a Content-Length.");
	if (!type || strncasecmp(type, "multipart/form-data", 19) != 0)
		return refuse(rq->scope, E_UNSUPPORTED, "Please send multipart/form-data.");
	if (rq->content_length > conf()->upload_size_max)
		return refuse(rq->scope, E_TOO_LARGE, "Files may have at most %lld MiB.",
			(long long)(conf()->upload_size_max >> 20));
	size = rq->content_length > FORM_SIZE_MAX ? rq->content_length - FORM_SIZE_MAX : 1;
	TRY(file_quota_check(rq->scope, size));
	return attachment_may_send(rq->scope, size);
}

struct part {
	struct multipart *form;
};

static int64_t part_read(void *source, void *bytes, size_t room)
{
	return multipart_part_read(((struct part *)source)->form, bytes, room);
}

static enum err part_upload(struct rq *rq, const struct desk *desk, struct multipart *form,
	const struct multipart_part *part, struct json *list)
{
	struct part source = { form };
	const struct incoming upload = { part->filename, part_read, &source,
		multipart_part_expected(form) };
	struct json *file = json_object();
	const char *id;
	enum err e;

	if (json_count(list) == FILES_AT_ONCE_MAX)
		return refuse(rq->scope, E_TOO_LARGE, "At most %d files in one request.",
			FILES_AT_ONCE_MAX);
	e = attachment_upload(rq->scope, desk, &upload, &id);
	if (e == E_UPSTREAM)
		return refuse_field(
			rq->scope, "file", "The file %.100s did not arrive whole.", part->filename);
	TRY(e);
	json_put(file, "temporaryAttachmentId", id);
	json_put(file, "fileName", part->filename);
	json_add(list, file);
	return OK;
}

enum err api_temporary_attach(struct rq *rq)
{
	struct json *result = json_object(), *list = json_array();
	struct multipart_part *part;
	struct multipart *form;
	struct desk *desk;

	TRY(api_temporary_attach_gate(rq));
	TRY(desk_find(rq->scope, rq_named(rq, "serviceDeskId"), FILE_UPLOAD, &desk));
	if (multipart_open(rq->arena, rq_param(rq, "CONTENT_TYPE"), rq->content_length, rq_stream,
		    rq, &form) != OK)
		return refuse_field(rq->scope, "Content-Type",
			"The boundary of the form is missing or not valid.");
	for (;;) {
		if (multipart_next(form, &part) != OK)
			return refuse_field(rq->scope, "file",
				"The form with the files is broken or was cut off.");
		if (!part)
			break;
		if (part->filename && str_equal(part->name, "file"))
			TRY(part_upload(rq, desk, form, part, list));
	}
	if (json_count(list) == 0)
		return refuse_field(rq->scope, "file",
			"There is no file in the form: its part must be called file.");
	metric_add(METRIC_UPLOAD_BYTES, rq->content_length);
	json_put(result, "temporaryAttachments", list);
	return rq_created(rq, result);
}
