/* notice.h - who is told of what was done to a ticket. What one person did to a ticket in one go is one notice: its row is written in
 * the transactions of the changes, a job tells it a moment later (notice_delay_ms), and from then on nothing joins it. What a
 * notice says is never kept: it is worked out anew for each reader, when letters are made and again when one is written, so what was
 * hidden, taken back or muted meanwhile is not told. The rules are a table: desk/notice_rule.h. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "desk/notice_rule.h"

struct activity_new;
struct job;
struct scope;
struct ticket;

/* In the transaction of the change, which holds the ticket's row. Nothing is asked of kinds that nobody is told of; of a desk without
 * an address nothing is told. */
enum err notice_follow(struct scope *s, const struct ticket *ticket, int64_t activity_id,
	const struct activity_new *activity) MUST_USE;

/* JOB_NOTICE: the subject is a notice. One letter for each who is told, all in the transaction that ends the notice. */
enum err notice_run(struct scope *s, struct job *job) MUST_USE;

/* What a reader is told, in their words: what the team alone knows stands in it for the team alone. */
struct notice_item {
	struct notice_item *next;
	enum notice_kind kind;
	int64_t at;
	int64_t subject_id;         /* the comment, quote, organization ... of the kind; 0: none */
	const char *before, *after; /* names; NULL: there is none, or it is not for this reader */
};
struct notice_news {
	int64_t notice_id, ticket_id, person_id;
	int64_t at;             /* when it began */
	const char *actor_name; /* who did it; NULL: nobody, a rule did */
	bool by_team;           /* as somebody who answers on the desk */
	bool for_team;          /* the reader answers on the desk, and reads the team's words */
	enum notice_reason reason;
	const char *hindrance; /* why nothing is sent to them; NULL: nothing speaks against it */
	struct notice_item *items; /* oldest first; NULL: nothing is left to say to them */
};
/* What a notice says to somebody now, whether or not it was told. OK with no items: they are not told (any more), or are not to be
 * written to. E_MISSING: there is no such notice. It needs no caller. */
enum err notice_read(struct scope *s, int64_t notice_id, int64_t person_id,
	struct notice_news **news_out) MUST_USE;
