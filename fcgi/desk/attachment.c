/* attachment.c - see attachment.h. */
#include "desk/attachment.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/str.h"
#include "base/text.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/desk.h"
#include "desk/ticket.h"

enum {
	TYPE_SIZE_MAX = 100,
	ADDRESS_SIZE_MAX = 45,
	AGENT_LENGTH_MAX = 200,
	FILENAME_LENGTH_MAX = 255,
	TEMPORARY_ID_SIZE_MAX = 50,
	LEFT_TO_SWEEP_MS = 120000 /* a store that hung may still take the bytes */
};

/* Only these open in the browser: no script runs in them. */
static const char inline_types[] = "image/png image/jpeg image/gif image/webp";

enum err attachment_may_send(struct scope *s)
{
	struct attachment_count *waiting;

	TRY(sql_attachment_waiting(s, scope_person(s), &waiting));
	if (waiting->n >= FILES_WAITING_MAX)
		return refuse(s, E_LIMITED,
			"You have %lld files that no request has taken yet: please send one first.",
			(long long)waiting->n);
	if (waiting->size >= conf()->files_waiting_size_max)
		return refuse(s, E_LIMITED,
			"Your files that no request has taken yet are %lld MiB: please send one first.",
			(long long)(waiting->size >> 20));
	return OK;
}

/* "text/plain; charset=utf-8" -> "text/plain"; what is no type is bytes. */
static const char *type_clean(struct scope *s, const char *said)
{
	size_t size = said ? strcspn(said, "; ") : 0;
	int slashes = 0;

	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)said[i];

		slashes += c == '/';
		if (!isalnum(c) && !strchr("/.+-_", c))
			return "application/octet-stream";
	}
	if (size == 0 || size > TYPE_SIZE_MAX || slashes != 1)
		return "application/octet-stream";
	return arena_strndup(s->arena, said, size);
}

/* One file on its way: what its steps know. */
struct way {
	const struct desk *desk;
	const char *filename, *type, *object_key, *temporary_id;
	struct s3_stored stored;
	int64_t id;
};

static enum err begin(struct scope *s, void *context)
{
	struct way *way = context;

	return sql_attachment_begin(s, way->desk->id, scope_person(s), way->object_key,
		way->filename, way->type, s->now + conf()->temporary_file_s * 1000, &way->id);
}

static enum err finish(struct scope *s, void *context)
{
	const struct way *way = context;
	int64_t kept;

	TRY(sql_attachment_stored(
		s, way->id, way->temporary_id, way->stored.size, &way->stored.sha256, &kept));
	return kept == 1
		? OK
		: fail(E_BUG, "attachment %lld vanished while its bytes moved", (long long)way->id);
}

static enum err drop(struct scope *s, void *context)
{
	const struct way *way = context;

	return sql_attachment_drop(s, way->id, &(int64_t){ 0 });
}

static enum err leave(struct scope *s, void *context)
{
	const struct way *way = context;

	return sql_attachment_leave(s, way->id, s->now + LEFT_TO_SWEEP_MS, &(int64_t){ 0 });
}

/* It was asked once to undo it: to wait for it again would double the person's wait. */
static enum err store_failed(struct scope *s, struct way *way)
{
	if (step_run(s, leave, way) != OK)
		log_warn("attachment %lld is left until it expires", (long long)way->id);
	return refuse(s, E_BUSY,
		"The file store does not answer. Your text is kept; please try this file again.");
}

/* Neither is left behind; if that fails too, the sweep finds the row when it expires. */
static enum err give_up(struct scope *s, struct way *way, enum err e)
{
	if (s3_remove(s->arena, way->object_key) != OK || step_run(s, drop, way) != OK)
		log_warn("attachment %lld is left to the sweep", (long long)way->id);
	return e;
}

enum err attachment_upload(struct scope *s, const struct desk *desk, const struct upload *upload,
	const char **temporary_id_out)
{
	struct way way = {
		.desk = desk,
		.filename = text_shorten(s->arena, upload->filename, FILENAME_LENGTH_MAX),
		.type = type_clean(s, upload->content_type),
		.object_key = arena_format(
			s->arena, "%lld/%s", (long long)scope_tenant(s), random_token(s->arena)),
		.temporary_id = arena_format(s->arena, "temp%s", random_token(s->arena)),
	};
	enum err e;

	if (!*way.filename)
		return refuse_field(s, "file", "The file has no name.");
	TRY(step_run(s, begin, &way));
	e = s3_put(s->arena, way.object_key, way.type, upload->read, upload->source,
		upload->size_expected, &way.stored);
	if (e == E_BUSY)
		return store_failed(s, &way);
	if (e == OK)
		e = step_run(s, finish, &way);
	if (e != OK)
		return give_up(s, &way, e);
	*temporary_id_out = way.temporary_id;
	return OK;
}

enum err attachment_take(struct scope *s, const struct ticket *ticket, int64_t comment_id,
	const char *temporary_id, const char *field)
{
	int64_t taken = 0;

	if (strlen(temporary_id) <= TEMPORARY_ID_SIZE_MAX)
		TRY(sql_attachment_take(s, temporary_id, scope_person(s), ticket->desk_id,
			ticket->id, comment_id, &taken));
	if (taken == 0)
		return refuse_field(s, field,
			"The file %.50s is not here any more: please attach it again.",
			temporary_id);
	return OK;
}

enum err attachment_list(struct scope *s, const struct ticket *ticket, int64_t comment_id,
	int64_t limit, int64_t start, struct attachment **first_out)
{
	return sql_attachment_list(s, ticket->id, comment_id, ticket_may(s, ticket, NOTE_SEE),
		limit, start, first_out);
}

static enum err log_download(struct scope *s, void *context)
{
	const struct attachment *file = context;
	const char *address = text_shorten(
		s->arena, s->address ? s->address : "", ADDRESS_SIZE_MAX);
	const char *agent = s->user_agent && text_is_clean(s->user_agent, strlen(s->user_agent))
		? s->user_agent
		: "";

	return sql_download_add(s, file->id, scope_person(s), address,
		text_shorten(s->arena, agent, AGENT_LENGTH_MAX));
}

enum err attachment_link(
	struct scope *s, const struct ticket *ticket, int64_t id, const char **url_out)
{
	struct attachment *file;

	TRY(sql_attachment_find(s, ticket->id, id, ticket_may(s, ticket, NOTE_SEE), &file));
	TRY(step_run(s, log_download, file));
	*url_out = s3_link(s->arena, file->object_key, conf()->signed_link_s, file->mime_type,
		file->filename, str_in_list(inline_types, file->mime_type));
	return OK;
}
