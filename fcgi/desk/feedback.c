/* feedback.c - see feedback.h. */
#include "desk/feedback.h"

#include "base/arena.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/activity.h"
#include "desk/ticket.h"

bool feedback_may(const struct scope *s, const struct ticket *ticket)
{
	return ticket->done && ticket_is_reporter(s, ticket);
}

enum err feedback_find(struct scope *s, const struct ticket *ticket, struct feedback **feedback_out)
{
	return sql_feedback_find(s, ticket->id, feedback_out);
}

/* What was said before, in words; NULL: nothing. The ticket stays locked, so that two at once are told in order. */
static enum err before(struct scope *s, const struct ticket *ticket, const char **words_out)
{
	struct feedback *feedback;
	enum err e;

	*words_out = NULL;
	if (!ticket_is_reporter(s, ticket))
		return refuse(s, E_DENIED, "Only the reporter says what they think of it.");
	TRY(ticket_hold(s, ticket));
	e = sql_feedback_find(s, ticket->id, &feedback);
	if (e == E_MISSING)
		return OK;
	TRY(e);
	*words_out = arena_format(s->arena, "%lld", (long long)feedback->rating);
	return OK;
}

static enum err tell(struct scope *s, const struct ticket *ticket, const char *was, const char *is)
{
	TRY(ticket_touch(s, ticket, false));
	return activity_add(s, ticket,
		&(struct activity_new){
			ACTIVITY_FEEDBACK, .public = true, .before = was, .after = is });
}

enum err feedback_give(
	struct scope *s, const struct ticket *ticket, int64_t rating, const char *comment)
{
	const char *was;

	TRY(before(s, ticket, &was));
	if (!ticket->done)
		return refuse(s, E_INVALID, "You can say what you think of it once it is done.");
	TRY(sql_feedback_set(s, ticket->id, scope_person(s), rating, comment));
	return tell(s, ticket, was, arena_format(s->arena, "%lld", (long long)rating));
}

enum err feedback_take_back(struct scope *s, const struct ticket *ticket)
{
	const char *was;
	int64_t removed;

	TRY(before(s, ticket, &was));
	TRY(sql_feedback_remove(s, ticket->id, &removed));
	return removed ? tell(s, ticket, was, NULL) : OK;
}
