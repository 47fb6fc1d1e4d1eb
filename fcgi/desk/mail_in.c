/* mail_in.c - see mail_in.h. A mail is read and judged; its files move; then all that follows from it is written in one transaction that
 * begins with its row, so it is once however often the job is run. What cannot be read or taken is tried three times and then held. */
#include "desk/mail_in.h"

#include <stdbool.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "base/text.h"
#include "mail/mail.h"
#include "id/caller.h"
#include "id/person.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/approval.h"
#include "desk/desk.h"
#include "desk/job.h"
#include "desk/mail_address.h"
#include "desk/mail_bounce.h"
#include "desk/mail_brake.h"
#include "desk/mail_file.h"
#include "desk/mail_judge.h"
#include "desk/mail_quote.h"
#include "desk/mail_read.h"
#include "desk/mail_take.h"
#include "desk/ticket.h"

enum {
	TRIES_MAX = 3,
	TROUBLE_LENGTH_MAX = 300,
	SUBJECT_LENGTH_MAX = 255,
	NAME_LENGTH_MAX = 255,
	ADDRESS_SIZE_MAX = 254
};

/* One mail on its way. */
struct way {
	struct job *job;
	const struct mail_in *row;
	struct mail_address *address;
	struct mail *mail; /* NULL: it was not read */
	const char *text, *quoted;
	struct mail_verdict verdict;
	bool strange;      /* a new request of who was new before it, or proves nothing */
	int64_t sender_id; /* whose the files are; 0: it has none */
	int64_t desk_id;   /* where they are */
	const struct mail_taken *files;
	int64_t tries; /* this one counted */
	bool over;     /* another process was quicker */
};

/* --- what is kept of it ----------------------------------------------------------------------------------- */

static const char *shortened(struct scope *s, const char *text, size_t length)
{
	return text ? text_shorten(s->arena, text, length) : NULL;
}

/* Of an address that cannot be one of a person at least what it says. */
static const char *from_shown(struct scope *s, const struct way *way)
{
	const struct mail_mailbox *from = way->mail->from;

	if (way->verdict.sender.address)
		return way->verdict.sender.address;
	return from ? shortened(s, from->address, ADDRESS_SIZE_MAX) : NULL;
}

static enum err keep(struct scope *s, const struct way *way)
{
	const struct mail *mail = way->mail;

	if (!mail)
		return OK;
	return sql_mail_in_keep(s, way->row->id, from_shown(s, way),
		mail->from ? shortened(s, mail->from->name, NAME_LENGTH_MAX) : NULL,
		shortened(s, mail->subject, SUBJECT_LENGTH_MAX), mail->message_id,
		way->verdict.automatic, mail_proof_name(way->verdict.sender.proof), way->text,
		way->quoted, mail->html, mail_file_list(mail));
}

static enum err end(struct scope *s, const struct way *way, const char *state, enum mail_why why)
{
	const struct ticket *ticket = way->verdict.ticket;

	log_info("mail=%lld %s: %s", (long long)way->row->id, state, mail_why_name(why));
	return sql_mail_in_end(s, way->row->id, state, mail_why_name(why),
		way->verdict.sender.person_id, ticket ? ticket->id : 0, 0, NULL);
}

/* --- what becomes of it ----------------------------------------------------------------------------------- */

/* Nobody takes part by the word of a machine, or of who proves nothing. */
static bool brings_others(const struct way *way)
{
	return way->address->copies && mail_sender_is_proven(&way->verdict.sender) &&
		!way->verdict.automatic;
}

static struct mail_take take_of(const struct way *way)
{
	return (struct mail_take){ .mail_id = way->row->id,
		.desk_id = way->row->desk_id,
		.address_id = way->row->address_id,
		.subject = way->mail->subject,
		.message_id = way->mail->message_id,
		.text = way->text,
		.to = way->mail->to,
		.cc = way->mail->cc,
		.copies = brings_others(way),
		.automatic = way->verdict.automatic,
		.silent = !mail_sender_is_proven(&way->verdict.sender),
		.files = way->files };
}

/* An answer to a quote moves the ticket by itself; the words around it do not move it once more. */
static enum err take_comment(struct scope *s, struct way *way)
{
	const struct mail_take take = take_of(way);
	bool public = way->verdict.fate == MAIL_COMMENTS, answered = false;
	struct ticket *ticket = way->verdict.ticket;
	int64_t comment_id;

	TRY(mail_quote_answer(s, way->row->id, way->mail, &way->verdict, ticket, &answered));
	if (answered)
		TRY(ticket_take(s, ticket->id, &ticket));
	TRY(mail_take_comment(s, &take, ticket, public, answered || !public, &comment_id));
	log_info("mail=%lld is comment=%lld of %s", (long long)take.mail_id, (long long)comment_id,
		ticket->key);
	return OK;
}

static enum err take_ticket(struct scope *s, struct way *way)
{
	const struct mail_take take = take_of(way);
	struct ticket *ticket;
	struct desk *desk;

	TRY(sql_desk_find(s, way->row->desk_id, scope_person(s), &desk));
	TRY(mail_take_ticket(s, &take, desk, way->address->request_type_id, &ticket));
	log_info("mail=%lld opens %s", (long long)take.mail_id, ticket->key);
	return OK;
}

static enum err take_return(struct scope *s, struct way *way)
{
	int64_t ticket_id, comment_id;

	TRY(mail_bounce_take(s, way->mail, way->verdict.letter, &ticket_id, &comment_id));
	log_info("mail=%lld returns letter=%lld", (long long)way->row->id,
		(long long)way->verdict.letter->id);
	return sql_mail_in_end(s, way->row->id, "done", NULL, 0, ticket_id, comment_id, NULL);
}

/* Of letters to somebody new; NULL: one that none are written in, or it says nothing. */
static const char *language_of(struct scope *s, const struct mail *mail)
{
	const char *language = mail->language ? arena_strndup(s->arena, mail->language, 2) : NULL;

	return language && str_in_list(person_languages, language) ? language : NULL;
}

/* What is too much is held, and so is what comes with it. */
static enum err is_too_much(struct scope *s, const struct way *way, bool *too_much_out)
{
	bool fits, ticket_fits = true;

	TRY(mail_brake_sender(s, way->verdict.sender.address, &fits));
	if (way->verdict.ticket)
		TRY(mail_brake_ticket(s, way->verdict.ticket->id, &ticket_fits));
	*too_much_out = !fits || !ticket_fits;
	return OK;
}

static enum err are_too_many(struct scope *s, const struct way *way, bool *too_many_out)
{
	bool fits = true;

	if (way->strange && way->verdict.fate == MAIL_OPENS)
		TRY(mail_brake_strangers(s, way->row->desk_id, &fits));
	*too_many_out = !fits;
	return OK;
}

/* The files were put where the first judgement said. */
static bool is_other_now(const struct way *way)
{
	const struct mail_verdict *now = &way->verdict;
	int64_t desk_id = now->ticket ? now->ticket->desk_id : way->row->desk_id;

	return way->mail->files &&
		(way->sender_id != now->sender.person_id || way->desk_id != desk_id);
}

static enum err take_as_sender(struct scope *s, struct way *way)
{
	bool too_much, too_many;

	TRY(is_too_much(s, way, &too_much));
	if (too_much)
		return end(s, way, "held", MAIL_WHY_TOO_MANY);
	TRY(are_too_many(s, way, &too_many));
	if (too_many)
		return end(s, way, "held", MAIL_WHY_TOO_MANY_STRANGERS);
	TRY(mail_sender_settle(s, &way->verdict.sender, language_of(s, way->mail)));
	if (is_other_now(way))
		return refuse(s, E_CONFLICT, "something changed while its files moved");
	TRY(caller_by_person(s, way->verdict.sender.person_id));
	return way->verdict.fate == MAIL_OPENS ? take_ticket(s, way) : take_comment(s, way);
}

static enum err settle(struct scope *s, struct way *way)
{
	switch (way->verdict.fate) {
	case MAIL_PASSES:
		return end(s, way, "passed", way->verdict.why);
	case MAIL_HELD:
		return end(s, way, "held", way->verdict.why);
	case MAIL_RETURNED:
		return take_return(s, way);
	default:
		return take_as_sender(s, way);
	}
}

static enum err lock(struct scope *s, struct way *way)
{
	struct mail_state *now;
	enum err e = sql_mail_in_lock(s, way->row->id, &now);

	way->over = e == E_MISSING || (e == OK && !str_equal(now->state, "new"));
	if (e == OK)
		way->tries = now->tries;
	return e == E_MISSING ? OK : e;
}

static bool is_strange(const struct mail_verdict *verdict)
{
	return verdict->fate == MAIL_OPENS &&
		(!verdict->sender.person_id || !mail_sender_is_proven(&verdict->sender));
}

/* Who was new before their files moved is known by now. */
static enum err take_mail(struct scope *s, void *context)
{
	struct way *way = context;

	TRY(lock(s, way));
	if (way->over)
		return OK;
	TRY(mail_judge(s, way->row, way->address, way->mail, &way->verdict));
	way->strange = way->strange || is_strange(&way->verdict);
	TRY(keep(s, way));
	return settle(s, way);
}

/* --- its files -------------------------------------------------------------------------------------------- */

static enum err sender_settle(struct scope *s, void *context)
{
	struct way *way = context;

	return mail_sender_settle(s, &way->verdict.sender, language_of(s, way->mail));
}

/* Judged before, to know where they go; somebody new is made before, as the files are theirs. Nobody is for what will be too much. */
static enum err files_move(struct scope *s, struct way *way)
{
	const struct mail_verdict *verdict = &way->verdict;
	struct mail_taken *files;
	struct desk *desk;
	bool full = false;

	TRY(mail_judge(s, way->row, way->address, way->mail, &way->verdict));
	way->strange = is_strange(verdict);
	if (verdict->fate < MAIL_COMMENTS)
		return OK;
	if (way->strange)
		TRY(mail_brake_strangers_full(s, way->row->desk_id, &full));
	if (full)
		return OK;
	TRY(step_run(s, sender_settle, way));
	way->sender_id = verdict->sender.person_id;
	way->desk_id = verdict->ticket ? verdict->ticket->desk_id : way->row->desk_id;
	TRY(caller_by_person(s, way->sender_id));
	TRY(sql_desk_find(s, way->desk_id, way->sender_id, &desk));
	TRY(mail_file_upload(s, way->job, desk, way->mail, &files));
	way->files = files;
	return OK;
}

/* --- one mail --------------------------------------------------------------------------------------------- */

static enum err try_count(struct scope *s, void *context)
{
	struct way *way = context;

	TRY(lock(s, way));
	way->tries++;
	return way->over ? OK : sql_mail_in_try(s, way->row->id, &(int64_t){ 0 });
}

static enum err try_forget(struct scope *s, void *context)
{
	const struct way *way = context;

	return sql_mail_in_untry(s, way->row->id, &(int64_t){ 0 });
}

static enum err hold(struct scope *s, void *context)
{
	struct way *way = context;

	TRY(lock(s, way));
	if (way->over)
		return OK;
	TRY(keep(s, way));
	way->verdict.ticket = NULL;
	return end(s, way, "held", way->mail ? MAIL_WHY_NOT_TAKEN : MAIL_WHY_UNREADABLE);
}

static enum err trouble_keep(struct scope *s, void *context)
{
	const struct way *way = context;

	return sql_mail_in_trouble(s, way->row->id,
		text_shorten(s->arena, s->refusal.message ? s->refusal.message : "?",
			TROUBLE_LENGTH_MAX),
		&(int64_t){ 0 });
}

static enum err work(struct scope *s, struct way *way)
{
	struct mail *mail;

	TRY(mail_address_get(s, way->row->address_id, &way->address));
	TRY(mail_read(s, way->job, way->row->raw_key, &mail));
	way->mail = mail;
	mail_take_split(s, mail, &way->text, &way->quoted);
	if (mail->files)
		TRY(files_move(s, way));
	TRY(job_hold(s, way->job, 0));
	s->door = "mail";
	s->now = clock_now();
	return job_end_with(s, way->job, take_mail, way);
}

static bool waits(enum err e)
{
	return e == E_BUSY || e == E_LOCKED;
}

static enum err run(struct scope *s, struct way *way)
{
	enum err e;

	TRY(step_run(s, try_count, way));
	if (way->over)
		return OK;
	if (way->tries > TRIES_MAX) /* its process ended in the middle of it */
		return step_run(s, hold, way);
	e = work(s, way);
	if (e == OK)
		return OK;
	if (waits(e)) {
		TRY(step_run(s, try_forget, way));
		return e;
	}
	if (!s->refusal.message)
		(void)refuse(s, e, "%s", err_name(e));
	TRY(step_run(s, trouble_keep, way));
	if (way->tries >= TRIES_MAX || (e == E_INVALID && !way->mail))
		return step_run(s, hold, way);
	return e;
}

/* --- files of one that was decided ------------------------------------------------------------------------ */

static enum err files_take(struct scope *s, void *context)
{
	const struct way *way = context;
	struct mail_take take = take_of(way);
	struct mail_part_count *there;
	struct mail_state *state;
	struct ticket *ticket;
	struct mail_in *now;

	TRY(sql_mail_in_lock(s, way->row->id, &state));
	TRY(sql_mail_in_find(s, way->row->id, &now));
	TRY(sql_mail_in_parts(s, way->row->ticket_id, way->row->comment_id, &there));
	if (there->n > 0 || now->refused)
		return OK;
	TRY(ticket_take(s, way->row->ticket_id, &ticket));
	take.automatic = way->row->automatic;
	take.silent = !str_in_list("passed token", way->row->proof);
	return mail_take_files(s, &take, ticket, way->row->comment_id, !way->row->automatic);
}

/* Somebody decided about it in the portal, where no bytes move. */
static enum err files_later(struct scope *s, struct way *way)
{
	struct mail_taken *files;
	struct ticket *ticket;
	struct mail *mail;
	struct desk *desk;

	if (!way->row->ticket_id || !way->row->decided_by)
		return OK;
	TRY(mail_read(s, way->job, way->row->raw_key, &mail));
	if (!mail->files)
		return OK;
	way->mail = mail;
	TRY(mail_address_get(s, way->row->address_id, &way->address));
	TRY(sql_ticket_find_by_id(s, way->row->ticket_id, &ticket));
	TRY(caller_by_person(s, way->row->person_id));
	TRY(sql_desk_find(s, ticket->desk_id, way->row->person_id, &desk));
	TRY(mail_file_upload(s, way->job, desk, mail, &files));
	way->files = files;
	s->door = "mail";
	s->now = clock_now();
	return step_run(s, files_take, way);
}

enum err mail_in_run(struct scope *s, struct job *job)
{
	struct way way = { .job = job };
	struct mail_in *row;
	enum err e = sql_mail_in_find(s, job->subject_id, &row);

	if (e == E_MISSING)
		return OK;
	TRY(e);
	way.row = row;
	e = str_equal(row->state, "done") ? files_later(s, &way) : run(s, &way);
	s->caller = NULL;
	s->door = NULL;
	return e;
}
