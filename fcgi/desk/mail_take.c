/* mail_take.c - see mail_take.h. */
#include "desk/mail_take.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "base/text.h"
#include "mail/mail.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/attachment.h"
#include "desk/comment.h"
#include "desk/desk.h"
#include "desk/field.h"
#include "desk/letter.h"
#include "desk/letter_book.h"
#include "desk/mail_address.h"
#include "desk/mail_brake.h"
#include "desk/mail_copy.h"
#include "desk/mail_out.h"
#include "desk/mail_thread.h"
#include "desk/ticket.h"
#include "sql/mail_in.h"

enum { REFUSED_LENGTH_MAX = 1000 };

static const char nothing[] = "\u2026";

/* --- the text --------------------------------------------------------------------------------------------- */

/* Where a text of so many characters ends at the latest: behind a whole line if there is one in the last quarter. */
static size_t cut_at(const char *text, size_t characters)
{
	size_t size = 0, line = 0;

	for (size_t n = 0; n < characters && text[size]; n++) {
		if (text[size] == '\n' && n > characters - characters / 4)
			line = size + 1;
		for (size++; ((unsigned char)text[size] & 0xc0) == 0x80; size++)
			;
	}
	return text[size] && line ? line : size;
}

static const char *trimmed(struct scope *s, const char *text)
{
	return text ? text_trim(s->arena, text) : "";
}

void mail_take_split(
	struct scope *s, const struct mail *mail, const char **text_out, const char **quoted_out)
{
	const char *text = trimmed(s, mail->text), *quoted = mail->quoted;
	size_t size;

	if (!*text && *trimmed(s, quoted)) {
		text = trimmed(s, quoted);
		quoted = NULL;
	}
	if (!*text)
		text = trimmed(s, mail->subject);
	size = cut_at(text, COMMENT_LENGTH_MAX);
	*text_out = *text ? arena_strndup(s->arena, text, size) : nothing;
	*quoted_out = !text[size] ? quoted
				  : arena_format(s->arena, "%s%s%s", text + size,
					    quoted ? "\n" : "", quoted ? quoted : "");
}

enum err mail_take_words(
	struct scope *s, const struct mail_take *take, struct letter_book **book_out)
{
	struct mail_address *address;

	TRY(mail_address_get(s, take->address_id, &address));
	return letter_book_open(s, address->language, book_out);
}

/* --- files ------------------------------------------------------------------------------------------------ */

/* What was not taken, in the language of the address: its team reads it, and so does who sent it. */
struct refusals {
	struct letter_book *book; /* NULL: all was taken */
	struct str text;
};

static enum err refusals_add(struct scope *s, const struct mail_take *take,
	struct refusals *refusals, const struct mail_taken *file, const char *word)
{
	const char *size = arena_format(s->arena, "%lld", (long long)(file->size_max >> 20));

	if (!refusals->book)
		TRY(mail_take_words(s, take, &refusals->book));
	str_format(&refusals->text, "%s%s", refusals->text.size ? "\n" : "",
		letter_say(refusals->book, word,
			LETTER_VALUES({ "file", file->name, NULL }, { "size", size, NULL })));
	return OK;
}

/* The team reads it beside the mail's text. */
static enum err refused_note(
	struct scope *s, struct ticket *ticket, const struct refusals *refusals)
{
	struct comment *note;

	return comment_add_mail(s, ticket,
		arena_format(s->arena, "%s\n%s", letter_say(refusals->book, "note.refused", NULL),
			refusals->text.text),
		false, true, &note);
}

/* A letter to who sent them. */
static enum err refused_letter(
	struct scope *s, const struct mail_take *take, const struct ticket *ticket)
{
	struct mail_address *address;
	const char *recipient, *withheld = "Nothing has proven that the mail came from there.";

	TRY(mail_address_get(s, take->address_id, &address));
	recipient = s->caller->email;
	if (!recipient || take->automatic)
		return OK;
	if (!take->silent)
		TRY(mail_brake_answer(s, recipient, &withheld));
	return mail_out_add(s,
		&(struct mail_out_new){ .desk_id = take->desk_id,
			.address_id = take->address_id,
			.address = address->address,
			.ticket_id = ticket->id,
			.mail_id = take->mail_id,
			.person_id = scope_person(s),
			.recipient = recipient,
			.kind = LETTER_REFUSED,
			.withheld = withheld },
		&(int64_t){ 0 });
}

static enum err refused_tell(struct scope *s, const struct mail_take *take, struct ticket *ticket,
	const struct refusals *refusals)
{
	TRY(sql_mail_in_refused(
		s, take->mail_id, text_shorten(s->arena, refusals->text.text, REFUSED_LENGTH_MAX)));
	TRY(refused_note(s, ticket, refusals));
	return refused_letter(s, take, ticket);
}

/* Customers would see it beside what it came with. */
static enum err for_team(struct scope *s, const struct mail_take *take, struct ticket *ticket,
	struct attachment_part *part)
{
	struct letter_book *book;
	struct comment *note;

	TRY(mail_take_words(s, take, &book));
	TRY(comment_add_mail(s, ticket, letter_say(book, "note.letter", NULL), false, true, &note));
	part->comment_id = note->id;
	part->public = false;
	return OK;
}

enum err mail_take_files(struct scope *s, const struct mail_take *take, struct ticket *ticket,
	int64_t comment_id, bool public)
{
	struct refusals refusals = { .text = str_make(s->arena) };

	for (const struct mail_taken *file = take->files; file; file = file->next) {
		struct attachment_part part = { comment_id, public, file->number, file->shown };
		bool taken = false;

		if (file->answers && public)
			TRY(for_team(s, take, ticket, &part));
		if (!file->refused)
			TRY(attachment_take_part(s, ticket, &part, file->temporary_id, &taken));
		if (!taken)
			TRY(refusals_add(s, take, &refusals, file,
				file->refused ? file->refused : "file.harmful"));
	}
	return refusals.book ? refused_tell(s, take, ticket, &refusals) : OK;
}

/* --- a comment -------------------------------------------------------------------------------------------- */

static enum err end(struct scope *s, const struct mail_take *take, const struct ticket *ticket,
	int64_t comment_id)
{
	TRY(sql_mail_in_end(
		s, take->mail_id, "done", NULL, scope_person(s), ticket->id, comment_id, NULL));
	return mail_thread_keep(s, take->desk_id, take->message_id, ticket->id, take->mail_id);
}

enum err mail_take_comment(struct scope *s, const struct mail_take *take, struct ticket *ticket,
	bool public, bool still, int64_t *comment_out)
{
	struct comment *comment;

	TRY(comment_add_mail(s, ticket, take->text, public, still, &comment));
	*comment_out = comment->id;
	TRY(end(s, take, ticket, comment->id));
	if (public)
		TRY(mail_copy_take(s, take, ticket));
	return mail_take_files(s, take, ticket, comment->id, public);
}

/* --- a request -------------------------------------------------------------------------------------------- */

/* Its first line that says something. */
static const char *first_line(struct scope *s, const char *text)
{
	text += strspn(text, " \t\r\n");
	return arena_strndup(s->arena, text, strcspn(text, "\n"));
}

static const char *summary_of(struct scope *s, const struct mail_take *take)
{
	const char *subject = take->subject ? mail_thread_bare(take->subject) : "";

	return *trimmed(s, subject) ? trimmed(s, subject) : first_line(s, take->text);
}

static const struct field *field_named(const struct field *field, const char *key)
{
	while (field && !str_equal(field->key_name, key))
		field = field->next;
	return field;
}

/* What of the text is in the form; the rest follows as a comment. */
static enum err form_fill(struct scope *s, const struct mail_take *take, int64_t type_id,
	struct json *values, const char **rest_out)
{
	const struct field *summary, *description;
	struct field_option *options;
	struct field *fields;
	size_t size = 0;

	TRY(field_list(s, type_id, &fields, &options));
	summary = field_named(fields, "summary");
	description = field_named(fields, "description");
	if (summary)
		json_put(values, "summary",
			text_shorten(s->arena, summary_of(s, take), field_length_max(summary)));
	if (description) {
		size = cut_at(take->text, field_length_max(description));
		json_put(values, "description", arena_strndup(s->arena, take->text, size));
	}
	*rest_out = *trimmed(s, take->text + size) ? take->text + size : NULL;
	return OK;
}

static enum err rest_add(struct scope *s, struct ticket *ticket, const char *rest)
{
	struct comment *comment;

	return rest ? comment_add_mail(s, ticket, rest, true, true, &comment) : OK;
}

enum err mail_take_ticket(struct scope *s, const struct mail_take *take, const struct desk *desk,
	int64_t type_id, struct ticket **ticket_out)
{
	struct ticket_new wanted = { .by_mail = true };
	struct json *values = json_object();
	struct request_type *type;
	const char *rest;

	TRY(sql_type_find(s, desk->id, type_id, &type));
	TRY(form_fill(s, take, type_id, values, &rest));
	wanted.values = values;
	TRY(ticket_add(s, desk, type, &wanted, ticket_out));
	TRY(end(s, take, *ticket_out, 0));
	TRY(rest_add(s, *ticket_out, rest));
	TRY(mail_copy_take(s, take, *ticket_out));
	return mail_take_files(s, take, *ticket_out, 0, true);
}
