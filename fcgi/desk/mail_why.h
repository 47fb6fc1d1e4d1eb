/* mail_why.h - the reasons for which a mail is held, or is stored and of no effect: a word for programs, and a sentence for people. */
#pragma once

enum mail_why {
	/* held: somebody of the team decides */
	MAIL_WHY_NOT_INVOLVED,
	MAIL_WHY_DMARC_FAILED,
	MAIL_WHY_UNPROVEN,
	MAIL_WHY_UNKNOWN_SENDER,
	MAIL_WHY_NO_SENDER,
	MAIL_WHY_OWN_ADDRESS,
	MAIL_WHY_SWITCHED_OFF,
	MAIL_WHY_TOO_MANY,
	MAIL_WHY_TOO_MANY_STRANGERS,
	MAIL_WHY_CLOSED_DESK,
	MAIL_WHY_UNREADABLE,
	MAIL_WHY_NOT_TAKEN,
	/* passed: it stays here, and nothing follows */
	MAIL_WHY_LOOP,
	MAIL_WHY_AUTOMATIC,
	MAIL_WHY_REPORT,
	MAIL_WHY_BLOCKED,
	MAIL_WHYS
};
const char *mail_why_name(enum mail_why why); /* "not-involved": mail_in.why */
/* The sentence of such a word; the word itself where it is none. */
const char *mail_why_text(const char *name);
