/* activity.h - every change of a ticket is a row: who, what, before, after, by which door. It is written in the transaction of
 * the change by whoever makes the change; what follows from changes (notices, clocks, the end of a pending quote) hangs here and
 * nowhere else. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/activity.h"

struct scope;
struct ticket;

enum activity_kind {
	ACTIVITY_CREATED,
	ACTIVITY_STATUS,
	ACTIVITY_COMMENT,
	ACTIVITY_NOTE,
	ACTIVITY_COMMENT_HIDDEN,
	ACTIVITY_COMMENT_EDITED,
	ACTIVITY_FIELD_EDITED, /* summary, description ...: the field's label is `after` */
	ACTIVITY_FILE_ADDED,   /* to a ticket that was there already; its name is `after` */
	ACTIVITY_FILE_REMOVED,
	ACTIVITY_LINK_ADDED, /* to a file: that is the subject */
	ACTIVITY_LINK_REVOKED,
	ACTIVITY_ASSIGNEE,
	ACTIVITY_PRIORITY,
	ACTIVITY_RESOLUTION,
	ACTIVITY_PARTICIPANT_ADDED,
	ACTIVITY_PARTICIPANT_REMOVED,
	ACTIVITY_SHARED, /* with an organization */
	ACTIVITY_UNSHARED,
	ACTIVITY_RELATION_ADDED,
	ACTIVITY_RELATION_REMOVED,
	ACTIVITY_MERGED,      /* into another: its last one */
	ACTIVITY_MERGED_FROM, /* another came into this one */
	ACTIVITY_QUOTE_SENT,
	ACTIVITY_QUOTE_VOID,
	ACTIVITY_APPROVED,
	ACTIVITY_DECLINED,
	ACTIVITY_CLOCK_WARNING,
	ACTIVITY_CLOCK_BREACHED,
	ACTIVITY_CLOCK_TARGET,
	ACTIVITY_FEEDBACK,
	ACTIVITY_COUNT
};

struct activity_new {
	enum activity_kind kind;
	bool public;                 /* customers see it in the history, if the kind lets them */
	int64_t subject_id;          /* the comment, file, person, quote ...; 0: none */
	const char *before, *after;  /* in words, shortened to what a row holds; may be NULL */
	const char *customer_before; /* what customers see instead, where that differs */
	const char *customer_after;
};
/* In the open transaction. Without a caller a job did it. When the ticket went into another meanwhile (desk/merge.h), all of the
 * transaction is begun anew: what was found leads to the other one then. */
enum err activity_add(
	struct scope *s, const struct ticket *ticket, const struct activity_new *activity) MUST_USE;
/* A comment became the team's alone, and so does all that was said of it and of its files. */
enum err activity_hide(struct scope *s, const struct ticket *ticket, int64_t comment_id) MUST_USE;
const char *activity_name(enum activity_kind kind); /* "comment-edited" */

/* As far as the caller may see it: customers the public part, in their words. Newest first, of those before an id; INT64_MAX: all. */
enum err activity_list(struct scope *s, const struct ticket *ticket, int64_t before_id,
	int64_t limit, int64_t start, struct activity **first_out) MUST_USE;
/* Oldest first, of those after an id. */
enum err activity_after(struct scope *s, const struct ticket *ticket, int64_t after, int64_t limit,
	struct activity **first_out) MUST_USE;
