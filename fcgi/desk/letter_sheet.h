/* letter_sheet.h - a letter while it is written: what its parts know, and where they write. Each part is written twice, as text and as
 * HTML, from the same words. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"
#include "desk/letter.h"
#include "desk/letter_book.h"
#include "desk/mail_token.h"

struct letter_reader;
struct mail_address;
struct ticket;

struct letter_sheet {
	struct scope *s;
	enum letter_use use;
	const struct mail_out_row *row;
	const struct mail_address *address;
	const struct letter_reader *reader;
	const struct ticket *ticket; /* as the reader sees it; NULL: it is about none */
	const struct letter_book *book;
	const char *brand, *brand_dark; /* "#0a4f9e" */
	bool for_team;                  /* the reader answers on the desk */
	bool asks;                      /* something in it waits for an answer */
	bool bare;                      /* nothing of what came from outside may stand in it */
	const char *why;                /* a word: why they get it */
	struct str text, html;          /* the body so far */
	struct str preview;             /* what a list of mails shows of it */
	struct mime_picture *pictures;
};
/* An address of ours: sheet_url(sheet, "/agent/%s", key). */
const char *sheet_url(const struct letter_sheet *sheet, const char *format, ...) PRINTF(2, 3);
/* A sentence on lines of its own. */
void sheet_line(struct letter_sheet *sheet, const char *sentence);
/* "https://.../letter/TOKEN": to a page that does what the token is for, for the reader; of a letter that is only shown one that leads
 * nowhere. */
const char *sheet_link(const struct letter_sheet *sheet, enum mail_token_kind kind, int64_t first);
/* The one that mutes the ticket; only of a letter that sheet_may_mute(). */
const char *sheet_mute_url(const struct letter_sheet *sheet);
bool sheet_may_mute(const struct letter_sheet *sheet);
/* When a link of this letter ends. */
int64_t sheet_until(const struct letter_sheet *sheet, int64_t life_s);
/* The Markdown of somebody; `plain`: text that came as it is. */
const char *sheet_said(const struct letter_sheet *sheet, const char *text, bool plain);
/* The same for the text. */
const char *sheet_words(const struct letter_sheet *sheet, const char *text, bool plain);
/* Who writes, as people read it: the name that the address has, else the desk, else the tenant. */
const char *sheet_desk_name(const struct letter_sheet *sheet);
