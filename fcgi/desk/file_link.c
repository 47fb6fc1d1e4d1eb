/* file_link.c - see file_link.h. A link gives no right of its own: whoever holds it goes the same way to the file as its person would
 * with a session. */
#include "desk/file_link.h"

#include "base/arena.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/str.h"
#include "id/caller.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/activity.h"
#include "desk/attachment.h"
#include "desk/download.h"
#include "desk/ticket.h"
#include "sql/person.h"

/* The file as its ticket shows it to the caller. */
static enum err find(
	struct scope *s, int64_t ticket_id, int64_t attachment_id, struct attachment **file_out)
{
	struct ticket *ticket;

	TRY(ticket_find(
		s, arena_format(s->arena, "%lld", (long long)ticket_id), FILE_DOWNLOAD, &ticket));
	return attachment_find(s, ticket, attachment_id, file_out);
}

/* E_MISSING: the person is not active, or may not see it. */
static enum err find_as(struct scope *s, int64_t person_id, int64_t ticket_id,
	int64_t attachment_id, struct attachment **file_out)
{
	const struct caller *asking = s->caller;
	enum err e = caller_by_person(s, person_id);

	if (e == OK)
		e = find(s, ticket_id, attachment_id, file_out);
	s->caller = asking;
	return e == E_DENIED ? E_MISSING : e;
}

/* --- made -------------------------------------------------------------------------------------------------- */

struct making {
	const struct ticket *ticket;
	const struct attachment *file;
	const struct file_link_wish *wish;
	struct file_link_made *made;
	struct hash token_hash;
	int64_t person_id;
};

/* Only the team names others, and only those who see the file by themselves: a link opens no door. */
static enum err person_find(struct scope *s, const struct ticket *ticket, struct making *making)
{
	const char *account_id = making->wish->account_id;
	struct person_id *person;
	struct attachment *seen;
	enum err e;

	making->person_id = scope_person(s);
	if (!account_id || str_equal(account_id, s->caller->account_id))
		return OK;
	if (!ticket_may(s, ticket, FILE_OVERSEE))
		return refuse(s, E_DENIED, "Only the team makes links for other people.");
	e = sql_person_by_account(s, account_id, &person);
	if (e == OK)
		e = find_as(s, person->id, ticket->id, making->file->id, &seen);
	if (e == E_MISSING)
		return refuse_field(s, "accountId",
			"Nobody of that name may see this file, so no link can show it to them.");
	TRY(e);
	making->person_id = person->id;
	return OK;
}

static enum err life_check(struct scope *s, const struct file_link_wish *wish)
{
	if (wish->life_s != 0 &&
		(wish->life_s < FILE_LINK_LIFE_MIN_S || wish->life_s > conf()->file_link_s))
		return refuse_field(s, "expiresSeconds",
			"A link to a file lives from %d to %lld seconds.", FILE_LINK_LIFE_MIN_S,
			(long long)conf()->file_link_s);
	return OK;
}

static enum err make(struct scope *s, void *context)
{
	const struct making *making = context;
	struct link_count *count;

	TRY(sql_file_link_count(s, making->file->id, scope_person(s), &count));
	if (count->living >= FILE_LINKS_LIVING_MAX || count->made >= FILE_LINKS_MADE_MAX)
		return refuse(s, E_LIMITED,
			"You have made %lld links to this file already: please end some first.",
			(long long)count->living);
	TRY(sql_file_link_add(s, making->file->id, making->person_id, scope_person(s),
		&making->token_hash, making->made->expires_at, making->wish->use_limit,
		&making->made->id));
	return activity_add(s, making->ticket,
		&(struct activity_new){ ACTIVITY_LINK_ADDED, .subject_id = making->file->id,
			.after = making->file->filename });
}

enum err file_link_add(struct scope *s, const struct ticket *ticket, const struct attachment *file,
	const struct file_link_wish *wish, struct file_link_made *made_out)
{
	struct making making = { .ticket = ticket, .file = file, .wish = wish, .made = made_out };
	int64_t life_s = wish->life_s ? wish->life_s : conf()->file_link_s;

	TRY(life_check(s, wish));
	TRY(person_find(s, ticket, &making));
	*made_out = (struct file_link_made){ .expires_at = s->now + life_s * 1000,
		.token = random_token(s->arena) };
	making.token_hash = hash_text(made_out->token);
	return step_run(s, make, &making);
}

/* --- for a letter ------------------------------------------------------------------------------------------ */

static const char letter_purpose[] = "lodge link in a letter 1";

/* What nobody guesses, and we find again: a letter that is sent twice says the same. */
static const char *letter_token(struct scope *s, const struct attachment *file, int64_t letter_id)
{
	const char *words = arena_format(s->arena, "%lld %lld %lld", (long long)scope_tenant(s),
		(long long)letter_id, (long long)file->id);
	const struct hash token = hash_keyed(letter_purpose, words);

	return base64url(s->arena, token.bytes, HASH_SIZE);
}

static enum err make_once(struct scope *s, void *context)
{
	const struct making *making = context;
	struct file_link *link;
	enum err e = sql_file_link_find(s, &making->token_hash, &link);

	if (e != E_MISSING)
		return e;
	return sql_file_link_add(s, making->file->id, making->person_id, making->person_id,
		&making->token_hash, making->made->expires_at, 0, &making->made->id);
}

enum err file_link_letter(struct scope *s, const struct attachment *file, int64_t letter_id,
	int64_t expires_at, const char **token_out)
{
	struct file_link_made made = { .expires_at = expires_at,
		.token = letter_token(s, file, letter_id) };
	struct making making = { .file = file,
		.made = &made,
		.token_hash = hash_text(made.token),
		.person_id = scope_person(s) };

	*token_out = made.token;
	return step_run(s, make_once, &making);
}

/* --- listed, ended ----------------------------------------------------------------------------------------- */

enum err file_link_list(struct scope *s, const struct ticket *ticket, const struct attachment *file,
	int64_t limit, int64_t start, struct link_line **first_out)
{
	return sql_file_link_list(s, file->id, ticket_may(s, ticket, FILE_OVERSEE), scope_person(s),
		limit, start, first_out);
}

enum err file_link_revoke(
	struct scope *s, const struct ticket *ticket, const struct attachment *file, int64_t id)
{
	bool all = ticket_may(s, ticket, FILE_OVERSEE);
	struct link_known *known;
	int64_t ended;

	if (id)
		TRY(sql_file_link_known(s, file->id, id, all, scope_person(s), &known));
	TRY(sql_file_link_revoke(s, file->id, id, all, scope_person(s), &ended));
	if (ended == 0)
		return OK;
	return activity_add(s, ticket,
		&(struct activity_new){
			ACTIVITY_LINK_REVOKED, .subject_id = file->id, .before = file->filename });
}

/* --- opened ------------------------------------------------------------------------------------------------ */

struct opening {
	const struct file_link *link;
	int64_t attachment_id;
};

static enum err ended(struct scope *s)
{
	return refuse(s, E_GONE, "This link does not open the file any more.");
}

static bool is_over(const struct scope *s, int64_t revoked_at, int64_t expires_at)
{
	return revoked_at || expires_at <= s->now;
}

static bool is_used_up(int64_t uses, int64_t use_limit)
{
	return use_limit && uses >= use_limit;
}

/* Scanners of mail open every link, and browsers ask twice: from one place, opens that are close together are one. The row is locked,
 * so of many at once no more than the limit allows pass. */
static enum err count(struct scope *s, void *context)
{
	const struct opening *opening = context;
	struct link_state *state;
	bool recent;

	TRY(sql_file_link_lock(s, opening->link->id, &state));
	if (is_over(s, state->revoked_at, state->expires_at))
		return ended(s);
	TRY(download_is_recent(s, opening->link->id, &recent));
	if (recent)
		return OK;
	if (is_used_up(state->uses, state->use_limit))
		return ended(s);
	TRY(sql_file_link_use(s, opening->link->id));
	return download_log_link(s, opening->attachment_id, opening->link->id);
}

static enum err look(struct scope *s, const struct opening *opening)
{
	const struct file_link *link = opening->link;
	bool recent;

	TRY(download_is_recent(s, link->id, &recent));
	return !recent && is_used_up(link->uses, link->use_limit) ? ended(s) : OK;
}

/* With the link's person as the caller. */
static enum err open(
	struct scope *s, const struct file_link *link, bool looks, struct attachment **file_out)
{
	struct opening opening = { link, link->attachment_id };
	enum err e = find(s, link->ticket_id, link->attachment_id, file_out);

	if (e == E_MISSING || e == E_DENIED)
		return ended(s);
	TRY(e);
	TRY(attachment_may_give(s, *file_out));
	return looks ? look(s, &opening) : step_run(s, count, &opening);
}

enum err file_link_open(
	struct scope *s, const char *token, bool looks, struct attachment **file_out)
{
	const struct hash hash = hash_text(token);
	struct file_link *link;
	enum err e;

	TRY(sql_file_link_find(s, &hash, &link));
	if (is_over(s, link->revoked_at, link->expires_at))
		return ended(s);
	e = caller_by_person(s, link->person_id);
	if (e == E_MISSING)
		return ended(s);
	TRY(e);
	e = open(s, link, looks, file_out);
	s->caller = NULL; /* who holds a link is not signed in */
	return e;
}
