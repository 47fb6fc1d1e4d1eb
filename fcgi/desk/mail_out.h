/* mail_out.h - the outbox. A letter is a row, written in the transaction of what it tells of; what it says is written when its turn
 * comes (desk/mail_send.h), so that nobody is told what was taken back meanwhile. */
#pragma once
#include <stdint.h>
#include "base/err.h"
#include "sql/mail_out.h"

struct desk;
struct scope;

struct mail_out_new {
	int64_t desk_id, address_id;
	const char *address; /* the same in words: the Message-ID has its domain */
	int64_t ticket_id, notice_id, mail_id, person_id; /* 0: none */
	const char *recipient; /* a clean address, as person_address() gives it */
	const char *kind;      /* LETTER_... of desk/letter.h */
	const char *withheld;  /* why it is not sent, in words for people; NULL: it is */
};
/* In the open transaction: the letter and its job; of one that is withheld the row alone, so that the outbox says why. One to a person about a notice has its Message-ID by both, so a second row of it
 * cannot be (E_CONFLICT); any other has one of its own. */
enum err mail_out_add(
	struct scope *s, const struct mail_out_new *letter, int64_t *letter_out) MUST_USE;
/* In the open transaction: the letter is withheld, once for a person, a ticket and a kind: what comes after it is withheld for the same
 * reason, and a row of each would bury the others. */
enum err mail_out_withhold(struct scope *s, const struct mail_out_new *letter) MUST_USE;

/* The letters of a desk, newest first, of those before an id; INT64_MAX: all. `state` is one of the column's words, "": any; E_INVALID:
 * there is no such state. */
enum err mail_out_list(struct scope *s, const struct desk *desk, const char *state,
	int64_t before_id, int64_t limit, int64_t start, struct outbox_letter **first_out) MUST_USE;
/* E_MISSING: the desk has none with this id. */
enum err mail_out_get(struct scope *s, const struct desk *desk, int64_t id,
	struct outbox_letter **letter_out) MUST_USE;
/* One of the tenant's, with all that it is written from; E_MISSING. */
enum err mail_out_whole(struct scope *s, int64_t id, struct mail_out_row **row_out) MUST_USE;
/* In the open transaction: it is tried at once, also when it had failed or was withheld; the caller asked for it, or an operator where
 * nobody is. E_CONFLICT: it was sent. */
enum err mail_out_retry(struct scope *s, int64_t id) MUST_USE;
/* In the open transaction: the caller does not want it sent any more. E_CONFLICT: it does not wait, has not failed and did not come
 * back. */
enum err mail_out_discard(struct scope *s, int64_t id) MUST_USE;
