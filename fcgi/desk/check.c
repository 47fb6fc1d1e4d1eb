/* check.c - see check.h. What is found out decides here and once: a file that the desk does not take after all is `refused`, and
 * what gives files out needs to know the verdict only. */
#include "desk/check.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/mime_type.h"
#include "base/str.h"
#include "net/clamd.h"
#include "net/s3.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/attachment.h"
#include "desk/file_rule.h"
#include "desk/job.h"
#include "desk/ticket.h"
#include "sql/attachment.h"

/* One way through the bytes: what is seen on it, and what comes of it. */
struct pass {
	struct scope *s;
	struct job *job;
	const struct unchecked *file;
	struct hasher *hasher;
	struct mime_head head;
	struct clamd *scanner; /* NULL: there is none, or the file is too large for it */
	bool is_too_large;
	struct hash sha256;
	const char *type, *verdict, *finding;
};

/* It is tried again, and the file waits: it is never passed by failure. */
static enum err scanner_failed(struct scope *s, enum err e)
{
	return refuse(s, e,
		e == E_BUSY ? "The scanner does not answer."
			    : "The scanner says what nobody understands.");
}

static enum err pass_write(void *sink, const void *bytes, size_t size)
{
	struct pass *pass = sink;
	enum err e;

	TRY(job_hold(pass->s, pass->job, 0));
	if (pass->scanner && (e = clamd_send(pass->scanner, bytes, size)) != OK)
		return scanner_failed(pass->s, e);
	hasher_add(pass->hasher, bytes, size);
	mime_head_add(&pass->head, bytes, size);
	return OK;
}

static void judged(struct pass *pass, const char *verdict, const char *finding)
{
	pass->verdict = verdict;
	pass->finding = finding;
}

/* The store has other bytes than were sent: that is found, and stays; or none (`found` NULL), which may come back. */
static void lost(struct pass *pass, const char *found)
{
	log_error("attachment=%lld object=%s is lost: %s", (long long)pass->file->id,
		pass->file->object_key, found ? found : "the store has no such object");
	judged(pass, "lost", found);
}

/* Both are known now, beside the bytes' own hash: whether these are the bytes that were sent. */
static const char *why_lost(const struct pass *pass, int64_t size)
{
	if (size != pass->file->size)
		return "it has another size than was sent";
	if (pass->file->sha256 && !hash_equal(pass->file->sha256, &pass->sha256))
		return "it has other bytes than were sent";
	return NULL;
}

/* Clean, unless something else is said. */
static enum err scan_end(struct scope *s, struct pass *pass)
{
	enum clamd_said said;
	enum err e;

	if (!pass->scanner)
		return OK;
	TRY(job_hold(s, pass->job, conf()->clamd_timeout_s * 1000));
	e = clamd_end(pass->scanner, &said, &pass->finding);
	if (e != OK)
		return scanner_failed(s, e);
	pass->is_too_large = said == CLAMD_TOO_LARGE;
	if (said == CLAMD_FOUND)
		judged(pass, "infected", pass->finding);
	return OK;
}

static void judge(struct scope *s, struct pass *pass)
{
	if (!file_type_fits(pass->file->file_types, pass->type))
		judged(pass, "refused",
			arena_format(s->arena, "it is %.60s, which is not taken", pass->type));
	else if (!pass->is_too_large)
		judged(pass, "passed", NULL);
	else if (str_equal(pass->file->unscanned, "refuse"))
		judged(pass, "refused", "it is larger than the scanner takes");
	else
		judged(pass, "unscanned", NULL);
}

static enum err scan_begin(struct scope *s, struct pass *pass)
{
	enum err e;

	if (!*conf()->clamd_socket)
		return OK;
	pass->is_too_large = pass->file->size > conf()->clamd_size_max;
	if (pass->is_too_large)
		return OK;
	e = clamd_begin(s->arena, &pass->scanner);
	return e == OK ? OK : scanner_failed(s, e);
}

static enum err read_back(struct scope *s, struct pass *pass)
{
	const char *why;
	int64_t size;
	enum err e;

	TRY(scan_begin(s, pass));
	e = s3_get(s->arena, pass->file->object_key, 0, -1, pass_write, pass, &size);
	if (e == E_MISSING) {
		lost(pass, NULL);
		return OK;
	}
	if (e == E_BUSY && !s->refusal.message)
		return refuse(s, e, "The file store does not answer.");
	TRY(e);
	pass->sha256 = hasher_end(pass->hasher);
	pass->type = mime_head_type(s->arena, &pass->head);
	why = why_lost(pass, size);
	if (why) {
		lost(pass, why);
		return OK;
	}
	TRY(scan_end(s, pass));
	if (!pass->verdict)
		judge(s, pass);
	return OK;
}

/* The field that it was put into is not written down, so any of the form's will do. */
static enum err fields_judge(struct scope *s, struct pass *pass, const struct file_place *place)
{
	struct field_types *field;

	if (!place->ticket_id || place->comment_id || !attachment_is_given(pass->verdict))
		return OK;
	TRY(sql_attachment_field_types(s, place->ticket_id, &field));
	if (!field)
		return OK;
	for (; field; field = field->next)
		if (file_type_fits(field->file_types, pass->type))
			return OK;
	judged(pass, "refused",
		arena_format(s->arena, "it is %.60s, which its field does not take", pass->type));
	return OK;
}

/* The team finds it at the top of its list. */
static enum err tell_team(struct scope *s, const struct pass *pass, const struct file_place *place)
{
	log_warn("attachment=%lld ticket=%lld verdict=%s: %s", (long long)pass->file->id,
		(long long)place->ticket_id, pass->verdict, pass->finding ? pass->finding : "");
	return place->ticket_id ? ticket_touch(s, &(struct ticket){ .id = place->ticket_id }, false)
				: OK;
}

static enum err settle(struct scope *s, void *context)
{
	struct pass *pass = context;
	bool is_lost = str_equal(pass->verdict, "lost");
	struct file_place *place;
	enum err e = sql_attachment_place(s, pass->file->id, &place);
	int64_t kept;

	if (e == E_MISSING)
		return OK;
	TRY(e);
	TRY(fields_judge(s, pass, place));
	TRY(sql_attachment_judge(s, pass->file->id, pass->verdict, pass->finding,
		is_lost ? pass->file->mime_type : pass->type,
		is_lost ? pass->file->sha256 : &pass->sha256, &kept));
	if (kept == 0)
		return OK; /* it was taken away meanwhile */
	return attachment_is_given(pass->verdict) ? attachment_passed(s, pass->file->id, pass->type)
						  : tell_team(s, pass, place);
}

enum err check_run(struct scope *s, struct job *job)
{
	struct pass pass = {
		.s = s,
		.job = job,
		.hasher = hasher_make(s->arena),
		.head = mime_head_make(s->arena),
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
