/* mail_count.c - see mail_count.h. */
#include "desk/mail_count.h"

#include "id/scope.h"
#include "desk/desk.h"
#include "sql/mail_count.h"

enum err mail_count(struct scope *s, const struct desk *desk, struct mail_waiting *out)
{
	struct mail_count *counted;

	TRY(sql_mail_count(s, desk->id, MAIL_COUNT_MAX, &counted));
	*out = (struct mail_waiting){ counted->held, counted->unsent };
	return OK;
}
