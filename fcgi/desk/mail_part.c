/* mail_part.c - see mail_part.h. */
#include "desk/mail_part.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/mime_type.h"
#include "net/s3.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/doom.h"
#include "desk/mail_picture.h"
#include "desk/mail_read.h"
#include "desk/object_key.h"
#include "sql/mail_in.h"

enum {
	PICTURES_MAX = 30, /* more are left as what they show in words */
	PICTURE_SIZE_MAX = 10 * 1024 * 1024
};
static const int64_t life_ms = INT64_C(60) * 60 *
	1000; /* longer than its link, and than a slow download */

static enum err end_note(struct scope *s, void *context)
{
	const char *const *key = context;

	return doom_add_at(s, *key, s->now + life_ms);
}

/* By the bytes: what the mail says of them is not believed. */
static const char *type_of(
	struct arena *arena, const struct mail *mail, const struct mail_file *file)
{
	struct mail_file_source source = mail_file_open(mail, file);
	uint8_t *bytes = arena_alloc(arena, MIME_TYPE_BYTES);
	int64_t n = mail_file_read(&source, bytes, MIME_TYPE_BYTES);

	return mime_type_of(arena, bytes, n > 0 ? (size_t)n : 0);
}

/* Its end is noted before it is there, so none is left over. */
static enum err put(struct scope *s, const struct mail *mail, const struct mail_file *file,
	const char *type, const char **key_out)
{
	struct mail_file_source source = mail_file_open(mail, file);
	const char *key = object_file_new(s->arena, scope_tenant(s));
	struct s3_stored stored;
	enum err e;

	s->now = clock_now();
	TRY(step_run(s, end_note, &key));
	e = s3_put(s->arena, key, type, mail_file_read, &source, file->size, &stored);
	if (e == E_BUSY)
		return refuse(
			s, e, "The file store does not answer. Please try again in a moment.");
	TRY(e);
	*key_out = key;
	return OK;
}

static enum err read_again(struct scope *s, const struct mail_in *mail, struct mail **read_out)
{
	enum err e = mail_read(s, NULL, mail->raw_key, read_out);

	return e == E_MISSING ? refuse(s, E_GONE, "The store has this mail no more.") : e;
}

enum err mail_part_link(struct scope *s, const struct mail_in *mail,
	const struct mail_content *content, int64_t number, const char **url_out)
{
	const struct mail_file *file;
	const char *type, *key;
	struct mail *read;

	if (!content->files)
		return E_MISSING;
	TRY(read_again(s, mail, &read));
	for (file = read->files; file && file->number != number;)
		file = file->next;
	if (!file)
		return E_MISSING;
	type = type_of(s->arena, read, file);
	TRY(put(s, read, file, type, &key));
	log_info("mail=%lld file=%lld goes out", (long long)mail->id, (long long)number);
	*url_out = s3_link(s->arena, key, conf()->signed_link_s, type, file->filename, false);
	return OK;
}

static enum err picture_put(struct scope *s, const struct mail *mail, const struct mail_file *file,
	const char *type, struct mail_picture **picture_out)
{
	struct mail_picture *picture = arena_new(s->arena, struct mail_picture);
	const char *key;

	TRY(put(s, mail, file, type, &key));
	picture->mail_part = file->number;
	picture->object_key = key;
	picture->filename = file->filename;
	picture->mime_type = type;
	picture->verdict = "unscanned";
	*picture_out = picture;
	return OK;
}

static enum err pictures_put(
	struct scope *s, const struct mail *mail, struct mail_picture **first_out)
{
	struct mail_picture **last = first_out;
	int n = 0;

	*last = NULL;
	for (const struct mail_file *file = mail->files; file && n < PICTURES_MAX;
		file = file->next) {
		const char *type;

		if (!file->shown || file->size > PICTURE_SIZE_MAX)
			continue;
		type = type_of(s->arena, mail, file);
		if (!mime_type_is_picture(type))
			continue;
		TRY(picture_put(s, mail, file, type, last));
		last = &(*last)->next;
		n++;
	}
	return OK;
}

enum err mail_part_pictures(struct scope *s, const struct mail_in *mail,
	const struct mail_content *content, const char **html_out)
{
	struct mail_picture *pictures;
	struct mail *read;

	*html_out = content->html;
	if (!content->html || !mail_pictures_stand(content->html))
		return OK;
	TRY(read_again(s, mail, &read));
	TRY(pictures_put(s, read, &pictures));
	*html_out = mail_pictures_put(s, pictures, content->html);
	return OK;
}
