/* mail_judge.c - see mail_judge.h. Whoever sends a mail is asked what they may do as if they sat before the portal: ticket_find and
 * desk_find judge them. What is doubtful is held: a reply in the wrong place cannot be taken back. */
#include "desk/mail_judge.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "mail/mail.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/desk.h"
#include "desk/mail_address.h"
#include "desk/mail_brake.h"
#include "desk/ticket.h"

/* One mail before its judge. */
struct trial {
	const struct mail_in *row;
	const struct mail_address *address;
	const struct mail *mail;
	struct mail_verdict *verdict;
};

static enum err end(struct trial *trial, enum mail_fate fate, enum mail_why why)
{
	trial->verdict->fate = fate;
	trial->verdict->why = why;
	return OK;
}

static enum err hold(struct trial *trial, enum mail_why why)
{
	return end(trial, MAIL_HELD, why);
}

/* --- loops and reports ------------------------------------------------------------------------------------ */

/* The mark of a letter from a desk of this house, or a letter of ours as it left; or any machine's mail from an address of a desk. */
static enum err is_loop(struct scope *s, const struct trial *trial, bool *loop_out)
{
	const struct mail_verdict *verdict = trial->verdict;
	bool marked = false;

	if (trial->mail->loop)
		TRY(mail_address_is_ours(s, trial->mail->loop, &marked));
	*loop_out = marked || (verdict->sender.ours && verdict->automatic);
	return *loop_out ? OK : mail_thread_is_own(s, trial->mail, loop_out);
}

/* A report names the letter by where it was sent to, else by the Message-ID that it tells of. */
static enum err letter_returned(struct scope *s, struct trial *trial)
{
	struct mail_verdict *verdict = trial->verdict;
	const struct mail_report *report = trial->mail->report;

	verdict->letter = verdict->thread.returned;
	if (!verdict->letter && report)
		return mail_thread_letter(s, report->message_id, &verdict->letter);
	return OK;
}

/* What a server says of a letter that it could not deliver, in a form or in its own words. A delay is no end. */
static bool is_return(const struct trial *trial)
{
	const struct mail_report *report = trial->mail->report;
	const char *from = trial->verdict->sender.address;

	if (!trial->verdict->letter)
		return false;
	if (report)
		return str_equal(report->action, "failed");
	return trial->verdict->thread.returned && trial->verdict->automatic &&
		(!from || mail_brake_is_unread(from));
}

/* --- who may write where ---------------------------------------------------------------------------------- */

static enum err is_blocked(struct scope *s, const struct trial *trial, bool *blocked_out)
{
	const char *address = trial->verdict->sender.address;
	struct mail_blocked *blocked;

	TRY(sql_mail_block_count(s, trial->row->desk_id, address, strrchr(address, '@'), &blocked));
	*blocked_out = blocked->n > 0;
	return OK;
}

/* Does the address take mail of people whom nobody knows? */
static bool takes_strangers(const struct trial *trial)
{
	const char *domain = strrchr(trial->verdict->sender.address, '@') + 1;

	if (str_equal(trial->address->unknown, "domains"))
		return str_in_list(trial->address->domains, domain);
	return str_equal(trial->address->unknown, "open");
}

/* It came to the address that a letter to somebody else has for its answers. */
static bool has_token_of_another(const struct trial *trial)
{
	const int64_t named = trial->verdict->thread.person_id;

	return named && named != trial->verdict->sender.person_id;
}

/* Is what names somebody we know believed without a proof? Never of who answers here, nor with what only another had. */
static bool needs_proof(const struct trial *trial)
{
	const struct mail_sender *sender = &trial->verdict->sender;

	if (mail_sender_is_proven(sender))
		return false;
	return !sender->customer || !str_equal(trial->address->unproven, "take") ||
		has_token_of_another(trial);
}

/* E_MISSING: they do not see it, or may not write there. */
static enum err involved(struct scope *s, const struct trial *trial, struct ticket **ticket_out)
{
	const struct mail_verdict *verdict = trial->verdict;
	enum err e;

	if (!verdict->sender.person_id)
		return E_MISSING;
	TRY(caller_by_person(s, verdict->sender.person_id));
	e = ticket_find(s, arena_format(s->arena, "%lld", (long long)verdict->thread.ticket_id),
		TICKET_COMMENT, ticket_out);
	return e == E_DENIED ? E_MISSING : e;
}

static enum err opens(struct scope *s, struct trial *trial);

/* What the held one speaks of, for who decides. */
static enum err hold_about(struct scope *s, struct trial *trial, enum mail_why why)
{
	enum err e = sql_ticket_find_by_id(
		s, trial->verdict->thread.ticket_id, &trial->verdict->ticket);

	if (e != OK && e != E_MISSING)
		return e;
	return hold(trial, why);
}

static enum err comments(struct scope *s, struct trial *trial)
{
	struct mail_verdict *verdict = trial->verdict;
	struct ticket *ticket;
	enum err e = involved(s, trial, &ticket);

	if (e == E_MISSING && verdict->thread.other_desk)
		return opens(s, trial); /* a number that looks like one of ours */
	if (e == E_MISSING)
		return hold_about(s, trial, MAIL_WHY_NOT_INVOLVED);
	TRY(e);
	verdict->ticket = ticket;
	if (needs_proof(trial))
		return hold(trial, MAIL_WHY_UNPROVEN);
	return end(trial, verdict->automatic ? MAIL_NOTES : MAIL_COMMENTS, 0);
}

static enum err may_raise(struct scope *s, const struct trial *trial, bool *may_out)
{
	const struct mail_sender *sender = &trial->verdict->sender;
	struct desk *desk;
	enum err e;

	*may_out = takes_strangers(trial);
	if (*may_out || !sender->person_id)
		return OK;
	TRY(caller_by_person(s, sender->person_id));
	e = desk_find(s, arena_format(s->arena, "%lld", (long long)trial->row->desk_id),
		TICKET_CREATE, &desk);
	*may_out = e == OK;
	return e == E_MISSING || e == E_DENIED ? OK : e;
}

/* Somebody who only ever wrote mails is a stranger to who takes strangers. */
static bool is_stranger(const struct trial *trial)
{
	const struct mail_sender *sender = &trial->verdict->sender;

	return takes_strangers(trial) &&
		(!sender->person_id || (sender->by_mail && !sender->verified));
}

static enum err opens(struct scope *s, struct trial *trial)
{
	struct mail_verdict *verdict = trial->verdict;
	bool may;

	if (verdict->automatic && trial->mail->references)
		return end(trial, MAIL_PASSES, MAIL_WHY_AUTOMATIC);
	TRY(may_raise(s, trial, &may));
	if (!may)
		return hold(trial,
			verdict->sender.person_id ? MAIL_WHY_CLOSED_DESK : MAIL_WHY_UNKNOWN_SENDER);
	if (!is_stranger(trial) && needs_proof(trial))
		return hold(trial, MAIL_WHY_UNPROVEN);
	return end(trial, MAIL_OPENS, 0);
}

/* --- all of it -------------------------------------------------------------------------------------------- */

/* What is said of the sender before anything is asked about tickets. *over_out: that is the end of it. */
static enum err sender_judge(struct scope *s, struct trial *trial, bool *over_out)
{
	const struct mail_sender *sender = &trial->verdict->sender;
	bool blocked;

	*over_out = true;
	if (!sender->address)
		return hold(trial, MAIL_WHY_NO_SENDER);
	TRY(is_blocked(s, trial, &blocked));
	if (blocked)
		return end(trial, MAIL_PASSES, MAIL_WHY_BLOCKED);
	if (sender->ours)
		return hold_about(s, trial, MAIL_WHY_OWN_ADDRESS);
	if (!sender->active)
		return hold_about(s, trial, MAIL_WHY_SWITCHED_OFF);
	if (sender->proof == MAIL_PROOF_FAILED)
		return hold_about(s, trial, MAIL_WHY_DMARC_FAILED);
	*over_out = false;
	return OK;
}

static enum err judge(struct scope *s, struct trial *trial)
{
	struct mail_verdict *verdict = trial->verdict;
	bool over;

	TRY(mail_thread_find(s, trial->row, trial->mail, &verdict->thread));
	TRY(mail_sender_find(
		s, trial->row, trial->mail, verdict->thread.person_id, &verdict->sender));
	TRY(is_loop(s, trial, &over));
	if (over)
		return end(trial, MAIL_PASSES, MAIL_WHY_LOOP);
	TRY(letter_returned(s, trial));
	if (is_return(trial))
		return end(trial, MAIL_RETURNED, 0);
	if (trial->mail->report)
		return end(trial, MAIL_PASSES, MAIL_WHY_REPORT);
	TRY(sender_judge(s, trial, &over));
	if (over)
		return OK;
	return verdict->thread.ticket_id ? comments(s, trial) : opens(s, trial);
}

enum err mail_judge(struct scope *s, const struct mail_in *row, const struct mail_address *address,
	const struct mail *mail, struct mail_verdict *verdict_out)
{
	struct trial trial = { row, address, mail, verdict_out };
	enum err e;

	*verdict_out = (struct mail_verdict){ .automatic = mail_brake_is_automatic(row, mail) };
	s->caller = NULL;
	e = judge(s, &trial);
	s->caller = NULL;
	return e;
}
