/* mail_send.c - see mail_send.h. */
#include "desk/mail_send.h"

#include "id/scope.h"
#include "desk/job.h"
#include "desk/mail_out.h"

enum err mail_send_run(struct scope *s, struct job *job)
{
	struct mail_out_row *row;
	enum err e = sql_mail_out_find(s, job->subject_id, &row);

	if (e == E_MISSING)
		return OK;
	TRY(e);
	return refuse(s, E_BUSY, "No letters are sent yet.");
}
