/* mail_bounce.c - see mail_bounce.h. */
#include "desk/mail_bounce.h"

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"
#include "mail/mail.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/comment.h"
#include "desk/letter_book.h"
#include "desk/mail_address.h"
#include "desk/mail_brake.h"
#include "desk/ticket.h"
#include "sql/mail_brake.h"

enum { TROUBLE_LENGTH_MAX = 300, REPORT_LENGTH_MAX = 2000 };

/* A server that says nothing more exact has given up, too. */
static bool is_for_good(const struct mail_report *report)
{
	return !report || !report->status || *report->status == '5';
}

static bool has_failed(const struct mail_report *report)
{
	return report && str_equal(report->action, "failed");
}

/* What the report says, or the text of a mail that is none. */
static const char *said(struct scope *s, const struct mail *mail)
{
	const struct mail_report *report = mail->report;

	if (!report)
		return text_shorten(s->arena, text_trim(s->arena, mail->text), REPORT_LENGTH_MAX);
	return arena_format(s->arena, "%s%s%s", report->status ? report->status : "",
		report->status && report->diagnostic ? " " : "",
		report->diagnostic ? report->diagnostic : "");
}

static enum err count(struct scope *s, const struct mail *mail, const struct mail_out_row *letter,
	const char *trouble)
{
	int64_t bounced;

	if (!has_failed(mail->report))
		return OK;
	TRY(sql_mail_out_bounced(s, letter->id, trouble, &bounced));
	if (!bounced || !is_for_good(mail->report))
		return OK;
	return sql_mail_recipient_bounce(
		s, letter->recipient, trouble, MAIL_BOUNCES_MAX, &(int64_t){ 0 });
}

/* In whose name the note stands: who was written to, else who raised the ticket. E_MISSING: both are switched off. */
static enum err author_become(
	struct scope *s, const struct mail_out_row *letter, const struct ticket *ticket)
{
	enum err e = letter->person_id ? caller_by_person(s, letter->person_id) : E_MISSING;

	return e == E_MISSING ? caller_by_person(s, ticket->reporter_id) : e;
}

/* What the other server said, below a sentence in the language of the address. */
static enum err note_text(struct scope *s, const struct mail *mail,
	const struct mail_out_row *letter, const char **text_out)
{
	const char *word = has_failed(mail->report) ? "note.bounced" : "note.answered";
	struct mail_address *address;
	struct letter_book *book;
	bool stopped;

	TRY(mail_address_get(s, letter->address_id, &address));
	TRY(letter_book_open(s, address->language, &book));
	TRY(mail_brake_is_stopped(s, letter->recipient, &stopped));
	*text_out = arena_format(s->arena, "%s\n%s%s%s",
		letter_say(book, word, LETTER_VALUES({ "address", letter->recipient, NULL })),
		said(s, mail), stopped ? "\n" : "",
		stopped ? letter_say(book, "note.stopped", NULL) : "");
	return OK;
}

static enum err tell(struct scope *s, const struct mail *mail, const struct mail_out_row *letter,
	int64_t *comment_out)
{
	struct comment *note;
	struct ticket *ticket;
	const char *text;

	TRY(ticket_take(s, letter->ticket_id, &ticket));
	TRY(note_text(s, mail, letter, &text));
	TRY(comment_add_mail(s, ticket, text, false, true, &note));
	*comment_out = note->id;
	return OK;
}

static enum err tell_team(struct scope *s, const struct mail *mail,
	const struct mail_out_row *letter, int64_t *ticket_out, int64_t *comment_out)
{
	struct ticket *ticket;
	enum err e = sql_ticket_find_by_id(s, letter->ticket_id, &ticket);

	if (e == E_MISSING)
		return OK;
	TRY(e);
	e = author_become(s, letter, ticket);
	if (e == E_MISSING)
		return OK;
	TRY(e);
	*ticket_out = ticket->merged_into ? ticket->merged_into : ticket->id;
	return tell(s, mail, letter, comment_out);
}

enum err mail_bounce_take(struct scope *s, const struct mail *mail,
	const struct mail_out_row *letter, int64_t *ticket_out, int64_t *comment_out)
{
	bool fits;

	*ticket_out = *comment_out = 0;
	TRY(count(s, mail, letter, text_shorten(s->arena, said(s, mail), TROUBLE_LENGTH_MAX)));
	if (!letter->ticket_id)
		return OK;
	TRY(mail_brake_ticket(s, letter->ticket_id, &fits));
	return fits ? tell_team(s, mail, letter, ticket_out, comment_out) : OK;
}
