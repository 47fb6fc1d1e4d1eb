/* presence.c - see presence.h. */
#include "desk/presence.h"

#include "id/scope.h"
#include "desk/ticket.h"

enum err presence_tell(struct scope *s, const struct ticket *ticket, bool writing)
{
	int64_t swept;

	TRY(sql_presence_sweep(s, s->now - PRESENCE_LIFE_MS, &swept));
	return sql_presence_tell(s, ticket->id, scope_person(s), writing);
}

enum err presence_leave(struct scope *s, const struct ticket *ticket)
{
	int64_t left;

	return sql_presence_leave(s, ticket->id, scope_person(s), &left);
}

enum err presence_list(struct scope *s, const struct ticket *ticket, struct present **first_out)
{
	*first_out = NULL;
	if (!ticket_may(s, ticket, NOTE_SEE))
		return OK;
	return sql_presence_list(
		s, ticket->id, scope_person(s), s->now - PRESENCE_LIFE_MS, PRESENT_MAX, first_out);
}
