/* uploads.c - see uploads.h. Offset, length and version stand in headers, also of refusals: a client goes on from there. */
#include "api/uploads.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/metric.h"
#include "base/str.h"
#include "base/text.h"
#include "base/url.h"
#include "web/upload_metadata.h"
#include "id/scope.h"
#include "desk/desk.h"
#include "desk/upload.h"
#include "api/shape.h"

enum { DESK_SIZE_MAX = 100 };
static const char version[] = "1.0.0";

static enum err version_check(struct rq *rq)
{
	const char *said = rq_header(rq, "Tus-Resumable");
	bool reads = rq->method == METHOD_GET || rq->method == METHOD_HEAD;

	rq_answer_header_always(rq, "Tus-Resumable", version);
	if (str_equal(said, version) || (reads && !said))
		return OK;
	rq_answer_header_always(rq, "Tus-Version", version);
	return refuse(rq->scope, E_PRECONDITION, "Please say Tus-Resumable: %s.", version);
}

static const char *number_text(const struct rq *rq, int64_t number)
{
	return arena_format(rq->arena, "%lld", (long long)number);
}

static const char *metadata_text(const struct rq *rq, const struct upload *upload)
{
	const char *desk_id = number_text(rq, upload->desk_id);

	return arena_format(rq->arena, "filename %s,serviceDeskId %s",
		base64(rq->arena, upload->filename, strlen(upload->filename)),
		base64(rq->arena, desk_id, strlen(desk_id)));
}

/* How far it is. */
static void put_state(struct rq *rq, const struct upload *upload)
{
	rq_answer_header_always(rq, "Upload-Offset", number_text(rq, upload->received));
	rq_answer_header_always(rq, "Upload-Expires", clock_http(rq->arena, upload->expires_at));
	if (upload->temporary_id)
		rq_answer_header_always(rq, "Lodge-Temporary-Attachment-Id", upload->temporary_id);
}

static struct json *upload_json(struct rq *rq, const struct upload *upload)
{
	struct json *json = json_object(), *links = json_object();

	json_put_id(json, "id", upload->id);
	json_put(json, "filename", upload->filename);
	json_put_id(json, "serviceDeskId", upload->desk_id);
	json_put(json, "offset", upload->received);
	json_put(json, "length", upload->length);
	json_put(json, "expiresDate", date_json(rq, upload->expires_at));
	json_put(json, "temporaryAttachmentId", upload->temporary_id);
	json_put(links, "self", link_to(rq, LODGE_API "/uploads/%lld", (long long)upload->id));
	json_put(json, "_links", links);
	return json;
}

enum err api_upload_options(struct rq *rq)
{
	rq_answer_header(rq, "Tus-Resumable", version);
	rq_answer_header(rq, "Tus-Version", version);
	rq_answer_header(rq, "Tus-Extension", "creation,termination,expiration");
	rq_answer_header(rq, "Tus-Max-Size", number_text(rq, upload_length_max()));
	return rq_no_content(rq);
}

static enum err metadata_read(struct rq *rq, struct url_param **first_out)
{
	const char *said = rq_header(rq, "Upload-Metadata");

	if (upload_metadata_read(rq->arena, said ? said : "", first_out) != OK)
		return refuse_field(rq->scope, "Upload-Metadata",
			"Please send Upload-Metadata with filename and serviceDeskId, each once and its value in base64.");
	return OK;
}

static enum err desk_named(struct rq *rq, const struct url_param *metadata, struct desk **desk_out)
{
	const char *id = url_param(metadata, "serviceDeskId");

	if (!id || !*id)
		return refuse_field(rq->scope, "serviceDeskId",
			"Please name the service desk in Upload-Metadata.");
	if (strlen(id) > DESK_SIZE_MAX || !text_is_clean(id, strlen(id)))
		return E_MISSING;
	return desk_find(rq->scope, id, FILE_UPLOAD, desk_out);
}

enum err api_upload_begin(struct rq *rq)
{
	struct url_param *metadata;
	struct upload *upload;
	struct desk *desk;
	int64_t length;

	TRY(version_check(rq));
	TRY(metadata_read(rq, &metadata));
	TRY(desk_named(rq, metadata, &desk));
	TRY(rq_header_int(rq, "Upload-Length", &length));
	TRY(upload_begin(rq->scope, desk, url_param(metadata, "filename"), length, &upload));
	put_state(rq, upload);
	rq_answer_header(
		rq, "Location", link_to(rq, LODGE_API "/uploads/%lld", (long long)upload->id));
	return rq_created(rq, upload_json(rq, upload));
}

static enum err upload_named(struct rq *rq, struct upload **upload_out)
{
	int64_t id;

	TRY(version_check(rq));
	TRY(rq_named_id(rq, "uploadId", &id));
	TRY(upload_find(rq->scope, id, upload_out));
	put_state(rq, *upload_out);
	return OK;
}

enum err api_upload_get(struct rq *rq)
{
	struct upload *upload;

	TRY(upload_named(rq, &upload));
	rq_answer_header(rq, "Upload-Length", number_text(rq, upload->length));
	rq_answer_header(rq, "Upload-Metadata", metadata_text(rq, upload));
	return rq_ok(rq, upload_json(rq, upload));
}

/* All that the headers say, before one byte of the body is taken. */
static enum err chunk_read(struct rq *rq, struct upload_chunk *chunk, struct upload **upload_out)
{
	*chunk = (struct upload_chunk){
		.size = rq->content_length, .read = rq_stream, .source = rq
	};
	TRY(upload_named(rq, upload_out));
	if (!str_equal_nocase(rq_param(rq, "CONTENT_TYPE"), "application/offset+octet-stream"))
		return refuse(
			rq->scope, E_UNSUPPORTED, "Please send application/offset+octet-stream.");
	TRY(rq_header_int(rq, "Upload-Offset", &chunk->offset));
	if (rq_header(rq, "Transfer-Encoding") || chunk->size < 0)
		return refuse_field(rq->scope, "Content-Length",
			"Please send the bytes with a Content-Length.");
	if (chunk->size > conf()->upload_size_max)
		return refuse(rq->scope, E_TOO_LARGE, "One request may have at most %lld MiB.",
			(long long)(conf()->upload_size_max >> 20));
	return upload_check(rq->scope, *upload_out, chunk->offset, chunk->size);
}

enum err api_upload_receive_gate(struct rq *rq)
{
	struct upload_chunk chunk;
	struct upload *upload;

	return chunk_read(rq, &chunk, &upload);
}

enum err api_upload_receive(struct rq *rq)
{
	struct upload_chunk chunk;
	struct upload *upload;
	enum err e;

	TRY(chunk_read(rq, &chunk, &upload));
	e = upload_receive(rq->scope, upload, &chunk);
	put_state(rq, upload);
	TRY(e);
	metric_add(METRIC_UPLOAD_BYTES, chunk.size);
	return rq_no_content(rq);
}

enum err api_upload_remove(struct rq *rq)
{
	int64_t id;

	TRY(version_check(rq));
	TRY(rq_named_id(rq, "uploadId", &id));
	TRY(upload_remove(rq->scope, id));
	return rq_no_content(rq);
}
