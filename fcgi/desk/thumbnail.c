/* thumbnail.c - see thumbnail.h. What the program writes is as little believed as what it reads: it may be as long as a small picture
 * is, must begin as a WebP does, and is only ever given out as one. */
#include "desk/thumbnail.h"

#include <string.h>

#include "base/arena.h"
#include "base/child.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "picture/fault.h"
#include "net/s3.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/attachment.h"
#include "desk/doom.h"
#include "desk/job.h"
#include "desk/object_key.h"
#include "sql/thumbnail.h"

enum {
	PICTURE_SIZE_MAX = 64 * 1024 * 1024,
	SMALL_SIZE_MAX = 256 * 1024,
	TIME_MAX_MS = 30000, /* on the wall; the program's own limit is less, on the processor */
	WEBP_HEAD_SIZE = 12
};

/* One file on its way: its bytes into the program, the small picture out of it. */
struct way {
	struct scope *s;
	struct job *job;
	const struct picture *file;
	const char *key;
	int input;
	const uint8_t *small;
	size_t small_size, sent;
};

static enum err way_write(void *sink, const void *bytes, size_t size)
{
	struct way *way = sink;

	TRY(job_hold(way->s, way->job, 0));
	return child_input_add(way->input, bytes, size);
}

static int64_t small_read(void *source, void *bytes, size_t room)
{
	struct way *way = source;
	size_t left = way->small_size - way->sent, n = left < room ? left : room;

	memcpy(bytes, way->small + way->sent, n);
	way->sent += n;
	return (int64_t)n;
}

static bool is_webp(const struct child_end *end)
{
	return end->output_size > WEBP_HEAD_SIZE && memcmp(end->output, "RIFF", 4) == 0 &&
		memcmp(end->output + 8, "WEBP", 4) == 0;
}

/* *end_out has a small picture, or `said` tells why not. */
static enum err draw(struct arena *arena, int input, struct child_end *end_out)
{
	const char *const argv[] = { conf()->thumbnail_program, NULL };
	const struct child_task task = { argv, input, TIME_MAX_MS, SMALL_SIZE_MAX, 0 };
	enum err e = child_run(arena, &task, end_out);

	if (e == E_BUG)
		return e;
	if (e == OK && end_out->status != PICTURE_FINE)
		end_out->said = picture_fault_text(end_out->status);
	else if (e == OK && !is_webp(end_out))
		end_out->said = "the program wrote no WebP";
	return OK;
}

static enum err none(const struct way *way, const char *why)
{
	log_info("attachment=%lld gets no thumbnail: %s", (long long)way->file->id, why);
	return OK;
}

/* The bytes of the file, which the store may have lost by now: who looks for that says so. */
static enum err fetch(struct scope *s, struct way *way)
{
	int64_t size;

	TRY(child_input_make(s->arena, &way->input));
	return s3_get(s->arena, way->file->object_key, 0, -1, way_write, way, &size);
}

/* While it was drawn the file may have been taken away: then nobody names the object. One that nobody may have by now keeps it, unseen,
 * to its own end. */
static enum err settle(struct scope *s, void *context)
{
	const struct way *way = context;
	struct picture *file;
	enum err e = sql_thumbnail_hold(s, way->file->id, &file);

	if (e == E_MISSING)
		return doom_add(s, way->key);
	TRY(e);
	return sql_thumbnail_made(s, way->file->id);
}

static enum err keep(struct scope *s, struct way *way)
{
	struct s3_stored stored;
	enum err e;

	TRY(job_hold(s, way->job, 0));
	e = s3_put(s->arena, way->key, "image/webp", small_read, way, (int64_t)way->small_size,
		&stored);
	if (e == E_BUSY)
		return refuse(s, e, "The file store does not answer.");
	TRY(e);
	s->now = clock_now();
	return step_run(s, settle, way);
}

static enum err make(struct scope *s, struct way *way)
{
	struct child_end end;
	enum err e = fetch(s, way);

	if (e == E_MISSING)
		return none(way, "the store has no such object");
	if (e == E_BUSY)
		return refuse(s, e, "The file store does not answer.");
	TRY(e);
	TRY(job_hold(s, way->job, TIME_MAX_MS));
	if (draw(s->arena, way->input, &end) != OK)
		return refuse(s, E_BUG, "%s cannot be run", conf()->thumbnail_program);
	if (end.said)
		return none(way, end.said);
	way->small = end.output;
	way->small_size = end.output_size;
	return keep(s, way);
}

enum err thumbnail_run(struct scope *s, struct job *job)
{
	struct way way = { .s = s, .job = job };
	struct picture *file;
	enum err e = sql_thumbnail_source(s, job->subject_id, &file);

	if (e == E_MISSING)
		return OK; /* it is gone, or nobody may have it */
	TRY(e);
	way.file = file;
	way.key = object_thumb(s->arena, file->object_key);
	if (!*conf()->thumbnail_program)
		return none(&way, "none are made here");
	if (file->size > PICTURE_SIZE_MAX)
		return none(&way, picture_fault_text(PICTURE_TOO_LARGE));
	return make(s, &way);
}

enum err thumbnail_link(
	struct scope *s, const struct ticket *ticket, int64_t attachment_id, const char **url_out)
{
	struct attachment *file;

	TRY(attachment_find(s, ticket, attachment_id, &file));
	TRY(attachment_may_give(s, file));
	if (!file->thumbnail)
		return refuse(s, E_MISSING, "%.100s has no thumbnail.", file->filename);
	*url_out = s3_link(s->arena, object_thumb(s->arena, file->object_key),
		conf()->signed_link_s, "image/webp", file->filename, true);
	return OK;
}

enum err thumbnail_try(struct arena *arena)
{
	static const uint8_t one_dot[] =
		"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\4\0\0\0\xb5\x1c"
		"\x0c\2\0\0\0\x0bIDATx\xda"
		"cd\xf8\x0f\0\1\5\1\1\x27\x18\xe3"
		"f\0\0\0\0IEND\xae"
		"B`\x82";
	struct child_end end;
	int input;

	TRY(child_input_make(arena, &input));
	TRY(child_input_add(input, one_dot, sizeof(one_dot) - 1));
	TRY(draw(arena, input, &end));
	return end.said ? fail(E_BUG, "%s: %s", conf()->thumbnail_program, end.said) : OK;
}
