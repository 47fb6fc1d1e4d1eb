/* mail_out.h - the outbox. A letter is a row, written in the transaction of what it tells of; what it says is written when its turn
 * comes (desk/mail_send.h), so that nobody is told what was taken back meanwhile. */
#pragma once
#include <stdint.h>
#include "base/err.h"
#include "sql/mail_out.h"

struct scope;

struct mail_out_new {
	int64_t desk_id, address_id;
	const char *address; /* the same in words: the Message-ID has its domain */
	int64_t ticket_id, notice_id, mail_id, person_id; /* 0: none */
	const char *recipient; /* a clean address, as person_address() gives it */
	const char *kind;      /* LETTER_... of desk/letter.h */
};
/* In the open transaction: the letter and its job. One to a person about a notice has its Message-ID by both, so a second row of it
 * cannot be (E_CONFLICT); any other has one of its own. */
enum err mail_out_add(
	struct scope *s, const struct mail_out_new *letter, int64_t *letter_out) MUST_USE;
