/* quote_read.c - see quote_read.h. */
#include "desk/quote_read.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/str.h"
#include "base/text.h"
#include "id/caller.h"
#include "id/scope.h"
#include "id/tenant.h"
#include "desk/desk.h"
#include "desk/money.h"
#include "desk/ticket.h"
#include "sql/person.h"

enum { HOURS_MAX = 9999999, YEARS_MAX = 10 };
#define YEAR_MS INT64_C(31556952000)

/* "lines[2].amount" */
static const char *line_field(struct scope *s, int i, const char *name)
{
	return arena_format(s->arena, "lines[%d]%s%s", i, name ? "." : "", name ? name : "");
}

static enum err text_read(
	struct scope *s, const struct json *line, const char *field, const char **text_out)
{
	const char *text = json_as_text(json_at(line, "text"));

	if (!text || !text_is_clean(text, strlen(text)) || strpbrk(text, "\r\n\t"))
		return refuse_field(s, field, "Please say in one line of text what this is for.");
	text = text_trim(s->arena, text);
	if (!*text || text_length(text) > QUOTE_LINE_LENGTH_MAX)
		return refuse_field(s, field, "Please say in 1 to %d characters what this is for.",
			QUOTE_LINE_LENGTH_MAX);
	if (text_misleads(text))
		return refuse_field(s, field,
			"This holds characters that are not shown, or that turn the direction of writing.");
	*text_out = text;
	return OK;
}

static enum err hours_read(
	struct scope *s, const struct json *value, const char *field, struct quote_line *line)
{
	const char *text = json_as_text(value);

	if (json_kind(value) <= JSON_NULL || str_equal(text, ""))
		return OK;
	line->timed = true;
	if (!text || !money_read(text, QUOTE_HOURS_DIGITS, &line->hours) || line->hours < 0 ||
		line->hours > HOURS_MAX)
		return refuse_field(
			s, field, "Hours are decimal text from \"0\" to \"99999.99\", as \"7.5\".");
	return OK;
}

static enum err amount_read(struct scope *s, const struct json *value, const char *field,
	const struct quote_new *quote, int64_t *amount_out)
{
	const char *text = json_as_text(value);

	if (!text || !money_read(text, quote->digits, amount_out))
		return refuse_field(s, field,
			"An amount is decimal text, as \"%s\": at most 15 digits, %d of them after the point.",
			money_write(s->arena, 150000, quote->digits), quote->digits);
	return OK;
}

static enum err line_read(struct scope *s, const struct json *value, int i, struct quote_new *quote)
{
	struct quote_line *line = &quote->lines[i];
	enum err text, hours, amount;

	if (json_kind(value) != JSON_OBJECT)
		return refuse_field(s, line_field(s, i, NULL), "A line has text and amount.");
	text = text_read(s, value, line_field(s, i, "text"), &line->text);
	hours = hours_read(s, json_at(value, "hours"), line_field(s, i, "hours"), line);
	amount = amount_read(
		s, json_at(value, "amount"), line_field(s, i, "amount"), quote, &line->amount);
	return text != OK ? text : hours != OK ? hours : amount;
}

static enum err total_read(struct scope *s, struct quote_new *quote)
{
	quote->total = 0;
	for (int i = 0; i < quote->lines_n; i++)
		if (!money_add(&quote->total, quote->lines[i].amount))
			return refuse_field(s, "lines", "The total is too large.");
	if (quote->total < 0)
		return refuse_field(s, "lines", "The total is below zero.");
	return OK;
}

static enum err lines_read(struct scope *s, const struct json *lines, struct quote_new *quote)
{
	size_t n = json_count(lines);
	enum err worst = OK;

	if (json_kind(lines) != JSON_ARRAY || n == 0 || n > QUOTE_LINES_MAX)
		return refuse_field(s, "lines", "A quote has 1 to %d lines.", QUOTE_LINES_MAX);
	for (const struct json *line = json_first(lines); line; line = json_next(line)) {
		enum err e = line_read(s, line, quote->lines_n++, quote);

		if (e != OK)
			worst = e;
	}
	return worst == OK ? total_read(s, quote) : worst;
}

/* A day lasts to its end where the tenant is. */
static bool instant_read(const struct scope *s, const char *text, int64_t *at_out)
{
	struct clock_parts end = { .hour = 23, .minute = 59, .second = 59, .ms = 999 };
	int64_t noon;

	if (!clock_is_date(text))
		return clock_read(text, at_out);
	/* a real day: its noon in UTC is a time that can be read */
	if (!clock_read(arena_format(s->arena, "%sT12:00Z", text), &noon))
		return false;
	end.year = clock_split(noon).year;
	end.month = clock_split(noon).month;
	end.day = clock_split(noon).day;
	*at_out = clock_join_local(&end, s->tenant->time_zone);
	return true;
}

static enum err valid_read(struct scope *s, const char *text, struct quote_new *quote)
{
	if (!instant_read(s, text, &quote->valid_until))
		return refuse_field(s, "validUntil",
			"validUntil must be a day, as 2026-12-31, or an instant with its offset.");
	if (quote->valid_until <= s->now)
		return refuse_field(s, "validUntil", "validUntil must be in the future.");
	if (quote->valid_until > s->now + YEARS_MAX * YEAR_MS)
		return refuse_field(
			s, "validUntil", "validUntil must be within %d years.", YEARS_MAX);
	return OK;
}

/* May the person use the ticket's desk? Asked as them. */
static enum err desk_check(struct scope *s, const struct ticket *ticket, int64_t person_id)
{
	const struct caller *asking = s->caller;
	struct desk *desk;
	enum err e = caller_by_person(s, person_id);

	if (e == OK)
		e = desk_find(s, arena_format(s->arena, "%lld", (long long)ticket->desk_id),
			DESK_SEE, &desk);
	s->caller = asking;
	return e == E_DENIED ? E_MISSING : e;
}

static enum err approver_find(struct scope *s, const struct ticket *ticket, const char *account_id,
	struct quote_approver *approver_out)
{
	struct person_id *found;
	struct person *person;

	TRY(sql_person_by_account(s, account_id, &found));
	if (found->id != ticket->reporter_id)
		TRY(desk_check(s, ticket, found->id));
	TRY(sql_person_find(s, found->id, &person));
	*approver_out = (struct quote_approver){ person->id, person->display_name };
	return OK;
}

static bool is_twice(const struct quote_new *quote, int64_t person_id)
{
	for (int i = 0; i < quote->approvers_n; i++)
		if (quote->approvers[i].person_id == person_id)
			return true;
	return false;
}

static enum err approver_read(struct scope *s, const struct ticket *ticket, const char *account_id,
	int i, struct quote_new *quote)
{
	const char *field = arena_format(s->arena, "approvers[%d]", i);
	struct quote_approver approver;
	enum err e = approver_find(s, ticket, account_id, &approver);

	if (e == E_MISSING)
		return refuse_field(s, field, "Nobody of that name may use this desk.");
	TRY(e);
	if (approver.person_id == scope_person(s))
		return refuse_field(s, field, "Who sends a quote does not decide on it.");
	if (is_twice(quote, approver.person_id))
		return refuse_field(s, field, "%.100s is named twice.", approver.name);
	quote->approvers[quote->approvers_n++] = approver;
	return OK;
}

static enum err approvers_read(struct scope *s, const struct ticket *ticket,
	const struct quote_wish *wish, struct quote_new *quote)
{
	enum err worst = OK;

	if (wish->approvers_n > QUOTE_APPROVERS_MAX)
		return refuse_field(
			s, "approvers", "At most %d people are asked.", QUOTE_APPROVERS_MAX);
	if (wish->approvers_n == 0 && !ticket->active)
		return refuse_field(s, "approvers",
			"%.100s is not active any more: please name somebody else to ask.",
			ticket->display_name);
	if (wish->approvers_n == 0 && ticket_is_reporter(s, ticket))
		return refuse_field(s, "approvers",
			"Who sends a quote does not decide on it: please name who is asked.");
	if (wish->approvers_n == 0)
		quote->approvers[quote->approvers_n++] =
			(struct quote_approver){ ticket->reporter_id, ticket->display_name };
	for (size_t i = 0; i < wish->approvers_n; i++) {
		enum err e = approver_read(s, ticket, wish->approvers[i], (int)i, quote);

		if (e != OK && worst != E_BUSY)
			worst = e;
	}
	TRY(worst);
	quote->needed = wish->needed;
	if (quote->needed < 1 || quote->needed > quote->approvers_n)
		return refuse_field(s, "needed", "needed must be from 1 to the %d who are asked.",
			quote->approvers_n);
	return OK;
}

enum err quote_read(struct scope *s, const struct ticket *ticket, const struct quote_wish *wish,
	struct quote_new *quote)
{
	enum err lines, valid, approvers;

	*quote = (struct quote_new){ .currency = wish->currency,
		.terms = *wish->terms ? wish->terms : NULL,
		.digits = money_digits(wish->currency) };
	if (quote->digits < 0)
		return refuse_field(
			s, "currency", "currency must be a code of ISO 4217 in capitals, as EUR.");
	if (quote->terms && text_misleads(quote->terms))
		return refuse_field(s, "terms",
			"The terms hold characters that are not shown, or that turn the direction of writing.");
	lines = lines_read(s, wish->lines, quote);
	valid = valid_read(s, wish->valid_until, quote);
	approvers = approvers_read(s, ticket, wish, quote);
	return lines != OK ? lines : valid != OK ? valid : approvers;
}
