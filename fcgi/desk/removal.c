/* removal.c - see removal.h. */
#include "desk/removal.h"

#include "id/caller.h"
#include "id/scope.h"
#include "desk/activity.h"
#include "desk/attachment.h"
#include "desk/doom.h"
#include "desk/file_end.h"
#include "desk/file_rule.h"
#include "desk/job.h"
#include "desk/ticket.h"
#include "sql/file_link.h"
#include "sql/removal.h"
#include "sql/sla.h"

enum { FILES_AT_ONCE = 200, MAILS_AT_ONCE = 200, WORK_MAX = 10000 };

/* The file's own distance: a ticket that somebody raised holds files of others, too. */
bool removal_may_file(
	const struct scope *s, const struct ticket *ticket, const struct attachment *file)
{
	enum reach distance = file->person_id == scope_person(s) ? OWN
		: ticket->answering                              ? DESK
								 : ANY;

	return policy_allows(caller_role_on_desk(s, ticket->answering), FILE_REMOVE, distance);
}

enum err removal_file(struct scope *s, const struct ticket *ticket, const struct attachment *file)
{
	int64_t n;

	if (!removal_may_file(s, ticket, file))
		return refuse(s, E_DENIED, "Only who sent %.100s, and the team, may remove it.",
			file->filename);
	TRY(sql_attachment_remove(s, file->id, scope_person(s), &n));
	if (n == 0)
		return E_MISSING;
	TRY(doom_add(s, file->object_key));
	TRY(file_quota_give(s, file->size));
	TRY(sql_file_link_revoke(s, file->id, 0, true, scope_person(s), &n));
	TRY(sql_remove_jobs(s, file->id, &n));
	return activity_add(s, ticket,
		&(struct activity_new){ ACTIVITY_FILE_REMOVED, .public = file->public,
			.subject_id = file->id, .before = file->filename });
}

enum err removal_file_rows(struct scope *s, const struct leaving_file *file)
{
	int64_t n;

	TRY(sql_remove_jobs(s, file->id, &n));
	TRY(sql_remove_downloads(s, file->id, &n));
	TRY(sql_remove_links(s, file->id, &n));
	return file_rows_remove(s, file);
}

static enum err files_remove(struct scope *s, int64_t ticket_id)
{
	struct leaving_file *file;

	do {
		TRY(sql_leaving_of_ticket(s, ticket_id, FILES_AT_ONCE, &file));
		for (struct leaving_file *one = file; one; one = one->next)
			TRY(removal_file_rows(s, one));
	} while (file);
	return OK;
}

enum err removal_mail_rows(struct scope *s, const struct leaving_mail *mail)
{
	int64_t n;

	TRY(sql_remove_mail_answers(s, mail->id, &n));
	TRY(sql_remove_mail_references_of(s, mail->id, &n));
	TRY(doom_add(s, mail->raw_key));
	return sql_remove_mail(s, mail->id, &n);
}

/* Letters first: some answer a mail. */
static enum err mails_remove(struct scope *s, int64_t ticket_id)
{
	struct leaving_mail *mail;
	struct leaving_work *work;
	int64_t n;

	TRY(sql_leaving_work_of_ticket(s, ticket_id, WORK_MAX, &work));
	for (; work; work = work->next)
		TRY(sql_remove_mail_job(s, work->kind, work->id, &n));
	TRY(sql_remove_letters(s, ticket_id, &n));
	TRY(sql_remove_notices(s, ticket_id, &n));
	TRY(sql_remove_mail_references(s, ticket_id, &n));
	do {
		TRY(sql_leaving_mail_of_ticket(s, ticket_id, MAILS_AT_ONCE, &mail));
		for (struct leaving_mail *one = mail; one; one = one->next)
			TRY(removal_mail_rows(s, one));
	} while (mail);
	return OK;
}

/* Nobody is warned of a ticket that is gone. */
static enum err alarms_remove(struct scope *s, int64_t ticket_id)
{
	struct sla_held *cycle;

	TRY(sql_sla_cycle_hold(s, ticket_id, &cycle));
	for (; cycle; cycle = cycle->next)
		TRY(job_drop(s, JOB_CLOCK, cycle->id));
	return OK;
}

/* What refers to something goes before it. */
enum err removal_ticket(struct scope *s, const struct ticket *ticket)
{
	static enum err (*const steps[])(struct scope *, int64_t, int64_t *) = {
		sql_remove_activity,
		sql_remove_edits,
		sql_remove_feedback,
		sql_remove_subscriptions,
		sql_remove_reply_drafts,
		sql_remove_presence,
		sql_remove_relations,
		sql_remove_relations_back,
		sql_remove_approvals,
		sql_remove_quotes,
		sql_remove_cycles,
		sql_remove_merges,
		sql_remove_comments,
		sql_remove_changes,
		sql_remove_values,
		sql_remove_participants,
		sql_remove_shares,
		sql_remove_ticket,
	};
	int64_t n;

	TRY(ticket_hold(s, ticket));
	TRY(sql_remove_words(s, ticket->id, &n));
	TRY(files_remove(s, ticket->id));
	TRY(alarms_remove(s, ticket->id));
	TRY(mails_remove(s, ticket->id));
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		TRY(steps[i](s, ticket->id, &n));
	return OK;
}
