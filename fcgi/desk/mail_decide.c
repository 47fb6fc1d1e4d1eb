/* mail_decide.c - see mail_decide.h. */
#include "desk/mail_decide.h"

#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/str.h"
#include "net/s3.h"
#include "id/caller.h"
#include "id/person.h"
#include "id/scope.h"
#include "desk/activity.h"
#include "desk/attachment.h"
#include "desk/desk.h"
#include "desk/job.h"
#include "desk/mail_address.h"
#include "desk/mail_picture.h"
#include "desk/mail_sender.h"
#include "desk/mail_take.h"
#include "desk/ticket.h"
#include "sql/mail_address.h"
#include "sql/participant.h"

/* --- what there is ---------------------------------------------------------------------------------------- */

enum err mail_list(struct scope *s, const struct desk *desk, const char *state, int64_t before,
	int64_t limit, struct mail_in **first_out)
{
	return sql_mail_in_list(s, desk->id, state, before, limit, first_out);
}

enum err mail_find(struct scope *s, const struct desk *desk, int64_t id, struct mail_in **mail_out)
{
	TRY(sql_mail_in_find(s, id, mail_out));
	return (*mail_out)->desk_id == desk->id ? OK : E_MISSING;
}

enum err mail_content(
	struct scope *s, const struct mail_in *mail, struct mail_content **content_out)
{
	return sql_mail_in_content(s, mail->id, content_out);
}

/* 0: it speaks of none, or of one that whoever decides does not see. */
static enum err spoken_of(struct scope *s, const struct mail_in *mail, int64_t *ticket_out)
{
	struct ticket *ticket;
	enum err e;

	*ticket_out = 0;
	if (!mail->ticket_id)
		return OK;
	e = ticket_find(
		s, arena_format(s->arena, "%lld", (long long)mail->ticket_id), NOTE_ADD, &ticket);
	if (e == OK)
		*ticket_out = mail->ticket_id;
	if (e != E_MISSING && e != E_DENIED)
		return e;
	refusal_reset(&s->refusal);
	return OK;
}

enum err mail_candidates(
	struct scope *s, const struct mail_in *mail, struct mail_candidate **first_out)
{
	int64_t ticket_id;

	*first_out = NULL;
	if (!str_equal(mail->state, "held"))
		return OK;
	TRY(spoken_of(s, mail, &ticket_id));
	return sql_mail_in_candidates(s, ticket_id, mail->desk_id, mail->person_id, first_out);
}

const char *mail_raw_link(struct scope *s, const struct mail_in *mail)
{
	return s3_link(s->arena, mail->raw_key, conf()->signed_link_s, "message/rfc822",
		arena_format(s->arena, "mail-%lld.eml", (long long)mail->id), false);
}

bool mail_shows_all(const struct scope *s, const struct ticket *ticket, bool by_team, bool edited)
{
	return (!by_team && !edited) || ticket_may(s, ticket, NOTE_SEE);
}

enum err mail_shown(struct scope *s, const struct ticket *ticket, int64_t comment_id,
	struct mail_content **content_out)
{
	struct mail_content *content;

	if (comment_id)
		TRY(sql_mail_in_of_comment(s, ticket->id, comment_id, content_out));
	else
		TRY(sql_mail_in_of_ticket(s, ticket->id, content_out));
	content = *content_out;
	if (!content)
		return E_MISSING;
	if (!ticket_may(s, ticket, NOTE_SEE))
		content->from_address = NULL;
	if (!mail_shows_all(s, ticket, content->by_team, content->edited))
		content->html = content->quoted = NULL;
	return content->html ? mail_pictures_link(s, ticket->id, comment_id, &content->html) : OK;
}

/* --- what becomes of it ----------------------------------------------------------------------------------- */

/* One decision at work. */
struct deciding {
	const struct desk *desk;
	const struct mail_decision *decision;
	const struct mail_in *mail;
	const struct mail_content *content;
	int64_t sender_id;
};

static enum err unread(struct scope *s)
{
	return refuse(s, E_CONFLICT,
		"This mail could not be read: it can be downloaded as it came, tried again or discarded.");
}

/* Whose it will be. Somebody's letting it in proves no more than it did. */
static enum err sender_find(struct scope *s, struct deciding *deciding)
{
	const struct mail_in *mail = deciding->mail;
	struct mail_sender sender;

	TRY(mail_sender_again(s, mail, &sender));
	if (!deciding->content->text)
		return unread(s);
	if (!sender.address)
		return refuse(s, E_CONFLICT,
			"This mail names no sender: what it says can be written down by hand.");
	TRY(mail_sender_settle(s, &sender, NULL));
	deciding->sender_id = sender.person_id;
	return OK;
}

static enum err sender_become(struct scope *s, const struct deciding *deciding)
{
	enum err e = caller_by_person(s, deciding->sender_id);

	return e == E_MISSING ? refuse(s, E_CONFLICT, "The account of its sender is switched off.")
			      : e;
}

static struct mail_take take_of(const struct deciding *deciding)
{
	const struct mail_in *mail = deciding->mail;

	return (struct mail_take){ .mail_id = mail->id,
		.desk_id = mail->desk_id,
		.address_id = mail->address_id,
		.subject = mail->subject,
		.message_id = mail->message_id,
		.text = deciding->content->text,
		.automatic = mail->automatic };
}

static enum err takes_part(struct scope *s, const struct ticket *ticket, int64_t person_id)
{
	struct taking_part *there;
	struct mail_person *person;

	if (person_id == ticket->reporter_id)
		return OK;
	TRY(sql_participant_all(s, ticket->id, &there));
	for (; there; there = there->next)
		if (there->id == person_id)
			return OK;
	TRY(sql_mail_person_find(s, person_id, &person));
	TRY(sql_participant_add(s, ticket->id, person_id));
	return activity_add(s, ticket,
		&(struct activity_new){ ACTIVITY_PARTICIPANT_ADDED, .public = true,
			.subject_id = person_id, .after = person->display_name });
}

/* The team of the request's desk says so, which may be another one than the mail's. */
static enum err comment_on(
	struct scope *s, const struct deciding *deciding, struct ticket **ticket_out)
{
	const char *key = deciding->decision->key;
	enum err e = *key ? ticket_find(s, key, NOTE_ADD, ticket_out) : E_MISSING;

	if (e == E_MISSING || e == E_DENIED)
		return refuse_field(s, "issueKey", "Please say which request it belongs to.");
	TRY(e);
	return ticket_hold(s, *ticket_out);
}

/* As its sender: the caller is somebody else meanwhile. */
static enum err comment_take(struct scope *s, const struct deciding *deciding, int64_t ticket_id)
{
	const struct mail_take take = take_of(deciding);
	struct ticket *ticket;
	int64_t comment_id;

	TRY(sender_become(s, deciding));
	TRY(ticket_take(s, ticket_id, &ticket));
	return mail_take_comment(s, &take, ticket, !take.automatic, take.automatic, &comment_id);
}

static enum err request_take(struct scope *s, const struct deciding *deciding)
{
	const struct mail_take take = take_of(deciding);
	struct mail_address *address;
	struct ticket *ticket;

	TRY(mail_address_get(s, deciding->mail->address_id, &address));
	TRY(sender_become(s, deciding));
	return mail_take_ticket(s, &take, deciding->desk, address->request_type_id, &ticket);
}

static enum err as_sender(struct scope *s, struct deciding *deciding, int64_t ticket_id)
{
	const struct caller *agent = s->caller;
	enum err e;

	s->door = "mail";
	e = ticket_id ? comment_take(s, deciding, ticket_id) : request_take(s, deciding);
	s->door = NULL;
	s->caller = agent;
	TRY(e);
	return job_add(s, JOB_MAIL, deciding->mail->id);
}

static enum err choose_comment(struct scope *s, struct deciding *deciding)
{
	struct ticket *ticket;

	TRY(comment_on(s, deciding, &ticket));
	TRY(sender_find(s, deciding));
	if (deciding->decision->participant)
		TRY(takes_part(s, ticket, deciding->sender_id));
	return as_sender(s, deciding, ticket->id);
}

static enum err choose_request(struct scope *s, struct deciding *deciding)
{
	TRY(sender_find(s, deciding));
	return as_sender(s, deciding, 0);
}

static enum err choose_discard(struct scope *s, struct deciding *deciding)
{
	const struct mail_in *mail = deciding->mail;

	return sql_mail_in_end(
		s, mail->id, "discarded", mail->why, mail->person_id, 0, 0, mail->refused);
}

static enum err choose_block(struct scope *s, struct deciding *deciding)
{
	const char *address = person_address(s->arena, deciding->mail->from_address);

	if (!address)
		return refuse(s, E_CONFLICT, "This mail names no sender.");
	TRY(sql_mail_block_add(s, deciding->desk->id, address, scope_person(s)));
	return choose_discard(s, deciding);
}

static enum err choose_again(struct scope *s, struct deciding *deciding)
{
	TRY(sql_mail_in_again(s, deciding->mail->id, &(int64_t){ 0 }));
	return job_add(s, JOB_MAIL, deciding->mail->id);
}

static const struct {
	const char *name;
	enum err (*choose)(struct scope *s, struct deciding *deciding);
} choices[] = {
	{ "comment", choose_comment },
	{ "request", choose_request },
	{ "discard", choose_discard },
	{ "block", choose_block },
	{ "again", choose_again },
};

static enum err choose(struct scope *s, struct deciding *deciding)
{
	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++)
		if (str_equal(choices[i].name, deciding->decision->choice))
			return choices[i].choose(s, deciding);
	return refuse_field(
		s, "decision", "decision must be comment, request, discard, block or again.");
}

enum err mail_decide(struct scope *s, const struct desk *desk, int64_t id,
	const struct mail_decision *decision, struct mail_in **mail_out)
{
	struct deciding deciding = { .desk = desk, .decision = decision };
	struct mail_content *content;
	struct mail_state *state;

	TRY(mail_find(s, desk, id, mail_out));
	TRY(sql_mail_in_lock(s, id, &state));
	if (!str_in_list("held passed discarded", state->state))
		return refuse(s, E_CONFLICT, "Somebody has decided about this mail already.");
	TRY(mail_find(s, desk, id, mail_out)); /* as it is now that nobody else changes it */
	TRY(mail_content(s, *mail_out, &content));
	deciding.mail = *mail_out;
	deciding.content = content;
	TRY(choose(s, &deciding));
	TRY(sql_mail_in_decided(s, id, scope_person(s)));
	return mail_find(s, desk, id, mail_out);
}
