/* mail_file.c - see mail_file.h. */
#include "desk/mail_file.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "base/str.h"
#include "id/scope.h"
#include "desk/attachment.h"
#include "desk/desk.h"
#include "desk/file_rule.h"
#include "desk/job.h"
#include "desk/mail_read.h"
#include "desk/mail_take.h"
#include "desk/mail_token.h"

enum { FILE_TIME_MS = 60000, LETTER_SIZE_MAX = 256 * 1024 };

/* Is it about the file, so that trying again gives the same? */
static bool is_refused(enum err e)
{
	return e == E_INVALID || e == E_TOO_LARGE || e == E_UNSUPPORTED;
}

/* What no file may be called is called by its place. */
static const char *name_of(struct scope *s, const struct mail_file *file)
{
	const char *name = file->filename;

	if (file_name_check(s, "file", name) != OK)
		name = arena_format(s->arena, "file-%d", file->number);
	refusal_reset(&s->refusal);
	return name;
}

static enum err upload(struct scope *s, const struct desk *desk, const struct mail *mail,
	const struct mail_file *file, const char **temporary_id_out)
{
	struct mail_file_source source = mail_file_open(mail, file);
	const struct incoming incoming = { name_of(s, file), mail_file_read, &source, file->size };

	s->now = clock_now();
	return attachment_upload(s, desk, &incoming, temporary_id_out);
}

/* A letter of ours that somebody handed on as it is, or one within another: its header has what answers for its reader. */
static enum err holds_letter(
	struct scope *s, const struct mail *mail, const struct mail_file *file, bool *holds_out)
{
	struct mail_file_source source = mail_file_open(mail, file);
	char *text;
	size_t size = 0;
	int64_t n = 0;

	*holds_out = false;
	if (!str_equal(file->type, "message/rfc822") && !str_ends(file->filename, ".eml"))
		return OK;
	text = arena_alloc(s->arena, LETTER_SIZE_MAX + 1);
	while (size < LETTER_SIZE_MAX &&
		(n = mail_file_read(&source, text + size, LETTER_SIZE_MAX - size)) > 0)
		size += (size_t)n;
	if (n < 0)
		return fail(E_BUSY, "a file of a mail cannot be read: %m");
	text[size] = '\0';
	*holds_out = !str_equal(mail_token_hide(s, text), text);
	return OK;
}

static const char *word_of(const struct mail_file *file, const struct mail_taken *taken, enum err e)
{
	if (e == E_UNSUPPORTED)
		return "file.kind";
	if (e == E_TOO_LARGE)
		return file->size > taken->size_max ? "file.large" : "file.full";
	return file->size == 0 ? "file.empty" : "file.refused";
}

static enum err upload_one(struct scope *s, const struct desk *desk, const struct mail *mail,
	const struct mail_file *file, struct mail_taken *taken)
{
	enum err e;

	*taken = (struct mail_taken){ .number = file->number,
		.shown = file->shown,
		.name = name_of(s, file),
		.size_max = file_rule_of_desk(desk).size_max };
	e = upload(s, desk, mail, file, &taken->temporary_id);
	if (!is_refused(e))
		return e;
	taken->refused = word_of(file, taken, e);
	refusal_reset(&s->refusal);
	return OK;
}

enum err mail_file_upload(struct scope *s, struct job *job, const struct desk *desk,
	const struct mail *mail, struct mail_taken **first_out)
{
	struct mail_taken **last = first_out;

	*last = NULL;
	for (const struct mail_file *file = mail->files; file; file = file->next) {
		struct mail_taken *taken = arena_new(s->arena, struct mail_taken);

		TRY(job_hold(s, job, FILE_TIME_MS));
		TRY(upload_one(s, desk, mail, file, taken));
		TRY(holds_letter(s, mail, file, &taken->answers));
		*last = taken;
		last = &taken->next;
	}
	return OK;
}

const char *mail_file_list(const struct mail *mail)
{
	struct json *list = json_array();

	if (!mail->files)
		return NULL;
	for (const struct mail_file *file = mail->files; file; file = file->next) {
		struct json *row = json_object();

		json_put(row, "number", (int64_t)file->number);
		json_put(row, "filename", file->filename);
		json_put(row, "mimeType", file->type);
		json_put(row, "size", file->size);
		json_add(list, row);
	}
	return json_text(list, NULL);
}
