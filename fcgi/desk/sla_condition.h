/* sla_condition.h - what starts, pauses and stops a clock, in words: "created; status entered In progress". What starts and stops
 * it happens in a moment, what pauses it is so for a while. When a moment has several, stopping goes before pausing, and that
 * before starting. Nothing here knows the database. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct arena;

/* What happens to a ticket, as far as clocks go. */
enum {
	SLA_CREATED = 1,
	SLA_MOVED = 1 << 1,
	SLA_RESOLVED = 1 << 2, /* into a status of category DONE */
	SLA_REOPENED = 1 << 3, /* out of one */
	SLA_CUSTOMER_COMMENT = 1 << 4,
	SLA_TEAM_COMMENT = 1 << 5, /* one for customers */
	SLA_ASSIGNED = 1 << 6,     /* it was nobody's */
	SLA_UNASSIGNED = 1 << 7,
	SLA_REASSIGNED = 1 << 8, /* also with the two before */
	SLA_PRIORITY = 1 << 9,
	SLA_SHARED = 1 << 10, /* with another set of organizations */
	SLA_ENDED = 1 << 11,  /* merged into another: no clock goes on */
};
/* A moment of a ticket: what happened, and how it stands then. */
struct sla_moment {
	int64_t at;
	unsigned happened;
	const char *status; /* the team's name */
	bool awaits_customer, assigned;
	const char *before, *after; /* what changed, for the team and for customers; may be NULL */
	const char *customer_before, *customer_after;
};

struct sla_condition {
	const struct sla_word *word;
	const char *name; /* the status; NULL: the word takes none */
	struct sla_condition *next;
};
enum sla_slot { SLA_START, SLA_PAUSE, SLA_STOP, SLA_SLOTS };
struct sla_rules {
	struct sla_condition *conditions[SLA_SLOTS];
};
/* Conditions parted by semicolons; "" has none. E_INVALID: *wrong_out is the one that means nothing here. */
enum err sla_condition_read(struct arena *arena, enum sla_slot slot, const char *text,
	struct sla_condition **first_out, const char **wrong_out) MUST_USE;
/* All words that there are for it, for people: "created, status entered NAME, ..." */
const char *sla_condition_words(struct arena *arena, enum sla_slot slot);

/* What a moment does to a clock that runs or not, is paused or not. */
enum sla_step { SLA_GOES_ON, SLA_STARTS, SLA_PAUSES, SLA_RESUMES, SLA_STOPS };
struct sla_turn {
	enum sla_step step;
	const char *because; /* "status", "customer-comment" ...; NULL when it goes on */
	const char *
		paused; /* of one that starts: why it stands still from the beginning; NULL: it runs */
};
struct sla_turn sla_turn(
	const struct sla_rules *rules, const struct sla_moment *moment, bool running, bool paused);
