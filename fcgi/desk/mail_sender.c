/* mail_sender.c - see mail_sender.h. */
#include "desk/mail_sender.h"

#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/str.h"
#include "mail/mail.h"
#include "id/person.h"
#include "id/scope.h"
#include "desk/mail_address.h"
#include "desk/mail_dmarc.h"
#include "sql/mail_brake.h"
#include "sql/person.h"

enum { ACCOUNT_TOKEN_SIZE = 22 };

const char *mail_proof_name(enum mail_proof proof)
{
	static const char *const names[MAIL_PROOFS] = { [MAIL_PROOF_NONE] = "none",
		[MAIL_PROOF_FAILED] = "failed",
		[MAIL_PROOF_PASSED] = "passed",
		[MAIL_PROOF_TOKEN] = "token" };

	return names[proof];
}

bool mail_sender_is_proven(const struct mail_sender *sender)
{
	return sender->proof == MAIL_PROOF_PASSED || sender->proof == MAIL_PROOF_TOKEN;
}

/* Of an address in place of a name others see no domain. */
const char *mail_sender_name(struct scope *s, const char *name, const char *address)
{
	const char *clean = person_name(s->arena, name);

	if (clean && !strchr(clean, '@'))
		return clean;
	return arena_strndup(s->arena, address, strcspn(address, "@"));
}

static bool holds(const struct mail_person *person, const char *address)
{
	return person && person->email && str_equal(person->email, address);
}

static void person_take(struct mail_sender *sender, const struct mail_person *person)
{
	sender->person_id = person->id;
	sender->verified = person->email_verified;
	sender->by_mail = person->by_mail;
	sender->customer = str_equal(person->role, "customer");
	sender->active = person->active;
}

/* Whom the token names, if it is their address; else who holds it. */
static enum err person_find(struct scope *s, int64_t token_person, struct mail_sender *sender)
{
	struct mail_person *person = NULL;
	enum err e;

	sender->customer = sender->active = true;
	if (token_person) {
		e = sql_mail_person_find(s, token_person, &person);
		if (e != OK && e != E_MISSING)
			return e;
		if (e == OK && holds(person, sender->address)) {
			sender->proof = MAIL_PROOF_TOKEN;
			person_take(sender, person);
			return OK;
		}
	}
	TRY(sql_mail_people(s, sender->address, &person));
	if (person)
		person_take(sender, person);
	return OK;
}

/* Of several who are said to have written it none is proven. */
static void judge(const struct mail_in *row, const struct mail *mail, struct mail_sender *sender)
{
	const char *authserv_id = row->mailbox_id ? row->authserv_id : conf()->mail_authserv_id;
	enum mail_dmarc dmarc = mail_dmarc_of(mail->authentication, authserv_id, sender->address);

	if (dmarc == MAIL_DMARC_FAILED)
		sender->proof = MAIL_PROOF_FAILED;
	else if (mail->from->next)
		sender->proof = MAIL_PROOF_NONE;
	else if (dmarc == MAIL_DMARC_PASSED && sender->proof == MAIL_PROOF_NONE)
		sender->proof = MAIL_PROOF_PASSED;
}

enum err mail_sender_find(struct scope *s, const struct mail_in *row, const struct mail *mail,
	int64_t token_person, struct mail_sender *sender_out)
{
	const struct mail_mailbox *from = mail->from;

	*sender_out = (struct mail_sender){ 0 };
	if (!from)
		return OK;
	sender_out->address = person_address(s->arena, from->address);
	if (!sender_out->address)
		return OK;
	sender_out->name = mail_sender_name(s, from->name, sender_out->address);
	TRY(mail_address_is_ours(s, sender_out->address, &sender_out->ours));
	TRY(person_find(s, token_person, sender_out));
	judge(row, mail, sender_out);
	return OK;
}

static enum mail_proof proof_named(const char *name)
{
	for (int proof = 0; proof < MAIL_PROOFS; proof++)
		if (str_equal(mail_proof_name((enum mail_proof)proof), name))
			return (enum mail_proof)proof;
	return MAIL_PROOF_NONE;
}

enum err mail_sender_again(
	struct scope *s, const struct mail_in *row, struct mail_sender *sender_out)
{
	struct mail_person *person;

	*sender_out = (struct mail_sender){ .proof = proof_named(row->proof) };
	sender_out->address = person_address(s->arena, row->from_address);
	if (!sender_out->address)
		return OK;
	sender_out->name = mail_sender_name(s, row->from_name, sender_out->address);
	if (!row->person_id)
		return OK;
	TRY(sql_mail_person_find(s, row->person_id, &person));
	person_take(sender_out, person);
	return OK;
}

static enum err make(struct scope *s, struct mail_sender *sender, const char *language)
{
	const char *account_id = arena_format(
		s->arena, "u_%.*s", ACCOUNT_TOKEN_SIZE, random_token(s->arena));

	sender->by_mail = sender->customer = sender->active = true;
	TRY(sql_mail_person_add(
		s, account_id, sender->address, false, sender->name, language, &sender->person_id));
	log_info("person=%s is new, by mail", account_id);
	return OK;
}

/* A claimed address of somebody who signs in is their provider's to prove; of who came by mail, a mail's. */
static enum err prove(struct scope *s, struct mail_sender *sender)
{
	struct holder_count *others;

	TRY(sql_mail_recipient_alive(s, sender->address, &(int64_t){ 0 }));
	if (sender->verified || !sender->by_mail)
		return OK;
	TRY(sql_person_count_holders(s, sender->address, sender->person_id, &others));
	if (others->n > 0)
		return OK;
	sender->verified = true;
	return sql_mail_person_prove(s, sender->person_id, sender->address, &(int64_t){ 0 });
}

/* Two mails of somebody new at once make one person: the second waits for the row of the first, and then finds them. */
static enum err make_once(struct scope *s, struct mail_sender *sender, const char *language)
{
	struct mail_person *person;

	TRY(sql_mail_rate_count(
		s, arena_format(s->arena, "person:%.260s", sender->address), 0, &(int64_t){ 0 }));
	TRY(sql_mail_people(s, sender->address, &person));
	if (!person)
		return make(s, sender, language);
	person_take(sender, person);
	return OK;
}

enum err mail_sender_settle(struct scope *s, struct mail_sender *sender, const char *language)
{
	if (!sender->person_id)
		TRY(make_once(s, sender, language));
	return mail_sender_is_proven(sender) ? prove(s, sender) : OK;
}
