/* mail_in.c - see mail_in.h. */
#include "desk/mail_in.h"

#include "id/scope.h"
#include "desk/job.h"

enum err mail_in_run(struct scope *s, struct job *job)
{
	(void)job;
	return refuse(s, E_BUSY, "mails are not read yet");
}
