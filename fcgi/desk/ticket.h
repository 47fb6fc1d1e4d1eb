/* ticket.h - a customer's request from its first word to its last. Finding one is asking permission: nobody holds a ticket
 * they may not touch. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "id/policy.h"
#include "desk/people.h"
#include "desk/sharing.h"
#include "sql/ticket.h"

struct desk;
struct json;
struct request_type;
struct scope;

/* By its key (any case) or its id. E_MISSING: none, or none the caller may see; E_DENIED: seen, but not for this action. One
 * that went into another leads there. */
enum err ticket_find(struct scope *s, const char *id_or_key, enum action action,
	struct ticket **ticket_out) MUST_USE;
/* By its id, whether the caller may see it or not: somebody else has decided about it. E_MISSING: there is none. */
enum err ticket_take(struct scope *s, int64_t id, struct ticket **ticket_out) MUST_USE;
/* Did the caller raise it? */
bool ticket_is_reporter(const struct scope *s, const struct ticket *ticket);
/* May the caller do this, too, to a ticket that was found? */
bool ticket_may(const struct scope *s, const struct ticket *ticket, enum action action);

/* A new ticket from a form that was filled in, with its files, in its first status, shared as they chose or as the desk does. Every
 * wrong field is refused by its name. */
struct ticket_new {
	const struct json *values;
	int64_t reporter_id; /* whose it is; 0: the caller's */
	struct sharing_choice sharing;
	struct people_words participants; /* who takes part from the start */
	bool by_mail; /* its description is no Markdown, and what else the form asks for is not there */
};
enum err ticket_add(struct scope *s, const struct desk *desk, const struct request_type *type,
	const struct ticket_new *wanted, struct ticket **ticket_out) MUST_USE;

/* What was filled in, in the order of the form; of one ticket, or of all in a list at once (ordered by ticket id). */
enum err ticket_values(
	struct scope *s, const struct ticket *ticket, struct field_value **first_out) MUST_USE;
enum err ticket_values_of(
	struct scope *s, const struct ticket *tickets, struct field_value **first_out) MUST_USE;
/* Its words for the search are made anew, from the summary and the values as they are now. In the open transaction. */
enum err ticket_words_anew(struct scope *s, const struct ticket *ticket) MUST_USE;
/* The statuses it went through by the names that customers saw, newest first. */
enum err ticket_history(struct scope *s, const struct ticket *ticket, int64_t limit, int64_t start,
	struct status_change **first_out) MUST_USE;
enum err ticket_participants(struct scope *s, const struct ticket *ticket, int64_t limit,
	int64_t start, struct participant **first_out) MUST_USE;
/* How many open ones the caller raised; counting stops at a hundred. */
enum err ticket_count_open(struct scope *s, int64_t *n_out) MUST_USE;

/* Its row is locked until the transaction ends: who changes what hangs on it waits, and then sees what was done. E_MISSING: it has
 * gone meanwhile. */
enum err ticket_hold(struct scope *s, const struct ticket *ticket) MUST_USE;
/* Something happened: it moves to the top of every list it stands in; of the team's lists only, unless customers may see what it was. */
enum err ticket_touch(struct scope *s, const struct ticket *ticket, bool public) MUST_USE;
/* When something happened last, as far as the caller may know. */
int64_t ticket_updated_at(const struct scope *s, const struct ticket *ticket);

/* Which tickets, newest activity first. */
enum ticket_state { STATE_ANY, STATE_OPEN, STATE_DONE };
enum ticket_asked { ASKED_NOT, ASKED_ANY, ASKED_PENDING, ASKED_BEFORE };
/* How far a search came that looked at as many tickets as it may: all newer ones were looked at, and `before` goes on here. */
struct ticket_stop {
	int64_t at, id; /* 0: it came to the end of its page, or of all */
};
struct ticket_filter {
	bool mine, taking_part, organizations; /* the ways of seeing that count */
	enum ticket_asked asked;               /* or as one who is asked to approve */
	int64_t organization;                  /* 0: all of mine */
	enum ticket_state state;
	const char *status;        /* a status by its name; "": any */
	int64_t desk_id, type_id;  /* 0: any */
	const char *search;        /* words; "": none */
	int64_t before, before_id; /* the last ticket of the page before; 0: from the top */
	int64_t limit, start;
	struct ticket_stop *stop; /* NULL: nobody wants to know */
};
enum err ticket_list(
	struct scope *s, const struct ticket_filter *filter, struct ticket **first_out) MUST_USE;
/* Those with these ids, in the order of ids: a page that was chosen before. */
enum err ticket_list_of(
	struct scope *s, const struct ids *wanted, struct ticket **first_out) MUST_USE;
/* All of one desk (with words and desk_id 0: of all desks that they answer on) for its
 * agents, where `status` is the team's name; the ways of seeing do not count. */
enum err ticket_list_desk(
	struct scope *s, const struct ticket_filter *filter, struct ticket **first_out) MUST_USE;
/* Where the page begins in the order of activity: the first one above every ticket. */
void ticket_filter_before(
	const struct ticket_filter *filter, int64_t *before_out, int64_t *before_id_out);
