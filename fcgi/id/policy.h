/* policy.h - who may do what: one table, role x action -> how far it reaches. */
#pragma once
#include <stdbool.h>
#include "base/err.h"

struct scope;

enum role { ROLE_NOBODY, ROLE_CUSTOMER, ROLE_AGENT, ROLE_ADMIN, ROLE_COUNT };

/* How far a role's right reaches. A thing is at a distance from the caller: OWN (reporter, participant, uploader),
 * ORGANIZATION (shared with one of mine), DESK (of a desk I am an agent of), ANY (the tenant). The right holds when
 * it reaches as far as the thing is. */
enum reach { NEVER, OWN, ORGANIZATION, DESK, ANY };

enum action {
	SITE_SEE, /* what everybody may know: the tenant's name, its sign-in */
	SIGN_IN,
	SIGN_OUT,
	SELF_SEE, /* who am I */
	DESK_SEE,
	TICKET_CREATE,
	TICKET_LIST,
	TICKET_SEE,
	TICKET_COMMENT,
	TICKET_ATTACH,
	TICKET_MOVE,      /* run a transition */
	TICKET_REMOVE,    /* with all that belongs to it */
	TICKET_EDIT,      /* assign, priority, relations, merge */
	TEXT_EDIT,        /* what one wrote oneself */
	PARTICIPANT_EDIT, /* who takes part, and which organizations see it */
	SUBSCRIBE,        /* to be told of its news, or not */
	FEEDBACK_GIVE,    /* of the reporter */
	QUOTE_WRITE,
	APPROVAL_ANSWER, /* who was asked is a row of the approval */
	SLA_SEE,         /* clocks as JSM shows them */
	PRESENCE_TELL,   /* who looks at a ticket now */
	NOTE_SEE,        /* internal comments and their files */
	NOTE_ADD,
	COMMENT_HIDE, /* make a note of a public one */
	FILE_UPLOAD,  /* a temporary attachment of a desk */
	FILE_DOWNLOAD,
	FILE_REMOVE,
	FILE_OPEN,    /* by a link, which says for whom */
	FILE_LINK,    /* make and end links to a file for oneself */
	FILE_OVERSEE, /* the same for others; from where a file was taken */
	TEXT_PREVIEW,
	DRAFT_KEEP, /* of a form, for oneself */
	AGENT_LIST,
	QUEUE_SEE,
	QUEUE_EDIT,
	TEMPLATE_SEE, /* answers that are written often */
	TEMPLATE_EDIT,
	MAIL_SEE,      /* what came in by mail, as it came; the outbox */
	MAIL_DECIDE,   /* what becomes of a held one; a letter is tried again, or not */
	LETTER_ANSWER, /* by a link in a letter, which says for whom */
	LANGUAGE_SET,  /* one's own */
	OPERATE,       /* health and metrics, on the local listener only */
	ACTION_COUNT
};

enum reach policy_reach(enum role role, enum action action);
/* Could the caller's role ever? E_SIGNED_OUT, E_DENIED or OK. A token also needs a scope that covers the action. */
enum err policy_gate(struct scope *s, enum action action) MUST_USE;
/* May `role` do it to a thing at this distance? */
bool policy_allows(enum role role, enum action action, enum reach distance);
const char *action_name(enum action action); /* "TICKET_SEE" */
const char *role_name(enum role role);
enum role role_from_name(const char *name); /* ROLE_NOBODY if unknown */
