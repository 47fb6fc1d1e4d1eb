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
#include "db/tx.h"
#include "desk/desk.h"
#include "desk/ticket.h"
#include "id/scope.h"

enum { TYPE_SIZE_MAX = 100, ADDRESS_SIZE_MAX = 45, AGENT_LENGTH_MAX = 200, FILENAME_LENGTH_MAX = 255, TEMPORARY_ID_SIZE_MAX = 50 };

/* Only these open in the browser: no script runs in them. */
static const char inline_types[] = "image/png image/jpeg image/gif image/webp";

enum err attachment_may_send(struct scope *s)
{
	struct attachment_count *waiting;

	TRY(sql_attachment_waiting(s, scope_person(s), &waiting));
	if (waiting->n >= FILES_WAITING_MAX)
		return refuse(s, E_LIMITED, "You have %lld files that no request has taken yet: please send one first.",
			      (long long)waiting->n);
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

static enum err begin(struct scope *s, const struct desk *desk, const struct upload *upload, const char *type,
		      const char *object_key, int64_t *id_out)
{
	const char *name = text_shorten(s->arena, upload->filename, FILENAME_LENGTH_MAX);

	TRY(tx_begin(s->db));
	TRY(sql_attachment_begin(s, desk->id, scope_person(s), object_key, name, type,
				 s->now + conf()->temporary_file_s * 1000, id_out));
	return tx_commit(s->db);
}

static enum err finish(struct scope *s, int64_t id, const struct s3_stored *stored, const char *temporary_id)
{
	int64_t kept;

	TRY(tx_begin(s->db));
	TRY(sql_attachment_stored(s, id, temporary_id, stored->size, &stored->sha256, &kept));
	TRY(tx_commit(s->db));
	return kept == 1 ? OK : fail(E_BUG, "attachment %lld vanished while its bytes moved", (long long)id);
}

static enum err drop(struct scope *s, int64_t id)
{
	int64_t dropped;

	TRY(tx_begin(s->db));
	TRY(sql_attachment_drop(s, id, &dropped));
	return tx_commit(s->db);
}

/* Neither is left behind; if that fails too, the sweep finds the row when it expires. */
static enum err give_up(struct scope *s, int64_t id, const char *object_key, enum err e)
{
	tx_rollback(s->db);
	if (s3_remove(s->arena, object_key) == OK && drop(s, id) != OK)
		tx_rollback(s->db);
	if (e == E_BUSY && !s->refusal.message)
		return refuse(s, e, "The file store does not answer. Your text is kept; please try this file again.");
	return e;
}

enum err attachment_upload(struct scope *s, const struct desk *desk, const struct upload *upload,
			   const char **temporary_id_out)
{
	const char *type = type_clean(s, upload->content_type);
	const char *object_key = arena_format(s->arena, "%lld/%s", (long long)scope_tenant(s), random_token(s->arena));
	const char *temporary_id = arena_format(s->arena, "temp%s", random_token(s->arena));
	struct s3_stored stored;
	enum err e;
	int64_t id;

	if (!*upload->filename)
		return refuse_field(s, "file", "The file has no name.");
	e = begin(s, desk, upload, type, object_key, &id);
	if (e != OK) {
		tx_rollback(s->db);
		return e;
	}
	e = s3_put(s->arena, object_key, type, upload->read, upload->source, upload->size_expected, &stored);
	if (e == OK)
		e = finish(s, id, &stored, temporary_id);
	if (e != OK)
		return give_up(s, id, object_key, e);
	*temporary_id_out = temporary_id;
	return OK;
}

enum err attachment_take(struct scope *s, const struct ticket *ticket, int64_t comment_id, const char *temporary_id,
			 const char *field)
{
	int64_t taken = 0;

	if (strlen(temporary_id) <= TEMPORARY_ID_SIZE_MAX)
		TRY(sql_attachment_take(s, temporary_id, scope_person(s), ticket->desk_id, ticket->id, comment_id, &taken));
	if (taken == 0)
		return refuse_field(s, field, "The file %.50s is not here any more: please attach it again.", temporary_id);
	return OK;
}

enum err attachment_list(struct scope *s, const struct ticket *ticket, int64_t comment_id, int64_t limit, int64_t start,
			 struct attachment **first_out)
{
	return sql_attachment_list(s, ticket->id, comment_id, ticket_may(s, ticket, NOTE_SEE), limit, start, first_out);
}

static enum err log_download(struct scope *s, int64_t id)
{
	const char *address = text_shorten(s->arena, s->address ? s->address : "", ADDRESS_SIZE_MAX);
	const char *agent = s->user_agent && text_is_clean(s->user_agent, strlen(s->user_agent)) ? s->user_agent : "";

	TRY(tx_begin(s->db));
	TRY(sql_download_add(s, id, scope_person(s), address, text_shorten(s->arena, agent, AGENT_LENGTH_MAX)));
	return tx_commit(s->db);
}

enum err attachment_link(struct scope *s, const struct ticket *ticket, int64_t id, const char **url_out)
{
	struct attachment *file;
	enum err e;

	TRY(sql_attachment_find(s, ticket->id, id, ticket_may(s, ticket, NOTE_SEE), &file));
	e = log_download(s, id);
	if (e != OK) {
		tx_rollback(s->db);
		return e;
	}
	*url_out = s3_link(s->arena, file->object_key, conf()->signed_link_s, file->mime_type, file->filename,
			   str_in_list(inline_types, file->mime_type));
	return OK;
}
