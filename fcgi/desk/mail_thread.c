/* mail_thread.c - see mail_thread.h. */
#include "desk/mail_thread.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/str.h"
#include "mail/mail.h"
#include "id/scope.h"
#include "desk/mail_token.h"
#include "desk/ticket.h"

enum { MARK_SIZE_MAX = 8, KEYS_MAX = 10, UNREAD_WAIT_MS = 5 * 60 * 1000 };

/* --- tokens in addresses ---------------------------------------------------------------------------------- */

static bool token_of(struct scope *s, const char *address, struct mail_token *token)
{
	const char *detail = address ? mail_token_detail(s, address) : NULL;

	return detail && mail_token_read(s, detail, token) == OK;
}

/* E_MISSING: the token names none that is still there, or one of another desk than `desk_id` (0: any). */
static enum err token_take(struct scope *s, const struct mail_token *token, int64_t desk_id,
	struct mail_thread *thread)
{
	struct ticket *ticket;

	TRY(sql_ticket_find_by_id(s, token->first, &ticket));
	if (desk_id && ticket->desk_id != desk_id)
		return E_MISSING;
	thread->ticket_id = ticket->id;
	thread->person_id = token->second;
	return OK;
}

/* A list of addresses in the header. What was sent to two desks comes to each: the token of the other one's is not for this one. */
static enum err by_list(struct scope *s, const struct mail_in *row, const struct mail_mailbox *list,
	struct mail_thread *thread)
{
	struct mail_token token;

	for (; list; list = list->next)
		if (token_of(s, list->address, &token) && token.kind == MAIL_TOKEN_REPLY) {
			enum err e = token_take(s, &token, row->desk_id, thread);

			if (e != E_MISSING)
				return e;
		}
	return E_MISSING;
}

static enum err letter_by_id(struct scope *s, int64_t id, const struct mail_out_row **letter_out)
{
	struct mail_out_row *letter;

	TRY(sql_mail_out_find(s, id, &letter));
	*letter_out = letter;
	return OK;
}

static enum err by_address(struct scope *s, const struct mail_in *row, const struct mail *mail,
	struct mail_thread *thread)
{
	const struct mail_mailbox *const lists[] = { mail->delivered_to, mail->to, mail->cc };
	struct mail_token token;
	enum err e = E_MISSING;

	if (token_of(s, row->envelope_to, &token) && token.kind == MAIL_TOKEN_REPLY)
		e = token_take(s, &token, 0, thread);
	else if (token_of(s, row->envelope_to, &token) && token.kind == MAIL_TOKEN_BOUNCE)
		return letter_by_id(s, token.first, &thread->returned);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]) && e == E_MISSING; i++)
		e = by_list(s, row, lists[i], thread);
	return e;
}

/* --- what it answers -------------------------------------------------------------------------------------- */

/* Is the Message-ID one that we made, of this kind? */
static bool is_of_kind(struct scope *s, const char *message_id, enum mail_token_kind kind,
	struct mail_token *token)
{
	size_t local = message_id ? strcspn(message_id, "@") : 0;

	return local > 0 &&
		mail_token_read(s, arena_strndup(s->arena, message_id, local), token) == OK &&
		token->kind == kind;
}

enum err mail_thread_letter(
	struct scope *s, const char *message_id, const struct mail_out_row **letter_out)
{
	struct mail_token token;
	struct mail_out_row *letter;
	enum err e;

	*letter_out = NULL;
	if (!is_of_kind(s, message_id, MAIL_TOKEN_MESSAGE, &token))
		return OK;
	e = sql_mail_out_by_message(s, message_id, &letter);
	if (e == OK)
		*letter_out = letter;
	return e == E_MISSING ? OK : e;
}

static enum err letter_find(
	struct scope *s, const struct mail_text *references, struct mail_thread *thread)
{
	for (; references && !thread->letter; references = references->next)
		TRY(mail_thread_letter(s, references->text, &thread->letter));
	return OK;
}

/* The name that all letters to somebody about a ticket hang on (desk/letter.c): a mail program may leave out those between. */
static enum err by_root(
	struct scope *s, const struct mail_text *references, struct mail_thread *thread)
{
	struct mail_token token;
	struct ticket *ticket;

	for (; references; references = references->next)
		if (is_of_kind(s, references->text, MAIL_TOKEN_THREAD, &token)) {
			enum err e = sql_ticket_find_by_id(s, token.first, &ticket);

			if (e != E_MISSING) {
				thread->ticket_id = token.first;
				return e;
			}
		}
	return E_MISSING;
}

static enum err by_reference(struct scope *s, const struct mail_in *row,
	const struct mail_text *references, struct mail_thread *thread)
{
	for (; references; references = references->next) {
		const struct hash hash = hash_text(references->text);
		struct mail_referred *referred;

		TRY(sql_mail_reference_find(s, row->desk_id, &hash, &referred));
		if (referred) {
			thread->ticket_id = referred->ticket_id;
			return OK;
		}
	}
	return E_MISSING;
}

/* A mail and its answer may come together: who reads the answer first waits for the other, though not for long. Asked before
 * by_reference, which finds what was read meanwhile. */
static enum err by_unread(
	struct scope *s, const struct mail_in *row, const struct mail_text *references)
{
	if (s->now - row->received_at > UNREAD_WAIT_MS)
		return E_MISSING;
	for (; references; references = references->next) {
		const struct hash hash = hash_text(references->text);
		struct mail_unread *unread;

		TRY(sql_mail_in_unread(s, row->desk_id, &hash, row->id, &unread));
		if (unread->n > 0)
			return refuse(s, E_BUSY, "it answers a mail that is not read yet");
	}
	return E_MISSING;
}

enum err mail_thread_keep(struct scope *s, int64_t desk_id, const char *message_id,
	int64_t ticket_id, int64_t mail_id)
{
	struct hash hash;

	if (!message_id)
		return OK;
	hash = hash_text(message_id);
	return sql_mail_reference_add(s, desk_id, &hash, ticket_id, mail_id, &(int64_t){ 0 });
}

/* --- the subject ------------------------------------------------------------------------------------------ */

/* The size of "DSP-17" at the start; 0: it is none. */
static size_t key_size(const char *at)
{
	size_t letters = 0, digits = 0;

	while (isalnum((unsigned char)at[letters]) || at[letters] == '_')
		letters++;
	if (letters == 0 || !isalpha((unsigned char)*at) || at[letters] != '-')
		return 0;
	while (isdigit((unsigned char)at[letters + 1 + digits]))
		digits++;
	return digits && letters + 1 + digits <= MAIL_KEY_SIZE_MAX ? letters + 1 + digits : 0;
}

bool mail_thread_key(const char **at, char key[MAIL_KEY_SIZE_MAX + 1])
{
	const char *bracket;

	while ((bracket = strchr(*at, '[')) != NULL) {
		size_t size = key_size(bracket + 1);

		*at = bracket + 1;
		if (size == 0 || bracket[1 + size] != ']')
			continue;
		for (size_t i = 0; i < size; i++)
			key[i] = (char)toupper((unsigned char)bracket[1 + i]);
		key[size] = '\0';
		*at += size + 1;
		return true;
	}
	return false;
}

/* The leftmost that there is: others have keys that look like ours. */
static enum err by_subject(
	struct scope *s, const struct mail_in *row, const char *subject, struct mail_thread *thread)
{
	char key[MAIL_KEY_SIZE_MAX + 1];
	struct ticket *ticket;

	for (int n = 0; n < KEYS_MAX && subject && mail_thread_key(&subject, key); n++) {
		enum err e = sql_ticket_find(s, key, &ticket);

		if (e == E_MISSING)
			continue;
		TRY(e);
		thread->ticket_id = ticket->id;
		thread->other_desk = ticket->desk_id != row->desk_id;
		return OK;
	}
	return E_MISSING;
}

/* "Re:", "FWD:", "Odp:", "Re[2]:" ...; 0: no such mark. */
static size_t mark_size(const char *at)
{
	static const char marks[] = "re aw sv vs ref antw odp fw fwd wg tr rv enc رد إعادة";
	size_t size = strcspn(at, ":[ ");
	const char *end = at + size;
	char mark[3 * MARK_SIZE_MAX + 1];

	if (size == 0 || size >= sizeof(mark))
		return 0;
	for (size_t i = 0; i < size; i++)
		mark[i] = (char)tolower((unsigned char)at[i]);
	mark[size] = '\0';
	if (!str_in_list(marks, mark))
		return 0;
	if (*end == '[') {
		end += 1 + strspn(end + 1, "0123456789");
		if (*end++ != ']')
			return 0;
	}
	return *end == ':' ? (size_t)(end + 1 - at) : 0;
}

const char *mail_thread_bare(const char *subject)
{
	size_t size;

	for (;;) {
		subject += strspn(subject, " \t");
		size = mark_size(subject);
		if (size == 0)
			return subject;
		subject += size;
	}
}

/* --- all of it -------------------------------------------------------------------------------------------- */

/* The ticket of a letter that went out; it may have been removed since, with its letters. */
static enum err by_letter(const struct mail_out_row *letter, struct mail_thread *thread)
{
	if (!letter || !letter->ticket_id)
		return E_MISSING;
	thread->ticket_id = letter->ticket_id;
	return OK;
}

enum err mail_thread_find(struct scope *s, const struct mail_in *row, const struct mail *mail,
	struct mail_thread *thread_out)
{
	struct mail_thread *thread = thread_out;
	enum err e;

	*thread = (struct mail_thread){ 0 };
	TRY(letter_find(s, mail->references, thread));
	e = by_address(s, row, mail, thread);
	if (e == OK && thread->returned)
		e = by_letter(thread->returned, thread);
	if (e == E_MISSING)
		e = by_letter(thread->letter, thread);
	if (e == E_MISSING)
		e = by_root(s, mail->references, thread);
	if (e == E_MISSING)
		e = by_unread(s, row, mail->references);
	if (e == E_MISSING)
		e = by_reference(s, row, mail->references, thread);
	if (e == E_MISSING)
		e = by_subject(s, row, mail->subject, thread);
	return e == E_MISSING ? OK : e;
}

enum err mail_thread_is_own(struct scope *s, const struct mail *mail, bool *own_out)
{
	const struct mail_out_row *letter;

	TRY(mail_thread_letter(s, mail->message_id, &letter));
	*own_out = letter != NULL;
	return OK;
}
