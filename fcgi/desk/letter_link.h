/* letter_link.h - links in letters: one that mutes a ticket, one that answers a quote. Whoever holds one does this one thing as the
 * person whom the letter went to, and is not signed in by it. Opening one changes nothing: programs that look at mail open all links. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct approval;
struct approval_answer;
struct approver;
struct scope;
struct ticket;

struct letter_link {
	struct ticket *ticket;
	struct approval *approval; /* of a quote; NULL: it is one that mutes */
	struct approver *people;   /* who was asked */
};
/* What a link is for. Its person is the caller from here on, also when it fails: whoever calls this lets them go again. E_MISSING:
 * nobody made it, or its time is over; E_GONE: its person does not see the ticket any more, or the quote has left it. */
enum err letter_link_open(
	struct scope *s, const char *token, struct letter_link *link_out) MUST_USE;
/* What its person said to the quote: "approved", "declined"; NULL: nothing yet. */
const char *letter_link_decision(const struct scope *s, const struct letter_link *link);
/* In the open transaction, after letter_link_open(). */
enum err letter_link_set_muted(
	struct scope *s, const struct letter_link *link, bool muted) MUST_USE;
enum err letter_link_is_muted(
	struct scope *s, const struct letter_link *link, bool *muted_out) MUST_USE;
/* As approval_answer(). */
enum err letter_link_decide(struct scope *s, const struct letter_link *link,
	const struct approval_answer *answer) MUST_USE;
