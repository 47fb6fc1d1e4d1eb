/* letter_sheet.c - see letter_sheet.h. */
#include "desk/letter_sheet.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/safe_html.h"
#include "base/text.h"
#include "id/scope.h"
#include "id/tenant.h"
#include "desk/mail_address.h"
#include "desk/mail_out.h"
#include "desk/mail_token.h"
#include "desk/ticket.h"

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

const char *sheet_link(const struct letter_sheet *sheet, enum mail_token_kind kind, int64_t first)
{
	const struct mail_token token = { kind, first, sheet->row->person_id,
		sheet_until(sheet, conf()->letter_link_s) };

	return sheet_url(sheet, "/letter/%s",
		sheet->use == LETTER_GOES ? mail_token_make(sheet->s, &token) : "...");
}

const char *sheet_mute_url(const struct letter_sheet *sheet)
{
	return sheet_link(sheet, MAIL_TOKEN_MUTE, sheet->row->ticket_id);
}

bool sheet_may_mute(const struct letter_sheet *sheet)
{
	return sheet->ticket && !sheet->bare && str_equal(sheet->row->kind, LETTER_NOTICE);
}

const char *sheet_desk_name(const struct letter_sheet *sheet)
{
	if (*sheet->address->sender_name)
		return sheet->address->sender_name;
	return sheet->ticket ? sheet->ticket->desk_name : sheet->s->tenant->name;
}
