/* ticket_search.c - see ticket_search.h. Two ways to the tickets that are looked through: those of the full-text index, for words
 * that few texts have, or else simply all there are, newest first: then a page is soon full. Both stop after LOOKED_AT_MAX
 * tickets, say how far they came (filter->stop), and go on there with the next page. */
#include "desk/ticket_search.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "db/stmt.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/desk.h"
#include "desk/search.h"
#include "desk/ticket.h"
#include "sql/search.h"

enum {
	LOOKED_AT_MAX = 3000,
	AT_ONCE_FIRST = 64,
	AT_ONCE_MAX = 500,
	HITS_MAX = 20000,
	KEY_SIZE_MAX = 30,
	DESKS_MAX = 100,
};

/* What is being done. */
struct hunt {
	struct scope *s;
	const struct ticket_filter *filter;
	struct search search;
	bool team;
	int64_t looked, skip, wanted; /* tickets looked at, still to pass over, still to give */
	int64_t *ids;                 /* of those found, in their order */
	int64_t n;
};

static bool is_over(const struct hunt *hunt)
{
	return hunt->wanted == 0;
}

static void found(struct hunt *hunt, int64_t id)
{
	if (hunt->skip > 0) {
		hunt->skip--;
	} else if (hunt->wanted > 0) {
		hunt->ids[hunt->n++] = id;
		hunt->wanted--;
	}
}

static enum err look_at(struct hunt *hunt, const int64_t *ids, int64_t n)
{
	struct search_match *match;

	hunt->looked += n;
	TRY(search_matching(hunt->s, &hunt->search, &(struct ids){ ids, (size_t)n }, &match));
	for (; match; match = match->next)
		found(hunt, match->id);
	return OK;
}

static void stop_at(const struct hunt *hunt, int64_t at, int64_t id)
{
	if (hunt->filter->stop)
		*hunt->filter->stop = (struct ticket_stop){ at, id };
}

static int64_t activity_of(const struct hunt *hunt, const struct ticket *ticket)
{
	return hunt->team ? ticket->team_activity : ticket->last_activity;
}

/* --- all tickets there are ---------------------------------------------------------------------------------------------- */

static bool is_newer(const struct ticket *a, const struct ticket *b)
{
	return a->team_activity > b->team_activity ||
		(a->team_activity == b->team_activity && a->id > b->id);
}

/* Two lists by team activity become one of at most n. */
static struct ticket *merged(struct ticket *a, struct ticket *b, int64_t n)
{
	struct ticket *first = NULL, **link = &first;

	for (; n > 0 && (a || b); n--) {
		struct ticket **from = !b || (a && is_newer(a, b)) ? &a : &b, *one = *from;

		*from = one->next;
		*link = one;
		link = &one->next;
	}
	*link = NULL;
	return first;
}

static enum err list_answered(
	struct scope *s, const struct ticket_filter *filter, struct ticket **first_out)
{
	struct ticket_filter of_desk = *filter;
	struct ticket *tickets;
	struct desk *desk;

	*first_out = NULL;
	TRY(desk_list(s, DESKS_MAX, 0, &desk));
	for (; desk; desk = desk->next) {
		if (!caller_is_team(s, desk->answering))
			continue;
		of_desk.desk_id = desk->id;
		TRY(ticket_list_desk(s, &of_desk, &tickets));
		*first_out = merged(*first_out, tickets, filter->limit);
	}
	return OK;
}

static enum err list_plain(
	const struct hunt *hunt, const struct ticket_filter *filter, struct ticket **first_out)
{
	if (!hunt->team)
		return ticket_list(hunt->s, filter, first_out);
	return filter->desk_id ? ticket_list_desk(hunt->s, filter, first_out)
			       : list_answered(hunt->s, filter, first_out);
}

static enum err go_through_all(struct hunt *hunt)
{
	struct ticket_filter filter = *hunt->filter;
	struct ticket *ticket;
	int64_t ids[AT_ONCE_MAX], n;

	filter.search = "";
	filter.start = 0;
	filter.limit = AT_ONCE_FIRST;
	do {
		TRY(list_plain(hunt, &filter, &ticket));
		for (n = 0; ticket && n < filter.limit; ticket = ticket->next) {
			ids[n++] = ticket->id;
			filter.before = activity_of(hunt, ticket);
			filter.before_id = ticket->id;
		}
		TRY(look_at(hunt, ids, n));
		if (n < filter.limit || is_over(hunt))
			return OK;
		filter.limit = filter.limit * 2 < AT_ONCE_MAX ? filter.limit * 2 : AT_ONCE_MAX;
	} while (hunt->looked < LOOKED_AT_MAX);
	stop_at(hunt, filter.before, filter.before_id);
	return OK;
}

/* --- those of the full-text index --------------------------------------------------------------------------------------- */

static enum err hits_find(
	const struct hunt *hunt, int64_t limit, int64_t start, struct search_hit **first_out)
{
	const struct ticket_filter *f = hunt->filter;
	struct scope *s = hunt->s;
	int64_t before, before_id;

	ticket_filter_before(f, &before, &before_id);
	if (hunt->team)
		return sql_search_hits_desk(s, f->desk_id, scope_person(s),
			caller_role(s) >= ROLE_ADMIN, hunt->search.expression, f->state, f->status,
			before, before_id, limit, start, first_out);
	return sql_search_hits(s, scope_person(s), f->mine, f->taking_part, f->organization,
		f->organizations, (int64_t)f->asked, hunt->search.expression, f->state, f->status,
		f->desk_id, f->type_id, before, before_id, limit, start, first_out);
}

/* The one word is all there is: what the index gives is the answer. */
static enum err take_hits(struct hunt *hunt)
{
	struct search_hit *hit;

	TRY(hits_find(hunt, hunt->filter->limit, hunt->filter->start, &hit));
	for (hunt->skip = 0; hit; hit = hit->next)
		found(hunt, hit->id);
	return OK;
}

static enum err go_through_hits(struct hunt *hunt)
{
	int64_t ids[AT_ONCE_MAX], at_once = AT_ONCE_FIRST, n;
	const struct search_hit *last = NULL;
	struct search_hit *hit;

	TRY(hits_find(hunt, HITS_MAX, 0, &hit));
	while (hit && !is_over(hunt) && hunt->looked < LOOKED_AT_MAX) {
		for (n = 0; hit && n < at_once; hit = hit->next) {
			ids[n++] = hit->id;
			last = hit;
		}
		TRY(look_at(hunt, ids, n));
		at_once = at_once * 2 < AT_ONCE_MAX ? at_once * 2 : AT_ONCE_MAX;
	}
	if (hit && last && !is_over(hunt))
		stop_at(hunt, last->at, last->id);
	return OK;
}

/* --- both --------------------------------------------------------------------------------------------------------------- */

static bool is_key(const char *text)
{
	size_t letters = strspn(
		       text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
	       digits = letters && text[letters] == '-' ? strspn(text + letters + 1, "0123456789")
							: 0;

	return digits > 0 && !text[letters + 1 + digits] && strlen(text) <= KEY_SIZE_MAX;
}

/* Does the ticket stand in the list that is searched? */
static bool is_listed(const struct hunt *hunt, const struct ticket *ticket)
{
	const struct ticket_filter *f = hunt->filter;

	if (hunt->team)
		return caller_is_team(hunt->s, ticket->answering) &&
			(f->desk_id == 0 || f->desk_id == ticket->desk_id);
	return (f->mine && ticket_is_reporter(hunt->s, ticket)) ||
		(f->taking_part && ticket->taking_part) ||
		(f->asked == ASKED_ANY && ticket->asked) ||
		(f->organizations && ticket->shared && f->organization == 0);
}

/* Who types a key means that ticket: it is the answer, where nothing else narrows the list. */
static enum err take_key(struct hunt *hunt)
{
	const struct ticket_filter *f = hunt->filter;
	struct ticket *ticket;
	enum err e;

	if (!is_key(f->search) || f->state != STATE_ANY || *f->status || f->type_id ||
		(f->desk_id && !hunt->team) || f->before || f->start)
		return OK;
	e = ticket_find(hunt->s, f->search, TICKET_SEE, &ticket);
	if (e == E_MISSING)
		return OK;
	TRY(e);
	if (is_listed(hunt, ticket))
		found(hunt, ticket->id);
	return OK;
}

static enum err run(struct hunt *hunt)
{
	const struct ticket_filter *f = hunt->filter;

	hunt->ids = arena_alloc(hunt->s->arena, ((size_t)f->limit + 1) * sizeof(*hunt->ids));
	hunt->skip = f->start;
	hunt->wanted = f->limit;
	TRY(take_key(hunt));
	if (hunt->n > 0)
		return OK;
	TRY(search_plan(hunt->s, f->search, hunt->team, &hunt->search));
	if (search_is_empty(&hunt->search))
		return OK;
	if (!*hunt->search.expression)
		return go_through_all(hunt);
	return hunt->search.n_others ? go_through_hits(hunt) : take_hits(hunt);
}

/* The tickets come in the order of ids. */
static struct ticket *in_order(const struct hunt *hunt, struct ticket *tickets)
{
	struct ticket *first = NULL, **link = &first;

	for (int64_t i = 0; i < hunt->n; i++)
		for (struct ticket **from = &tickets; *from; from = &(*from)->next)
			if ((*from)->id == hunt->ids[i]) {
				*link = *from;
				*from = (*from)->next;
				link = &(*link)->next;
				break;
			}
	*link = NULL;
	return first;
}

static enum err search(
	struct scope *s, const struct ticket_filter *filter, bool team, struct ticket **first_out)
{
	struct hunt hunt = { .s = s, .filter = filter, .team = team };

	*first_out = NULL;
	TRY(run(&hunt));
	if (hunt.n == 0)
		return OK;
	TRY(ticket_list_of(s, &(struct ids){ hunt.ids, (size_t)hunt.n }, first_out));
	*first_out = in_order(&hunt, *first_out);
	return OK;
}

enum err ticket_search(
	struct scope *s, const struct ticket_filter *filter, struct ticket **first_out)
{
	return search(s, filter, false, first_out);
}

enum err ticket_search_desk(
	struct scope *s, const struct ticket_filter *filter, struct ticket **first_out)
{
	return search(s, filter, true, first_out);
}
