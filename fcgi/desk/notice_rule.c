/* notice_rule.c - see notice_rule.h. */
#include "desk/notice_rule.h"

#include <stddef.h>

#include "desk/mail_brake.h"
#include "desk/subscription.h"

/* Which of the customers are told, and which of the team. */
enum customers {
	NO_CUSTOMER,
	INVOLVED,   /* who wants its news: reporter, participants, whoever asked for them */
	THE_ONE,    /* whom it is about */
	WAITED_FOR, /* whose answer to the quote is waited for */
	MEMBERS     /* of an organization that it is shared with, if they asked for its news */
};
enum team {
	NO_COLLEAGUE,
	COLLEAGUES, /* of what customers did: the assignee and who asked for its news; of what the team did: who asked */
	ALL_WATCHING, /* these, and who wants to know of each new request */
	THE_ASSIGNEE  /* who has it from now on */
};
static const struct rule {
	const char *name;
	enum customers customers;
	enum team team;
	bool anyway; /* customers who do not want its news are told of this */
} rules[NOTICE_KINDS] = {
	[NOTICE_CREATED] = { "created", INVOLVED, ALL_WATCHING, false },
	[NOTICE_COMMENT] = { "comment", INVOLVED, COLLEAGUES, false },
	[NOTICE_STATUS] = { "status", INVOLVED, COLLEAGUES, false },
	[NOTICE_RESOLVED] = { "resolved", INVOLVED, COLLEAGUES, true },
	[NOTICE_REOPENED] = { "reopened", INVOLVED, COLLEAGUES, false },
	[NOTICE_ASKED] = { "asked", WAITED_FOR, NO_COLLEAGUE, true },
	[NOTICE_ACCEPTED] = { "accepted", NO_CUSTOMER, COLLEAGUES, false },
	[NOTICE_DECLINED] = { "declined", NO_CUSTOMER, COLLEAGUES, false },
	[NOTICE_ADDED] = { "added", THE_ONE, NO_COLLEAGUE, false },
	[NOTICE_ASSIGNED] = { "assigned", NO_CUSTOMER, THE_ASSIGNEE, false },
	[NOTICE_SHARED] = { "shared", MEMBERS, NO_COLLEAGUE, false },
	[NOTICE_MERGED] = { "merged", INVOLVED, NO_COLLEAGUE, false },
};

static const char *const reasons[] = {
	[NOTICE_AS_REPORTER] = "reporter",
	[NOTICE_AS_PARTICIPANT] = "participant",
	[NOTICE_AS_APPROVER] = "approver",
	[NOTICE_AS_ASSIGNEE] = "assignee",
	[NOTICE_AS_MEMBER] = "member",
	[NOTICE_AS_WATCHER] = "watcher",
	[NOTICE_AS_DESK] = "desk",
};

const char *notice_kind_name(enum notice_kind kind)
{
	return rules[kind].name;
}

const char *notice_reason_name(enum notice_reason reason)
{
	return reasons[reason];
}

const char *notice_hindrance(const struct notice_reader *reader)
{
	bool own = reader->reports || reader->taking_part;

	if (reader->stopped)
		return MAIL_TO_STOPPED;
	return reader->proven || (reader->by_mail && own)
		? NULL
		: "Nothing has proven yet that this address is theirs.";
}

static bool is_wanted(const struct notice_reader *reader)
{
	const struct interest interest = { .said = reader->said,
		.taking_part = reader->taking_part,
		.asked = reader->asked,
		.shared = reader->shared,
		.team = reader->team };

	return subscription_is_wanted(&interest, reader->reports, reader->assigned);
}

static bool asked_for(const struct notice_reader *reader)
{
	return reader->said && *reader->said;
}

static bool has_muted(const struct notice_reader *reader)
{
	return reader->said && !*reader->said;
}

/* Who answers on the desk is a customer, too, of what they raised, take part in, or decide on. */
static bool is_customer(const struct notice_reader *reader)
{
	return !reader->team || reader->reports || reader->taking_part || reader->asked;
}

static bool tells_customer(const struct notice_event *event, const struct notice_reader *reader)
{
	if (!event->public || !is_customer(reader))
		return false;
	switch (rules[event->kind].customers) {
	case INVOLVED:
		return is_wanted(reader);
	case THE_ONE:
		return event->subject_id == reader->person_id && reader->taking_part &&
			!has_muted(reader);
	case WAITED_FOR:
		return reader->quote_id && reader->quote_id == event->subject_id &&
			!has_muted(reader);
	case MEMBERS:
		return reader->shared && asked_for(reader);
	default:
		return false;
	}
}

static bool tells_colleague(const struct notice_event *event, const struct notice_reader *reader)
{
	return event->by_team ? asked_for(reader) : is_wanted(reader);
}

static bool tells_team(const struct notice_event *event, const struct notice_reader *reader)
{
	if (!reader->team)
		return false;
	switch (rules[event->kind].team) {
	case ALL_WATCHING:
		return (reader->watching && !has_muted(reader)) || tells_colleague(event, reader);
	case COLLEAGUES:
		return tells_colleague(event, reader);
	case THE_ASSIGNEE:
		return event->subject_id == reader->person_id && reader->assigned &&
			!has_muted(reader);
	default:
		return false;
	}
}

static bool is_own_act(const struct notice_event *event, const struct notice_reader *reader)
{
	return event->actor_id && event->actor_id == reader->person_id;
}

static struct notice_reader unmuted(const struct notice_reader *reader)
{
	struct notice_reader other = *reader;

	if (has_muted(reader))
		other.said = NULL;
	return other;
}

bool notice_tells(const struct notice_event *event, const struct notice_reader *reader)
{
	const struct notice_reader other = unmuted(reader);

	if (is_own_act(event, reader))
		return false;
	return tells_customer(event, rules[event->kind].anyway ? &other : reader) ||
		tells_team(event, reader);
}

bool notice_tells_beside(const struct notice_event *event, const struct notice_reader *reader)
{
	const struct notice_reader other = unmuted(reader);

	return notice_tells(event, &other);
}

static enum notice_reason team_reason(const struct notice_reader *reader)
{
	if (reader->assigned)
		return NOTICE_AS_ASSIGNEE;
	return reader->watching && !asked_for(reader) ? NOTICE_AS_DESK : NOTICE_AS_WATCHER;
}

enum notice_reason notice_reason(const struct notice_reader *reader)
{
	if (reader->reports)
		return NOTICE_AS_REPORTER;
	if (reader->taking_part)
		return NOTICE_AS_PARTICIPANT;
	if (reader->team)
		return team_reason(reader);
	return reader->asked ? NOTICE_AS_APPROVER : NOTICE_AS_MEMBER;
}
