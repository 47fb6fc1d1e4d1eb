/* workflow_lint.c - see workflow_lint.h. */
#include "desk/workflow_lint.h"

#include <stdbool.h>
#include <string.h>

#include "base/str.h"
#include "desk/workflow_text.h"
#include "desk/workflow_word.h"

struct judge {
	struct arena *arena;
	const struct flow *flow;
	struct flow_fault *fault;
	bool leads[FLOW_STATUSES_MAX][FLOW_STATUSES_MAX]; /* from, to */
};
#define wrong(j, line, ...) workflow_fault((j)->arena, (j)->fault, (line), __VA_ARGS__)

static bool is_done(const struct flow *flow, int status)
{
	return str_equal(flow->statuses[status].category, "DONE");
}

static bool leads_from(const struct flow_move *move, int status)
{
	return (move->from == status || move->from == FLOW_ANY) && move->to != status;
}

static bool is_event(const struct flow_move *move, const char *event)
{
	return str_equal(move->event, event);
}

static bool is_for_customers(const struct flow_move *move)
{
	return str_in_list(move->who, "customer") || str_in_list(move->who, "reporter");
}

/* Does the move open again what is done, from any status that it leads from? */
static bool opens_again(const struct flow *flow, const struct flow_move *move)
{
	if (move->to == FLOW_BACK || is_done(flow, move->to))
		return false;
	return move->from == FLOW_ANY || is_done(flow, move->from);
}

/* --- single moves ------------------------------------------------------------------------------------------ */

static enum err place_judge(const struct judge *j, const struct flow_move *move)
{
	if (move->from != FLOW_ANY && move->from == move->to)
		return wrong(j, move->line, "\"%s\" leads to the status that it comes from.",
			move->name);
	if (move->to == FLOW_BACK &&
		(move->from == FLOW_ANY || !j->flow->statuses[move->from].awaits_customer))
		return wrong(j, move->line,
			"Only from a status that is waiting for the customer a move leads back.");
	return OK;
}

static enum err event_judge(const struct judge *j, const struct flow_move *move)
{
	bool from_done = move->from != FLOW_ANY && is_done(j->flow, move->from),
	     to_done = move->to != FLOW_BACK && is_done(j->flow, move->to);

	if (is_event(move, "reopen") && (!from_done || to_done))
		return wrong(j, move->line,
			"To reopen leads from a status that is done to one that is not.");
	if (is_event(move, "withdraw") && (from_done || !to_done))
		return wrong(j, move->line,
			"To withdraw leads from a status that is not done to one that is.");
	if (is_event(move, "reply") && (from_done || move->from == FLOW_ANY))
		return wrong(j, move->line,
			"A reply moves from a status of its own that is not done: \"thank you\" opens nothing again.");
	if (is_event(move, "then") && move->from == FLOW_ANY)
		return wrong(j, move->line, "What follows at once follows a status of its own.");
	return OK;
}

static enum err people_judge(const struct judge *j, const struct flow_move *move)
{
	if (move->on_portal && !is_for_customers(move))
		return wrong(j, move->line,
			"\"%s\" is on the portal, but not by customer or reporter.", move->name);
	if (!move->on_portal && is_for_customers(move))
		return wrong(j, move->line,
			"\"%s\" is by customers, who would never see it: say on portal.",
			move->name);
	if (is_for_customers(move) && opens_again(j->flow, move) && !is_event(move, "reopen"))
		return wrong(j, move->line,
			"\"%s\" lets customers open what is done: say when reopen.", move->name);
	if (is_for_customers(move) && is_event(move, "reopen") && j->flow->reopen_s == 0)
		return wrong(j, move->line,
			"For how long may customers do this? Say reopen for 14 days, below the workflow's name.");
	return OK;
}

static enum err sets_judge(const struct judge *j, const struct flow_move *move)
{
	if (word_value(j->arena, move->sets, "resolution") &&
		(move->to == FLOW_BACK || !is_done(j->flow, move->to)))
		return wrong(j, move->line,
			"A resolution is set where a ticket ends, in a status that is done.");
	return OK;
}

/* No two from one status have one name or one event. */
static enum err twins_judge(const struct judge *j, int nth)
{
	const struct flow_move *move = &j->flow->moves[nth];

	for (int i = 0; i < nth; i++) {
		const struct flow_move *other = &j->flow->moves[i];

		if (other->from != move->from)
			continue;
		if (str_equal(other->name, move->name))
			return wrong(j, move->line,
				"From here \"%s\" is there already, in line %d.", move->name,
				other->line);
		if (move->event && is_event(other, move->event))
			return wrong(j, move->line,
				"From here \"%s\" is what runs when %s, in line %d.", other->name,
				move->event, other->line);
	}
	return OK;
}

static enum err moves_judge(const struct judge *j)
{
	for (int i = 0; i < j->flow->n_moves; i++) {
		const struct flow_move *move = &j->flow->moves[i];

		TRY(place_judge(j, move));
		TRY(event_judge(j, move));
		TRY(people_judge(j, move));
		TRY(sets_judge(j, move));
		TRY(twins_judge(j, i));
	}
	return OK;
}

/* --- all of them together ---------------------------------------------------------------------------------- */

static void goal_mark(struct judge *j, const struct flow_move *move)
{
	for (int from = 0; from < j->flow->n_statuses; from++)
		if (leads_from(move, from))
			j->leads[from][move->to] = true;
}

/* Back is wherever one may have come from, and the first status for what began elsewhere. */
static void back_mark(struct judge *j, int from)
{
	for (int to = 0; to < j->flow->n_statuses; to++)
		if (to == j->flow->first || (j->leads[to][from] && !is_done(j->flow, to)))
			j->leads[from][to] = to != from;
}

static void ways_mark(struct judge *j)
{
	for (int i = 0; i < j->flow->n_moves; i++)
		if (j->flow->moves[i].to != FLOW_BACK)
			goal_mark(j, &j->flow->moves[i]);
	for (int i = 0; i < j->flow->n_moves; i++)
		if (j->flow->moves[i].to == FLOW_BACK)
			back_mark(j, j->flow->moves[i].from);
}

/* Marks all that can be reached from the statuses that are marked; the other way round all from which they are. */
static void spread(const struct judge *j, bool marked[FLOW_STATUSES_MAX], bool backwards)
{
	int n = j->flow->n_statuses;
	bool more = true;

	while (more) {
		more = false;
		for (int a = 0; a < n; a++)
			for (int b = 0; b < n; b++)
				if (marked[a] && !marked[b] &&
					(backwards ? j->leads[b][a] : j->leads[a][b]))
					marked[b] = more = true;
	}
}

static enum err ways_judge(const struct judge *j)
{
	bool met[FLOW_STATUSES_MAX] = { false }, ends[FLOW_STATUSES_MAX] = { false };
	const struct flow *flow = j->flow;

	met[flow->first] = true;
	spread(j, met, false);
	for (int i = 0; i < flow->n_statuses; i++)
		ends[i] = is_done(flow, i);
	spread(j, ends, true);
	for (int i = 0; i < flow->n_statuses; i++) {
		const struct flow_status *status = &flow->statuses[i];
		bool out = is_done(flow, i);

		for (int to = 0; to < flow->n_statuses && !out; to++)
			out = j->leads[i][to];
		if (!out)
			return wrong(j, status->line,
				"From \"%s\" there is no way out, and it is not done.",
				status->name);
		if (!met[i])
			return wrong(j, status->line, "Nothing leads to \"%s\".", status->name);
		if (!ends[i])
			return wrong(j, status->line,
				"From \"%s\" no status that is done can be reached.", status->name);
	}
	return OK;
}

static const struct flow_move *then_of(const struct flow *flow, int status)
{
	for (int i = 0; i < flow->n_moves; i++)
		if (flow->moves[i].from == status && is_event(&flow->moves[i], "then"))
			return &flow->moves[i];
	return NULL;
}

/* What follows at once has an end. Back is no end that anybody can foresee. */
static enum err followers_judge(const struct judge *j)
{
	for (int i = 0; i < j->flow->n_statuses; i++) {
		const struct flow_move *first = then_of(j->flow, i), *move = first;

		for (int n = 0; move; n++) {
			if (move->to == FLOW_BACK || n == j->flow->n_statuses)
				return wrong(
					j, first->line, "What follows at once goes on for ever.");
			move = then_of(j->flow, move->to);
		}
	}
	return OK;
}

static enum err reopen_judge(const struct judge *j)
{
	for (int i = 0; i < j->flow->n_moves; i++)
		if (is_event(&j->flow->moves[i], "reopen") && is_for_customers(&j->flow->moves[i]))
			return OK;
	return j->flow->reopen_s == 0
		? OK
		: wrong(j, j->flow->reopen_line, "No move by customers is there when reopen.");
}

static enum err statuses_judge(const struct judge *j)
{
	const struct flow *flow = j->flow;

	if (flow->n_statuses == 0)
		return wrong(j, flow->line, "A workflow has statuses.");
	if (flow->first < 0)
		return wrong(j, flow->line, "No status is first: say which one a new ticket has.");
	for (int i = 0; i < flow->n_statuses; i++) {
		const struct flow_status *status = &flow->statuses[i];

		if (status->awaits_customer && is_done(flow, i))
			return wrong(j, status->line, "What is done waits for nobody.");
		for (int k = 0; k < i; k++)
			if (status->was && str_equal(flow->statuses[k].was, status->was))
				return wrong(
					j, status->line, "Two statuses were \"%s\".", status->was);
	}
	return OK;
}

enum err workflow_lint(struct arena *arena, const struct flow *flow, struct flow_fault *fault_out)
{
	struct judge j = { .arena = arena, .flow = flow, .fault = fault_out };

	TRY(statuses_judge(&j));
	TRY(moves_judge(&j));
	ways_mark(&j);
	TRY(ways_judge(&j));
	TRY(followers_judge(&j));
	return reopen_judge(&j);
}
