/* letter.c - see letter.h. Whoever the letter goes to is the caller while it is written, so that it holds what they may see and no more. */
#include "desk/letter.h"

#include "base/arena.h"
#include "base/text.h"
#include "id/caller.h"
#include "id/scope.h"
#include "id/tenant.h"
#include "desk/letter_colour.h"
#include "desk/letter_news.h"
#include "desk/letter_page.h"
#include "desk/letter_sheet.h"
#include "desk/mail_address.h"
#include "desk/mail_out.h"
#include "desk/mail_token.h"
#include "desk/notice.h"
#include "desk/ticket.h"
#include "sql/letter.h"

enum {
	SUBJECT_LENGTH_MAX = 380, /* mail_out.subject has 400 */
	BRAND_LIGHTNESS = 470,    /* as html/styles/tokens.css has it */
	BRAND_LIGHTNESS_DARK = 800
};
static const char unseen[] = "They do not see the request any more.";
static const char elsewhere[] =
	"It is about a request that went to another desk: what it says is shown there alone.";
static const char nothing[] =
	"When its turn came there was nothing left to tell them: it was taken back, or they are not told of this request any more.";

/* --- its headers ------------------------------------------------------------------------------------------- */

static void add_header(
	struct letter_sheet *sheet, struct letter *letter, const char *name, const char *value)
{
	struct mime_header *header = arena_new(sheet->s->arena, struct mime_header);

	*header = (struct mime_header){ name, value, (struct mime_header *)letter->mail.headers };
	letter->mail.headers = header;
}

static void add_headers(struct letter_sheet *sheet, struct letter *letter)
{
	const bool answers = !str_equal(sheet->row->kind, LETTER_NOTICE);

	add_header(sheet, letter, "Auto-Submitted", answers ? "auto-replied" : "auto-generated");
	add_header(sheet, letter, "X-Auto-Response-Suppress", "All");
	add_header(sheet, letter, "X-Lodge-Loop", sheet->address->address);
	add_header(sheet, letter, "Content-Language", sheet->book->language);
	if (!sheet_may_mute(sheet))
		return;
	add_header(sheet, letter, "List-Id",
		arena_format(sheet->s->arena, "<%lld.desk.%s>", (long long)sheet->row->desk_id,
			sheet->s->tenant->host));
	add_header(sheet, letter, "List-Unsubscribe",
		arena_format(sheet->s->arena, "<%s>", sheet_mute_url(sheet)));
	add_header(sheet, letter, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
}

/* All letters to one person about one ticket hang on one name, which no mail has; what they wrote last by mail stands behind it, and
 * is what is answered. */
static enum err thread(struct letter_sheet *sheet, struct letter *letter)
{
	const struct mail_out_row *row = sheet->row;
	const char **ids = arena_alloc(sheet->s->arena, 3 * sizeof(*ids));
	struct letter_mail *mail = NULL;
	enum err e = OK;

	if (row->ticket_id)
		ids[0] = mail_token_message_id(sheet->s, sheet->address->address,
			&(struct mail_token){
				MAIL_TOKEN_THREAD, row->ticket_id, row->person_id, 0 });
	if (row->mail_id)
		e = sql_letter_mail(sheet->s, row->mail_id, &mail);
	else if (row->ticket_id)
		e = sql_letter_last_mail(sheet->s, row->ticket_id, row->person_id, &mail);
	if (e != OK && e != E_MISSING)
		return e;
	if (e == OK && mail && mail->message_id)
		ids[ids[0] ? 1 : 0] = mail->message_id;
	letter->mail.references = ids;
	letter->mail.in_reply_to = ids[1] ? ids[1] : ids[0];
	return OK;
}

static enum err subject(struct letter_sheet *sheet, const char **subject_out)
{
	struct arena *arena = sheet->s->arena;
	const struct mail_out_row *row = sheet->row;
	const char *words = sheet->ticket ? sheet->ticket->summary : "";
	struct letter_before *before;
	const char *again = "";

	if (str_equal(row->kind, LETTER_REFUSED))
		words = letter_say(sheet->book, "refused.subject", NULL);
	else if (sheet->bare)
		words = letter_say(sheet->book, "received.subject", NULL);
	if (row->ticket_id && row->person_id && !sheet->bare) {
		TRY(sql_letter_before(sheet->s, row->ticket_id, row->person_id, row->id, &before));
		again = before->told ? "Re: " : "";
	}
	*subject_out = text_shorten(arena,
		sheet->ticket ? arena_format(arena, "%s[%s] %s", again, sheet->ticket->key, words)
			      : words,
		SUBJECT_LENGTH_MAX);
	return OK;
}

static const char *reply_to(struct letter_sheet *sheet)
{
	const struct mail_token token = { MAIL_TOKEN_REPLY, sheet->row->ticket_id,
		sheet->row->person_id, 0 };

	return sheet->row->ticket_id ? mail_token_address(sheet->s, sheet->address->address, &token)
				     : sheet->address->address;
}

static enum err finish(struct letter_sheet *sheet, struct letter *letter)
{
	const struct mail_token bounce = { MAIL_TOKEN_BOUNCE, sheet->row->id, 0, 0 };
	struct mime_mail *mail = &letter->mail;

	mail->from = (struct mime_address){ sheet_desk_name(sheet), sheet->address->address };
	mail->reply_to = (struct mime_address){ sheet_desk_name(sheet), reply_to(sheet) };
	mail->to = (struct mime_address){
		sheet->bare || !sheet->reader ? NULL : sheet->reader->display_name,
		sheet->row->recipient
	};
	mail->at = sheet->s->now;
	mail->message_id = sheet->row->message_id;
	letter->envelope_from = mail_token_address(sheet->s, sheet->address->address, &bounce);
	TRY(subject(sheet, &mail->subject));
	TRY(thread(sheet, letter));
	add_headers(sheet, letter);
	mail->text = letter_page_text(sheet);
	TRY(letter_page_html(sheet, mail->subject, &mail->html));
	mail->pictures = sheet->pictures;
	return OK;
}

/* --- what the kinds say ------------------------------------------------------------------------------------ */

static enum err needless(struct letter *letter, const char *why)
{
	letter->needless = why;
	return OK;
}

static enum err find_ticket(struct letter_sheet *sheet)
{
	struct ticket *ticket;

	TRY(ticket_find(sheet->s,
		arena_format(sheet->s->arena, "%lld", (long long)sheet->row->ticket_id), TICKET_SEE,
		&ticket));
	sheet->ticket = ticket;
	sheet->for_team = caller_is_team(sheet->s, ticket->answering);
	return OK;
}

static enum err write_notice(struct letter_sheet *sheet, struct letter *letter)
{
	struct notice_news *news;
	enum err e = notice_read(sheet->s, sheet->row->notice_id, sheet->row->person_id, &news);

	if (e == E_MISSING || (e == OK && !news->items))
		return needless(letter, e == OK && news->hindrance ? news->hindrance : nothing);
	TRY(e);
	TRY(letter_news_write(sheet, news));
	sheet->why = letter_news_why(news);
	if (!sheet->html.size)
		return needless(letter, nothing);
	return finish(sheet, letter);
}

/* To whom nothing proved to be the sender nothing of theirs is said: else whoever writes in the name of others writes to them by us. */
static enum err write_received(
	struct letter_sheet *sheet, const struct letter_mail *mail, struct letter *letter)
{
	const char *sentence = letter_say(sheet->book, "received",
		LETTER_VALUES({ "key", sheet->ticket ? sheet->ticket->key : "", NULL }));

	sheet->bare = !str_in_list("passed token", mail->proof);
	sheet->why = sheet->bare ? "why.sender" : "why.reporter";
	sheet_line(sheet, sentence);
	str_add(&sheet->preview, sentence);
	return finish(sheet, letter);
}

static enum err write_refused(
	struct letter_sheet *sheet, const struct letter_mail *mail, struct letter *letter)
{
	const char *sentence = letter_say(sheet->book, "refused", NULL);

	if (!mail->refused)
		return needless(letter, nothing);
	sheet->bare = !str_in_list("passed token", mail->proof);
	sheet->why = "why.sender";
	sheet_line(sheet, sentence);
	str_add(&sheet->preview, sentence);
	if (sheet->bare)
		return finish(sheet, letter);
	str_format(&sheet->text, "%s\n\n", mail->refused);
	str_add(&sheet->html,
		letter_part(sheet->book, "list", LETTER_VALUES({ "text", mail->refused, NULL })));
	return finish(sheet, letter);
}

static enum err write_answer(struct letter_sheet *sheet, struct letter *letter)
{
	struct letter_mail *mail;
	enum err e = sql_letter_mail(sheet->s, sheet->row->mail_id, &mail);

	if (e == E_MISSING)
		return needless(letter, nothing);
	TRY(e);
	return str_equal(sheet->row->kind, LETTER_RECEIVED) ? write_received(sheet, mail, letter)
							    : write_refused(sheet, mail, letter);
}

/* With the reader as the caller, if it is somebody we know. */
static enum err write(struct letter_sheet *sheet, struct letter *letter)
{
	enum err e = sheet->row->ticket_id ? find_ticket(sheet) : OK;

	if (e == E_MISSING || e == E_DENIED)
		return needless(letter, unseen);
	TRY(e);
	return str_equal(sheet->row->kind, LETTER_NOTICE) ? write_notice(sheet, letter)
							  : write_answer(sheet, letter);
}

/* --- for whom ---------------------------------------------------------------------------------------------- */

static enum err open_sheet(struct letter_sheet *sheet)
{
	struct scope *s = sheet->s;
	const struct tenant *tenant = s->tenant;
	struct mail_address *address;
	struct letter_book *book;

	TRY(mail_address_get(s, sheet->row->address_id, &address));
	TRY(letter_book_open(s,
		sheet->reader && sheet->reader->language ? sheet->reader->language
							 : address->language,
		&book));
	sheet->address = address;
	sheet->book = book;
	sheet->brand = letter_colour(
		s->arena, BRAND_LIGHTNESS, tenant->brand_chroma, tenant->brand_hue);
	sheet->brand_dark = letter_colour(
		s->arena, BRAND_LIGHTNESS_DARK, tenant->brand_chroma * 3 / 4, tenant->brand_hue);
	sheet->text = str_make(s->arena);
	sheet->html = str_make(s->arena);
	sheet->preview = str_make(s->arena);
	return OK;
}

/* *why_out: why nothing may go there. */
static enum err may_reach(struct letter_sheet *sheet, const char **why_out)
{
	struct letter_stop *stop;
	enum err e = sql_letter_stop(sheet->s, sheet->row->recipient, &stop);

	*why_out = NULL;
	if (e == E_MISSING)
		return OK;
	TRY(e);
	*why_out = arena_format(sheet->s->arena, "Nothing is sent to this address any more: %s",
		stop->why ? stop->why : "it is one of ours, or what went there came back.");
	return OK;
}

static enum err find_reader(struct letter_sheet *sheet, struct letter *letter)
{
	struct letter_reader *reader;
	enum err e = sql_letter_reader(sheet->s, sheet->row->person_id, &reader);

	if (e == OK)
		e = caller_by_person(sheet->s, sheet->row->person_id);
	if (e == E_MISSING)
		return needless(letter, "They cannot come in any more.");
	TRY(e);
	sheet->reader = reader;
	if (!str_equal(reader->email, sheet->row->recipient))
		return needless(letter, "Their address is another one now.");
	return OK;
}

static enum err write_for(struct letter_sheet *sheet, struct letter *letter)
{
	const char *why;

	TRY(may_reach(sheet, &why));
	if (why)
		return needless(letter, why);
	if (sheet->row->person_id)
		TRY(find_reader(sheet, letter));
	if (letter->needless)
		return OK;
	TRY(open_sheet(sheet));
	return write(sheet, letter);
}

/* The letters of a request stay in the outbox of the desk that they came from, wherever it goes. */
static enum err asker_check(struct scope *s, const struct mail_out_row *row, struct letter *letter)
{
	const char *id = arena_format(s->arena, "%lld", (long long)row->ticket_id);
	struct ticket *ticket;
	enum err e = row->ticket_id ? ticket_find(s, id, MAIL_SEE, &ticket) : OK;

	return e == E_MISSING || e == E_DENIED ? needless(letter, elsewhere) : e;
}

enum err letter_write(struct scope *s, const struct mail_out_row *row, enum letter_use use,
	struct letter *letter_out)
{
	const struct caller *asking = s->caller;
	struct letter_sheet sheet = { .s = s, .use = use, .row = row };
	enum err e;

	*letter_out = (struct letter){ 0 };
	if (use == LETTER_SHOWN)
		TRY(asker_check(s, row, letter_out));
	if (letter_out->needless)
		return OK;
	s->caller = NULL;
	e = write_for(&sheet, letter_out);
	s->caller = asking;
	return e;
}
