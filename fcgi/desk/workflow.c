/* workflow.c - see workflow.h. */
#include "desk/workflow.h"

#include "base/str.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/activity.h"
#include "desk/ticket.h"

enum { TRANSITIONS_MAX = 100 };

/* Who answers on the desk may run all of them, a customer those that are offered on the portal. */
static bool portal_only(const struct scope *s, const struct ticket *ticket)
{
	return caller_role_on_desk(s, ticket->answering) < ROLE_AGENT;
}

enum err workflow_transitions(struct scope *s, const struct ticket *ticket, int64_t limit,
	int64_t start, struct transition **first_out)
{
	*first_out = NULL;
	if (!ticket_may(s, ticket, TICKET_MOVE))
		return OK;
	return sql_transition_list(s, ticket->workflow_id, ticket->status_id,
		ticket->back_status_id, portal_only(s, ticket), limit, start, first_out);
}

enum err workflow_status_names(struct scope *s, struct status **first_out)
{
	return sql_status_names(
		s, scope_person(s), policy_allows(caller_role(s), DESK_SEE, ANY), first_out);
}

enum err workflow_status_counts(struct scope *s, int64_t desk_id, struct status **first_out)
{
	return sql_status_counts(s, desk_id, first_out);
}

enum err workflow_record(struct scope *s, int64_t ticket_id, const struct status *status)
{
	return sql_change_add(s, ticket_id, status->id, status->customer_name, status->category,
		status->awaits_customer, scope_person(s));
}

/* The ticket as it is after the move, for whoever goes on with it. */
static void become(const struct scope *s, struct ticket *ticket, const struct transition *t)
{
	bool done = str_equal(t->category, "DONE");

	if (t->awaits_customer && !ticket->awaits_customer && !ticket->done)
		ticket->back_status_id = ticket->status_id;
	if (!str_equal(ticket->customer_name, t->customer_name))
		ticket->status_changed_at = s->now;
	if (!done)
		ticket->resolved_at = 0;
	else if (!ticket->done)
		ticket->resolved_at = s->now;
	ticket->done = done;
	ticket->status_id = t->to_status_id;
	ticket->status_name = t->to_name;
	ticket->customer_name = t->customer_name;
	ticket->category = t->category;
	ticket->awaits_customer = t->awaits_customer;
}

static enum err move(struct scope *s, struct ticket *ticket, const struct transition *transition)
{
	const struct status goal = { .id = transition->to_status_id,
		.customer_name = transition->customer_name,
		.category = transition->category,
		.awaits_customer = transition->awaits_customer };
	bool renamed = !str_equal(ticket->customer_name, goal.customer_name);
	const struct activity_new change = { ACTIVITY_STATUS, .public = renamed,
		.subject_id = goal.id, .before = ticket->status_name, .after = transition->to_name,
		.customer_before = ticket->customer_name, .customer_after = goal.customer_name };
	int64_t moved;

	TRY(sql_ticket_move(s, ticket->id, ticket->status_id, goal.id,
		str_equal(goal.category, "DONE"), goal.awaits_customer, renamed, &moved));
	if (moved == 0)
		return refuse(s, E_CONFLICT,
			"Somebody moved this ticket a moment ago: please look again.");
	become(s, ticket, transition);
	if (renamed)
		TRY(workflow_record(s, ticket->id, &goal));
	TRY(ticket_touch(s, ticket, renamed));
	return activity_add(s, ticket, &change);
}

enum err workflow_run(struct scope *s, struct ticket *ticket, int64_t transition_id)
{
	struct transition *transition;

	TRY(workflow_transitions(s, ticket, TRANSITIONS_MAX, 0, &transition));
	while (transition && transition->id != transition_id)
		transition = transition->next;
	if (!transition)
		return refuse_field(
			s, "id", "From %s there is no such transition.", ticket->customer_name);
	return move(s, ticket, transition);
}

enum err workflow_fire(struct scope *s, struct ticket *ticket, const char *event, bool *moved_out)
{
	struct transition *transition;

	*moved_out = false;
	TRY(sql_transition_of_event(s, ticket->workflow_id, ticket->status_id,
		ticket->back_status_id, event, &transition));
	if (!transition)
		return OK;
	TRY(move(s, ticket, transition));
	*moved_out = true;
	return OK;
}
