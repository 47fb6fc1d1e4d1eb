/* notice_rule.h - who is told of which kind of change: one table, kind x part in the ticket. It knows no rows and no clock. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

/* What a notice can say. */
enum notice_kind {
	NOTICE_CREATED,  /* after: the summary */
	NOTICE_COMMENT,  /* subject: the comment, a public one */
	NOTICE_STATUS,   /* before, after: names of statuses, all moves of one notice in one */
	NOTICE_RESOLVED, /* the same, into one that ends it */
	NOTICE_REOPENED, /* the same, out of one that had ended it */
	NOTICE_ASKED,    /* to accept a quote: subject: the quote; after: "2 (EUR 1200.00)" */
	NOTICE_ACCEPTED, /* the same quote */
	NOTICE_DECLINED,
	NOTICE_ADDED,    /* the reader takes part from now on */
	NOTICE_ASSIGNED, /* to the reader */
	NOTICE_SHARED,   /* with an organization of the reader's: subject; after: its name */
	NOTICE_MERGED,   /* after: the key of the ticket that it went into */
	NOTICE_KINDS
};
/* Why somebody is told: the nearest of their parts. */
enum notice_reason {
	NOTICE_AS_REPORTER,
	NOTICE_AS_PARTICIPANT,
	NOTICE_AS_APPROVER,
	NOTICE_AS_ASSIGNEE,
	NOTICE_AS_MEMBER,  /* of an organization that it is shared with, who asked to be told */
	NOTICE_AS_WATCHER, /* of the team, who asked to be told */
	NOTICE_AS_DESK     /* of the team, who asked to be told of all that is new */
};
const char *notice_kind_name(enum notice_kind kind);       /* "reopened" */
const char *notice_reason_name(enum notice_reason reason); /* "approver" */

/* One who may be told, and their part in the ticket. */
struct notice_reader {
	int64_t person_id;
	bool reports, assigned;  /* parts that stand in the ticket */
	bool taking_part, asked; /* asked: to accept some quote of it */
	bool shared;             /* with an organization of theirs */
	bool team;               /* they answer on the desk */
	bool watching;           /* they want to know of each new request there */
	const bool *said;        /* whether they want its news, as they said; NULL: nothing */
	int64_t quote_id;        /* that waits for their answer; 0: none */
	bool proven;             /* their address is theirs */
	bool by_mail;            /* they came by mail: it is where they wrote from */
	bool stopped;            /* what goes there comes back */
};
/* What happened. */
struct notice_event {
	enum notice_kind kind;
	int64_t actor_id; /* 0: nobody, a rule did */
	bool by_team;     /* the actor answers on the desk */
	bool public;      /* customers may know */
	int64_t subject_id; /* as in struct notice_item; of NOTICE_ADDED and NOTICE_ASSIGNED the person */
};
/* Why no letters are sent to this reader, in words for people; NULL: they are, to an address that is proven, or where somebody wrote
 * from about this ticket. */
const char *notice_hindrance(const struct notice_reader *reader);
/* Is this reader told? Never of their own act. */
bool notice_tells(const struct notice_event *event, const struct notice_reader *reader);
/* The same had they said nothing about wanting its news: who is told of one thing reads all that was done with it. */
bool notice_tells_beside(const struct notice_event *event, const struct notice_reader *reader);
/* The nearest of their parts. */
enum notice_reason notice_reason(const struct notice_reader *reader);
