/* comment.c - see comment.h. */
#include "desk/comment.h"

#include "id/caller.h"
#include "id/scope.h"
#include "desk/activity.h"
#include "desk/search.h"
#include "desk/ticket.h"
#include "desk/workflow.h"

enum err comment_list(struct scope *s, const struct ticket *ticket, bool publics, bool notes,
	int64_t limit, int64_t start, struct comment **first_out)
{
	return sql_comment_list(s, ticket->id, publics, notes && ticket_may(s, ticket, NOTE_SEE),
		limit, start, first_out);
}

enum err comment_find(
	struct scope *s, const struct ticket *ticket, int64_t id, struct comment **comment_out)
{
	return sql_comment_find(s, ticket->id, id, ticket_may(s, ticket, NOTE_SEE), comment_out);
}

/* The ticket first: what refers to it locks it for others that do, and two who then want to change it would wait for each other. */
static enum err add(struct scope *s, const struct ticket *ticket, const char *body, bool public,
	bool plain, struct comment **comment_out)
{
	int64_t id;

	TRY(ticket_touch(s, ticket, public));
	TRY(sql_comment_add(s, ticket->id, scope_person(s), caller_is_team(s, ticket->answering),
		public, body, plain, &id));
	TRY(search_add(s, ticket->id, id, public, body));
	TRY(activity_add(s, ticket,
		&(struct activity_new){ public ? ACTIVITY_COMMENT : ACTIVITY_NOTE, .public = public,
			.subject_id = id }));
	return sql_comment_find(s, ticket->id, id, !public, comment_out);
}

enum err comment_add_still(struct scope *s, const struct ticket *ticket, const char *body,
	bool public, struct comment **comment_out)
{
	if (!public && !ticket_may(s, ticket, NOTE_ADD))
		return refuse(s, E_DENIED, "Only the team writes internal notes here.");
	return add(s, ticket, body, public, false, comment_out);
}

/* The comment touched the ticket, so nobody moves it any more: who did so since it was found is seen at the second try. */
static enum err reply_fire(struct scope *s, struct ticket *ticket)
{
	struct ticket *now;
	bool moved;
	enum err e = workflow_fire(s, ticket, "reply", &moved);

	if (e != E_CONFLICT)
		return e;
	TRY(sql_ticket_find_by_id(s, ticket->id, &now));
	now->answering = ticket->answering;
	now->taking_part = ticket->taking_part;
	now->shared = ticket->shared;
	now->asked = ticket->asked;
	*ticket = *now;
	return workflow_fire(s, ticket, "reply", &moved);
}

/* "Thank you" under what is done opens nothing again. */
static enum err reply_follow(struct scope *s, struct ticket *ticket)
{
	return caller_is_team(s, ticket->answering) || ticket->done ? OK : reply_fire(s, ticket);
}

enum err comment_add(struct scope *s, struct ticket *ticket, const char *body, bool public,
	struct comment **comment_out)
{
	TRY(comment_add_still(s, ticket, body, public, comment_out));
	return reply_follow(s, ticket);
}

enum err comment_add_mail(struct scope *s, struct ticket *ticket, const char *body, bool public,
	bool still, struct comment **comment_out)
{
	TRY(add(s, ticket, body, public, true, comment_out));
	return still || !public ? OK : reply_follow(s, ticket);
}

struct safe_html comment_html(struct arena *arena, const struct comment *comment)
{
	return comment->plain ? text_plain(arena, comment->body)
			      : text_markdown(arena, comment->body);
}

enum err comment_hide(struct scope *s, const struct ticket *ticket, const struct comment *comment)
{
	int64_t hidden;

	TRY(sql_comment_hide(s, comment->id, &hidden));
	if (hidden == 0)
		return OK;
	TRY(sql_comment_words_remove(s, ticket->id, comment->id, &(int64_t){ 0 }));
	TRY(search_add(s, ticket->id, comment->id, false, comment->body));
	TRY(ticket_touch(s, ticket, false));
	TRY(activity_hide(s, ticket, comment->id));
	return activity_add(s, ticket,
		&(struct activity_new){ ACTIVITY_COMMENT_HIDDEN, .subject_id = comment->id });
}
