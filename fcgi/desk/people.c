/* people.c - see people.h. */
#include "desk/people.h"

#include "base/arena.h"
#include "base/str.h"
#include "id/caller.h"
#include "id/person.h"
#include "id/scope.h"
#include "desk/activity.h"
#include "desk/desk.h"
#include "desk/ticket.h"
#include "sql/subscription.h"

/* Whom customers may find, by the desk's word for it. */
static const struct sharing {
	const char *name;
	bool mates, of_desk, anybody;
} sharings[] = {
	{ "nobody", false, false, false },
	{ "organization", true, false, false },
	{ "desk", true, true, false },
	{ "anybody", true, false, true },
};

static const struct sharing *sharing_of(const struct ticket *ticket)
{
	for (size_t i = 0; i < sizeof(sharings) / sizeof(sharings[0]); i++)
		if (str_equal(sharings[i].name, ticket->sharing))
			return &sharings[i];
	return &sharings[0];
}

bool people_may_add(const struct scope *s, const struct ticket *ticket)
{
	return ticket_may(s, ticket, PARTICIPANT_EDIT) &&
		(caller_is_team(s, ticket->answering) || sharing_of(ticket)->mates);
}

static bool may_ask(
	const struct scope *s, const struct ticket *ticket, const struct candidate *person)
{
	const struct sharing *sharing = sharing_of(ticket);

	return caller_is_team(s, ticket->answering) || sharing->anybody ||
		(sharing->mates && person->mate) || (sharing->of_desk && person->of_desk);
}

/* NULL: there is nobody called so. An address is looked for where the caller could have found it. */
static enum err candidate_find(struct scope *s, int64_t ticket_id, int64_t desk_id,
	const char *word, struct candidate **person_out)
{
	const char *address = person_address(s->arena, word);

	if (address)
		return sql_candidate_by_email(
			s, address, scope_person(s), ticket_id, desk_id, person_out);
	return sql_candidate_by_account(s, word, scope_person(s), ticket_id, desk_id, person_out);
}

static enum err cannot(struct scope *s, const char *field, const char *word)
{
	return refuse_field(s, field, "Nobody called %.100s can be added here.", word);
}

/* Everybody of the list who may be added, in front of *first. */
static enum err candidates_read(struct scope *s, const struct ticket *ticket,
	const struct people_words *list, struct candidate **first)
{
	enum err worst = OK;

	for (size_t i = 0; i < list->n; i++) {
		struct candidate *person;

		TRY(candidate_find(s, ticket->id, ticket->desk_id, list->words[i], &person));
		if (!person || !may_ask(s, ticket, person)) {
			worst = cannot(s, list->field, list->words[i]);
			continue;
		}
		person->next = *first;
		*first = person;
	}
	return worst;
}

static bool is_later_too(const struct candidate *person)
{
	for (const struct candidate *other = person->next; other; other = other->next)
		if (other->id == person->id)
			return true;
	return false;
}

static size_t count(const struct taking_part *people)
{
	size_t n = 0;

	for (; people; people = people->next)
		n++;
	return n;
}

static enum err candidates_add(
	struct scope *s, const struct ticket *ticket, const struct candidate *person, bool *any_out)
{
	struct taking_part *there;
	size_t n;

	*any_out = false;
	TRY(sql_participant_all(s, ticket->id, &there));
	n = count(there);
	for (; person; person = person->next) {
		if (person->taking_part || person->id == ticket->reporter_id ||
			is_later_too(person))
			continue;
		if (++n > PARTICIPANTS_MAX)
			return refuse(s, E_INVALID,
				"At most %d people can take part beside the reporter.",
				PARTICIPANTS_MAX);
		*any_out = true;
		TRY(sql_participant_add(s, ticket->id, person->id));
		TRY(activity_add(s, ticket,
			&(struct activity_new){ ACTIVITY_PARTICIPANT_ADDED, .public = true,
				.subject_id = person->id, .after = person->display_name }));
	}
	return OK;
}

static enum err somebody_named(struct scope *s, const struct people_words lists[2])
{
	return lists[0].n + lists[1].n ? OK : refuse_field(s, lists[0].field, "Please say who.");
}

enum err people_add(
	struct scope *s, const struct ticket *ticket, const struct people_words lists[2])
{
	struct candidate *people = NULL;
	enum err worst, e;
	bool any;

	TRY(somebody_named(s, lists));
	if (!people_may_add(s, ticket))
		return refuse(s, E_DENIED, "On this desk only the team adds people to a request.");
	TRY(ticket_hold(s, ticket));
	worst = candidates_read(s, ticket, &lists[0], &people);
	if (worst != OK && worst != E_INVALID)
		return worst;
	e = candidates_read(s, ticket, &lists[1], &people);
	if (e != OK)
		return e;
	TRY(worst);
	TRY(candidates_add(s, ticket, people, &any));
	return any ? ticket_touch(s, ticket, true) : OK;
}

/* Somebody who takes part, by account id; the team and they themselves may say the address. */
static struct taking_part *named(const struct scope *s, const struct ticket *ticket,
	struct taking_part *people, const char *word)
{
	for (; people; people = people->next)
		if (str_equal(people->account_id, word) ||
			(people->email && str_equal_nocase(people->email, word) &&
				(caller_is_team(s, ticket->answering) ||
					people->id == scope_person(s))))
			return people;
	return NULL;
}

static enum err take_out(
	struct scope *s, const struct ticket *ticket, const struct taking_part *person)
{
	int64_t removed, forgotten;

	TRY(sql_participant_remove(s, ticket->id, person->id, &removed));
	TRY(sql_subscription_forget(s, ticket->id, person->id, &forgotten));
	if (removed == 0)
		return OK;
	return activity_add(s, ticket,
		&(struct activity_new){ ACTIVITY_PARTICIPANT_REMOVED, .public = true,
			.subject_id = person->id, .before = person->display_name });
}

/* Others than themselves. */
static bool may_take_out_others(const struct scope *s, const struct ticket *ticket)
{
	return caller_is_team(s, ticket->answering) ||
		(s->caller && ticket->reporter_id == s->caller->person_id);
}

static enum err all_take_part(struct scope *s, const struct ticket *ticket,
	struct taking_part *there, const struct people_words *list)
{
	enum err worst = OK;

	for (size_t i = 0; i < list->n; i++) {
		const struct taking_part *person = named(s, ticket, there, list->words[i]);

		if (!person)
			worst = refuse_field(
				s, list->field, "Nobody called %.100s takes part.", list->words[i]);
		else if (person->id != scope_person(s) && !may_take_out_others(s, ticket))
			return refuse(
				s, E_DENIED, "Only the reporter and the team can take others out.");
	}
	return worst;
}

static enum err all_take_out(struct scope *s, const struct ticket *ticket,
	struct taking_part *there, const struct people_words *list)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct taking_part *person = named(s, ticket, there, list->words[i]);

		if (person)
			TRY(take_out(s, ticket, person));
	}
	return OK;
}

enum err people_remove(
	struct scope *s, const struct ticket *ticket, const struct people_words lists[2])
{
	struct taking_part *there;
	enum err e[2];

	TRY(somebody_named(s, lists));
	TRY(ticket_hold(s, ticket));
	TRY(sql_participant_all(s, ticket->id, &there));
	for (int i = 0; i < 2; i++)
		e[i] = all_take_part(s, ticket, there, &lists[i]);
	TRY(e[0]);
	TRY(e[1]);
	for (int i = 0; i < 2; i++)
		TRY(all_take_out(s, ticket, there, &lists[i]));
	return ticket_touch(s, ticket, true);
}

/* One who is found by the exact address, as a list. */
static enum err address_search(struct scope *s, const struct ticket *ticket, const char *address,
	struct found_person **first_out)
{
	struct candidate *person;

	*first_out = NULL;
	TRY(sql_candidate_by_email(
		s, address, scope_person(s), ticket->id, ticket->desk_id, &person));
	if (!person || person->taking_part || person->id == ticket->reporter_id ||
		!may_ask(s, ticket, person))
		return OK;
	*first_out = arena_new(s->arena, struct found_person);
	**first_out = (struct found_person){ .id = person->id,
		.account_id = person->account_id,
		.email = person->email,
		.display_name = person->display_name,
		.time_zone = person->time_zone,
		.active = person->active };
	return OK;
}

enum err people_search(struct scope *s, const struct ticket *ticket, const char *words,
	struct found_person **first_out)
{
	const struct sharing *sharing = sharing_of(ticket);
	const char *address = person_address(s->arena, words);

	*first_out = NULL;
	if (!people_may_add(s, ticket))
		return OK;
	if (caller_is_team(s, ticket->answering) || sharing->of_desk)
		return sql_people_of_desk(s, scope_person(s), ticket->id, ticket->desk_id,
			ticket->reporter_id, caller_is_team(s, ticket->answering), words,
			PEOPLE_FOUND_MAX, first_out);
	if (address)
		return address_search(s, ticket, address, first_out);
	return sql_people_of_organizations(s, scope_person(s), ticket->id, ticket->reporter_id,
		words, PEOPLE_FOUND_MAX, first_out);
}

enum err people_reporter(
	struct scope *s, const struct desk *desk, const char *word, int64_t *person_out)
{
	struct candidate *person;

	TRY(candidate_find(s, 0, desk->id, word, &person));
	if (person && person->id == scope_person(s)) {
		*person_out = person->id;
		return OK;
	}
	if (!caller_is_team(s, desk->answering))
		return refuse(s, E_DENIED, "Only the team raises requests for others.");
	if (!person)
		return refuse_field(
			s, "raiseOnBehalfOf", "There is nobody called %.100s here.", word);
	*person_out = person->id;
	return OK;
}
