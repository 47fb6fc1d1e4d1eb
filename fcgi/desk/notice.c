/* notice.c - see notice.h. Whoever writes a notice, or ends one, holds the ticket's row: a change that joined one has committed before
 * it is told, and what comes later begins another. */
#include "desk/notice.h"

#include "base/arena.h"
#include "base/conf.h"
#include "base/str.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/activity.h"
#include "desk/job.h"
#include "desk/letter.h"
#include "desk/mail_address.h"
#include "desk/mail_brake.h"
#include "desk/mail_out.h"
#include "desk/ticket.h"
#include "sql/notice.h"

enum { CHANGES_MAX = 1000, PEOPLE_MAX = 2000 };

/* What a change says to those who are told; of the others nobody is. */
static const struct saying {
	bool says;
	enum notice_kind kind;
} sayings[ACTIVITY_COUNT] = {
	[ACTIVITY_CREATED] = { true, NOTICE_CREATED },
	[ACTIVITY_STATUS] = { true, NOTICE_STATUS },
	[ACTIVITY_COMMENT] = { true, NOTICE_COMMENT },
	[ACTIVITY_ASSIGNEE] = { true, NOTICE_ASSIGNED },
	[ACTIVITY_PARTICIPANT_ADDED] = { true, NOTICE_ADDED },
	[ACTIVITY_SHARED] = { true, NOTICE_SHARED },
	[ACTIVITY_MERGED] = { true, NOTICE_MERGED },
	[ACTIVITY_QUOTE_SENT] = { true, NOTICE_ASKED },
	[ACTIVITY_APPROVED] = { true, NOTICE_ACCEPTED },
	[ACTIVITY_DECLINED] = { true, NOTICE_DECLINED },
};

static const struct saying *saying_of(const char *name)
{
	for (int kind = 0; kind < ACTIVITY_COUNT; kind++)
		if (sayings[kind].says && str_equal(activity_name((enum activity_kind)kind), name))
			return &sayings[kind];
	return NULL;
}

enum err notice_follow(struct scope *s, const struct ticket *ticket, int64_t activity_id,
	const struct activity_new *activity)
{
	int64_t begun;

	if (!sayings[activity->kind].says)
		return OK;
	TRY(sql_notice_begin(s, ticket->desk_id, ticket->id, s->caller ? scope_person(s) : 0,
		activity_id, &begun));
	return begun ? job_add_at(s, JOB_NOTICE, begun, s->now + conf()->notice_delay_ms) : OK;
}

/* --- what happened ------------------------------------------------------------------------------------------ */

/* A change as a notice says it. */
struct happening {
	struct notice_event event;
	const struct notice_change *change;
	const char *before, *after, *customer_before, *customer_after;
	bool done_before, done_after;
	struct happening *next;
};

/* A comment that was hidden is no public one any more. */
static bool is_over(const struct saying *saying, const struct notice_change *change)
{
	return !saying || (saying->kind == NOTICE_COMMENT && !change->public);
}

static struct happening *happening_make(struct scope *s, const struct notice *notice,
	enum notice_kind kind, const struct notice_change *change)
{
	struct happening *one = arena_new(s->arena, struct happening);

	*one = (struct happening){ .change = change,
		.event = { .kind = kind,
			.actor_id = notice->person_id,
			.by_team = notice->by_team,
			.public = change->public,
			.subject_id = change->subject_id },
		.before = change->before_text,
		.after = change->after_text,
		.customer_before = change->customer_before,
		.customer_after = change->customer_after,
		.done_before = change->done_before,
		.done_after = change->done_after };
	return one;
}

/* From where the first move began to where the last one led. */
static void move_on(struct happening *move, const struct notice_change *change)
{
	move->after = change->after_text;
	move->customer_after = change->customer_after;
	move->done_after = change->done_after;
	move->event.subject_id = change->subject_id;
	move->event.public = !str_equal(move->customer_before, move->customer_after);
	move->event.kind = move->done_after && !move->done_before ? NOTICE_RESOLVED
		: move->done_before && !move->done_after          ? NOTICE_REOPENED
								  : NOTICE_STATUS;
}

static struct happening *find(struct happening *list, bool (*is)(const struct happening *one))
{
	while (list && !is(list))
		list = list->next;
	return list;
}

static bool is_move(const struct happening *one)
{
	return str_equal(one->change->kind, activity_name(ACTIVITY_STATUS));
}

static bool is_merge(const struct happening *one)
{
	return one->event.kind == NOTICE_MERGED;
}

/* Moves to and fro come to nothing; and where a ticket that went into another was left says nothing. */
static struct happening *without_idle_moves(struct happening *list)
{
	bool merged = find(list, is_merge);
	struct happening *first = NULL, **last = &first;

	for (; list; list = list->next)
		if (!is_move(list) || (!merged && !str_equal(list->before, list->after))) {
			*last = list;
			last = &list->next;
		}
	*last = NULL;
	return first;
}

static enum err happenings(
	struct scope *s, const struct notice *notice, struct happening **first_out)
{
	struct happening **last = first_out;
	struct notice_change *change;

	*first_out = NULL;
	TRY(sql_notice_changes(
		s, notice->ticket_id, notice->id, notice->first_activity_id, CHANGES_MAX, &change));
	for (; change; change = change->next) {
		const struct saying *saying = saying_of(change->kind);
		struct happening *move = find(*first_out, is_move);

		if (is_over(saying, change))
			continue;
		if (saying->kind != NOTICE_STATUS || !move) {
			move = *last = happening_make(s, notice, saying->kind, change);
			last = &(*last)->next;
		}
		if (saying->kind == NOTICE_STATUS)
			move_on(move, change);
	}
	*first_out = without_idle_moves(*first_out);
	return OK;
}

/* --- to one reader ------------------------------------------------------------------------------------------ */

static struct notice_reader reader_of(const struct notice_person *person)
{
	return (struct notice_reader){ .person_id = person->id,
		.reports = person->reports,
		.assigned = person->assigned,
		.taking_part = person->taking_part,
		.asked = person->asked,
		.shared = person->shared,
		.team = person->team,
		.watching = person->watching,
		.said = person->said,
		.quote_id = person->quote_id,
		.proven = person->proven,
		.by_mail = person->by_mail,
		.stopped = person->stopped };
}

static bool is_told(const struct happening *list, const struct notice_reader *reader)
{
	for (; list; list = list->next)
		if (notice_tells(&list->event, reader))
			return true;
	return false;
}

/* Customers read their names of things. */
static struct notice_item *item_of(
	struct scope *s, const struct happening *one, const struct notice_reader *reader)
{
	struct notice_item *item = arena_new(s->arena, struct notice_item);
	bool theirs = !reader->team && is_move(one);

	*item = (struct notice_item){ .kind = one->event.kind,
		.at = one->change->created_at,
		.subject_id = reader->team || !is_move(one) ? one->event.subject_id : 0,
		.before = theirs ? one->customer_before : one->before,
		.after = theirs ? one->customer_after : one->after };
	return item;
}

/* All that they may read of it, once there is something that they are told. */
static struct notice_item *items_for(
	struct scope *s, const struct happening *list, const struct notice_reader *reader)
{
	struct notice_item *first = NULL, **last = &first;

	if (!is_told(list, reader))
		return NULL;
	for (; list; list = list->next)
		if (notice_tells_beside(&list->event, reader)) {
			*last = item_of(s, list, reader);
			last = &(*last)->next;
		}
	return first;
}

enum err notice_read(
	struct scope *s, int64_t notice_id, int64_t person_id, struct notice_news **news_out)
{
	struct happening *list;
	struct notice_person *person;
	struct notice_reader reader;
	struct notice *notice;
	enum err e;

	TRY(sql_notice_find(s, notice_id, &notice));
	*news_out = arena_new(s->arena, struct notice_news);
	**news_out = (struct notice_news){ .notice_id = notice->id,
		.ticket_id = notice->merged_into ? notice->merged_into : notice->ticket_id,
		.person_id = person_id,
		.at = notice->created_at,
		.actor_name = notice->actor_name,
		.by_team = notice->by_team };
	e = sql_notice_person(s, notice->ticket_id, person_id, &person);
	if (e == E_MISSING)
		return OK;
	TRY(e);
	reader = reader_of(person);
	TRY(happenings(s, notice, &list));
	(*news_out)->for_team = reader.team;
	(*news_out)->reason = notice_reason(&reader);
	(*news_out)->hindrance = notice_hindrance(&reader);
	if (!(*news_out)->hindrance)
		(*news_out)->items = items_for(s, list, &reader);
	return OK;
}

/* --- told --------------------------------------------------------------------------------------------------- */

/* What is told, and from where. */
struct telling {
	const struct notice *notice;
	const struct mail_address *from;
	struct happening *list;
	struct notice_person *people;
};

static struct mail_out_new letter_to(
	const struct telling *telling, const struct notice_person *person)
{
	const struct notice *notice = telling->notice;

	return (struct mail_out_new){ .desk_id = notice->desk_id,
		.address_id = telling->from->id,
		.address = telling->from->address,
		.ticket_id = notice->merged_into ? notice->merged_into : notice->ticket_id,
		.person_id = person->id,
		.recipient = person->email };
}

static enum err tell_one(
	struct scope *s, const struct telling *telling, const struct notice_person *person)
{
	const struct notice_reader reader = reader_of(person);
	struct mail_out_new letter = letter_to(telling, person);
	bool ours;

	if (!person->email || !items_for(s, telling->list, &reader))
		return OK;
	letter.kind = LETTER_NOTICE;
	letter.notice_id = telling->notice->id;
	letter.withheld = notice_hindrance(&reader);
	TRY(mail_address_is_ours(s, person->email, &ours));
	if (ours)
		letter.withheld = MAIL_TO_OURS;
	return letter.withheld ? mail_out_withhold(s, &letter)
			       : mail_out_add(s, &letter, &(int64_t){ 0 });
}

static enum err tell_all(struct scope *s, const struct telling *telling)
{
	for (const struct notice_person *person = telling->people; person; person = person->next)
		TRY(tell_one(s, telling, person));
	return OK;
}

/* The reporter, if they made the ticket themselves by a mail. */
static const struct notice_person *sender_of(const struct telling *telling)
{
	const struct happening *one = telling->list;
	const struct notice_person *person = telling->people;

	while (one && (one->event.kind != NOTICE_CREATED || !str_equal(one->change->door, "mail")))
		one = one->next;
	while (person && (!person->reports || person->id != telling->notice->person_id))
		person = person->next;
	return one ? person : NULL;
}

/* Who wrote a mail learns once what became of it; a machine learns nothing (RFC 3834), nor does an address that asks without end. */
static enum err tell_sender(struct scope *s, const struct telling *telling)
{
	const struct notice_person *person = sender_of(telling);
	struct mail_out_new letter;
	struct notice_reader reader;
	struct notice_mail *mail;
	enum err e;

	if (!person || !person->email)
		return OK;
	e = sql_notice_mail(s, telling->notice->ticket_id, &mail);
	if (e == E_MISSING || (e == OK && mail->automatic))
		return OK;
	TRY(e);
	reader = reader_of(person);
	letter = letter_to(telling, person);
	letter.kind = LETTER_RECEIVED;
	letter.mail_id = mail->id;
	letter.withheld = notice_hindrance(&reader);
	if (!letter.withheld)
		TRY(mail_brake_answer(s, person->email, &letter.withheld));
	return mail_out_add(s, &letter, &(int64_t){ 0 });
}

static int64_t last_of(const struct notice *notice, const struct happening *list)
{
	int64_t last = notice->first_activity_id;

	for (; list; list = list->next)
		if (list->change->id > last)
			last = list->change->id;
	return last;
}

static enum err tell(struct scope *s, const struct notice *notice)
{
	struct telling telling = { .notice = notice };
	struct mail_address *from;
	int64_t n;
	enum err e;

	TRY(sql_notice_mark(s, notice->id, notice->ticket_id, notice->person_id,
		notice->first_activity_id, &n));
	TRY(happenings(s, notice, &telling.list));
	TRY(sql_notice_end(s, notice->id, last_of(notice, telling.list)));
	e = mail_address_of_desk(s, notice->desk_id, &from);
	if (e == E_MISSING)
		return OK;
	TRY(e);
	telling.from = from;
	TRY(sql_notice_people(s, notice->ticket_id, PEOPLE_MAX, &telling.people));
	TRY(tell_all(s, &telling));
	return tell_sender(s, &telling);
}

static enum err tell_once(struct scope *s, void *context)
{
	const int64_t *id = context;
	struct held_ticket *held;
	struct notice *notice;

	TRY(sql_notice_find(s, *id, &notice));
	TRY(sql_ticket_hold(s, notice->ticket_id, &held));
	TRY(sql_notice_find(s, *id, &notice)); /* as it is now that nobody else ends it */
	return notice->told ? OK : tell(s, notice);
}

/* Of a ticket that has gone nothing is told. */
enum err notice_run(struct scope *s, struct job *job)
{
	int64_t id = job->subject_id;
	enum err e = job_end_with(s, job, tell_once, &id);

	return e == E_MISSING ? OK : e;
}
