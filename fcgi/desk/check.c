/* check.c - see check.h. What is found out decides here and once: a file that the desk does not take after all is `refused`, and
 * what gives files out needs to know the verdict only. */
#include "desk/check.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/mime_type.h"
#include "base/str.h"
#include "net/s3.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/attachment.h"
#include "desk/file_rule.h"
#include "desk/job.h"
#include "sql/attachment.h"

/* One way through the bytes: what is seen on it, and what comes of it. */
struct pass {
	struct scope *s;
	struct job *job;
	const struct unchecked *file;
	struct hasher *hasher;
	uint8_t *head;
	size_t head_size;
	struct hash sha256;
	const char *type, *verdict, *finding;
};

static enum err pass_write(void *sink, const void *bytes, size_t size)
{
	struct pass *pass = sink;
	size_t kept = MIME_TYPE_BYTES - pass->head_size;

	TRY(job_hold(pass->s, pass->job, 0));
	hasher_add(pass->hasher, bytes, size);
	kept = kept < size ? kept : size;
	memcpy(pass->head + pass->head_size, bytes, kept);
	pass->head_size += kept;
	return OK;
}

static void judged(struct pass *pass, const char *verdict, const char *finding)
{
	pass->verdict = verdict;
	pass->finding = finding;
}

/* The store has other bytes than were sent, or none. */
static void lost(struct pass *pass, const char *why)
{
	log_error("attachment=%lld object=%s is lost: %s", (long long)pass->file->id,
		pass->file->object_key, why);
	judged(pass, "lost", NULL);
}

static enum err read_back(struct scope *s, struct pass *pass)
{
	const struct unchecked *file = pass->file;
	int64_t size;
	enum err e = s3_get(s->arena, file->object_key, 0, -1, pass_write, pass, &size);

	if (e == E_MISSING) {
		lost(pass, "the store has no such object");
		return OK;
	}
	if (e == E_BUSY)
		return refuse(s, e, "The file store does not answer.");
	TRY(e);
	pass->sha256 = hasher_end(pass->hasher);
	pass->type = mime_type_of(s->arena, pass->head, pass->head_size);
	if (size != file->size)
		lost(pass, "it has another size than was sent");
	else if (file->sha256 && !hash_equal(file->sha256, &pass->sha256))
		lost(pass, "it has other bytes than were sent");
	else if (!file_type_fits(file->file_types, pass->type))
		judged(pass, "refused",
			arena_format(s->arena, "it is %.60s, which is not taken", pass->type));
	else
		judged(pass, "passed", NULL);
	return OK;
}

static enum err settle(struct scope *s, void *context)
{
	struct pass *pass = context;
	bool is_lost = str_equal(pass->verdict, "lost");
	int64_t kept;

	TRY(sql_attachment_judge(s, pass->file->id, pass->verdict, pass->finding,
		is_lost ? pass->file->mime_type : pass->type,
		is_lost ? pass->file->sha256 : &pass->sha256, &kept));
	if (kept == 0)
		return OK; /* it was taken away meanwhile */
	if (str_equal(pass->verdict, "passed"))
		return attachment_passed(s, pass->file->id, pass->type);
	return OK;
}

enum err check_run(struct scope *s, struct job *job)
{
	struct pass pass = {
		.s = s,
		.job = job,
		.hasher = hasher_make(s->arena),
		.head = arena_alloc(s->arena, MIME_TYPE_BYTES),
	};
	struct unchecked *file;
	enum err e = sql_attachment_unchecked(s, job->subject_id, &file);

	if (e == E_MISSING)
		return OK; /* it is gone, or was looked at before */
	TRY(e);
	pass.file = file;
	TRY(read_back(s, &pass));
	s->now = clock_now();
	return step_run(s, settle, &pass);
}
