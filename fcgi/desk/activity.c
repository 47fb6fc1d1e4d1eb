/* activity.c - see activity.h. */
#include "desk/activity.h"

#include "base/text.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/ticket.h"
#include "sql/activity.h"

enum { TEXT_LENGTH_MAX = 500 };

static const char *const names[ACTIVITY_COUNT] = {
	[ACTIVITY_CREATED] = "created",
	[ACTIVITY_STATUS] = "status",
	[ACTIVITY_COMMENT] = "comment",
	[ACTIVITY_NOTE] = "note",
	[ACTIVITY_COMMENT_HIDDEN] = "comment-hidden",
	[ACTIVITY_COMMENT_EDITED] = "comment-edited",
	[ACTIVITY_FIELD_EDITED] = "field-edited",
	[ACTIVITY_FILE_REMOVED] = "file-removed",
	[ACTIVITY_ASSIGNEE] = "assignee",
	[ACTIVITY_PRIORITY] = "priority",
	[ACTIVITY_RESOLUTION] = "resolution",
	[ACTIVITY_PARTICIPANT_ADDED] = "participant-added",
	[ACTIVITY_PARTICIPANT_REMOVED] = "participant-removed",
	[ACTIVITY_SHARED] = "shared",
	[ACTIVITY_UNSHARED] = "unshared",
	[ACTIVITY_RELATION_ADDED] = "relation-added",
	[ACTIVITY_RELATION_REMOVED] = "relation-removed",
	[ACTIVITY_MERGED] = "merged",
	[ACTIVITY_MERGED_FROM] = "merged-from",
	[ACTIVITY_QUOTE_SENT] = "quote-sent",
	[ACTIVITY_QUOTE_VOID] = "quote-void",
	[ACTIVITY_APPROVED] = "approved",
	[ACTIVITY_DECLINED] = "declined",
	[ACTIVITY_CLOCK_WARNING] = "clock-warning",
	[ACTIVITY_CLOCK_BREACHED] = "clock-breached",
	[ACTIVITY_CLOCK_TARGET] = "clock-target",
	[ACTIVITY_FEEDBACK] = "feedback",
};

const char *activity_name(enum activity_kind kind)
{
	return names[kind];
}

static const char *door(const struct scope *s)
{
	if (!s->caller)
		return "job";
	return caller_is_program(s) ? "api" : "portal";
}

static const char *shortened(struct scope *s, const char *text)
{
	return text ? text_shorten(s->arena, text, TEXT_LENGTH_MAX) : NULL;
}

enum err activity_add(
	struct scope *s, const struct ticket *ticket, const struct activity_new *activity)
{
	return sql_activity_add(s, ticket->desk_id, ticket->id, s->caller ? scope_person(s) : 0,
		door(s), names[activity->kind], activity->public, activity->subject_id,
		shortened(s, activity->before), shortened(s, activity->after),
		shortened(s, activity->customer_before), shortened(s, activity->customer_after));
}
