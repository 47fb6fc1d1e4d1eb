/* subscription.c - see subscription.h. */
#include "desk/subscription.h"

#include "id/scope.h"
#include "desk/desk.h"
#include "desk/ticket.h"
#include "sql/desk_watch.h"

enum err subscription_set(struct scope *s, const struct ticket *ticket, bool subscribed)
{
	return sql_subscription_set(s, ticket->id, scope_person(s), subscribed);
}

enum err desk_watch_set(struct scope *s, const struct desk *desk, bool watching)
{
	int64_t ended;

	return watching ? sql_desk_watch_begin(s, desk->id, scope_person(s))
			: sql_desk_watch_end(s, desk->id, scope_person(s), &ended);
}

enum err desk_watch_get(struct scope *s, const struct desk *desk, bool *watching_out)
{
	struct desk_watch *watch;

	TRY(sql_desk_watch_find(s, desk->id, scope_person(s), &watch));
	*watching_out = watch->watching;
	return OK;
}

bool subscription_is_wanted(const struct interest *interest, bool reports, bool assigned)
{
	bool sees = reports || interest->taking_part || interest->asked || interest->shared ||
		interest->team;

	if (!sees)
		return false;
	if (interest->said)
		return *interest->said;
	return reports || interest->taking_part || (assigned && interest->team);
}

enum err subscription_wants(
	struct scope *s, const struct ticket *ticket, int64_t person_id, bool *wanted_out)
{
	struct interest *interest;
	enum err e = sql_subscription_interest(
		s, ticket->id, ticket->desk_id, person_id, &interest);

	*wanted_out = false;
	if (e == E_MISSING) /* switched off */
		return OK;
	TRY(e);
	*wanted_out = subscription_is_wanted(
		interest, ticket->reporter_id == person_id, ticket->assignee_id == person_id);
	return OK;
}
