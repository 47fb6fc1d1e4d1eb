/* ctl_doctor.c - lodgectl doctor: one line for each part, "fine" or what is
 * wrong with it. Every check runs, whatever the ones before it found; the
 * status is 1 if any found something. */
#include "app/ctl.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/str.h"
#include "db/db.h"
#include "db/migrate.h"
#include "net/clamd.h"
#include "net/http.h"
#include "net/s3.h"
#include "web/pool.h"
#include "id/provider.h"
#include "id/visit.h"
#include "desk/mail_read.h"
#include "desk/thumbnail.h"
#include "app/mail_door.h"
#include "sql/attachment.h"
#include "sql/job.h"
#include "sql/mail_arrival.h"
#include "sql/sign_in.h"
#include "sql/sweep.h"
#include "sql/tenant.h"

enum { CHECK_PATIENCE_MS = 600000, LOOKS_MISSED_MAX = 2, LOOK_SLACK_MS = 15 * 60 * 1000 };

static enum err check_conf(struct ctl *ctl, const char **said_out);
static enum err check_mariadb(struct ctl *ctl, const char **said_out);
static enum err check_schema(struct ctl *ctl, const char **said_out);
static enum err check_limits(struct ctl *ctl, const char **said_out);
static enum err check_scanner(struct ctl *ctl, const char **said_out);
static enum err check_jobs(struct ctl *ctl, const char **said_out);
static enum err check_files(struct ctl *ctl, const char **said_out);
static enum err check_sweep(struct ctl *ctl, const char **said_out);
static enum err check_thumbnails(struct ctl *ctl, const char **said_out);
static enum err check_mail_door(struct ctl *ctl, const char **said_out);
static enum err check_mails(struct ctl *ctl, const char **said_out);
static enum err check_mail_reader(struct ctl *ctl, const char **said_out);
static int check_pools(struct ctl *ctl);
static int check_providers(struct ctl *ctl);
static int check_provider(struct ctl *ctl, const struct provider *provider);

static const struct check {
	const char *name;
	enum err (*run)(struct ctl *ctl, const char **said_out); /* *said_out may stay NULL */
} checks[] = {
	{ "configuration", check_conf },
	{ "MariaDB", check_mariadb },
	{ "schema", check_schema },
	{ "limits", check_limits },
	{ "thumbnails", check_thumbnails },
	{ "mail reader", check_mail_reader },
	{ "scanner", check_scanner },
	{ "jobs", check_jobs },
	{ "files", check_files },
	{ "sweep", check_sweep },
	{ "mail door", check_mail_door },
	{ "mails", check_mails },
	{ "letters", ctl_outbox_check },
};

enum err ctl_doctor(struct ctl *ctl, char **words)
{
	int wrong = 0;

	TRY(ctl_read(ctl, words, (const struct ctl_word[]){ { 0 } }));
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		const char *said = NULL;
		enum err e = checks[i].run(ctl, &said);

		if (e != OK && ctl->scope.refusal.message != NULL)
			said = ctl->scope.refusal.message;
		refusal_reset(&ctl->scope.refusal);
		wrong += ctl_report(checks[i].name, e, said);
	}
	wrong += ctl_store_check(ctl) + check_pools(ctl) + check_providers(ctl) +
		ctl_mailboxes_check(ctl);
	return wrong == 0 ? OK : refuse(&ctl->scope, E_BUSY, "%d of these are wrong", wrong);
}

/* It was read before the first command, else we would not be here. */
static enum err check_conf(struct ctl *ctl, const char **said_out)
{
	*said_out = arena_format(ctl->arena, "run_dir %s, database %s, store %s", conf()->run_dir,
		conf()->db_name, conf()->s3_endpoint);
	return OK;
}

static enum err check_mariadb(struct ctl *ctl, const char **said_out)
{
	*said_out = conf()->db_socket;
	return db_ready(ctl->scope.db);
}

static enum err check_schema(struct ctl *ctl, const char **said_out)
{
	bool current;

	(void)ctl;
	TRY(migrate_status(conf()->sql_dir, &current));
	*said_out = current ? "current" : "not current: lodgectl migrate";
	return current ? OK : E_CONFLICT;
}

static enum err check_limits(struct ctl *ctl, const char **said_out)
{
	return ctl_pool_fits(ctl, NULL, 0, said_out);
}

static enum err check_scanner(struct ctl *ctl, const char **said_out)
{
	*said_out = conf()->clamd_socket;
	if (**said_out)
		return clamd_version(ctl->arena, said_out);
	*said_out = "no scanner is configured: files are not looked at";
	return OK;
}

static enum err check_jobs(struct ctl *ctl, const char **said_out)
{
	struct job_count *count;

	TRY(sql_job_count(&ctl->scope, &count));
	*said_out = arena_format(ctl->arena, "%lld to do, %lld gave up%s",
		(long long)count->n - (long long)count->gave_up, (long long)count->gave_up,
		count->gave_up > 0 ? ": lodgectl job list, job retry" : "");
	return count->gave_up == 0 ? OK : E_CONFLICT;
}

/* Nothing may wait for its check for ever without being seen here. */
static enum err check_files(struct ctl *ctl, const char **said_out)
{
	struct waiting_files *files;

	TRY(sql_attachment_waiting_long(&ctl->scope, ctl->scope.now - CHECK_PATIENCE_MS, &files));
	*said_out = files->n == 0
		? "none waits long for its check"
		: arena_format(ctl->arena,
			  "%lld have waited for their check for more than %d minutes",
			  (long long)files->n, CHECK_PATIENCE_MS / 60000);
	return files->n == 0 ? OK : E_BUSY;
}

/* When was the last look through the whole store, and did it work? */
static enum err check_sweep(struct ctl *ctl, const char **said_out)
{
	struct sweep_line *last;
	int64_t age_ms;

	TRY(sql_report_last_look(&ctl->scope, &last));
	if (last == NULL) {
		*said_out = "has not looked through the store yet: lodge-jobs does it soon";
		return OK;
	}
	age_ms = ctl->scope.now - last->ended_at;
	*said_out = arena_format(ctl->arena, "looked through the store until %s: %s %s",
		clock_iso8601(ctl->arena, last->ended_at, NULL), last->outcome, last->said);
	if (age_ms > LOOKS_MISSED_MAX * conf()->object_sweep_s * 1000 + LOOK_SLACK_MS)
		return refuse(&ctl->scope, E_CONFLICT, "late: %s", *said_out);
	return str_equal(last->outcome, err_name(OK)) ? OK : E_CONFLICT;
}

static enum err check_thumbnails(struct ctl *ctl, const char **said_out)
{
	*said_out = "not configured: pictures have none";
	if (!*conf()->thumbnail_program)
		return OK;
	*said_out = conf()->thumbnail_program;
	return thumbnail_try(ctl->arena);
}

static enum err check_mail_door(struct ctl *ctl, const char **said_out)
{
	(void)ctl;
	*said_out = "lmtp_listen is not configured: mail comes from mailboxes alone";
	if (!*conf()->lmtp_listen)
		return OK;
	*said_out = conf()->lmtp_listen;
	return mail_door_try();
}

/* Nothing that came may lie there without being seen here. */
static enum err check_mails(struct ctl *ctl, const char **said_out)
{
	struct waiting_mails *mails;

	TRY(sql_mail_waiting_long(&ctl->scope, ctl->scope.now - CHECK_PATIENCE_MS, &mails));
	*said_out = mails->n == 0
		? "none waits long to be read"
		: arena_format(ctl->arena, "%lld have waited to be read for more than %d minutes",
			  (long long)mails->n, CHECK_PATIENCE_MS / 60000);
	return mails->n == 0 ? OK : E_BUSY;
}

static enum err check_mail_reader(struct ctl *ctl, const char **said_out)
{
	*said_out = conf()->mail_parse_program;
	return mail_read_try(ctl->arena);
}

static int check_pools(struct ctl *ctl)
{
	int wrong = 0;

	for (const char *const *name = ctl_pools; *name != NULL; name++) {
		const char *answer = NULL;
		enum err e = pool_ask(ctl->arena, *name, "status", &answer);

		if (e == OK)
			answer = arena_strndup(ctl->arena, answer, strcspn(answer, "\n"));
		wrong += ctl_report(arena_format(ctl->arena, "pool %s", *name), e,
			e == E_MISSING ? "not running" : answer);
	}
	return wrong;
}

static int check_providers(struct ctl *ctl)
{
	struct tenant *tenant;
	int wrong = 0;

	if (sql_tenant_list(&ctl->scope, &tenant) != OK)
		return ctl_report("providers", E_BUSY, "their rows cannot be read");
	for (; tenant != NULL; tenant = tenant->next) {
		struct provider *provider;

		ctl->scope.tenant = tenant;
		if (provider_list(&ctl->scope, &provider) != OK)
			return wrong + ctl_report("providers", E_BUSY, "their rows cannot be read");
		for (; provider != NULL; provider = provider->next)
			wrong += check_provider(ctl, provider);
	}
	return wrong;
}

/* Asked anew, not looked up among what workers keep. */
static int check_provider(struct ctl *ctl, const struct provider *provider)
{
	const char *what = arena_format(ctl->arena, "provider %lld of %s", (long long)provider->id,
		ctl->scope.tenant->slug);
	struct visit visit = visit_begin(&ctl->scope, provider);
	struct http_ask question = {
		.method = "GET",
		.url = arena_format(
			ctl->arena, "%s/.well-known/openid-configuration", provider->issuer),
	};
	struct http_answer answer;
	enum err e = visit_ask(&visit, &question, &answer);

	if (e != OK)
		return ctl_report(
			what, e, arena_format(ctl->arena, "%s does not answer", question.url));
	if (answer.status != 200 || !provider_discovery_is_good(provider, answer.body))
		return ctl_report(what, E_UPSTREAM,
			arena_format(ctl->arena, "%s answers %d, and no discovery of this issuer",
				question.url, answer.status));
	return ctl_report(what, OK, provider->issuer);
}

int ctl_report(const char *what, enum err e, const char *said)
{
	printf("%-6s %-28s %s\n", e == OK ? "fine" : "WRONG", what,
		said != NULL ? said : err_name(e));
	return e == OK ? 0 : 1;
}
