/* workflow.c - see workflow.h. */
#include "desk/workflow.h"

#include "base/str.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/activity.h"
#include "desk/ticket.h"
#include "desk/workflow_word.h"

enum { FOLLOWING_MAX = 8, MS = 1000 };

int64_t workflow_reopen_until(const struct ticket *ticket, const struct transition *transition)
{
	if (!ticket->done || str_equal(transition->category, "DONE"))
		return 0;
	return ticket->resolved_at + transition->reopen_s * MS;
}

static bool is_too_late(
	const struct scope *s, const struct ticket *ticket, const struct transition *transition)
{
	int64_t until = workflow_reopen_until(ticket, transition);

	return until && until <= s->now && !caller_is_team(s, ticket->answering);
}

bool workflow_needs_comment(const struct transition *transition)
{
	return str_in_list(transition->needs, "comment");
}

/* Who answers on the desk is shown what lacks something, with the reason; a customer is offered what is on the portal and can be
 * run now. */
static enum err is_offered(
	struct scope *s, const struct ticket *ticket, struct transition *transition, bool *is_out)
{
	*is_out = false;
	if (!word_is_caller(s, ticket, transition->who) || is_too_late(s, ticket, transition))
		return OK;
	TRY(word_lack(s, ticket, transition->needs, &transition->lacks));
	*is_out = !transition->lacks || caller_is_team(s, ticket->answering);
	return OK;
}

static enum err of_status(
	struct scope *s, const struct ticket *ticket, struct transition **first_out)
{
	return sql_transition_list(s, ticket->workflow_id, ticket->status_id,
		ticket->back_status_id, !caller_is_team(s, ticket->answering), first_out);
}

enum err workflow_transitions(struct scope *s, const struct ticket *ticket, int64_t limit,
	int64_t start, struct transition **first_out)
{
	struct transition *next, **end = first_out;
	bool is;

	*first_out = NULL;
	if (!ticket_may(s, ticket, TICKET_MOVE))
		return OK;
	TRY(of_status(s, ticket, &next));
	for (; next && limit > 0; next = next->next) {
		TRY(is_offered(s, ticket, next, &is));
		if (!is || start-- > 0)
			continue;
		*end = next;
		end = &next->next;
		limit--;
	}
	*end = NULL;
	return OK;
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

/* How it ended: as the transition says, else by the name of where it ended; nobody knows while it has not. */
static const char *resolution_after(
	struct scope *s, const struct ticket *ticket, const struct transition *transition)
{
	const char *said = word_value(s->arena, transition->sets, "resolution");

	if (!str_equal(transition->category, "DONE"))
		return NULL;
	if (!said && ticket->done)
		return ticket->resolution;
	return said ? said : transition->customer_name;
}

/* The ticket as it is after the move, for whoever goes on with it. */
static void become(const struct scope *s, struct ticket *ticket, const struct transition *t,
	const char *resolution)
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
	ticket->resolution = resolution;
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
	const char *resolution = resolution_after(s, ticket, transition);
	bool renamed = !str_equal(ticket->customer_name, goal.customer_name);
	const struct activity_new change = { ACTIVITY_STATUS, .public = renamed,
		.subject_id = goal.id, .before = ticket->status_name, .after = transition->to_name,
		.customer_before = ticket->customer_name, .customer_after = goal.customer_name };
	int64_t moved;

	TRY(sql_ticket_move(s, ticket->id, ticket->status_id, goal.id,
		str_equal(goal.category, "DONE"), goal.awaits_customer, renamed, resolution,
		&moved));
	if (moved == 0)
		return refuse(s, E_CONFLICT,
			"Somebody moved this ticket a moment ago: please look again.");
	become(s, ticket, transition, resolution);
	if (renamed)
		TRY(workflow_record(s, ticket->id, &goal));
	TRY(ticket_touch(s, ticket, renamed));
	TRY(activity_add(s, ticket, &change));
	return word_set(s, ticket, transition->sets);
}

static enum err fire_one(struct scope *s, struct ticket *ticket, const char *event, bool *moved_out)
{
	struct transition *transition;

	*moved_out = false;
	TRY(sql_transition_of_event(s, ticket->workflow_id, ticket->status_id,
		ticket->back_status_id, event, &transition));
	if (!transition)
		return OK;
	TRY(word_lack(s, ticket, transition->needs, &transition->lacks));
	if (transition->lacks)
		return OK;
	TRY(move(s, ticket, transition));
	*moved_out = true;
	return OK;
}

/* From where it came to, it may go on at once. A workflow in which that never ends is refused; the limit is for one that came by
 * another way. */
static enum err follow(struct scope *s, struct ticket *ticket)
{
	bool moved = true;

	for (int i = 0; moved && i < FOLLOWING_MAX; i++)
		TRY(fire_one(s, ticket, "then", &moved));
	return OK;
}

/* Refuses what may not be run now, and says why. */
static enum err judge(struct scope *s, const struct ticket *ticket, struct transition *transition,
	const char *comment)
{
	if (!transition || !word_is_caller(s, ticket, transition->who))
		return refuse_field(
			s, "id", "From %s there is no such transition.", ticket->customer_name);
	if (is_too_late(s, ticket, transition))
		return refuse_field(
			s, "id", "It is too long since this was done: please raise a new request.");
	TRY(word_lack(s, ticket, transition->needs, &transition->lacks));
	if (transition->lacks)
		return refuse_field(s, "id", "%s", transition->lacks);
	if (workflow_needs_comment(transition) && !*comment)
		return refuse_field(s, "additionalComment.body", "Please say why, in a comment.");
	return OK;
}

enum err workflow_run(struct scope *s, struct ticket *ticket, int64_t transition_id)
{
	return workflow_run_saying(s, ticket, transition_id, "");
}

enum err workflow_run_saying(
	struct scope *s, struct ticket *ticket, int64_t transition_id, const char *comment)
{
	struct transition *transition;

	TRY(of_status(s, ticket, &transition));
	while (transition && transition->id != transition_id)
		transition = transition->next;
	TRY(judge(s, ticket, transition, comment));
	TRY(move(s, ticket, transition));
	return follow(s, ticket);
}

enum err workflow_fire(struct scope *s, struct ticket *ticket, const char *event, bool *moved_out)
{
	TRY(fire_one(s, ticket, event, moved_out));
	return *moved_out ? follow(s, ticket) : OK;
}
