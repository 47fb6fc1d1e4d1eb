/* mail_decide.h - the quarantine of a desk: what is held there, and what somebody of its team says is to become of it. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/mail_in.h"

struct desk;
struct scope;
struct ticket;

/* struct mail_in, mail_content and mail_candidate are rows of sql/queries/mail_in.sql. */

/* "held", "done", "passed", "discarded" or "new"; newest first, of those before an id. */
enum err mail_list(struct scope *s, const struct desk *desk, const char *state, int64_t before,
	int64_t limit, struct mail_in **first_out) MUST_USE;
/* One of this desk; E_MISSING. */
enum err mail_find(
	struct scope *s, const struct desk *desk, int64_t id, struct mail_in **mail_out) MUST_USE;
enum err mail_content(
	struct scope *s, const struct mail_in *mail, struct mail_content **content_out) MUST_USE;
/* Requests that it may belong to; NULL for one that is not held. */
enum err mail_candidates(
	struct scope *s, const struct mail_in *mail, struct mail_candidate **first_out) MUST_USE;
/* A link to it as it came, good for minutes; a browser saves it, whatever it is. */
const char *mail_raw_link(struct scope *s, const struct mail_in *mail);

struct mail_decision {
	const char *choice; /* "comment", "request", "discard", "block" or "again" */
	const char *key;    /* of the request that is commented on */
	bool participant;   /* its sender takes part there from now on */
};
/* In the open transaction; the caller is of the desk's team. What it becomes is its sender's, who is made where nobody knows them; its
 * files follow by a job. E_CONFLICT: it has been decided, or cannot become that; E_INVALID: no such choice, or request. */
enum err mail_decide(struct scope *s, const struct desk *desk, int64_t id,
	const struct mail_decision *decision, struct mail_in **mail_out) MUST_USE;

/* Does whoever sees a text see what else its mail has, the HTML and what it quotes? What somebody of a team quotes may be notes, and what
 * was edited since may have said more: both are for the team. */
bool mail_shows_all(
	const struct scope *s, const struct ticket *ticket, bool by_team, bool edited) MUST_USE;
/* The mail that opened a ticket (comment_id 0), or that a comment came by, for who sees that: its HTML with links to the pictures that may
 * be given out; without HTML and quotes unless mail_shows_all(). E_MISSING: there is none. */
enum err mail_shown(struct scope *s, const struct ticket *ticket, int64_t comment_id,
	struct mail_content **content_out) MUST_USE;
