/* mail_sender.h - who sent a mail, and what proves it. From is anybody's to write. It is proven by the token of a letter that went to this
 * very person, or by the DMARC check of our own mail server; what failed that check is proven by nothing. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/mail_in.h"
#include "sql/mail_sender.h"

struct mail;
struct scope;

enum mail_proof {
	MAIL_PROOF_NONE,
	MAIL_PROOF_FAILED,
	MAIL_PROOF_PASSED,
	MAIL_PROOF_TOKEN,
	MAIL_PROOFS
};
struct mail_sender {
	const char *address; /* clean; NULL: it names none */
	const char *name;    /* of the person, never NULL with an address */
	enum mail_proof proof;
	int64_t person_id; /* 0: nobody we know */
	bool verified,
		by_mail; /* their address is; they were made from a mail and have not signed in */
	bool customer;   /* neither agent nor administrator */
	bool active;
	bool ours; /* it is an address of a desk of this house */
};
/* `token_person`: whom the token in the address names; 0: there is none. */
enum err mail_sender_find(struct scope *s, const struct mail_in *row, const struct mail *mail,
	int64_t token_person, struct mail_sender *sender_out) MUST_USE;
/* The same of one that was read before, from its row. */
enum err mail_sender_again(
	struct scope *s, const struct mail_in *row, struct mail_sender *sender_out) MUST_USE;
bool mail_sender_is_proven(const struct mail_sender *sender);
const char *mail_proof_name(enum mail_proof proof); /* mail_in.proof */

/* In the open transaction: the person is made where there is none, and their address counts as verified where it is proven and
 * nobody else holds it. `language`: of letters to them. ->person_id is set then. */
enum err mail_sender_settle(
	struct scope *s, struct mail_sender *sender, const char *language) MUST_USE;
/* A name that other customers may see. */
const char *mail_sender_name(struct scope *s, const char *name, const char *address);
