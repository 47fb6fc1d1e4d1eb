/* mail_out.c - see mail_out.h. */
#include "desk/mail_out.h"

#include <assert.h>

#include "base/crypto.h"
#include "id/scope.h"
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
		letter->kind, message_id, letter_out);
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
	return job_add(s, JOB_LETTER, *letter_out);
}
