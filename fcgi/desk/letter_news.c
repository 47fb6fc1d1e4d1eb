/* letter_news.c - see letter_news.h. One sentence for each item, and below it what was said. */
#include "desk/letter_news.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/safe_html.h"
#include "base/text.h"
#include "id/scope.h"
#include "desk/comment.h"
#include "desk/letter_files.h"
#include "desk/letter_quote.h"
#include "desk/letter_sheet.h"
#include "desk/notice.h"
#include "desk/ticket.h"

enum { PREVIEW_LENGTH = 140 };

static const char *const sentences[NOTICE_KINDS] = {
	[NOTICE_CREATED] = "created",
	[NOTICE_COMMENT] = "comment",
	[NOTICE_STATUS] = "status",
	[NOTICE_RESOLVED] = "resolved",
	[NOTICE_REOPENED] = "reopened",
	[NOTICE_ASKED] = "quoted",
	[NOTICE_ACCEPTED] = "accepted",
	[NOTICE_DECLINED] = "declined",
	[NOTICE_ADDED] = "added",
	[NOTICE_ASSIGNED] = "assigned",
	[NOTICE_SHARED] = "shared",
	[NOTICE_MERGED] = "merged",
};
static const char *const reasons[] = {
	[NOTICE_AS_REPORTER] = "why.reporter",
	[NOTICE_AS_PARTICIPANT] = "why.participant",
	[NOTICE_AS_APPROVER] = "why.approver",
	[NOTICE_AS_ASSIGNEE] = "why.assignee",
	[NOTICE_AS_MEMBER] = "why.member",
	[NOTICE_AS_WATCHER] = "why.watcher",
	[NOTICE_AS_DESK] = "why.desk",
};

const char *letter_news_why(const struct notice_news *news)
{
	return reasons[news->reason];
}

static const char *sentence(
	struct letter_sheet *sheet, const struct notice_news *news, const struct notice_item *item)
{
	/* A rule of the desk did it: the desk is who speaks. */
	const char *actor = news->actor_name ? news->actor_name : sheet->ticket->desk_name;

	return letter_say(sheet->book, sentences[item->kind],
		LETTER_VALUES({ "actor", actor, NULL }, { "before", item->before, NULL },
			{ "after", item->after, NULL }));
}

/* The first words that were said, for the list of mails. */
static void preview(struct letter_sheet *sheet, const char *text)
{
	if (!sheet->preview.size)
		str_add(&sheet->preview, text_shorten(sheet->s->arena, text, PREVIEW_LENGTH));
}

static enum err comment(struct letter_sheet *sheet, const char *who, const struct comment *comment)
{
	const char *words = sheet_words(sheet, comment->body, comment->plain);
	struct letter_files files;

	preview(sheet, words);
	str_format(&sheet->text, "%s\n\n%s\n\n", who, words);
	TRY(letter_files_write(sheet, comment->id, &files));
	str_add(&sheet->text, files.text);
	str_add(&sheet->html,
		letter_part(sheet->book, "comment",
			LETTER_VALUES({ "text", who, NULL },
				{ "said", NULL, sheet_said(sheet, comment->body, comment->plain) },
				{ "pictures", NULL, files.pictures },
				{ "files", NULL, files.files })));
	return OK;
}

/* One that went meanwhile is not told. */
static enum err comment_item(
	struct letter_sheet *sheet, const struct notice_news *news, const struct notice_item *item)
{
	struct comment *found;
	enum err e = comment_find(sheet->s, sheet->ticket, item->subject_id, &found);

	if (e == E_MISSING)
		return OK;
	TRY(e);
	return comment(sheet, sentence(sheet, news, item), found);
}

/* What a new ticket says. */
static enum err description(struct letter_sheet *sheet)
{
	const char *text = NULL, *words;
	struct field_value *value;
	struct json *json;

	TRY(ticket_values(sheet->s, sheet->ticket, &value));
	while (value && !str_equal(value->key_name, "description"))
		value = value->next;
	if (value && value->value && json_read(value->value, strlen(value->value), &json) == OK)
		text = json_as_text(json);
	if (!text || !*text)
		return OK;
	words = sheet_words(sheet, text, sheet->ticket->plain);
	preview(sheet, words);
	str_format(&sheet->text, "%s\n\n", words);
	str_add(&sheet->html,
		letter_part(sheet->book, "description",
			LETTER_VALUES(
				{ "said", NULL, sheet_said(sheet, text, sheet->ticket->plain) })));
	return OK;
}

static enum err write_item(
	struct letter_sheet *sheet, const struct notice_news *news, const struct notice_item *item)
{
	const char *told = sentence(sheet, news, item);

	if (item->kind == NOTICE_COMMENT)
		return comment_item(sheet, news, item);
	if (item->kind == NOTICE_ASKED)
		return letter_quote_write(sheet, item->subject_id, told);
	sheet_line(sheet, told);
	return item->kind == NOTICE_CREATED ? description(sheet) : OK;
}

enum err letter_news_write(struct letter_sheet *sheet, const struct notice_news *news)
{
	for (const struct notice_item *item = news->items; item; item = item->next)
		TRY(write_item(sheet, news, item));
	if (!sheet->preview.size)
		preview(sheet, sentence(sheet, news, news->items));
	return OK;
}
