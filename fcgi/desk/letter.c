/* letter.c - see letter.h. Whoever the letter goes to is the caller while it is written, so that it holds what they may see and no more. */
#include "desk/letter.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/safe_html.h"
#include "base/text.h"
#include "id/caller.h"
#include "id/scope.h"
#include "id/tenant.h"
#include "desk/letter_colour.h"
#include "desk/letter_news.h"
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
static const char logo_cid[] = "logo@lodge";
static const char unseen[] = "They do not see the request any more.";
static const char elsewhere[] =
	"It is about a request that went to another desk: what it says is shown there alone.";
static const char nothing[] =
	"When its turn came there was nothing left to tell them: it was taken back, or they are not told of this request any more.";

/* --- the sheet -------------------------------------------------------------------------------------------- */

const char *sheet_url(const struct letter_sheet *sheet, const char *format, ...)
{
	char path[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(path, sizeof(path), format, arguments);
	va_end(arguments);
	return arena_format(sheet->s->arena, "%s%s", sheet->s->tenant->origin, path);
}

int64_t sheet_until(const struct letter_sheet *sheet, int64_t life_s)
{
	return sheet->row->created_at + life_s * 1000;
}

const char *sheet_said(const struct letter_sheet *sheet, const char *text, bool plain)
{
	struct arena *arena = sheet->s->arena;

	return plain ? safe_html_plain(arena, text).html : text_markdown(arena, text).html;
}

const char *sheet_words(const struct letter_sheet *sheet, const char *text, bool plain)
{
	return plain ? text : text_markdown_plain(sheet->s->arena, text);
}

void sheet_line(struct letter_sheet *sheet, const char *sentence)
{
	str_format(&sheet->text, "%s\n\n", sentence);
	str_add(&sheet->html,
		letter_part(sheet->book, "line", LETTER_VALUES({ "text", sentence, NULL })));
}

static const char *ticket_url(const struct letter_sheet *sheet)
{
	const struct ticket *ticket = sheet->ticket;

	return sheet->for_team ? sheet_url(sheet, "/agent/%s", ticket->key)
			       : sheet_url(sheet, "/servicedesk/customer/portal/%lld/%s",
					 (long long)ticket->desk_id, ticket->key);
}

const char *sheet_link(const struct letter_sheet *sheet, enum mail_token_kind kind, int64_t first)
{
	const struct mail_token token = { kind, first, sheet->row->person_id,
		sheet_until(sheet, conf()->letter_link_s) };

	return sheet_url(sheet, "/letter/%s",
		sheet->use == LETTER_GOES ? mail_token_make(sheet->s, &token) : "...");
}

static const char *mute_url(const struct letter_sheet *sheet)
{
	return sheet_link(sheet, MAIL_TOKEN_MUTE, sheet->row->ticket_id);
}

static bool may_mute(const struct letter_sheet *sheet)
{
	return sheet->ticket && !sheet->bare && str_equal(sheet->row->kind, LETTER_NOTICE);
}

/* --- the page around it ------------------------------------------------------------------------------------ */

static const char *desk_name(const struct letter_sheet *sheet)
{
	if (*sheet->address->sender_name)
		return sheet->address->sender_name;
	return sheet->ticket ? sheet->ticket->desk_name : sheet->s->tenant->name;
}

/* *shown_out: the logo goes with the letter. */
static enum err add_logo(struct letter_sheet *sheet, bool *shown_out)
{
	struct mime_picture *picture = arena_new(sheet->s->arena, struct mime_picture);
	struct mail_logo *logo;
	uint8_t *bytes;

	*shown_out = false;
	TRY(sql_mail_address_logo(sheet->s, sheet->address->id, &logo));
	if (!logo->logo || !logo->logo_type || sheet->use == LETTER_SHOWN)
		return OK;
	if (base64_decode(sheet->s->arena, logo->logo, &bytes, &picture->size) != OK)
		return OK;
	*picture = (struct mime_picture){ logo_cid, logo->logo_type, "logo", bytes, picture->size,
		sheet->pictures };
	sheet->pictures = picture;
	*shown_out = true;
	return OK;
}

static const char *title(struct letter_sheet *sheet)
{
	const struct ticket *ticket = sheet->ticket;
	const char *status;

	if (!ticket || sheet->bare)
		return "";
	status = letter_part(sheet->book, "status",
		LETTER_VALUES({ "status",
			sheet->for_team ? ticket->status_name : ticket->customer_name, NULL }));
	return letter_part(sheet->book, "title",
		LETTER_VALUES({ "key", ticket->key, NULL }, { "status", NULL, status },
			{ "summary", ticket->summary, NULL }, { "url", ticket_url(sheet), NULL }));
}

static enum err head(struct letter_sheet *sheet, const char **html_out)
{
	const struct letter_value *values = LETTER_VALUES(
		{ "desk", desk_name(sheet), NULL }, { "cid", logo_cid, NULL });
	bool has_logo;

	TRY(add_logo(sheet, &has_logo));
	*html_out = arena_format(sheet->s->arena, "%s%s",
		letter_part(sheet->book, has_logo ? "logo" : "desk", values), title(sheet));
	return OK;
}

static const char *open_part(struct letter_sheet *sheet)
{
	const char *label = letter_say(sheet->book, "open", NULL),
		   *reply = letter_say(sheet->book, "reply", NULL), *hint = "";

	if (!sheet->ticket)
		return "";
	if (!sheet->bare)
		hint = letter_part(sheet->book, "hint", LETTER_VALUES({ "text", reply, NULL }));
	return arena_format(sheet->s->arena, "%s%s",
		letter_part(sheet->book, sheet->asks ? "open-plain" : "open",
			LETTER_VALUES({ "url", ticket_url(sheet), NULL }, { "label", label, NULL },
				{ "brand", sheet->brand, NULL })),
		hint);
}

static const char *signature_part(struct letter_sheet *sheet)
{
	const char *text = sheet->address->signature;

	if (!*text)
		return "";
	return letter_part(sheet->book, "signature",
		LETTER_VALUES({ "text", NULL, sheet_said(sheet, text, false) }));
}

static const char *foot(struct letter_sheet *sheet)
{
	const char *why = letter_say(sheet->book, sheet->why, NULL),
		   *mute = letter_say(sheet->book, "mute", NULL), *link = "";

	if (may_mute(sheet))
		link = letter_part(sheet->book, "foot-mute",
			LETTER_VALUES({ "label", mute, NULL }, { "url", mute_url(sheet), NULL }));
	return arena_format(sheet->s->arena, "%s%s",
		letter_part(sheet->book, "foot", LETTER_VALUES({ "why", why, NULL })), link);
}

static enum err page(struct letter_sheet *sheet, const char *subject, const char **html_out)
{
	const char *header;

	TRY(head(sheet, &header));
	*html_out = letter_part(sheet->book, "letter",
		LETTER_VALUES({ "language", sheet->book->language, NULL },
			{ "direction", sheet->book->turned ? "rtl" : "ltr", NULL },
			{ "subject", subject, NULL }, { "preview", sheet->preview.text, NULL },
			{ "marker", letter_say(sheet->book, "marker", NULL), NULL },
			{ "brand", sheet->brand, NULL }, { "brandDark", sheet->brand_dark, NULL },
			{ "head", NULL, header }, { "body", NULL, sheet->html.text },
			{ "open", NULL, open_part(sheet) },
			{ "signature", NULL, signature_part(sheet) },
			{ "foot", NULL, foot(sheet) }));
	return OK;
}

/* The twin: the same words in the same order. */
static const char *text(struct letter_sheet *sheet)
{
	const struct letter_book *book = sheet->book;
	struct str out = str_make(sheet->s->arena);

	str_format(&out, "##- %s -##\n\n", letter_say(book, "marker", NULL));
	if (sheet->ticket && !sheet->bare)
		str_format(&out, "[%s] %s\n\n", sheet->ticket->key, sheet->ticket->summary);
	str_add(&out, sheet->text.text);
	if (sheet->ticket)
		str_format(&out, "%s:\n  %s\n", letter_say(book, "open", NULL), ticket_url(sheet));
	if (sheet->ticket && !sheet->bare)
		str_format(&out, "%s\n", letter_say(book, "reply", NULL));
	if (*sheet->address->signature)
		str_format(
			&out, "\n-- \n%s\n", sheet_words(sheet, sheet->address->signature, false));
	str_format(&out, "\n%s\n", letter_say(book, sheet->why, NULL));
	if (may_mute(sheet))
		str_format(&out, "%s:\n  %s\n", letter_say(book, "mute", NULL), mute_url(sheet));
	return out.text;
}

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
	if (!may_mute(sheet))
		return;
	add_header(sheet, letter, "List-Id",
		arena_format(sheet->s->arena, "<%lld.desk.%s>", (long long)sheet->row->desk_id,
			sheet->s->tenant->host));
	add_header(sheet, letter, "List-Unsubscribe",
		arena_format(sheet->s->arena, "<%s>", mute_url(sheet)));
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

	mail->from = (struct mime_address){ desk_name(sheet), sheet->address->address };
	mail->reply_to = (struct mime_address){ desk_name(sheet), reply_to(sheet) };
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
	mail->text = text(sheet);
	TRY(page(sheet, mail->subject, &mail->html));
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
