/* policy.c - the one table of rights. A row is an action; a column is the role that the caller has where the thing is
 * (an agent of another desk is a customer here, see caller_role_on_desk). */
#include "id/policy.h"

#include <stddef.h>

#include "base/str.h"
#include "id/caller.h"
#include "id/scope.h"

/* The scopes are JSM's classic ones; a token without the scope of an action cannot do it, whoever owns it. */
#define READ "read:servicedesk-request"
#define WRITE "write:servicedesk-request"
#define AGENT "read:jira-work"

static const struct right {
	const char *name;
	const char *scope; /* what a token needs; NULL: not for tokens */
	enum reach reach[ROLE_COUNT];
} rights[ACTION_COUNT] = {
	/*                                          nobody customer      agent  admin */
	[SITE_SEE] = { "SITE_SEE", "", { ANY, ANY, ANY, ANY } },
	[SIGN_IN] = { "SIGN_IN", NULL, { ANY, ANY, ANY, ANY } },
	[SIGN_OUT] = { "SIGN_OUT", NULL, { ANY, ANY, ANY, ANY } },
	[SELF_SEE] = { "SELF_SEE", READ, { NEVER, OWN, OWN, OWN } },
	[DESK_SEE] = { "DESK_SEE", READ, { NEVER, ORGANIZATION, DESK, ANY } },
	[TICKET_CREATE] = { "TICKET_CREATE", WRITE, { NEVER, ORGANIZATION, DESK, ANY } },
	[TICKET_LIST] = { "TICKET_LIST", READ, { NEVER, OWN, OWN, OWN } },
	[TICKET_SEE] = { "TICKET_SEE", READ, { NEVER, ORGANIZATION, DESK, ANY } },
	[TICKET_COMMENT] = { "TICKET_COMMENT", WRITE, { NEVER, ORGANIZATION, DESK, ANY } },
	[TICKET_ATTACH] = { "TICKET_ATTACH", WRITE, { NEVER, ORGANIZATION, DESK, ANY } },
	[TICKET_MOVE] = { "TICKET_MOVE", WRITE, { NEVER, OWN, DESK, ANY } },
	[TICKET_REMOVE] = { "TICKET_REMOVE", WRITE, { NEVER, NEVER, NEVER, ANY } },
	[TICKET_EDIT] = { "TICKET_EDIT", WRITE, { NEVER, NEVER, DESK, ANY } },
	[TEXT_EDIT] = { "TEXT_EDIT", WRITE, { NEVER, OWN, DESK, ANY } },
	[PARTICIPANT_EDIT] = { "PARTICIPANT_EDIT", WRITE, { NEVER, OWN, DESK, ANY } },
	[SUBSCRIBE] = { "SUBSCRIBE", WRITE, { NEVER, ORGANIZATION, DESK, ANY } },
	[FEEDBACK_GIVE] = { "FEEDBACK_GIVE", WRITE, { NEVER, OWN, OWN, OWN } },
	[QUOTE_WRITE] = { "QUOTE_WRITE", WRITE, { NEVER, NEVER, DESK, ANY } },
	[APPROVAL_ANSWER] = { "APPROVAL_ANSWER", WRITE, { NEVER, ORGANIZATION, DESK, ANY } },
	[SLA_SEE] = { "SLA_SEE", AGENT, { NEVER, NEVER, DESK, ANY } },
	[PRESENCE_TELL] = { "PRESENCE_TELL", WRITE, { NEVER, NEVER, DESK, ANY } },
	[NOTE_SEE] = { "NOTE_SEE", READ, { NEVER, NEVER, DESK, ANY } },
	[NOTE_ADD] = { "NOTE_ADD", WRITE, { NEVER, NEVER, DESK, ANY } },
	[COMMENT_HIDE] = { "COMMENT_HIDE", WRITE, { NEVER, NEVER, DESK, ANY } },
	[FILE_UPLOAD] = { "FILE_UPLOAD", WRITE, { NEVER, ORGANIZATION, DESK, ANY } },
	[FILE_DOWNLOAD] = { "FILE_DOWNLOAD", READ, { NEVER, ORGANIZATION, DESK, ANY } },
	[FILE_REMOVE] = { "FILE_REMOVE", WRITE, { NEVER, OWN, DESK, ANY } },
	[FILE_OPEN] = { "FILE_OPEN", "", { ANY, ANY, ANY, ANY } },
	[FILE_LINK] = { "FILE_LINK", WRITE, { NEVER, ORGANIZATION, DESK, ANY } },
	[FILE_OVERSEE] = { "FILE_OVERSEE", WRITE, { NEVER, NEVER, DESK, ANY } },
	[TEXT_PREVIEW] = { "TEXT_PREVIEW", READ, { NEVER, OWN, OWN, OWN } },
	[DRAFT_KEEP] = { "DRAFT_KEEP", WRITE, { NEVER, ORGANIZATION, DESK, ANY } },
	[AGENT_LIST] = { "AGENT_LIST", AGENT, { NEVER, NEVER, DESK, ANY } },
	[QUEUE_SEE] = { "QUEUE_SEE", AGENT, { NEVER, NEVER, DESK, ANY } },
	[QUEUE_EDIT] = { "QUEUE_EDIT", WRITE, { NEVER, NEVER, DESK, ANY } },
	[TEMPLATE_SEE] = { "TEMPLATE_SEE", AGENT, { NEVER, NEVER, DESK, ANY } },
	[TEMPLATE_EDIT] = { "TEMPLATE_EDIT", WRITE, { NEVER, NEVER, DESK, ANY } },
	[MAIL_SEE] = { "MAIL_SEE", AGENT, { NEVER, NEVER, DESK, ANY } },
	[MAIL_DECIDE] = { "MAIL_DECIDE", WRITE, { NEVER, NEVER, DESK, ANY } },
	[LETTER_ANSWER] = { "LETTER_ANSWER", "", { ANY, ANY, ANY, ANY } },
	[LANGUAGE_SET] = { "LANGUAGE_SET", WRITE, { NEVER, OWN, OWN, OWN } },
	[OPERATE] = { "OPERATE", "", { ANY, ANY, ANY, ANY } },
};

static const char *const roles[ROLE_COUNT] = { "nobody", "customer", "agent", "admin" };

enum reach policy_reach(enum role role, enum action action)
{
	return rights[action].reach[role];
}

enum err policy_gate(struct scope *s, enum action action)
{
	const struct right *right = &rights[action];
	enum role role = caller_role(s);

	if (right->reach[role] == NEVER) {
		if (role == ROLE_NOBODY)
			return refuse(s, E_SIGNED_OUT, "Please sign in.");
		return refuse(s, E_DENIED, "You may not do this.");
	}
	if (!caller_is_program(s) || str_equal(right->scope, ""))
		return OK;
	if (!right->scope || !str_in_list(s->caller->scopes, right->scope))
		return refuse(s, E_DENIED, "This API token does not have the scope %s.",
			right->scope ? right->scope : "for it");
	return OK;
}

bool policy_allows(enum role role, enum action action, enum reach distance)
{
	enum reach reach = policy_reach(role, action);

	return reach != NEVER && reach >= distance;
}

const char *action_name(enum action action)
{
	return rights[action].name;
}

const char *role_name(enum role role)
{
	return roles[role];
}

enum role role_from_name(const char *name)
{
	for (int role = 0; role < ROLE_COUNT; role++)
		if (str_equal(roles[role], name))
			return (enum role)role;
	return ROLE_NOBODY;
}
