/* mail_copy.c - see mail_copy.h. */
#include "desk/mail_copy.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "mail/mail.h"
#include "id/caller.h"
#include "id/person.h"
#include "id/scope.h"
#include "desk/comment.h"
#include "desk/letter_book.h"
#include "desk/mail_address.h"
#include "desk/mail_brake.h"
#include "desk/mail_take.h"
#include "desk/people.h"
#include "desk/ticket.h"
#include "sql/mail_in.h"
#include "sql/participant.h"

/* One mail's. The lists are addresses, by spaces. */
struct copying {
	const struct mail_take *take;
	struct ticket *ticket;
	struct str seen, left;
	int n;    /* that are not ours */
	int more; /* that were not looked at */
};

static void list_add(struct str *list, const char *address)
{
	str_format(list, "%s%s", list->size ? " " : "", address);
}

/* A letter goes to them by the sender's word alone. */
static enum err may_add(struct scope *s, const struct copying *copying,
	const struct candidate *person, bool *may_out)
{
	const char *why;

	*may_out = false;
	if (!copying->take->copies || !person || !person->customer)
		return OK;
	TRY(mail_brake_answer(s, person->email, &why));
	*may_out = why == NULL;
	return OK;
}

/* As by the portal: the desk says whom customers find. */
static enum err add(
	struct scope *s, struct copying *copying, const char *account_id, bool *added_out)
{
	const struct people_words lists[2] = { { "accountIds", &account_id, 1 } };
	enum err e = people_add(s, copying->ticket, lists);

	*added_out = e == OK;
	if (e != E_INVALID && e != E_DENIED)
		return e;
	refusal_reset(&s->refusal);
	return OK;
}

static enum err invite(struct scope *s, struct copying *copying, const char *address)
{
	const struct ticket *ticket = copying->ticket;
	struct candidate *person;
	bool added = false;

	TRY(sql_candidate_by_email(
		s, address, scope_person(s), ticket->id, ticket->desk_id, &person));
	if (person && (person->taking_part || person->id == ticket->reporter_id))
		return OK;
	TRY(may_add(s, copying, person, &added));
	if (added)
		TRY(add(s, copying, person->account_id, &added));
	if (!added)
		list_add(&copying->left, address);
	return OK;
}

static enum err look(struct scope *s, struct copying *copying, const char *address)
{
	bool ours;

	if (!address || str_in_list(copying->seen.text, address))
		return OK;
	list_add(&copying->seen, address);
	TRY(mail_address_is_ours(s, address, &ours));
	if (ours)
		return OK;
	if (++copying->n <= MAIL_COPIES_MAX)
		return invite(s, copying, address);
	copying->more++;
	return OK;
}

/* Whom an earlier mail named to the team. */
static enum err named_before(struct scope *s, const struct ticket *ticket, const char **list_out)
{
	struct str list = str_make(s->arena);
	struct mail_copied *row;

	TRY(sql_mail_in_copied(s, ticket->id, &row));
	for (; row; row = row->next)
		list_add(&list, row->copied);
	*list_out = list.text;
	return OK;
}

static enum err name_left(struct scope *s, const struct copying *copying)
{
	const char *left = copying->left.text, *before;
	struct str names = str_make(s->arena);
	struct letter_book *book;
	struct comment *comment;

	if (!copying->left.size)
		return OK;
	TRY(named_before(s, copying->ticket, &before));
	for (size_t size; *left; left += size + (left[size] == ' ')) {
		const char *address;

		size = strcspn(left, " ");
		address = arena_strndup(s->arena, left, size);
		if (!str_in_list(before, address))
			str_format(&names, "\n%s", address);
	}
	TRY(sql_mail_in_copied_keep(s, copying->take->mail_id, copying->left.text));
	if (!names.size)
		return OK;
	if (copying->more)
		str_format(&names, "\n+ %d", copying->more);
	TRY(mail_take_words(s, copying->take, &book));
	return comment_add_mail(s, copying->ticket,
		arena_format(s->arena, "%s%s", letter_say(book, "note.copied", NULL), names.text),
		false, true, &comment);
}

enum err mail_copy_take(struct scope *s, const struct mail_take *take, struct ticket *ticket)
{
	const struct mail_mailbox *const lists[] = { take->to, take->cc };
	struct copying copying = { .take = take,
		.ticket = ticket,
		.seen = str_make(s->arena),
		.left = str_make(s->arena) };

	if (s->caller->email)
		list_add(&copying.seen, s->caller->email);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (const struct mail_mailbox *at = lists[i]; at; at = at->next)
			TRY(look(s, &copying, person_address(s->arena, at->address)));
	return name_left(s, &copying);
}
