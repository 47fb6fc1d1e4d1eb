/* activity.c - see activity.h. */
#include "desk/activity.h"

#include "base/str.h"
#include "base/text.h"
#include "db/tx.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/notice.h"
#include "desk/quote.h"
#include "desk/sla.h"
#include "desk/ticket.h"

enum { TEXT_LENGTH_MAX = 500 };

/* Who is told of it: the team alone, customers too, or those whom the change itself is for (a file of a note is the team's). */
enum audience { TEAM, EVERYBODY, WHO_MAY };
/* `says`: customers read before and after as the team does, where nothing is said for them. */
static const struct kind {
	const char *name;
	enum audience audience;
	bool says;
} kinds[ACTIVITY_COUNT] = {
	[ACTIVITY_CREATED] = { "created", EVERYBODY, true },
	[ACTIVITY_STATUS] = { "status", WHO_MAY, false },
	[ACTIVITY_COMMENT] = { "comment", EVERYBODY, false },
	[ACTIVITY_NOTE] = { "note", TEAM, false },
	[ACTIVITY_COMMENT_HIDDEN] = { "comment-hidden", TEAM, false },
	[ACTIVITY_COMMENT_EDITED] = { "comment-edited", WHO_MAY, false },
	[ACTIVITY_FIELD_EDITED] = { "field-edited", WHO_MAY, true },
	[ACTIVITY_FILE_ADDED] = { "file-added", WHO_MAY, true },
	[ACTIVITY_FILE_REMOVED] = { "file-removed", WHO_MAY, true },
	[ACTIVITY_LINK_ADDED] = { "link-added", TEAM, false },
	[ACTIVITY_LINK_REVOKED] = { "link-revoked", TEAM, false },
	[ACTIVITY_ASSIGNEE] = { "assignee", TEAM, false },
	[ACTIVITY_PRIORITY] = { "priority", TEAM, false },
	[ACTIVITY_RESOLUTION] = { "resolution", WHO_MAY, true },
	[ACTIVITY_PARTICIPANT_ADDED] = { "participant-added", WHO_MAY, true },
	[ACTIVITY_PARTICIPANT_REMOVED] = { "participant-removed", WHO_MAY, true },
	[ACTIVITY_SHARED] = { "shared", WHO_MAY, true },
	[ACTIVITY_UNSHARED] = { "unshared", WHO_MAY, true },
	[ACTIVITY_RELATION_ADDED] = { "relation-added", TEAM, false },
	[ACTIVITY_RELATION_REMOVED] = { "relation-removed", TEAM, false },
	[ACTIVITY_MERGED] = { "merged", WHO_MAY, false },
	[ACTIVITY_MERGED_FROM] = { "merged-from", WHO_MAY, false },
	[ACTIVITY_QUOTE_SENT] = { "quote-sent", WHO_MAY, true },
	[ACTIVITY_QUOTE_VOID] = { "quote-void", WHO_MAY, true },
	[ACTIVITY_APPROVED] = { "approved", WHO_MAY, true },
	[ACTIVITY_DECLINED] = { "declined", WHO_MAY, true },
	[ACTIVITY_CLOCK_WARNING] = { "clock-warning", TEAM, false },
	[ACTIVITY_CLOCK_BREACHED] = { "clock-breached", TEAM, false },
	[ACTIVITY_CLOCK_TARGET] = { "clock-target", TEAM, false },
	[ACTIVITY_FEEDBACK] = { "feedback", WHO_MAY, false },
};

const char *activity_name(enum activity_kind kind)
{
	return kinds[kind].name;
}

static const char *door(const struct scope *s)
{
	if (s->door)
		return s->door;
	if (!s->caller)
		return "job";
	return caller_is_program(s) ? "api" : "portal";
}

static const char *shortened(struct scope *s, const char *text)
{
	return text ? text_shorten(s->arena, text, TEXT_LENGTH_MAX) : NULL;
}

static bool is_public(const struct activity_new *activity)
{
	switch (kinds[activity->kind].audience) {
	case TEAM:
		return false;
	case EVERYBODY:
		return true;
	default:
		return activity->public;
	}
}

/* With a ticket that ends, however that came, ends what was asked about it. */
static bool is_end(const struct ticket *ticket, enum activity_kind kind)
{
	return kind == ACTIVITY_MERGED || (kind == ACTIVITY_STATUS && ticket->done);
}

enum err activity_add(
	struct scope *s, const struct ticket *ticket, const struct activity_new *activity)
{
	int64_t id;
	bool voided;

	TRY(sql_activity_add(s, ticket->desk_id, ticket->id, s->caller ? scope_person(s) : 0,
		door(s), kinds[activity->kind].name, is_public(activity), activity->subject_id,
		shortened(s, activity->before), shortened(s, activity->after),
		shortened(s, activity->customer_before), shortened(s, activity->customer_after),
		&id));
	if (!id)
		return s->caller ? tx_again(s->db) : OK;
	TRY(notice_follow(s, ticket, id, activity));
	if (is_end(ticket, activity->kind))
		TRY(quote_void_pending(s, ticket, &voided));
	return sla_follow(s, ticket, activity);
}

enum err activity_hide(struct scope *s, const struct ticket *ticket, int64_t comment_id)
{
	int64_t n;

	TRY(sql_activity_hide(s, ticket->id, comment_id, &n));
	return sql_activity_hide_files(s, ticket->id, comment_id, &n);
}

static bool says(const char *name)
{
	for (int kind = 0; kind < ACTIVITY_COUNT; kind++)
		if (str_equal(kinds[kind].name, name))
			return kinds[kind].says;
	return false;
}

/* What the team calls things does not leave this file towards a customer. */
static void for_customers(struct activity *row)
{
	for (; row; row = row->next) {
		bool open = says(row->kind);

		/* Two of the team's statuses may be one to them. */
		if (str_equal(row->kind, kinds[ACTIVITY_STATUS].name))
			row->subject_id = 0;
		row->before_text = row->customer_before ? row->customer_before
			: open                          ? row->before_text
							: NULL;
		row->after_text = row->customer_after ? row->customer_after
			: open                        ? row->after_text
						      : NULL;
	}
}

enum err activity_list(struct scope *s, const struct ticket *ticket, int64_t before_id,
	int64_t limit, int64_t start, struct activity **first_out)
{
	bool team = ticket_may(s, ticket, NOTE_SEE);

	TRY(sql_activity_list(s, ticket->id, team, before_id, limit, start, first_out));
	if (!team)
		for_customers(*first_out);
	return OK;
}

enum err activity_after(struct scope *s, const struct ticket *ticket, int64_t after, int64_t limit,
	struct activity **first_out)
{
	bool team = ticket_may(s, ticket, NOTE_SEE);

	TRY(sql_activity_after(s, ticket->id, team, after, limit, first_out));
	if (!team)
		for_customers(*first_out);
	return OK;
}
