/* change.c - see change.h. */
#include "desk/change.h"

#include "id/scope.h"
#include "desk/activity.h"
#include "desk/desk.h"
#include "desk/ticket.h"

static int64_t settled_before(const struct scope *s)
{
	return s->now - CHANGE_SETTLED_MS;
}

/* The cursor of who has seen everything; 0 where nothing is that old. */
static enum err cursor_of(enum err e, const struct settled *settled, struct changes *changes)
{
	changes->cursor = e == OK ? settled->id : 0;
	return e == E_MISSING ? OK : e;
}

static enum err desk_from_here(struct scope *s, const struct desk *desk, struct changes *changes)
{
	struct settled *settled = NULL;
	enum err e = sql_settled_of_desk(s, desk->id, settled_before(s), &settled);

	return cursor_of(e, settled, changes);
}

static enum err ticket_from_here(
	struct scope *s, const struct ticket *ticket, struct changes *changes)
{
	struct settled *settled = NULL;
	enum err e = sql_settled_of_ticket(
		s, ticket->id, ticket_may(s, ticket, NOTE_SEE), settled_before(s), &settled);

	return cursor_of(e, settled, changes);
}

/* Moves the cursor on over what is settled, and counts. */
#define CURSOR_MOVE(s, changes, first, n)                           \
	for (__auto_type row_ = (first); row_; row_ = row_->next) { \
		(n)++;                                              \
		if (row_->created_at <= settled_before(s))          \
			(changes)->cursor = row_->id;               \
	}

enum err change_list_desk(
	struct scope *s, const struct desk *desk, int64_t after, struct changes *changes_out)
{
	int n = 0;

	*changes_out = (struct changes){ .cursor = after };
	if (after < 0)
		return desk_from_here(s, desk, changes_out);
	TRY(sql_change_after(
		s, desk->id, scope_person(s), after, CHANGES_MAX + 1, &changes_out->of_desk));
	CURSOR_MOVE(s, changes_out, changes_out->of_desk, n);
	if (n <= CHANGES_MAX)
		return OK;
	*changes_out = (struct changes){ .reset = true };
	return desk_from_here(s, desk, changes_out);
}

enum err change_list_ticket(
	struct scope *s, const struct ticket *ticket, int64_t after, struct changes *changes_out)
{
	int n = 0;

	*changes_out = (struct changes){ .cursor = after };
	if (after < 0)
		return ticket_from_here(s, ticket, changes_out);
	TRY(activity_after(s, ticket, after, CHANGES_MAX + 1, &changes_out->of_ticket));
	CURSOR_MOVE(s, changes_out, changes_out->of_ticket, n);
	if (n <= CHANGES_MAX)
		return OK;
	*changes_out = (struct changes){ .reset = true };
	return ticket_from_here(s, ticket, changes_out);
}
