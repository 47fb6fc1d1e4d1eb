/* letter_quote.c - see letter_quote.h. What stands here is the document that people decide on, and nothing else. */
#include "desk/letter_quote.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/approval.h"
#include "desk/letter_sheet.h"
#include "desk/mail_out.h"
#include "desk/quote.h"
#include "desk/ticket.h"

enum { TEXT_SIZE_MAX = 64 * 1024, MINUTE_LENGTH = 16 };

static enum err find(struct letter_sheet *sheet, int64_t quote_id, struct approval **approval_out)
{
	struct approval *first;

	*approval_out = NULL;
	TRY(quote_list(sheet->s, sheet->ticket, QUOTE_VERSIONS_MAX, 0, &first));
	for (; first && !*approval_out; first = first->next)
		if (first->quote_id == quote_id)
			*approval_out = first;
	return OK;
}

/* "2026-12-01 18:00" where the reader lives. */
static const char *minute(struct letter_sheet *sheet, int64_t at)
{
	char *text = clock_iso8601(sheet->s->arena, at, caller_time_zone(sheet->s));

	text[10] = ' ';
	text[MINUTE_LENGTH] = '\0';
	return text;
}

static const char *money(struct letter_sheet *sheet, const char *currency, const char *amount)
{
	return arena_format(sheet->s->arena, "%s %s", currency, amount);
}

/* --- its lines --------------------------------------------------------------------------------------------- */

static const char *member(const struct json *object, const char *name)
{
	const char *text = json_str(object, name, TEXT_SIZE_MAX);

	return text ? text : "";
}

static void add_line(
	struct letter_sheet *sheet, const char *currency, const struct json *line, struct str *rows)
{
	const char *text = member(line, "text"),
		   *amount = money(sheet, currency, member(line, "amount"));
	const char *hours = json_str(line, "hours", TEXT_SIZE_MAX);

	hours = hours
		? letter_say(sheet->book, "quote.hours", LETTER_VALUES({ "hours", hours, NULL }))
		: "";
	str_add(rows,
		letter_part(sheet->book, "quote-row",
			LETTER_VALUES({ "text", text, NULL }, { "hours", hours, NULL },
				{ "amount", amount, NULL })));
	str_format(&sheet->text, "- %s%s%s: %s\n", text, *hours ? ", " : "", hours, amount);
}

static const char *add_lines(struct letter_sheet *sheet, const struct json *document)
{
	const char *currency = member(document, "currency");
	const char *total = money(sheet, currency, member(document, "total"));
	const char *label = letter_say(sheet->book, "quote.total", NULL);
	struct str rows = str_make(sheet->s->arena);
	const struct json *line = json_first(json_at(document, "lines"));

	for (; line; line = json_next(line))
		add_line(sheet, currency, line, &rows);
	str_add(&rows,
		letter_part(sheet->book, "quote-total",
			LETTER_VALUES({ "text", label, NULL }, { "amount", total, NULL })));
	str_format(&sheet->text, "\n%s: %s\n", label, total);
	return rows.text;
}

/* --- how to answer it -------------------------------------------------------------------------------------- */

static bool is_asked(const struct letter_sheet *sheet, const struct approver *people)
{
	for (; people; people = people->next)
		if (people->person_id == sheet->row->person_id)
			return true;
	return false;
}

static const char *buttons(struct letter_sheet *sheet, const struct approval *approval)
{
	const char *page = sheet_link(sheet, MAIL_TOKEN_ANSWER, approval->id);
	const char *accept = arena_format(sheet->s->arena, "%s#accept", page),
		   *decline = arena_format(sheet->s->arena, "%s#decline", page);
	const char *yes = letter_say(sheet->book, "quote.accept", NULL),
		   *no = letter_say(sheet->book, "quote.decline", NULL),
		   *how = letter_say(sheet->book, "quote.how", NULL);

	sheet->asks = true;
	str_format(&sheet->text, "%s\n  %s\n%s\n  %s\n%s\n\n", yes, accept, no, decline, how);
	return letter_part(sheet->book, "quote-buttons",
		LETTER_VALUES({ "accept", accept, NULL }, { "decline", decline, NULL },
			{ "acceptLabel", yes, NULL }, { "declineLabel", no, NULL },
			{ "how", how, NULL }, { "brand", sheet->brand, NULL }));
}

/* Who was asked reads how to answer, or that it is too late. */
static const char *answer(struct letter_sheet *sheet, const struct approval *approval,
	const struct approver *people, bool may)
{
	const char *over = letter_say(sheet->book, "quote.over", NULL);

	if (may)
		return buttons(sheet, approval);
	if (!is_asked(sheet, people))
		return "";
	str_format(&sheet->text, "%s\n\n", over);
	return letter_part(sheet->book, "note", LETTER_VALUES({ "text", over, NULL }));
}

/* --- all of it --------------------------------------------------------------------------------------------- */

static const char *add_terms(struct letter_sheet *sheet, const char *terms)
{
	if (!*terms)
		return "";
	str_format(&sheet->text, "%s\n\n", sheet_words(sheet, terms, false));
	return letter_part(sheet->book, "quote-terms",
		LETTER_VALUES({ "terms", NULL, sheet_said(sheet, terms, false) }));
}

/* What stands below the lines is written after them, as both twins grow from the top. */
static void write(struct letter_sheet *sheet, const struct approval *approval,
	const struct json *document, const struct approver *people, bool may)
{
	const char *version = arena_format(sheet->s->arena, "%lld", (long long)approval->version);
	const char *title = letter_say(
		sheet->book, "quote", LETTER_VALUES({ "version", version, NULL }));
	const char *until = letter_say(sheet->book, "quote.until",
		LETTER_VALUES({ "date", minute(sheet, approval->valid_until), NULL }));
	const char *rows, *terms, *answered;

	str_format(&sheet->text, "%s\n\n", title);
	rows = add_lines(sheet, document);
	str_format(&sheet->text, "%s\n\n", until);
	terms = add_terms(sheet, member(document, "terms"));
	answered = answer(sheet, approval, people, may);
	str_add(&sheet->html,
		letter_part(sheet->book, "quote",
			LETTER_VALUES({ "title", title, NULL }, { "rows", NULL, rows },
				{ "until", until, NULL }, { "terms", NULL, terms },
				{ "buttons", NULL, answered })));
}

enum err letter_quote_write(struct letter_sheet *sheet, int64_t quote_id, const char *told)
{
	struct approval *approval;
	struct approver *people;
	struct json *document;
	bool may;

	TRY(find(sheet, quote_id, &approval));
	if (!approval)
		return OK;
	if (json_read(approval->document, strlen(approval->document), &document) != OK)
		return refuse(sheet->s, E_BUG, "The document of quote %lld cannot be read.",
			(long long)quote_id);
	approval->next = NULL;
	TRY(approval_people(sheet->s, approval, &people));
	may = approval_may_answer(sheet->s, approval, people) &&
		!quote_is_expired(sheet->s, approval);
	sheet_line(sheet, may ? letter_say(sheet->book, "asked", NULL) : told);
	write(sheet, approval, document, people, may);
	return OK;
}
