/* participants.c - see participants.h. JSM's Cloud says accountIds, its Data Center usernames: both lists are taken. */
#include "api/participants.h"

#include "base/json.h"
#include "web/form.h"
#include "id/scope.h"
#include "desk/people.h"
#include "desk/ticket.h"
#include "api/shape.h"

enum { NAME_SIZE_MAX = 254 };

static struct json *participant_json(struct rq *rq, const struct participant *person)
{
	return person_json_of(rq, person);
}

enum err participant_page(struct rq *rq, const struct ticket *ticket, struct page *page)
{
	struct participant *people;

	TRY(ticket_participants(rq->scope, ticket, page_rows(page), page->offset, &people));
	page_fill(rq, page, people, participant_json);
	return OK;
}

enum err api_participant_list(struct rq *rq)
{
	struct ticket *ticket;
	struct page page;

	TRY(page_read(rq, &page));
	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(participant_page(rq, ticket, &page));
	return rq_ok(rq, page_json(rq, &page));
}

struct participant_form {
	struct form_texts account_ids, usernames;
};

static const struct form_field participant_fields[] = {
	TEXTS_AS(struct participant_form, account_ids, "accountIds", .size_max = NAME_SIZE_MAX,
		.n_max = PARTICIPANTS_MAX),
	TEXTS_AS(struct participant_form, usernames, "usernames", .size_max = NAME_SIZE_MAX,
		.n_max = PARTICIPANTS_MAX),
	{ 0 },
};

/* Reads who is meant and does it; then the page of those who take part. Who left it may see nothing any more. */
static enum err change(struct rq *rq,
	enum err (*act)(struct scope *, const struct ticket *, const struct people_words[2]))
{
	struct participant_form form = { 0 };
	const char *key = rq_named(rq, "issueIdOrKey");
	struct people_words lists[2];
	struct ticket *ticket;
	struct page page;
	enum err e;

	TRY(page_read(rq, &page));
	TRY(ticket_find(rq->scope, key, PARTICIPANT_EDIT, &ticket));
	TRY(form_read(rq, participant_fields, &form));
	lists[0] = (struct people_words){ "accountIds", form.account_ids.texts,
		form.account_ids.n };
	lists[1] = (struct people_words){ "usernames", form.usernames.texts, form.usernames.n };
	TRY(act(rq->scope, ticket, lists));
	e = ticket_find(rq->scope, key, TICKET_SEE, &ticket);
	if (e != E_MISSING)
		TRY(e);
	if (e == OK)
		TRY(participant_page(rq, ticket, &page));
	return rq_ok(rq, page_json(rq, &page));
}

enum err api_participant_add(struct rq *rq)
{
	return change(rq, people_add);
}

enum err api_participant_remove(struct rq *rq)
{
	return change(rq, people_remove);
}

/* ?q= a part of a name, or an address */
enum err api_people_search(struct rq *rq)
{
	struct json *answer = json_object(), *list = json_array();
	struct found_person *people;
	struct ticket *ticket;
	const char *words;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), PARTICIPANT_EDIT, &ticket));
	TRY(search_read(rq, "q", &words));
	TRY(people_search(rq->scope, ticket, words, &people));
	for (; people; people = people->next)
		json_add(list, person_json_of(rq, people));
	json_put(answer, "values", list);
	return rq_ok(rq, answer);
}
