/* queue_walk.c - which way a queue is read. An index that has all of its filter and its order is walked as far as a page needs. A
 * filter that some index makes small is read whole and sorted. Everything else is passed over in the order that is wanted, window by
 * window, and ends after READ_MAX rows: the page is then short, and says that it goes on. */
#include "desk/queue.h"

#include <assert.h>

#include "base/arena.h"
#include "base/str.h"
#include "id/scope.h"
#include "desk/desk.h"
#include "desk/search.h"
#include "desk/ticket.h"
#include "sql/search.h"

enum { WINDOW = 500, READ_MAX = 5000, FEW_MAX = 2000, COUNT_READ_MAX = 3000, ROWS_MAX = 200 };

/* A place as a number: milliseconds; with a priority before them; above all for what has no clock. */
#define PRIORITY_UNIT INT64_C(1000000000000000)
#define CLOCKLESS INT64_C(9000000000000000000)
#define END_OF_TIME INT64_C(253402300799000)

enum way {
	BY_ANY_STATE,
	BY_STATE,
	BY_ASSIGNEE,
	BY_AWAITS,
	BY_STATUS,
	BY_BREACH,
	BY_ORGANIZATION,
	BY_PRIORITY
};

/* What is asked, as the statements take it. */
struct ask {
	const struct queue *queue;
	int64_t desk_id;
	bool done_1, done_2, anybody, breaching, any_state;
	int64_t person, awaits, breach, status_id;
	const char *words;    /* what the full-text index is asked; NULL: nothing */
	struct search search; /* what it is, and the words that each ticket is looked through for */
	enum way way;         /* the index that has most of the filter */
	bool whole;           /* it has all of it */
	bool few;             /* it leads to few */
};
#define FILTER(a)                                                                               \
	(a)->done_1, (a)->done_2, (a)->anybody, (a)->person, (a)->awaits, (a)->queue->priority, \
		(a)->queue->type_id, (a)->breaching, (a)->breach, (a)->queue->status,           \
		(a)->queue->organization_id

/* The filter that leaves least, as far as one may guess, out of those that an index has. */
static enum way way_of(const struct ask *ask)
{
	const struct queue *queue = ask->queue;

	if (ask->breaching)
		return BY_BREACH;
	if (!ask->anybody)
		return BY_ASSIGNEE;
	if (ask->status_id)
		return BY_STATUS;
	if (queue->organization_id)
		return BY_ORGANIZATION;
	if (ask->awaits)
		return BY_AWAITS;
	return ask->any_state ? BY_ANY_STATE : BY_STATE;
}

static bool is_whole(const struct ask *ask)
{
	const struct queue *queue = ask->queue;
	int filters = ask->breaching + !ask->anybody + (*queue->status != 0) +
		(queue->organization_id != 0) + (ask->awaits != 0) + (queue->priority != 0) +
		(queue->type_id != 0);

	return filters == (ask->way != BY_ANY_STATE && ask->way != BY_STATE) &&
		ask->way != BY_ORGANIZATION;
}

static enum err ask_make(
	struct scope *s, const struct desk *desk, const struct queue *queue, struct ask *ask)
{
	struct queue_status *statuses = NULL;

	*ask = (struct ask){ .queue = queue,
		.desk_id = desk->id,
		.done_1 = str_equal(queue->state, "done"),
		.done_2 = !str_equal(queue->state, "open"),
		.any_state = str_equal(queue->state, "any"),
		.anybody = str_equal(queue->assignee, "any"),
		.person = str_equal(queue->assignee, "me") ? scope_person(s) : 0,
		.awaits = str_equal(queue->awaits, "customer") ? 2
			: str_equal(queue->awaits, "team")     ? 1
							       : 0,
		.breaching = queue->breach_within_s > 0,
		.breach = queue->breach_within_s ? s->now + queue->breach_within_s * 1000
						 : END_OF_TIME };
	if (*queue->status)
		TRY(sql_queue_statuses(s, desk->id, queue->status, &statuses));
	if (statuses && !statuses->next)
		ask->status_id = statuses->id;
	ask->way = way_of(ask);
	ask->whole = is_whole(ask);
	return OK;
}

static enum err count(
	struct scope *s, const struct ask *a, int64_t reach, struct queue_count **count_out)
{
	switch (a->way) {
	case BY_ASSIGNEE:
		return sql_queue_count_assignee(s, a->desk_id, FILTER(a), reach, count_out);
	case BY_AWAITS:
		return sql_queue_count_awaits(s, a->desk_id, FILTER(a), reach, count_out);
	case BY_STATUS:
		return sql_queue_count_status(
			s, a->desk_id, a->status_id, FILTER(a), reach, count_out);
	case BY_BREACH:
		return sql_queue_count_breach(s, a->desk_id, FILTER(a), reach, count_out);
	case BY_ORGANIZATION:
		return sql_queue_count_organization(s, a->desk_id, FILTER(a), reach, count_out);
	case BY_PRIORITY:
		return sql_queue_count_priority(s, a->desk_id, FILTER(a), reach, count_out);
	case BY_STATE:
		return sql_queue_count_open(s, a->desk_id, FILTER(a), reach, count_out);
	default:
		return sql_queue_count_any(s, a->desk_id, FILTER(a), reach, count_out);
	}
}

enum err queue_count(struct scope *s, const struct desk *desk, const struct queue *queue,
	struct queue_size *size_out)
{
	struct queue_count *counted;
	struct ask ask;
	int64_t reach;

	TRY(ask_make(s, desk, queue, &ask));
	if (ask.way == BY_STATE && queue->priority) {
		ask.way = BY_PRIORITY;
		ask.whole = !queue->type_id && !*queue->status;
	}
	reach = ask.whole ? QUEUE_COUNT_MAX : COUNT_READ_MAX;
	TRY(count(s, &ask, reach, &counted));
	*size_out = (struct queue_size){ counted->n, counted->seen == reach };
	if (counted->n >= QUEUE_COUNT_MAX)
		*size_out = (struct queue_size){ QUEUE_COUNT_MAX, true };
	return OK;
}

static bool sorts(const struct ask *ask, const char *sort)
{
	return str_equal(ask->queue->sort, sort);
}

static int64_t place_of(const struct ask *ask, const struct seen *seen)
{
	if (sorts(ask, "breach") && !seen->at)
		return CLOCKLESS;
	return (sorts(ask, "priority") ? seen->priority * PRIORITY_UNIT : 0) + seen->at;
}

/* A few, or what words find, read whole and sorted by a number. */
static enum err read_few(struct scope *s, const struct ask *a, const struct queue_place *after,
	int64_t reach, struct seen **first_out)
{
	bool down = a->queue->descending;
	int64_t rank = !after->at                ? INT64_MIN + 1
		: down && after->at != CLOCKLESS ? -after->at
						 : after->at;
	int64_t nth = down ? -after->id : after->id;
	const char *sort = a->queue->sort;

	if (a->words)
		return sql_queue_found(s, a->desk_id, a->words, FILTER(a), sort, down, rank, nth,
			reach, first_out);
	switch (a->way) {
	case BY_ASSIGNEE:
		return sql_queue_few_assignee(
			s, a->desk_id, FILTER(a), sort, down, rank, nth, reach, first_out);
	case BY_AWAITS:
		return sql_queue_few_awaits(
			s, a->desk_id, FILTER(a), sort, down, rank, nth, reach, first_out);
	case BY_STATUS:
		return sql_queue_few_status(s, a->desk_id, a->status_id, FILTER(a), sort, down,
			rank, nth, reach, first_out);
	case BY_BREACH:
		return sql_queue_few_breach(
			s, a->desk_id, FILTER(a), sort, down, rank, nth, reach, first_out);
	default:
		return sql_queue_few_organization(
			s, a->desk_id, FILTER(a), sort, down, rank, nth, reach, first_out);
	}
}

static enum err read_updated(struct scope *s, const struct ask *a, int64_t at, int64_t id,
	int64_t reach, struct seen **first_out)
{
	bool down = a->queue->descending;
	enum way way = a->any_state && a->way != BY_STATUS ? BY_ANY_STATE : a->way;

	switch (way) {
	case BY_ASSIGNEE:
		return (down ? sql_queue_assignee_down : sql_queue_assignee_up)(
			s, a->desk_id, FILTER(a), at, id, reach, first_out);
	case BY_AWAITS:
		return (down ? sql_queue_awaits_down : sql_queue_awaits_up)(
			s, a->desk_id, FILTER(a), at, id, reach, first_out);
	case BY_STATUS:
		return (down ? sql_queue_status_down : sql_queue_status_up)(
			s, a->desk_id, a->status_id, FILTER(a), at, id, reach, first_out);
	case BY_ANY_STATE:
		return (down ? sql_queue_any_down : sql_queue_any_up)(
			s, a->desk_id, FILTER(a), at, id, reach, first_out);
	default:
		return (down ? sql_queue_open_down : sql_queue_open_up)(
			s, a->desk_id, FILTER(a), at, id, reach, first_out);
	}
}

static enum err read_breach(struct scope *s, const struct ask *a, const struct queue_place *after,
	int64_t at, int64_t id, int64_t reach, struct seen **first_out)
{
	if (after->at == CLOCKLESS)
		return sql_queue_clockless(s, a->desk_id, FILTER(a), after->id, reach, first_out);
	return (a->queue->descending ? sql_queue_breach_down : sql_queue_breach_up)(
		s, a->desk_id, FILTER(a), at, id, reach, first_out);
}

static enum err read_priority(struct scope *s, const struct ask *a, const struct queue_place *after,
	int64_t id, int64_t reach, struct seen **first_out)
{
	bool down = a->queue->descending;
	int64_t priority = after->at ? after->at / PRIORITY_UNIT : down ? 100 : 0;

	return (down ? sql_queue_priority_down : sql_queue_priority_up)(s, a->desk_id, FILTER(a),
		priority, after->at % PRIORITY_UNIT, id, reach, first_out);
}

/* The next of them in the order that is wanted, those that do not fit among them. */
static enum err read_on(struct scope *s, const struct ask *a, const struct queue_place *after,
	int64_t reach, struct seen **first_out)
{
	bool down = a->queue->descending;
	int64_t at = after->at ? after->at : down ? END_OF_TIME : 0;
	int64_t id = after->at ? after->id : down ? INT64_MAX : 0;

	if (a->few || a->words)
		return read_few(s, a, after, reach, first_out);
	if (sorts(a, "breach"))
		return read_breach(s, a, after, at, id, reach, first_out);
	if (sorts(a, "priority"))
		return read_priority(s, a, after, id, reach, first_out);
	if (sorts(a, "created"))
		return (down ? sql_queue_created_down : sql_queue_created_up)(
			s, a->desk_id, FILTER(a), at, id, reach, first_out);
	return read_updated(s, a, at, id, reach, first_out);
}

/* Is the index that has the filter the one of the order? Else it is looked whether it leads to few. */
static enum err few_fill(struct scope *s, struct ask *ask)
{
	bool ordered = sorts(ask, "updated")
		? ask->whole && !(ask->any_state && ask->way != BY_STATUS)
		: sorts(ask, "breach") ? ask->whole && ask->way == BY_BREACH
				       : false;
	struct queue_count *counted;

	if (ask->way == BY_STATE || ask->way == BY_ANY_STATE || ordered)
		return OK;
	TRY(count(s, ask, FEW_MAX, &counted));
	ask->few = counted->seen < FEW_MAX;
	return OK;
}

/* How far the rows were read, and what is still wanted. */
struct walk {
	struct queue_page *page;
	struct queue_place at;
	int64_t passed, read;
	int64_t *ids;
};

/* Takes what fits; false when the page is full. */
static bool take(struct walk *walk, const struct ask *ask, const struct seen *seen)
{
	struct queue_page *page = walk->page;

	for (; seen; seen = seen->next) {
		if (seen->fits && walk->passed++ >= page->start) {
			if (page->n == page->limit) {
				page->more = true;
				return false;
			}
			walk->ids[page->n] = seen->id;
			page->rows[page->n++].place = (struct queue_place){ place_of(ask, seen),
				seen->id };
		}
		walk->at = (struct queue_place){ place_of(ask, seen), seen->id };
		walk->read++;
	}
	return true;
}

static int64_t length(const struct seen *seen)
{
	int64_t n = 0;

	for (; seen; seen = seen->next)
		n++;
	return n;
}

/* After the last that has a clock come those that have none. */
static bool goes_on(const struct ask *ask, struct walk *walk)
{
	if (!sorts(ask, "breach") || ask->few || ask->words || ask->breaching ||
		walk->at.at == CLOCKLESS)
		return false;
	walk->at = (struct queue_place){ CLOCKLESS, 0 };
	return true;
}

/* Those without the words do not fit either. */
static enum err words_look_up(struct scope *s, const struct ask *ask, struct seen *seen)
{
	int64_t *ids = arena_alloc(s->arena, WINDOW * sizeof(*ids));
	struct ids wanted = { ids, 0 };
	struct search_match *match;

	if (ask->search.n_others == 0)
		return OK;
	for (const struct seen *one = seen; one; one = one->next)
		if (one->fits)
			ids[wanted.n++] = one->id;
	TRY(search_matching(s, &ask->search, &wanted, &match));
	for (; seen; seen = seen->next) {
		if (seen->fits && match && match->id == seen->id)
			match = match->next;
		else
			seen->fits = false;
	}
	return OK;
}

static enum err walk_on(struct scope *s, const struct ask *ask, struct walk *walk)
{
	const struct queue_page *page = walk->page;

	for (;;) {
		int64_t wanted = page->start + page->limit + 1 - walk->passed;
		bool most = ask->whole || ask->few || ask->words || wanted > WINDOW;
		int64_t reach = most && ask->search.n_others == 0 ? wanted : WINDOW;
		struct seen *seen;

		TRY(read_on(s, ask, &walk->at, reach, &seen));
		TRY(words_look_up(s, ask, seen));
		if (!take(walk, ask, seen))
			return OK;
		if (length(seen) < reach && !goes_on(ask, walk))
			return OK;
		if (walk->read > READ_MAX + page->start) {
			walk->page->more = true;
			return OK;
		}
	}
}

/* The rows come in the order of ids; one that went away meanwhile is left out. */
static void tickets_put(struct queue_page *page, struct ticket *tickets)
{
	int64_t n = 0;

	for (; tickets; tickets = tickets->next)
		for (int64_t i = 0; i < page->n; i++)
			if (page->rows[i].place.id == tickets->id)
				page->rows[i].ticket = tickets;
	for (int64_t i = 0; i < page->n; i++)
		if (page->rows[i].ticket)
			page->rows[n++] = page->rows[i];
	page->n = n;
}

enum err queue_tickets(struct scope *s, const struct desk *desk, const struct queue *queue,
	struct queue_page *page)
{
	struct walk walk = { .page = page, .at = page->after };
	struct ticket *tickets;
	struct ask ask;

	assert(page->limit <= ROWS_MAX);
	page->rows = arena_alloc(s->arena, ROWS_MAX * sizeof(*page->rows));
	walk.ids = arena_alloc(s->arena, ROWS_MAX * sizeof(*walk.ids));
	TRY(ask_make(s, desk, queue, &ask));
	if (*page->search) {
		TRY(search_plan(s, page->search, true, &ask.search));
		if (search_is_empty(&ask.search))
			return OK;
		ask.words = *ask.search.expression ? ask.search.expression : NULL;
	}
	if (!ask.words)
		TRY(few_fill(s, &ask));
	TRY(walk_on(s, &ask, &walk));
	page->reach = page->more && page->n == page->limit ? page->rows[page->n - 1].place
							   : walk.at;
	if (!page->n)
		return OK;
	TRY(ticket_list_of(s, &(struct ids){ walk.ids, (size_t)page->n }, &tickets));
	tickets_put(page, tickets);
	return OK;
}

enum err queue_shared_names(
	struct scope *s, const struct queue_page *page, struct shared_name **first_out)
{
	int64_t wanted[ROWS_MAX];
	struct ids ids = { wanted, 0 };

	*first_out = NULL;
	for (int64_t i = 0; i < page->n; i++)
		wanted[ids.n++] = page->rows[i].place.id;
	return ids.n ? sql_queue_organizations(s, &ids, first_out) : OK;
}
