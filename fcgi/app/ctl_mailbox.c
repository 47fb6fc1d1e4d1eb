/* ctl_mailbox.c - lodgectl mailbox: mailboxes on other servers that are asked for mail. Secrets come from a file or standard input, never
 * from the command line, which every user of the machine can read, and are stored sealed. */
#include "app/ctl.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/str.h"
#include "id/scope.h"
#include "id/step.h"
#include "id/tenant.h"
#include "desk/mail_address.h"
#include "desk/mailbox.h"
#include "desk/mailbox_login.h"
#include "sql/mailbox.h"
#include "sql/tenant.h"

enum {
	HOST_SIZE_MAX = 253,
	USER_LENGTH_MAX = 254,
	FOLDER_LENGTH_MAX = 200,
	URL_LENGTH_MAX = 500,
	CLIENT_LENGTH_MAX = 255,
	CLIENT_SECRET_MAX = 700, /* sealed, it has room in its column */
	PORT_TLS = 993,
	PORT_PLAIN = 143,
	LOOKS_MISSED_MAX = 3,
	LOOK_SLACK_MS = 15 * 60 * 1000
};

struct change {
	const char *address, *host, *port_text, *tls, *user, *auth, *secret_file, *token_url,
		*client_id, *client_secret_file, *folder, *done_folder, *authserv_id;
	const char *secret, *client_secret; /* sealed */
	long long port;
	bool disable;
	const struct mailbox *mailbox; /* what it is now; NULL: a new one */
	int64_t id, address_id;
	bool stays;
};

static enum err check(struct ctl *ctl, struct change *change);
static enum err check_host(struct ctl *ctl, const char *host);
static enum err check_word(struct ctl *ctl, const char *name, const char *word, const char *words);
static enum err check_lines(struct ctl *ctl, const struct change *change);
static enum err check_tokens(struct ctl *ctl, const struct change *change);
static enum err read_secrets(struct ctl *ctl, struct change *change);
static enum err address_find(struct ctl *ctl, struct change *change);
static enum err add(struct scope *s, void *context);
static enum err set(struct scope *s, void *context);
static enum err remove_it(struct scope *s, void *context);
static enum err find(struct ctl *ctl, const char *id_text, struct mailbox **mailbox_out);
static void show(struct ctl *ctl, const struct mailbox *mailbox);
static int check_one(struct ctl *ctl, const struct mailbox *mailbox);

enum err ctl_mailbox_list(struct ctl *ctl, char **words)
{
	const char *tenant = NULL;
	struct mailbox *mailbox;

	TRY(ctl_read(
		ctl, words, (const struct ctl_word[]){ { "--tenant", .value = &tenant }, { 0 } }));
	TRY(ctl_tenant(ctl, tenant));
	TRY(sql_mailbox_list(&ctl->scope, &mailbox));
	for (; mailbox != NULL; mailbox = mailbox->next)
		show(ctl, mailbox);
	return OK;
}

/* The words that add and change have in common. */
#define CHANGE_WORDS(change, new)                                                        \
	{ "--host", .value = &(change).host, .optional = !(new) },                       \
		{ "--port", .value = &(change).port_text, .optional = true },            \
		{ "--tls", .value = &(change).tls, .optional = true },                   \
		{ "--user", .value = &(change).user, .optional = !(new) },               \
		{ "--auth", .value = &(change).auth, .optional = true },                 \
		{ "--secret-file", .value = &(change).secret_file, .optional = !(new) }, \
		{ "--token-url", .value = &(change).token_url, .optional = true },       \
		{ "--client-id", .value = &(change).client_id, .optional = true },       \
		{ "--client-secret-file", .value = &(change).client_secret_file,         \
			.optional = true },                                              \
		{ "--folder", .value = &(change).folder, .optional = true },             \
		{ "--done-folder", .value = &(change).done_folder, .optional = true },   \
	{                                                                                \
		"--authserv-id", .value = &(change).authserv_id, .optional = true        \
	}

enum err ctl_mailbox_add(struct ctl *ctl, char **words)
{
	struct change change = {
		.tls = "tls", .auth = "password", .folder = "INBOX", .done_folder = "Processed"
	};
	const char *tenant = NULL;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--address", .value = &change.address },
			CHANGE_WORDS(change, true),
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(address_find(ctl, &change));
	TRY(check(ctl, &change));
	TRY(step_run(&ctl->scope, add, &change));
	printf("mailbox %lld of %s; lodgectl mailbox test --tenant %s --id %lld says whether it answers\n",
		(long long)change.id, tenant, tenant, (long long)change.id);
	return OK;
}

enum err ctl_mailbox_change(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *id_text = NULL;
	struct change change = { 0 };
	struct mailbox *mailbox;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--id", .value = &id_text },
			CHANGE_WORDS(change, false),
			{ "--disable", .given = &change.disable, .optional = true },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(find(ctl, id_text, &mailbox));
	change.mailbox = mailbox;
	change.id = mailbox->id;
	TRY(check(ctl, &change));
	TRY(step_run(&ctl->scope, set, &change));
	printf("mailbox %lld of %s is %s\n", (long long)change.id, tenant,
		change.disable ? "disabled" : "enabled");
	return OK;
}

enum err ctl_mailbox_test(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *id_text = NULL;
	struct mailbox *mailbox;
	int64_t n;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant }, { "--id", .value = &id_text }, { 0 } }));
	TRY(ctl_tenant(ctl, tenant));
	TRY(find(ctl, id_text, &mailbox));
	TRY(mailbox_try(&ctl->scope, mailbox, &n));
	printf("mailbox %lld of %s answers: %lld mails are in %s\n", (long long)mailbox->id, tenant,
		(long long)n, mailbox->folder);
	return OK;
}

enum err ctl_mailbox_remove(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *id_text = NULL;
	struct change change = { 0 };
	struct mailbox *mailbox;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant }, { "--id", .value = &id_text }, { 0 } }));
	TRY(ctl_tenant(ctl, tenant));
	TRY(find(ctl, id_text, &mailbox));
	change.id = mailbox->id;
	TRY(step_run(&ctl->scope, remove_it, &change));
	printf(change.stays
			? "mailbox %lld of %s has ended; mails that came by it name it, so it stays listed, without its secrets\n"
			: "mailbox %lld of %s is removed\n",
		(long long)change.id, tenant);
	return OK;
}

int ctl_mailboxes_check(struct ctl *ctl)
{
	struct tenant *tenant;
	int wrong = 0;

	if (sql_tenant_list(&ctl->scope, &tenant) != OK)
		return ctl_report("mailboxes", E_BUSY, "their rows cannot be read");
	for (; tenant != NULL; tenant = tenant->next) {
		struct mailbox *mailbox;

		ctl->scope.tenant = tenant;
		if (sql_mailbox_list(&ctl->scope, &mailbox) != OK)
			return wrong + ctl_report("mailboxes", E_BUSY, "their rows cannot be read");
		for (; mailbox != NULL; mailbox = mailbox->next)
			wrong += check_one(ctl, mailbox);
	}
	return wrong;
}

/* --- what is asked for ------------------------------------------------------------------------------------- */

static enum err check(struct ctl *ctl, struct change *change)
{
	TRY(check_host(ctl, change->host));
	TRY(check_word(ctl, "--tls", change->tls, "tls starttls none"));
	TRY(check_word(ctl, "--auth", change->auth, "password xoauth2"));
	TRY(check_lines(ctl, change));
	TRY(check_tokens(ctl, change));
	if (change->port_text != NULL)
		TRY(ctl_number(ctl, "--port", change->port_text, 1, 65535, &change->port));
	else if (change->mailbox == NULL)
		change->port = str_equal(change->tls, "tls") ? PORT_TLS : PORT_PLAIN;
	return read_secrets(ctl, change);
}

static enum err check_host(struct ctl *ctl, const char *host)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";

	if (host == NULL ||
		(*host != '\0' && strlen(host) <= HOST_SIZE_MAX &&
			host[strspn(host, letters)] == '\0'))
		return OK;
	return refuse(&ctl->scope, E_INVALID, "--host is the name or IPv4 address of a server");
}

static enum err check_word(struct ctl *ctl, const char *name, const char *word, const char *words)
{
	if (word == NULL || str_in_list(words, word))
		return OK;
	return refuse(&ctl->scope, E_INVALID, "%s is one of %s", name, words);
}

static enum err check_lines(struct ctl *ctl, const struct change *change)
{
	const struct {
		const char *name, *text;
		size_t length_max;
	} lines[] = {
		{ "--user", change->user, USER_LENGTH_MAX },
		{ "--token-url", change->token_url, URL_LENGTH_MAX },
		{ "--client-id", change->client_id, CLIENT_LENGTH_MAX },
		{ "--folder", change->folder, FOLDER_LENGTH_MAX },
		{ "--done-folder", change->done_folder, FOLDER_LENGTH_MAX },
		{ "--authserv-id", change->authserv_id, HOST_SIZE_MAX },
	};
	const struct mailbox *now = change->mailbox;
	const char *folder = change->folder != NULL || now == NULL ? change->folder : now->folder;
	const char *done = change->done_folder != NULL || now == NULL ? change->done_folder
								      : now->done_folder;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (lines[i].text != NULL)
			TRY(ctl_line(ctl, lines[i].name, lines[i].text, lines[i].length_max));
	if (str_equal_nocase(folder, done) || str_equal_nocase(folder, MAILBOX_QUARANTINE))
		return refuse(&ctl->scope, E_INVALID,
			"--folder is another one than --done-folder, and not %s",
			MAILBOX_QUARANTINE);
	return OK;
}

static enum err check_tokens(struct ctl *ctl, const struct change *change)
{
	const struct mailbox *now = change->mailbox;
	const char *auth = change->auth != NULL ? change->auth : now->auth;
	const char *url = change->token_url != NULL || now == NULL ? change->token_url
								   : now->token_url;
	const char *client = change->client_id != NULL || now == NULL ? change->client_id
								      : now->client_id;

	if (url != NULL && !str_starts(url, "https://") && !str_starts(url, "http://"))
		return refuse(&ctl->scope, E_INVALID, "--token-url is a URL");
	if (str_equal(auth, "password") || (url != NULL && client != NULL))
		return OK;
	return refuse(&ctl->scope, E_INVALID,
		"xoauth2 needs --token-url and --client-id; its secret is a refresh token");
}

static enum err read_secrets(struct ctl *ctl, struct change *change)
{
	const char *secret;

	if (change->secret_file != NULL &&
		str_equal(change->secret_file, change->client_secret_file))
		return refuse(&ctl->scope, E_INVALID, "each secret comes from a file of its own");
	if (change->secret_file != NULL) {
		TRY(ctl_secret(ctl, change->secret_file, MAILBOX_SECRET_MAX, &secret));
		change->secret = mailbox_seal(&ctl->scope, "secret", secret);
	}
	if (change->client_secret_file != NULL) {
		TRY(ctl_secret(ctl, change->client_secret_file, CLIENT_SECRET_MAX, &secret));
		change->client_secret = mailbox_seal(&ctl->scope, "client_secret", secret);
	}
	return OK;
}

static enum err address_find(struct ctl *ctl, struct change *change)
{
	struct mail_address *address;
	enum err e = mail_address_find(&ctl->scope, change->address, &address);

	if (e == E_MISSING || (e == OK && address->tenant_id != scope_tenant(&ctl->scope)))
		return refuse(&ctl->scope, E_MISSING,
			"no desk of %s takes mail at %s: lodgectl mail address list",
			ctl->scope.tenant->slug, change->address);
	TRY(e);
	change->address_id = address->id;
	return OK;
}

static enum err add(struct scope *s, void *context)
{
	struct change *change = context;

	TRY(sql_mailbox_add(s, change->address_id, change->host, change->port, change->tls,
		change->user, change->auth, change->secret, change->token_url, change->client_id,
		change->client_secret, change->folder, change->done_folder, change->authserv_id,
		&change->id));
	return mailbox_wake(s, change->id);
}

static enum err set(struct scope *s, void *context)
{
	const struct change *change = context;
	int64_t affected;

	TRY(sql_mailbox_change(s, change->id, change->host, change->port, change->tls, change->user,
		change->auth, change->secret, change->token_url, change->client_id,
		change->client_secret, change->folder, change->done_folder, change->authserv_id,
		!change->disable, &affected));
	return mailbox_wake(s, change->id);
}

static enum err remove_it(struct scope *s, void *context)
{
	struct change *change = context;
	struct mailbox_mail *mail;
	int64_t affected;

	TRY(sql_mailbox_has_mail(s, change->id, &mail));
	change->stays = mail->id != 0;
	return change->stays ? sql_mailbox_end(s, change->id, &affected)
			     : sql_mailbox_remove(s, change->id, &affected);
}

static enum err find(struct ctl *ctl, const char *id_text, struct mailbox **mailbox_out)
{
	long long id;
	enum err e;

	TRY(ctl_number(ctl, "--id", id_text, 1, INT64_MAX, &id));
	e = sql_mailbox_find(&ctl->scope, id, mailbox_out);
	return e == E_MISSING
		? refuse(&ctl->scope, e, "there is no mailbox %lld here: lodgectl mailbox list", id)
		: e;
}

/* --- what is said ------------------------------------------------------------------------------------------ */

static const char *state_of(const struct mailbox *mailbox)
{
	if (*mailbox->secret == '\0')
		return "ended";
	return mailbox->takes ? "enabled" : "disabled";
}

static void show(struct ctl *ctl, const struct mailbox *mailbox)
{
	printf("%-6lld %-9s %s from %s at %s:%lld, %s, %s, %s to %s, authserv-id=%s, looked into: %s\n",
		(long long)mailbox->id, state_of(mailbox), mailbox->address, mailbox->user_name,
		mailbox->host, (long long)mailbox->port, mailbox->tls, mailbox->auth,
		mailbox->folder, mailbox->done_folder,
		mailbox->authserv_id != NULL ? mailbox->authserv_id : "-",
		mailbox->polled_at != 0 ? clock_iso8601(ctl->arena, mailbox->polled_at, NULL)
					: "never");
	if (mailbox->trouble != NULL)
		printf("       trouble: %s\n", mailbox->trouble);
	if (mailbox->aside_why != NULL)
		printf("       mails lie in %s: %s\n", MAILBOX_QUARANTINE, mailbox->aside_why);
}

/* One line of the doctor's. */
static int check_one(struct ctl *ctl, const struct mailbox *mailbox)
{
	const char *what = arena_format(
		ctl->arena, "mailbox %lld of %s", (long long)mailbox->id, ctl->scope.tenant->slug);
	int64_t age_ms = ctl->scope.now - mailbox->polled_at;

	if (!mailbox->takes)
		return ctl_report(what, OK, state_of(mailbox));
	if (mailbox->trouble != NULL)
		return ctl_report(what, E_BUSY, mailbox->trouble);
	if (mailbox->aside_why != NULL)
		return ctl_report(what, E_CONFLICT,
			arena_format(ctl->arena, "mails lie in its folder %s: %s",
				MAILBOX_QUARANTINE, mailbox->aside_why));
	if (mailbox->polled_at == 0)
		return ctl_report(
			what, OK, "has not been looked into yet: lodge-jobs does it soon");
	return ctl_report(what,
		age_ms > LOOKS_MISSED_MAX * conf()->mailbox_poll_s * 1000 + LOOK_SLACK_MS
			? E_CONFLICT
			: OK,
		arena_format(ctl->arena, "looked into %s",
			clock_iso8601(ctl->arena, mailbox->polled_at, NULL)));
}
