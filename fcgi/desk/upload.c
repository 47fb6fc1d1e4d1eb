/* upload.c - an upload as rows; upload_chunk.c moves the bytes. */
#include "desk/upload.h"

#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/attachment.h"
#include "desk/desk.h"
#include "desk/file_end.h"
#include "desk/file_rule.h"
#include "desk/object_key.h"
#include "sql/removal.h"

/* Every chunk that is short of a part reads and writes the tail anew: one of so many bytes is not done for a few. */
enum { TAIL_FREE = 256 * 1024, TAIL_SHARE = 64, LIVES_MAX = 7 };

static enum err length_check(
	struct scope *s, const struct desk *desk, const char *filename, int64_t length)
{
	struct file_rule rule = file_rule_of_desk(desk);

	if (rule.size_max > upload_length_max())
		rule.size_max = upload_length_max();
	return file_rule_check(s, &rule, "Upload-Length", filename, NULL, length);
}

int64_t upload_length_max(void)
{
	const int64_t parts_max = (int64_t)S3_PART_SIZE * S3_PARTS_MAX;

	return conf()->file_size_max < parts_max ? conf()->file_size_max : parts_max;
}

enum err upload_begin(struct scope *s, const struct desk *desk, const char *filename,
	int64_t length, struct upload **upload_out)
{
	int64_t id;

	TRY(file_name_check(s, "filename", filename));
	TRY(length_check(s, desk, filename, length));
	TRY(file_quota_take(s, length)); /* first: of one tenant, one begins at a time */
	TRY(attachment_may_send(s, length));
	TRY(sql_upload_file_add(s, desk->id, scope_person(s),
		object_file_new(s->arena, scope_tenant(s)), filename, length,
		s->now + conf()->temporary_file_s * 1000, &id));
	TRY(sql_upload_add(s, id, length));
	return sql_upload_find(s, id, scope_person(s), upload_out);
}

enum err upload_find(struct scope *s, int64_t id, struct upload **upload_out)
{
	TRY(sql_upload_find(s, id, scope_person(s), upload_out));
	if ((*upload_out)->expires_at <= s->now)
		return refuse(s, E_GONE, "The time of this upload is over: please begin again.");
	return OK;
}

enum err upload_check(struct scope *s, const struct upload *upload, int64_t offset, int64_t size)
{
	if (upload->lease && upload->leased_until > s->now)
		return refuse(s, E_LOCKED,
			"Another request is sending this file: please wait until it is done.");
	if (offset != upload->received)
		return refuse(s, E_CONFLICT,
			"The next byte of this upload is number %lld, not %lld.",
			(long long)upload->received, (long long)offset);
	if (upload->tail_size > TAIL_FREE && size > 0 && size < upload->tail_size / TAIL_SHARE &&
		offset + size < upload->length)
		return refuse_field(s, "Content-Length",
			"Please send larger pieces: at least %lld bytes now.",
			(long long)(upload->tail_size / TAIL_SHARE));
	if (size > upload->length - offset)
		return refuse(s, E_TOO_LARGE,
			"This goes beyond the %lld bytes that were announced.",
			(long long)upload->length);
	return OK;
}

struct removal {
	int64_t id;
	struct upload *upload;
};

static enum err remove_rows(struct scope *s, void *context)
{
	struct removal *removal = context;

	TRY(sql_upload_lock(s, removal->id, scope_person(s), &removal->upload));
	return upload_drop(s, removal->upload);
}

enum err upload_remove(struct scope *s, int64_t id)
{
	struct removal removal = { .id = id };
	const struct upload *upload;

	TRY(step_run(s, remove_rows, &removal));
	upload = removal.upload;
	if (upload->store_id && s3_parts_drop(s->arena, upload->object_key, upload->store_id) != OK)
		log_warn("parts of upload %lld are left to the sweep", (long long)id);
	return OK;
}

enum err upload_end(struct scope *s, const char *temporary_id)
{
	return sql_upload_end(s, temporary_id, scope_person(s));
}

enum err upload_drop(struct scope *s, const struct upload *upload)
{
	return file_rows_remove(s,
		&(struct leaving_file){ .id = upload->id,
			.object_key = upload->object_key,
			.tail_key = upload->tail_key,
			.counted = upload->length });
}

/* Not s->now: a request that moves much is old when it is done. An upload that never ends does not hold its bytes of the quota for ever. */
int64_t upload_expiry(const struct upload *upload)
{
	const int64_t life_ms = conf()->temporary_file_s * 1000;
	int64_t next = clock_now() + life_ms, last = upload->created_at + LIVES_MAX * life_ms;

	return next < last ? next : last;
}
