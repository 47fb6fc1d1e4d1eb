/* mail_out.c - see mail_out.h. */
#include "desk/mail_out.h"

#include <assert.h>

#include "base/crypto.h"
#include "base/str.h"
#include "id/scope.h"
#include "desk/desk.h"
#include "desk/job.h"
#include "desk/mail_token.h"

static const char *message_id(
	struct scope *s, const struct mail_out_new *letter, int64_t first, int64_t second)
{
	return mail_token_message_id(s, letter->address,
		&(struct mail_token){ MAIL_TOKEN_MESSAGE, .first = first, .second = second });
}

static enum err insert(struct scope *s, const struct mail_out_new *letter, const char *message_id,
	int64_t *letter_out)
{
	return sql_mail_out_add(s, letter->desk_id, letter->address_id, letter->ticket_id,
		letter->notice_id, letter->mail_id, letter->person_id, letter->recipient,
		letter->kind, message_id, letter->withheld, letter_out);
}

/* Its Message-ID names the row, which has none before it is there. */
static enum err insert_alone(
	struct scope *s, const struct mail_out_new *letter, int64_t *letter_out)
{
	TRY(insert(s, letter, random_token(s->arena), letter_out));
	return sql_mail_out_name(s, *letter_out, message_id(s, letter, *letter_out, 0));
}

enum err mail_out_add(struct scope *s, const struct mail_out_new *letter, int64_t *letter_out)
{
	const int64_t notice = letter->notice_id, person = letter->person_id;

	assert(!notice || person);
	if (notice)
		TRY(insert(s, letter, message_id(s, letter, notice, person), letter_out));
	else
		TRY(insert_alone(s, letter, letter_out));
	return letter->withheld ? OK : job_add(s, JOB_LETTER, *letter_out);
}

enum err mail_out_withhold(struct scope *s, const struct mail_out_new *letter)
{
	struct mail_out_withheld *withheld;

	TRY(sql_mail_out_withheld(
		s, letter->ticket_id, letter->person_id, letter->kind, &withheld));
	return withheld->before ? OK : mail_out_add(s, letter, &(int64_t){ 0 });
}

/* --- what waits, and what became of it --------------------------------------------------------------------- */

/* In the order of the column mail_out.state. */
static const char *const states[] = { "", "waiting", "sent", "failed", "bounced", "discarded",
	"needless", "withheld" };

enum err mail_out_list(struct scope *s, const struct desk *desk, const char *state,
	int64_t before_id, int64_t limit, int64_t start, struct outbox_letter **first_out)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
		if (str_equal(states[i], state))
			return sql_mail_out_list(s, desk->id, (int64_t)i, before_id, start + limit,
				limit, start, first_out);
	return refuse_field(s, "state",
		"state must be waiting, sent, failed, bounced, discarded, needless or withheld.");
}

enum err mail_out_get(
	struct scope *s, const struct desk *desk, int64_t id, struct outbox_letter **letter_out)
{
	return sql_mail_out_of_desk(s, desk->id, id, letter_out);
}

enum err mail_out_whole(struct scope *s, int64_t id, struct mail_out_row **row_out)
{
	return sql_mail_out_find(s, id, row_out);
}

static enum err decided(struct scope *s, int64_t id)
{
	return sql_mail_out_decided(s, id, s->caller ? scope_person(s) : 0);
}

enum err mail_out_retry(struct scope *s, int64_t id)
{
	struct mail_out_state *held;

	TRY(sql_mail_out_hold(s, id, &held));
	if (str_equal(held->state, "sent"))
		return refuse(s, E_CONFLICT, "This letter was sent already.");
	TRY(decided(s, id));
	if (str_equal(held->state, "waiting"))
		return sql_mail_out_hurry(s, id, &(int64_t){ 0 });
	TRY(sql_mail_out_anew(s, id));
	TRY(job_drop(s, JOB_LETTER, id));
	return job_add(s, JOB_LETTER, id);
}

enum err mail_out_discard(struct scope *s, int64_t id)
{
	struct mail_out_state *held;

	TRY(sql_mail_out_hold(s, id, &held));
	if (!str_in_list("waiting failed bounced", held->state))
		return refuse(s, E_CONFLICT, "This letter does not wait any more.");
	TRY(decided(s, id));
	TRY(sql_mail_out_drop(s, id));
	return job_drop(s, JOB_LETTER, id);
}
