/* mail_send.c - see mail_send.h. */
#include "desk/mail_send.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/str.h"
#include "base/text.h"
#include "net/mime.h"
#include "net/smtp.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/job.h"
#include "desk/letter.h"
#include "desk/mail_out.h"

enum {
	TROUBLE_LENGTH_MAX = 300,
	AWAY_MIN_MS = 1000, /* nobody asks again before, and twice as long each time */
	AWAY_MAX_MS = 60000,
	HOLD_SPARE_MS = 30000
};

/* What is known of the server, by this process: that it was away, and until when it is not asked again. */
static struct {
	int64_t until, pause_ms;
	char said[1200];
} away;

static bool is_away(void)
{
	return clock_monotonic_ms() < away.until;
}

static void went_away(const char *said)
{
	away.pause_ms = away.pause_ms * 2 < AWAY_MIN_MS ? AWAY_MIN_MS : away.pause_ms * 2;
	if (away.pause_ms > AWAY_MAX_MS)
		away.pause_ms = AWAY_MAX_MS;
	away.until = clock_monotonic_ms() + away.pause_ms;
	snprintf(away.said, sizeof(away.said), "%s", said);
}

static void came_back(void)
{
	away.until = away.pause_ms = 0;
}

/* --- what is written of it --------------------------------------------------------------------------------- */

struct outcome {
	const struct mail_out_row *row;
	const char *state, *trouble, *subject;
	int64_t affected;
};

static enum err end(struct scope *s, void *context)
{
	struct outcome *outcome = context;

	return sql_mail_out_end(s, outcome->row->id, outcome->state, outcome->trouble,
		outcome->subject, &outcome->affected);
}

static enum err wait(struct scope *s, void *context)
{
	struct outcome *outcome = context;

	return sql_mail_out_wait(s, outcome->row->id, outcome->trouble, &outcome->affected);
}

static enum err settle(struct scope *s, struct job *job, struct outcome *outcome)
{
	s->now = clock_now();
	TRY(job_end_with(s, job, end, outcome));
	log_info("letter=%lld kind=%s %s%s%s", (long long)outcome->row->id, outcome->row->kind,
		outcome->state, outcome->trouble ? ": " : "",
		outcome->trouble ? outcome->trouble : "");
	return OK;
}

static enum err put_off(
	struct scope *s, struct job *job, const struct mail_out_row *row, const char *said)
{
	struct outcome outcome = { row, "failed", text_shorten(s->arena, said, TROUBLE_LENGTH_MAX),
		NULL, 0 };
	struct mail_out_since *since;

	s->now = clock_now();
	TRY(sql_mail_out_since(s, row->id, job->id, &since));
	if (s->now - since->since >= conf()->letter_give_up_s * 1000)
		return settle(s, job, &outcome);
	TRY(step_run(s, wait, &outcome));
	return refuse(s, E_BUSY, "%s", outcome.trouble);
}

/* --- one letter -------------------------------------------------------------------------------------------- */

static enum err hand_over(struct scope *s, struct job *job, const struct mail_out_row *row,
	const struct letter *letter)
{
	const struct mime_bytes bytes = mime_compose(s->arena, &letter->mail);
	const struct smtp_mail mail = { letter->envelope_from, row->recipient, bytes.bytes,
		bytes.size, job->stops };
	struct outcome outcome = { row, "sent", NULL, letter->mail.subject, 0 };
	struct smtp_end said;

	TRY(job_hold(s, job, conf()->smtp_timeout_s * 1000 + HOLD_SPARE_MS));
	said = smtp_send(s->arena, &mail);
	if (said.fate == SMTP_AWAY && job->stops())
		return job_hold(s, job, 0);
	if (said.fate == SMTP_AWAY)
		went_away(said.said);
	else
		came_back();
	if (said.fate == SMTP_AWAY || said.fate == SMTP_LATER)
		return put_off(s, job, row, said.said);
	if (said.fate == SMTP_REFUSED)
		outcome = (struct outcome){ row, "failed",
			text_shorten(s->arena, said.said, TROUBLE_LENGTH_MAX), letter->mail.subject,
			0 };
	return settle(s, job, &outcome);
}

static enum err send(struct scope *s, struct job *job, const struct mail_out_row *row)
{
	struct letter letter;
	enum err e = letter_write(s, row, LETTER_GOES, &letter);

	if (e != OK)
		return put_off(s, job, row,
			s->refusal.message ? s->refusal.message
					   : "It cannot be written: the log says why.");
	if (letter.needless)
		return settle(
			s, job, &(struct outcome){ row, "needless", letter.needless, NULL, 0 });
	return hand_over(s, job, row, &letter);
}

enum err mail_send_run(struct scope *s, struct job *job)
{
	struct mail_out_row *row;
	enum err e = sql_mail_out_find(s, job->subject_id, &row);

	if (e == E_MISSING || (e == OK && !str_equal(row->state, "waiting")))
		return OK;
	TRY(e);
	return is_away() ? put_off(s, job, row, away.said) : send(s, job, row);
}
