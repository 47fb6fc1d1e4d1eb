/* workflow_store.c - see workflow_store.h. A status that goes is retired, not deleted, as the history of tickets names it; one
 * that comes again is the same as before. */
#include "desk/workflow_store.h"

#include "base/arena.h"
#include "base/str.h"
#include "id/scope.h"
#include "desk/workflow_text.h"
#include "sql/workflow_store.h"

enum { TICKETS_AT_ONCE = 2000, MANY = 1000 };

static enum err statuses_load(struct scope *s, struct flow *flow, int64_t first_id)
{
	struct stored_status *row;

	TRY(sql_stored_statuses(s, flow->id, &row));
	for (; row && !row->retired; row = row->next) {
		if (flow->n_statuses == FLOW_STATUSES_MAX)
			return refuse(s, E_TOO_LARGE, "%s has more than %d statuses.", flow->name,
				FLOW_STATUSES_MAX);
		if (row->id == first_id)
			flow->first = flow->n_statuses;
		flow->statuses[flow->n_statuses++] = (struct flow_status){ .name = row->name,
			.customer_name = row->customer_name,
			.category = row->category,
			.awaits_customer = row->awaits_customer,
			.id = row->id };
	}
	return OK;
}

/* Its place in the text; nowhere is FLOW_ANY and FLOW_BACK. */
static int place_of(const struct flow *flow, int64_t status_id)
{
	int place = flow->n_statuses - 1;

	while (place >= 0 && flow->statuses[place].id != status_id)
		place--;
	return place;
}

static enum err moves_load(struct scope *s, struct flow *flow)
{
	struct stored_move *row;

	TRY(sql_stored_moves(s, flow->id, &row));
	for (; row; row = row->next) {
		if (flow->n_moves == FLOW_MOVES_MAX)
			return refuse(s, E_TOO_LARGE, "%s has more than %d moves.", flow->name,
				FLOW_MOVES_MAX);
		flow->moves[flow->n_moves++] = (struct flow_move){ .name = row->name,
			.from = place_of(flow, row->from_status_id),
			.to = place_of(flow, row->to_status_id),
			.event = row->event,
			.who = row->who,
			.needs = row->needs,
			.sets = row->sets,
			.on_portal = row->on_portal,
			.id = row->id };
	}
	return OK;
}

enum err workflow_load(struct scope *s, const char *name, struct flow **flow_out)
{
	struct flow *flow = arena_new(s->arena, struct flow);
	struct workflow_head *head;

	TRY(sql_workflow_by_name(s, name, &head));
	*flow = (struct flow){
		.name = head->name, .id = head->id, .reopen_s = head->reopen_s, .first = -1
	};
	TRY(statuses_load(s, flow, head->initial_status_id));
	TRY(moves_load(s, flow));
	*flow_out = flow;
	return OK;
}

/* --- statuses ---------------------------------------------------------------------------------------------- */

/* What a change works on: the text, and the rows as they were. */
struct change {
	struct flow *flow;
	struct stored_status *statuses;
	struct flow_fault *fault;
	struct flow_news *news;
};

static const struct stored_status *named(const struct change *c, const char *name)
{
	const struct stored_status *row = c->statuses;

	while (row && !str_equal(row->name, name))
		row = row->next;
	return row;
}

/* By the name that it had, unless the one it gets is in use: a text may be brought in again. */
static enum err status_match(struct scope *s, const struct change *c, struct flow_status *status)
{
	const struct stored_status *row = named(c, status->name),
				   *was = status->was ? named(c, status->was) : NULL;

	if (was && (!row || row->retired))
		row = was;
	if (!row && status->was && !c->news->made)
		return workflow_fault(s->arena, c->fault, status->line,
			"There is no status \"%s\" that could become \"%s\".", status->was,
			status->name);
	status->id = row ? row->id : 0;
	return OK;
}

static enum err statuses_match(struct scope *s, const struct change *c)
{
	struct flow *flow = c->flow;

	for (int i = 0; i < flow->n_statuses; i++) {
		TRY(status_match(s, c, &flow->statuses[i]));
		for (int k = 0; k < i; k++)
			if (flow->statuses[i].id && flow->statuses[k].id == flow->statuses[i].id)
				return workflow_fault(s->arena, c->fault, flow->statuses[i].line,
					"\"%s\" and \"%s\" were the same status.",
					flow->statuses[k].name, flow->statuses[i].name);
	}
	return OK;
}

/* It is locked first, so that no ticket comes into it any more while they are counted. */
static enum err status_retire(
	struct scope *s, const struct change *c, const struct stored_status *row)
{
	struct status_use *use;

	TRY(sql_status_set(s, row->id, row->name, row->customer_name, row->category,
		row->awaits_customer, 0, true, &(int64_t){ 0 }));
	TRY(sql_status_tickets(s, row->id, &use));
	c->news->statuses_gone++;
	if (use->n == 0)
		return OK;
	return workflow_fault(s->arena, c->fault, c->flow->line,
		"There is no status \"%s\" any more, but %s%lld %s in it: move them, or say which status was \"%s\".",
		row->name, use->n == MANY ? "at least " : "", (long long)use->n,
		use->n == 1 ? "ticket is" : "tickets are", row->name);
}

static enum err statuses_retire(struct scope *s, const struct change *c)
{
	for (const struct stored_status *row = c->statuses; row; row = row->next)
		if (!row->retired && place_of(c->flow, row->id) < 0)
			TRY(status_retire(s, c, row));
	return OK;
}

static bool is_taken(const struct flow *flow, const char *name)
{
	for (int i = 0; i < flow->n_statuses; i++)
		if (str_equal(flow->statuses[i].name, name))
			return true;
	return false;
}

/* Of those that get another name, and of those that went and whose name another gets. */
static enum err names_free(struct scope *s, const struct change *c)
{
	for (const struct stored_status *row = c->statuses; row; row = row->next) {
		int place = place_of(c->flow, row->id);

		if (place >= 0 ? !str_equal(row->name, c->flow->statuses[place].name)
			       : is_taken(c->flow, row->name))
			TRY(sql_status_unname(s, row->id, &(int64_t){ 0 }));
	}
	return OK;
}

/* Tickets repeat whether they are done and whom they wait for: a few at a time, as one statement may not take long. */
static enum err tickets_follow(struct scope *s, const struct flow_status *status)
{
	int64_t changed = TICKETS_AT_ONCE;

	while (changed == TICKETS_AT_ONCE)
		TRY(sql_status_followed(s, status->id, str_equal(status->category, "DONE"),
			status->awaits_customer, TICKETS_AT_ONCE, &changed));
	return OK;
}

static enum err status_keep(struct scope *s, const struct change *c, int place)
{
	struct flow_status *status = &c->flow->statuses[place];

	if (status->id) {
		TRY(sql_status_set(s, status->id, status->name, status->customer_name,
			status->category, status->awaits_customer, place + 1, false,
			&(int64_t){ 0 }));
		return tickets_follow(s, status);
	}
	c->news->statuses_made++;
	return sql_status_add(s, c->flow->id, status->name, status->customer_name, status->category,
		status->awaits_customer, place + 1, &status->id);
}

static enum err statuses_keep(struct scope *s, struct change *c)
{
	TRY(sql_stored_statuses(s, c->flow->id, &c->statuses));
	TRY(statuses_match(s, c));
	TRY(statuses_retire(s, c));
	TRY(names_free(s, c));
	for (int i = 0; i < c->flow->n_statuses; i++)
		TRY(status_keep(s, c, i));
	return sql_workflow_set_first(
		s, c->flow->id, c->flow->statuses[c->flow->first].id, &(int64_t){ 0 });
}

/* --- moves ------------------------------------------------------------------------------------------------- */

static int64_t status_id(const struct flow *flow, int place)
{
	return place < 0 ? 0 : flow->statuses[place].id;
}

/* A move is known by its name and where it leads from. */
static enum err moves_match(struct scope *s, const struct change *c)
{
	struct flow *flow = c->flow;
	struct stored_move *row;

	TRY(sql_stored_moves(s, flow->id, &row));
	for (; row; row = row->next) {
		struct flow_move *move = flow->moves, *end = move + flow->n_moves;

		while (move < end &&
			(move->id || !str_equal(move->name, row->name) ||
				status_id(flow, move->from) != row->from_status_id))
			move++;
		if (move < end) {
			move->id = row->id;
			continue;
		}
		TRY(sql_transition_remove(s, row->id, &(int64_t){ 0 }));
		c->news->moves_gone++;
	}
	return OK;
}

static enum err moves_keep(struct scope *s, const struct change *c)
{
	struct flow *flow = c->flow;

	TRY(moves_match(s, c));
	for (int i = 0; i < flow->n_moves; i++) {
		struct flow_move *move = &flow->moves[i];

		if (move->id) {
			TRY(sql_transition_set(s, move->id, status_id(flow, move->to),
				move->on_portal, move->event, move->who, move->needs, move->sets,
				i + 1, &(int64_t){ 0 }));
			continue;
		}
		c->news->moves_made++;
		TRY(sql_transition_add(s, flow->id, move->name, status_id(flow, move->from),
			status_id(flow, move->to), move->on_portal, move->event, move->who,
			move->needs, move->sets, i + 1, &move->id));
	}
	return OK;
}

/* The step may run again, so nothing of the run before may be left. */
static void forget(struct flow *flow)
{
	for (int i = 0; i < flow->n_statuses; i++)
		flow->statuses[i].id = 0;
	for (int i = 0; i < flow->n_moves; i++)
		flow->moves[i].id = 0;
}

enum err workflow_keep(struct scope *s, struct flow *flow, struct flow_fault *fault_out,
	struct flow_news *news_out)
{
	struct change change = { .flow = flow, .fault = fault_out, .news = news_out };
	struct workflow_head *head;
	enum err e = sql_workflow_by_name(s, flow->name, &head);

	forget(flow);
	*news_out = (struct flow_news){ .made = e == E_MISSING };
	if (e == E_MISSING)
		TRY(sql_workflow_add(s, flow->name, &flow->id));
	else
		TRY(e);
	if (!news_out->made)
		flow->id = head->id;
	TRY(sql_workflow_lock(s, flow->id, flow->reopen_s, &(int64_t){ 0 }));
	TRY(statuses_keep(s, &change));
	return moves_keep(s, &change);
}

/* --- request types ----------------------------------------------------------------------------------------- */

static enum err all_are_there(struct scope *s, const struct used_status *used,
	const struct used_type *type, const char *name)
{
	struct str lacks = str_make(s->arena);

	for (; used; used = used->next)
		if (!used->goal_id)
			str_format(&lacks, "%s%s (%lld)", lacks.size ? ", " : "", used->name,
				(long long)used->n);
	return lacks.size == 0
		? OK
		: refuse(s, E_CONFLICT, "tickets of \"%s\" are in statuses that \"%s\" has not: %s",
			  type->name, name, lacks.text);
}

enum err workflow_use(struct scope *s, int64_t type_id, const char *name)
{
	struct workflow_head *goal;
	struct used_status *used;
	struct used_type *type;

	TRY(sql_used_type_find(s, type_id, &type));
	TRY(sql_workflow_by_name(s, name, &goal));
	if (type->workflow_id == goal->id)
		return OK;
	TRY(sql_type_set_workflow(s, type->id, goal->id, &(int64_t){ 0 }));
	TRY(sql_used_statuses(s, type->id, goal->id, &used));
	TRY(all_are_there(s, used, type, name));
	for (; used; used = used->next)
		for (int64_t changed = TICKETS_AT_ONCE; changed == TICKETS_AT_ONCE;)
			TRY(sql_used_status_change(s, type->id, used->id, used->goal_id,
				str_equal(used->category, "DONE"), used->awaits_customer,
				TICKETS_AT_ONCE, &changed));
	return OK;
}
