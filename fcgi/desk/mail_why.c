/* mail_why.c - see mail_why.h. */
#include "desk/mail_why.h"

#include "base/str.h"

static const struct {
	const char *name, *text;
} whys[MAIL_WHYS] = {
	[MAIL_WHY_NOT_INVOLVED] = { "not-involved",
		"It speaks of a request that its sender has no part in." },
	[MAIL_WHY_DMARC_FAILED] = { "dmarc-failed",
		"It failed its sender's DMARC check: somebody else may have written it." },
	[MAIL_WHY_UNPROVEN] = { "unproven",
		"Nothing in it proves that it comes from the person it names." },
	[MAIL_WHY_UNKNOWN_SENDER] = { "unknown-sender",
		"Nobody here knows its sender, and this address takes mail from people we know." },
	[MAIL_WHY_NO_SENDER] = { "no-sender", "It names no sender that could be answered." },
	[MAIL_WHY_OWN_ADDRESS] = { "own-address",
		"It says that it comes from the address of a service desk here." },
	[MAIL_WHY_SWITCHED_OFF] = { "switched-off", "Its sender's account is switched off." },
	[MAIL_WHY_TOO_MANY] = { "too-many",
		"Very many mails came in the last hour from its sender, or for its request." },
	[MAIL_WHY_TOO_MANY_STRANGERS] = { "too-many-strangers",
		"Very many requests came to this desk in the last hour from people who are new or prove nothing." },
	[MAIL_WHY_CLOSED_DESK] = { "closed-desk",
		"Its sender may not raise requests on this desk." },
	[MAIL_WHY_UNREADABLE] = { "unreadable", "It could not be read. It is kept as it came." },
	[MAIL_WHY_NOT_TAKEN] = { "not-taken",
		"It could not become a request or a comment as it is." },
	[MAIL_WHY_LOOP] = { "loop", "It is a letter of our own that came back." },
	[MAIL_WHY_AUTOMATIC] = { "automatic",
		"A machine wrote it, in answer to something that no request here knows." },
	[MAIL_WHY_REPORT] = { "report", "It reports on a mail, and nothing follows from it." },
	[MAIL_WHY_BLOCKED] = { "blocked", "Its sender is blocked on this desk." },
};

const char *mail_why_name(enum mail_why why)
{
	return whys[why].name;
}

const char *mail_why_text(const char *name)
{
	for (int why = 0; why < MAIL_WHYS; why++)
		if (str_equal(whys[why].name, name))
			return whys[why].text;
	return name;
}
