/* ctl_remove.c - lodgectl ticket remove, tenant remove: what is gone after that is gone. */
#include "app/ctl.h"

#include <string.h>
#include <time.h>

#include "id/step.h"
#include "id/tenant.h"
#include "desk/removal.h"
#include "desk/tenant_end.h"
#include "sql/tenant.h"
#include "sql/ticket.h"

static enum err remove_ticket(struct scope *s, void *context)
{
	return removal_ticket(s, context);
}

enum err ctl_ticket_remove(struct ctl *ctl, char **words)
{
	const char *slug = NULL, *key = NULL;
	struct ticket *ticket;
	enum err e;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &slug },
			{ "--key", .value = &key },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, slug));
	e = sql_ticket_find(&ctl->scope, key, &ticket);
	if (e == E_MISSING)
		return refuse(&ctl->scope, e, "%s has no ticket %s", slug, key);
	TRY(e);
	TRY(step_run(&ctl->scope, remove_ticket, ticket));
	printf("%s is gone: %s\n", key, ticket->summary);
	return OK;
}

/* By its name, or by the one that it has since an end that was cut short. */
static enum err find(struct ctl *ctl, const char *slug)
{
	struct tenant *tenant;
	enum err e = sql_tenant_by_slug(&ctl->scope, slug, &tenant);

	if (e == E_MISSING)
		e = sql_tenant_by_slug(&ctl->scope, tenant_end_slug(ctl->arena, slug), &tenant);
	if (e == E_MISSING)
		return refuse(&ctl->scope, e, "there is no tenant %s", slug);
	TRY(e);
	ctl->scope.tenant = tenant;
	return OK;
}

static void wait_for_workers(void)
{
	const struct timespec pause = { .tv_sec = TENANT_KNOWN_MS / 1000 + 1 };

	nanosleep(&pause, NULL);
}

enum err ctl_tenant_remove(struct ctl *ctl, char **words)
{
	const char *slug = NULL;
	bool sure = false;
	int64_t rows;
	enum err e;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &slug },
			{ "--yes", .given = &sure },
			{ 0 },
		}));
	TRY(find(ctl, slug));
	if (!sure)
		return refuse(&ctl->scope, E_INVALID,
			"all that %s has goes for ever: say --yes if you mean it",
			ctl->scope.tenant->name);
	e = tenant_end_close(&ctl->scope);
	if (e == E_CONFLICT)
		return refuse(&ctl->scope, e,
			"another %s is closed and not gone yet: first tenant remove --tenant %s --yes",
			slug, tenant_end_slug(ctl->arena, slug));
	TRY(e);
	printf("tenant %s is closed\n", slug);
	fflush(stdout);
	wait_for_workers();
	e = tenant_end_rows(&ctl->scope, &rows);
	if (e == E_CONFLICT)
		return refuse(&ctl->scope, e,
			"somebody still writes to %s: please say it again in a minute", slug);
	TRY(e);
	printf("tenant %s is gone: %lld rows; the sweep deletes its files\n", slug,
		(long long)rows);
	return OK;
}
