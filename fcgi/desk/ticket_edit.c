/* ticket_edit.c - see ticket_edit.h. */
#include "desk/ticket_edit.h"

#include "id/scope.h"
#include "desk/activity.h"
#include "desk/desk.h"
#include "desk/priority.h"
#include "desk/ticket.h"

static enum err assignee_read(
	struct scope *s, const struct ticket *ticket, const char *account_id, struct agent *agent)
{
	struct agent *found;
	enum err e;

	*agent = (struct agent){ 0 };
	if (!*account_id)
		return OK;
	e = sql_agent_find(s, ticket->desk_id, account_id, &found);
	if (e == E_MISSING)
		return refuse_field(s, "assignee", "Nobody with this account answers on %s.",
			ticket->desk_name);
	if (e == OK)
		*agent = *found;
	return e;
}

enum err ticket_assign(struct scope *s, struct ticket *ticket, const char *account_id)
{
	const char *before = ticket->assignee_name;
	struct agent agent;
	int64_t changed;

	TRY(assignee_read(s, ticket, account_id, &agent));
	if (agent.id == ticket->assignee_id)
		return OK;
	TRY(sql_ticket_assign(s, ticket->id, agent.id, &changed));
	ticket->assignee_id = agent.id;
	ticket->assignee_account_id = agent.account_id;
	ticket->assignee_name = agent.display_name;
	TRY(ticket_touch(s, ticket, false));
	return activity_add(s, ticket,
		&(struct activity_new){ ACTIVITY_ASSIGNEE, .subject_id = agent.id, .before = before,
			.after = agent.display_name });
}

enum err ticket_prioritise(struct scope *s, struct ticket *ticket, const char *name)
{
	int64_t priority = priority_from_name(name), before = ticket->priority, changed;

	if (!priority)
		return refuse_field(
			s, "priority", "priority must be Highest, High, Medium, Low or Lowest.");
	if (priority == before)
		return OK;
	TRY(sql_ticket_prioritise(s, ticket->id, priority, &changed));
	ticket->priority = priority;
	TRY(ticket_touch(s, ticket, false));
	return activity_add(s, ticket,
		&(struct activity_new){ ACTIVITY_PRIORITY, .before = priority_name(before),
			.after = priority_name(priority) });
}

enum err desk_agents(struct scope *s, const struct desk *desk, const char *search, int64_t limit,
	int64_t start, struct agent **first_out)
{
	return sql_agent_list(s, desk->id, search, limit, start, first_out);
}
