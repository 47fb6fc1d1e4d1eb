/* ctl_outbox.c - lodgectl mail outbox, mail retry: letters that do not go out. */
#include "app/ctl.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "id/step.h"
#include "desk/mail_out.h"

enum { LINES_MAX = 1000, PATIENCE_MS = 600000 };

enum err ctl_mail_outbox(struct ctl *ctl, char **words)
{
	struct outbox_line *letter;

	TRY(ctl_read(ctl, words, (const struct ctl_word[]){ { 0 } }));
	TRY(sql_mail_out_stuck(&ctl->scope, LINES_MAX, &letter));
	for (; letter; letter = letter->next)
		printf("%-8lld %-12s %-8s %s %-13s %s -> %s%s%s\n", (long long)letter->id,
			letter->slug, letter->state,
			clock_iso8601(ctl->arena, letter->created_at, NULL), letter->kind,
			letter->address, letter->recipient, letter->trouble ? ": " : "",
			letter->trouble ? letter->trouble : "");
	return OK;
}

struct wish {
	long long id; /* 0: all that wait */
	int64_t affected;
};

static enum err retry(struct scope *s, void *context)
{
	struct wish *wish = context;

	wish->affected = 1;
	return wish->id ? mail_out_retry(s, wish->id) : sql_mail_out_hurry_all(s, &wish->affected);
}

static enum err retry_one(struct ctl *ctl, struct wish *wish)
{
	struct mail_out_home *home;
	enum err e = sql_mail_out_home(&ctl->scope, wish->id, &home);

	if (e == OK)
		e = step_run_for(&ctl->scope, home->tenant_id, retry, wish);
	if (e == E_MISSING)
		return refuse(&ctl->scope, e, "there is no letter %lld", wish->id);
	if (e == E_CONFLICT)
		return refuse(&ctl->scope, e, "letter %lld was sent already", wish->id);
	return e;
}

enum err ctl_mail_retry(struct ctl *ctl, char **words)
{
	struct wish wish = { 0 };

	TRY(ctl_one_or_all(ctl, words, &wish.id));
	TRY(wish.id ? retry_one(ctl, &wish) : step_run(&ctl->scope, retry, &wish));
	printf("%lld due again\n", (long long)wish.affected);
	return OK;
}

enum err ctl_outbox_check(struct ctl *ctl, const char **said_out)
{
	struct mail_out_count *count;
	int64_t minutes;

	*said_out = "smtp_url is not configured: letters wait";
	TRY(sql_mail_out_count(&ctl->scope, &count));
	minutes = count->since ? (ctl->scope.now - count->since) / 60000 : 0;
	if (*conf()->smtp_url)
		*said_out = arena_format(ctl->arena, "%lld wait for %s%s",
			(long long)count->waiting, conf()->smtp_url,
			count->waiting
				? arena_format(ctl->arena,
					  ", one of them for %lld minutes: lodgectl mail outbox",
					  (long long)minutes)
				: "");
	return count->since && ctl->scope.now - count->since > PATIENCE_MS ? E_BUSY : OK;
}
