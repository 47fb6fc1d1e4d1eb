/* mail_thread.h - which ticket a mail speaks of. In this order, and the first that names a ticket of the tenant counts:
 * the token in the address it was sent to; a letter of ours that it answers; a mail of somebody else's that it answers and that is known on
 * this desk; the key in its subject. E_BUSY: it answers a mail that has come as well and is not read yet; not later than some minutes after
 * it came. Whether its sender may write there is another question (desk/mail_judge.h). */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/mail_in.h"
#include "sql/mail_out.h"

struct mail;
struct scope;

struct mail_thread {
	int64_t ticket_id; /* 0: it speaks of none */
	int64_t person_id; /* whom the token in the address names; 0: there is none */
	const struct mail_out_row *letter; /* the last letter of ours that it answers; NULL: none */
	const struct mail_out_row *returned; /* whose envelope sender it was sent to; NULL: none */
	bool other_desk; /* only a key in the subject says so, and of another desk */
};
enum err mail_thread_find(struct scope *s, const struct mail_in *row, const struct mail *mail,
	struct mail_thread *thread_out) MUST_USE;
/* Is it a letter of ours that came back as it is? */
enum err mail_thread_is_own(struct scope *s, const struct mail *mail, bool *own_out) MUST_USE;
/* The letter with this Message-ID; NULL: it is none of this tenant's. */
enum err mail_thread_letter(
	struct scope *s, const char *message_id, const struct mail_out_row **letter_out) MUST_USE;
/* The ticket can be found by this mail from now on. In the open transaction. */
enum err mail_thread_keep(struct scope *s, int64_t desk_id, const char *message_id,
	int64_t ticket_id, int64_t mail_id) MUST_USE;

/* "[DSP-17]" in *at, from the left: the key in capitals into `key`, and *at behind it. False: there is none (any more). */
enum { MAIL_KEY_SIZE_MAX = 30 };
bool mail_thread_key(const char **at, char key[MAIL_KEY_SIZE_MAX + 1]);
/* The subject of a new request: without the marks of replies and forwards at its start. Gives a place in it. */
const char *mail_thread_bare(const char *subject);
