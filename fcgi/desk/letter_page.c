/* letter_page.c - see letter_page.h. */
#include "desk/letter_page.h"

#include "base/arena.h"
#include "base/crypto.h"
#include "id/scope.h"
#include "desk/letter_sheet.h"
#include "desk/mail_address.h"
#include "desk/mail_out.h"
#include "desk/ticket.h"
#include "sql/letter.h"

static const char logo_cid[] = "logo@lodge";

static const char *ticket_url(const struct letter_sheet *sheet)
{
	const struct ticket *ticket = sheet->ticket;

	return sheet->for_team ? sheet_url(sheet, "/agent/%s", ticket->key)
			       : sheet_url(sheet, "/servicedesk/customer/portal/%lld/%s",
					 (long long)ticket->desk_id, ticket->key);
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
		{ "desk", sheet_desk_name(sheet), NULL }, { "cid", logo_cid, NULL });
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

	if (sheet_may_mute(sheet))
		link = letter_part(sheet->book, "foot-mute",
			LETTER_VALUES(
				{ "label", mute, NULL }, { "url", sheet_mute_url(sheet), NULL }));
	return arena_format(sheet->s->arena, "%s%s",
		letter_part(sheet->book, "foot", LETTER_VALUES({ "why", why, NULL })), link);
}

enum err letter_page_html(struct letter_sheet *sheet, const char *subject, const char **html_out)
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

const char *letter_page_text(struct letter_sheet *sheet)
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
	if (sheet_may_mute(sheet))
		str_format(
			&out, "%s:\n  %s\n", letter_say(book, "mute", NULL), sheet_mute_url(sheet));
	return out.text;
}
