/* attachment.c - see attachment.h. */
#include "desk/attachment.h"

#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/mime_type.h"
#include "base/str.h"
#include "base/text.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/activity.h"
#include "desk/comment.h"
#include "desk/desk.h"
#include "desk/file_rule.h"
#include "desk/job.h"
#include "desk/object_key.h"
#include "desk/ticket.h"
#include "desk/upload.h"

enum {
	LEFT_TO_SWEEP_MS = 120000 /* a store that hung may still take the bytes */
};

enum err attachment_may_send(struct scope *s, int64_t size)
{
	struct attachment_count *waiting;

	TRY(sql_attachment_waiting(s, scope_person(s), &waiting));
	if (waiting->n >= FILES_WAITING_MAX)
		return refuse(s, E_LIMITED,
			"You have %lld files that no request has taken yet: please send one first.",
			(long long)waiting->n);
	if (waiting->size + size > conf()->files_waiting_size_max)
		return refuse(s, E_LIMITED,
			"Your files that no request has taken yet are %lld MiB: please send one first.",
			(long long)(waiting->size >> 20));
	return OK;
}

/* One file on its way: what its steps know. Its first bytes are kept, as they tell its type. */
struct way {
	const struct desk *desk;
	const struct incoming *upload;
	const char *object_key, *temporary_id, *type;
	struct mime_head head;
	struct s3_stored stored;
	int64_t id;
};

static int64_t way_read(void *source, void *bytes, size_t room)
{
	struct way *way = source;
	int64_t n = way->upload->read(way->upload->source, bytes, room);

	if (n > 0)
		mime_head_add(&way->head, bytes, (size_t)n);
	return n;
}

static enum err begin(struct scope *s, void *context)
{
	struct way *way = context;

	return sql_attachment_begin(s, way->desk->id, scope_person(s), way->object_key,
		way->upload->filename, s->now + conf()->temporary_file_s * 1000, &way->id);
}

static enum err finish(struct scope *s, void *context)
{
	const struct way *way = context;
	bool scanned = *conf()->clamd_socket;
	int64_t kept;

	TRY(file_quota_take(s, way->stored.size));
	TRY(sql_attachment_stored(s, way->id, way->temporary_id, way->type, way->stored.size,
		&way->stored.sha256, scanned ? "scanning" : "passed", &kept));
	if (kept != 1)
		return fail(E_BUG, "attachment %lld vanished while its bytes moved",
			(long long)way->id);
	return scanned ? job_add(s, JOB_CHECK, way->id) : attachment_passed(s, way->id, way->type);
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

/* What the bytes turned out to be, against the rules of the desk. */
static enum err judge(struct scope *s, struct way *way)
{
	const struct file_rule rule = file_rule_of_desk(way->desk);

	way->type = mime_head_type(s->arena, &way->head);
	return file_rule_check(
		s, &rule, "file", way->upload->filename, way->type, way->stored.size);
}

enum err attachment_upload(struct scope *s, const struct desk *desk, const struct incoming *upload,
	const char **temporary_id_out)
{
	struct way way = {
		.desk = desk,
		.upload = upload,
		.object_key = object_file_new(s->arena, scope_tenant(s)),
		.temporary_id = attachment_temporary_id(s),
		.head = mime_head_make(s->arena),
	};
	enum err e;

	TRY(file_name_check(s, "file", upload->filename));
	TRY(step_run(s, begin, &way));
	e = s3_put(s->arena, way.object_key, "application/octet-stream", way_read, &way,
		upload->size_expected, &way.stored);
	if (e == E_BUSY)
		return store_failed(s, &way);
	if (e == OK)
		e = judge(s, &way);
	if (e == OK)
		e = step_run(s, finish, &way);
	if (e != OK)
		return give_up(s, &way, e);
	*temporary_id_out = way.temporary_id;
	return OK;
}

const char *attachment_temporary_id(struct scope *s)
{
	return arena_format(s->arena, "temp%s", random_token(s->arena));
}

enum err attachment_passed(struct scope *s, int64_t id, const char *type)
{
	return *conf()->thumbnail_program && mime_type_is_picture(type)
		? job_add(s, JOB_THUMBNAIL, id)
		: OK;
}

enum err attachment_find(struct scope *s, const struct ticket *ticket, int64_t id,
	struct attachment **attachment_out)
{
	return sql_attachment_find(
		s, ticket->id, id, ticket_may(s, ticket, NOTE_SEE), attachment_out);
}

enum err attachment_find_kept(struct scope *s, const struct ticket *ticket, int64_t id,
	struct attachment **attachment_out)
{
	return sql_attachment_find_kept(
		s, ticket->id, id, ticket_may(s, ticket, NOTE_SEE), attachment_out);
}

/* Why nobody may have it; NULL: somebody may, now or later. */
static const char *why_never(struct scope *s, const struct attachment *file)
{
	if (str_equal(file->verdict, "infected"))
		return arena_format(s->arena,
			"%.100s is infected and is not given out. Please send a clean one.",
			file->filename);
	if (str_equal(file->verdict, "refused"))
		return arena_format(s->arena, "%.100s is not given out: %.100s.", file->filename,
			file->finding ? file->finding : "it is not what is taken here");
	if (str_equal(file->verdict, "lost"))
		return arena_format(s->arena, "The store has %.100s no more.", file->filename);
	return NULL;
}

bool attachment_is_given(const char *verdict)
{
	return str_in_list("passed unscanned", verdict);
}

enum err attachment_may_give(struct scope *s, const struct attachment *file)
{
	const char *why = why_never(s, file);

	if (why)
		return refuse(s, str_equal(file->verdict, "lost") ? E_GONE : E_DENIED, "%s", why);
	if (attachment_is_given(file->verdict))
		return OK;
	return refuse(s, E_CONFLICT, "%.100s is still being checked. Please try again in a moment.",
		file->filename);
}

/* A field may be stricter than its desk. */
static enum err field_check(
	struct scope *s, const struct attachment *file, const struct field *field)
{
	const struct file_rule rule = file_rule_of_field(field);

	if (file->size > rule.size_max)
		return refuse_field(s, field->key_name,
			"The file %.100s is too large: %s takes %lld MiB at most.", file->filename,
			field->label, (long long)(rule.size_max >> 20));
	if (!file_type_fits(rule.types, file->mime_type))
		return refuse_field(s, field->key_name, "The file %.100s is %s; %s takes %.200s.",
			file->filename, file->mime_type, field->label, rule.types);
	return OK;
}

static enum err not_taken(
	struct scope *s, const struct ticket *ticket, const char *temporary_id, const char *blamed)
{
	struct attachment *file;
	enum err e = sql_attachment_temporary(
		s, temporary_id, scope_person(s), ticket->desk_id, &file);

	if (e == OK && why_never(s, file))
		return refuse_field(s, blamed, "%s", why_never(s, file));
	if (e == OK || e == E_MISSING)
		return refuse_field(s, blamed,
			"The file %.50s is not here any more: please attach it again.",
			temporary_id);
	return e;
}

static enum err take(struct scope *s, const struct ticket *ticket, int64_t comment_id,
	const char *temporary_id, const char *blamed)
{
	int64_t taken = 0;

	if (strlen(temporary_id) <= TEMPORARY_ID_SIZE_MAX) {
		TRY(upload_end(s, temporary_id));
		TRY(sql_attachment_take(s, temporary_id, scope_person(s), ticket->desk_id,
			ticket->id, comment_id, &taken));
	}
	return taken == 1 ? OK : not_taken(s, ticket, temporary_id, blamed);
}

/* Looked at again when it is taken, and so locked: what its check finds out comes before that, or after. */
enum err attachment_take_field(struct scope *s, const struct ticket *ticket,
	const char *temporary_id, const struct field *field)
{
	struct attachment *file;
	enum err e = sql_attachment_temporary(
		s, temporary_id, scope_person(s), ticket->desk_id, &file);

	if (e == E_MISSING)
		return not_taken(s, ticket, temporary_id, field->key_name);
	TRY(e);
	TRY(take(s, ticket, 0, temporary_id, field->key_name));
	TRY(sql_attachment_find(s, ticket->id, file->id, true, &file));
	return field_check(s, file, field);
}

enum err attachment_take(struct scope *s, const struct ticket *ticket,
	const struct comment *comment, const char *temporary_id, const char *blamed)
{
	struct attachment *file;
	enum err e = sql_attachment_temporary(
		s, temporary_id, scope_person(s), ticket->desk_id, &file);

	if (e == E_MISSING)
		return not_taken(s, ticket, temporary_id, blamed);
	TRY(e);
	TRY(take(s, ticket, comment->id, temporary_id, blamed));
	return activity_add(s, ticket,
		&(struct activity_new){ ACTIVITY_FILE_ADDED, .public = comment->public,
			.subject_id = file->id, .after = file->filename });
}

enum err attachment_take_part(struct scope *s, const struct ticket *ticket,
	const struct attachment_part *part, const char *temporary_id, bool *taken_out)
{
	struct attachment *file;
	int64_t taken;
	enum err e = sql_attachment_temporary(
		s, temporary_id, scope_person(s), ticket->desk_id, &file);

	*taken_out = false;
	if (e == E_MISSING)
		return refuse(s, E_CONFLICT, "a file of the mail has expired");
	TRY(e);
	if (why_never(s, file))
		return OK;
	*taken_out = true;
	TRY(sql_attachment_take(s, temporary_id, scope_person(s), ticket->desk_id, ticket->id,
		part->comment_id, &taken));
	if (taken != 1)
		return refuse(s, E_CONFLICT, "a file of the mail has expired");
	TRY(sql_attachment_part(s, file->id, part->number, part->shown));
	if (part->shown || !part->comment_id)
		return OK;
	return activity_add(s, ticket,
		&(struct activity_new){ ACTIVITY_FILE_ADDED, .public = part->public,
			.subject_id = file->id, .after = file->filename });
}

enum err attachment_list(struct scope *s, const struct ticket *ticket, int64_t comment_id,
	int64_t limit, int64_t start, struct attachment **first_out)
{
	return sql_attachment_list(s, ticket->id, comment_id, ticket_may(s, ticket, NOTE_SEE),
		limit, start, first_out);
}

const char *attachment_link(struct scope *s, const struct attachment *file, bool saves)
{
	return s3_link(s->arena, file->object_key, conf()->signed_link_s, file->mime_type,
		file->filename, !saves && mime_type_is_picture(file->mime_type));
}
