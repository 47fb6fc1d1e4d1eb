/* ctl.c - the table of lodgectl's commands, how words are matched with it,
 * and what commands share. */

#include "app/ctl.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/text.h"
#include "id/person.h"
#include "sql/operate.h"
#include "sql/person.h"
#include "sql/tenant.h"

const struct ctl_command ctl_commands[] = {
	{ "tenant list", "", "tenants and their addresses", ctl_tenant_list },
	{ "tenant add", "--slug T --name NAME --origin URL", "opens a tenant at an address",
		ctl_tenant_add },
	{ "tenant set-origin", "T URL", "moves a tenant to another address",
		ctl_tenant_set_origin },
	{ "tenant quota", "--tenant T --size BYTES", "how much its files may take; 0: no quota",
		ctl_tenant_quota },
	{ "tenant remove", "--tenant T --yes",
		"closes a tenant and deletes all that is its own; again, if that was cut short",
		ctl_tenant_remove },
	{ "ticket remove", "--tenant T --key K", "deletes a ticket with all that belongs to it",
		ctl_ticket_remove },
	{ "desk list", "--tenant T", "the tenant's desks", ctl_desk_list },
	{ "desk add-agent", "--tenant T --desk ID --person EMAIL|ID",
		"lets an agent answer on a desk", ctl_desk_add_agent },
	{ "desk remove-agent", "--tenant T --desk ID --person EMAIL|ID", "ends that",
		ctl_desk_remove_agent },
	{ "desk files",
		"--tenant T --desk ID [--types \"image/* application/pdf\"] [--size-max BYTES] [--unscanned warn|refuse]",
		"what may be attached; no types and 0 bytes: anything", ctl_desk_files },
	{ "desk sharing",
		"--tenant T --desk ID [--people nobody|organization|desk|anybody] [--new private|single|all] [--edit-seconds N]",
		"whom customers find and add, what a new request is shared with, how long they may change a text",
		ctl_desk_sharing },
	{ "desk feedback", "--tenant T --desk ID", "what reporters thought of it, by month",
		ctl_desk_feedback },
	{ "desk clocks", "--tenant T --desk ID --shown yes|no",
		"whether customers see the clocks of their requests", ctl_desk_clocks },
	{ "calendar list", "--tenant T", "working hours", ctl_calendar_list },
	{ "calendar show", "--tenant T --calendar NAME", "a calendar as a text",
		ctl_calendar_show },
	{ "calendar add", "--tenant T --calendar NAME --zone Z --hours \"mon-fri 9:00-17:00\"",
		"a new one", ctl_calendar_add },
	{ "calendar import", "--tenant T [--calendar NAME] FILE",
		"calendars from a text, or holidays from an iCalendar file into one; - is standard input",
		ctl_calendar_import },
	{ "sla export", "--tenant T --desk ID", "calendars, and the desk's clocks, as a text",
		ctl_sla_export },
	{ "sla import", "--tenant T --desk ID FILE",
		"takes that text over and counts again what goes on", ctl_sla_import },
	{ "sla recount", "--tenant T --desk ID",
		"counts again what goes on; changes nothing if all is right", ctl_sla_recount },
	{ "organization list", "--tenant T", "its organizations", ctl_organization_list },
	{ "organization add", "--tenant T --name N", "a new one", ctl_organization_add },
	{ "organization add-member", "--tenant T --organization ID --person EMAIL|ID",
		"the person sees what is shared with it", ctl_organization_add_member },
	{ "organization remove-member", "--tenant T --organization ID --person EMAIL|ID",
		"ends that", ctl_organization_remove_member },
	{ "workflow list", "--tenant T",
		"the tenant's workflows and the request types that use them", ctl_workflow_list },
	{ "workflow export", "--tenant T --workflow NAME", "prints one as a text",
		ctl_workflow_export },
	{ "workflow import", "--tenant T [--check] FILE",
		"makes or changes one as a text says; - is standard input; --check only judges it",
		ctl_workflow_import },
	{ "workflow use", "--tenant T --type ID --workflow NAME",
		"gives a request type another workflow; its tickets keep the names of their statuses",
		ctl_workflow_use },
	{ "person list", "--tenant T", "the tenant's people", ctl_person_list },
	{ "person add", "--tenant T --email E --name NAME [--role customer|agent|admin]",
		"adds a person who has not signed in yet", ctl_person_add },
	{ "person role", "--tenant T --person EMAIL|ID --role customer|agent|admin",
		"changes what a person may do", ctl_person_role },
	{ "person disable", "--tenant T --person EMAIL|ID", "ends a person's sessions and tokens",
		ctl_person_disable },
	{ "person enable", "--tenant T --person EMAIL|ID", "lets a person in again",
		ctl_person_enable },
	{ "person join", "--tenant T --person EMAIL|ID --provider ID --sub SUB",
		"ties a person to an account at a provider", ctl_person_join },
	{ "provider list", "--tenant T", "sign-in providers", ctl_provider_list },
	{ "provider add",
		"--tenant T --label L --issuer URL --client-id C [--secret-file FILE] [--vouches-for DOMAINS]",
		"adds a sign-in provider; the secret is read from a file, - is standard input",
		ctl_provider_add },
	{ "provider set",
		"--tenant T --id ID [--label L] [--issuer URL] [--client-id C] [--secret-file FILE] [--vouches-for DOMAINS] [--disable]",
		"changes one; without --disable it is enabled", ctl_provider_set },
	{ "mailbox list", "--tenant T", "mailboxes on other servers that are asked for mail",
		ctl_mailbox_list },
	{ "mailbox add",
		"--tenant T --address A --host H [--port N] [--tls tls|starttls|none] --user U --secret-file FILE [--auth password|xoauth2 --token-url URL --client-id C [--client-secret-file FILE]] [--folder F] [--done-folder F] [--authserv-id ID]",
		"takes the mails of an address from a mailbox (IMAP); the secret is the password or a refresh token, read from a file, - is standard input",
		ctl_mailbox_add },
	{ "mailbox change", "--tenant T --id ID [the words of mailbox add] [--disable]",
		"changes one; without --disable it is enabled", ctl_mailbox_change },
	{ "mailbox test", "--tenant T --id ID", "signs in there, and takes nothing",
		ctl_mailbox_test },
	{ "mailbox remove", "--tenant T --id ID", "looks into it no more, and forgets its secrets",
		ctl_mailbox_remove },
	{ "token create",
		"--tenant T --person EMAIL|ID [--scopes \"S ...\"] [--label L] [--days N]",
		"prints a new API token, once", ctl_token_create },
	{ "token list", "--tenant T --person EMAIL|ID", "a person's API tokens, by number",
		ctl_token_list },
	{ "token revoke", "--tenant T --id ID", "ends an API token at once", ctl_token_revoke },
	{ "pool status", "[NAME]", "the workers of one pool, or of all", ctl_pool_status },
	{ "pool scale", "NAME N", "sets the number of workers", ctl_pool_scale },
	{ "pool reload", "NAME", "new workers take over from the old ones", ctl_pool_reload },
	{ "job list", "", "what lodge-jobs has to do, those that gave up first", ctl_job_list },
	{ "job retry", "--id ID | --all", "does one again, or all that gave up", ctl_job_retry },
	{ "mail outbox", "", "letters that do not go out, and why", ctl_mail_outbox },
	{ "mail retry", "--id ID | --all", "tries one again, or all that wait", ctl_mail_retry },
	{ "mail address list", "--tenant T", "at which addresses its desks take mail",
		ctl_mail_address_list },
	{ "mail address add",
		"--tenant T --desk ID --address A --type ID [--position N] [--enabled yes|no] [--sender-name N] [--signature FILE] [--logo FILE|none] [--language en|pl|ar] [--unknown open|domains|invited] [--domains \"D ...\"] [--unproven hold|take] [--pictures yes|no] [--copies yes|no]",
		"a new one, and the request type that its mails open; who is unknown, and what proves nothing, is held unless this says otherwise",
		ctl_mail_address_add },
	{ "mail address change",
		"--tenant T --address A [--type ID] [--position N] [--enabled yes|no] [--sender-name N] [--signature FILE] [--logo FILE|none] [--language en|pl|ar] [--unknown open|domains|invited] [--domains \"D ...\"] [--unproven hold|take] [--pictures yes|no] [--copies yes|no]",
		"changes what is said; the desk's first one, by position, is what its letters come from",
		ctl_mail_address_change },
	{ "mail address remove", "--tenant T --address A", "ends one that nothing came to yet",
		ctl_mail_address_remove },
	{ "mail block list", "--tenant T --desk ID", "whose mail the desk does not want",
		ctl_mail_block_list },
	{ "mail block add", "--tenant T --desk ID --sender ADDRESS|@DOMAIN",
		"their mails are kept, and of no effect", ctl_mail_block_add },
	{ "mail block remove", "--tenant T --desk ID --sender ADDRESS|@DOMAIN", "ends that",
		ctl_mail_block_remove },
	{ "migrate", "[--status]", "brings the schema up to date, or says whether it is",
		ctl_migrate },
	{ "demo load", "--origin-port PORT",
		"loads the demo tenants if they are missing and sets their addresses",
		ctl_demo_load },
	{ "demo seed", "--tenant T [--tickets N] [--comments N] [--people N] [--seed S] [--yes]",
		"fills a tenant with that many made-up tickets; again, if that was cut short",
		ctl_demo_seed },
	{ "sweep report", "", "what the last sweeps found, newest first", ctl_sweep_report },
	{ "sweep", "[--dry-run]",
		"clears away what has ended and looks through the whole store, now", ctl_sweep },
	{ "doctor", "", "checks every part and says what is wrong", ctl_doctor },
	{ 0 },
};

static enum err person_by_number(
	struct ctl *ctl, const char *number, bool active_only, struct person **person_out);
static const struct ctl_command *find_command(char ***words);
static bool take_name(const char *name, char ***words);
static int misuse(const struct ctl_command *command, const char *why);
static const char *say_why(const struct ctl *ctl, enum err e);
static const struct ctl_word *find_word(const struct ctl_word *expected, const char *name);
static const struct ctl_word *next_operand(const struct ctl_word *expected, int n);
static enum err misread(struct ctl *ctl, const char *what, const char *word);

bool ctl_is_known(char **words)
{
	return find_command(&words) != NULL;
}

int ctl_run(struct ctl *ctl, char **words)
{
	const struct ctl_command *command = find_command(&words);
	enum err e;

	assert(command != NULL);
	ctl->scope.now = clock_now();
	e = command->run(ctl, words);
	if (e == OK)
		return fflush(stdout) == 0 ? 0 : 1;
	fflush(stdout);
	if (ctl->misused)
		return misuse(command, say_why(ctl, e));
	fprintf(stderr, "lodgectl: %s\n", say_why(ctl, e));
	return 1;
}

void ctl_help(FILE *out)
{
	fputs("usage: lodgectl [--conf FILE] COMMAND\n\n", out);
	for (const struct ctl_command *command = ctl_commands; command->name != NULL; command++)
		fprintf(out, "  %s%s%s\n\t%s\n", command->name,
			*command->arguments != '\0' ? " " : "", command->arguments, command->help);
	fputs("\nThe configuration is FILE, or what LODGE_CONF names. lodgectl --conf-reference says every key.\n",
		out);
}

enum err ctl_read(struct ctl *ctl, char **words, const struct ctl_word *expected)
{
	int operands = 0;

	for (; *words != NULL; words++) {
		bool is_option = str_starts(*words, "--");
		const struct ctl_word *word = is_option ? find_word(expected, *words)
							: next_operand(expected, operands++);

		if (word == NULL)
			return misread(ctl, "what is", *words);
		if (word->given != NULL)
			*word->given = true;
		if (word->value == NULL)
			continue;
		if (is_option && *++words == NULL)
			return misread(ctl, "there is no value for", word->name);
		*word->value = *words;
	}
	for (; expected->name != NULL; expected++)
		if (!expected->optional && expected->value != NULL && *expected->value == NULL)
			return misread(ctl, "it needs", expected->name);
	return OK;
}

enum err ctl_number(struct ctl *ctl, const char *name, const char *text, long long min,
	long long max, long long *number_out)
{
	if (str_to_int(text, min, max, number_out) == OK)
		return OK;
	return refuse(&ctl->scope, E_INVALID, "%s is a number from %lld to %lld", name, min, max);
}

enum err ctl_one_or_all(struct ctl *ctl, char **words, long long *id_out)
{
	const char *id = NULL;
	bool all = false;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--id", .value = &id, .optional = true },
			{ "--all", .given = &all },
			{ 0 },
		}));
	if (all == (id != NULL)) {
		ctl->misused = true;
		return refuse(&ctl->scope, E_INVALID, "it needs --id or --all");
	}
	*id_out = 0;
	return id ? ctl_number(ctl, "--id", id, 1, INT64_MAX, id_out) : OK;
}

enum err ctl_line(struct ctl *ctl, const char *name, const char *text, size_t length_max)
{
	if (text_is_clean(text, strlen(text)) && strpbrk(text, "\r\n\t") == NULL && *text != '\0' &&
		text_length(text) <= length_max)
		return OK;
	return refuse(&ctl->scope, E_INVALID, "%s is one line of at most %zu characters", name,
		length_max);
}

enum err ctl_tenant(struct ctl *ctl, const char *slug)
{
	struct tenant *tenant;
	enum err e = sql_tenant_by_slug(&ctl->scope, slug, &tenant);

	if (e == E_MISSING)
		return refuse(&ctl->scope, e, "there is no tenant %s", slug);
	TRY(e);
	ctl->scope.tenant = tenant;
	return OK;
}

enum err ctl_person(struct ctl *ctl, const char *who, bool active_only, struct person **person_out)
{
	const char *address = person_address(ctl->arena, who);
	struct person *person, *found = NULL;

	if (*who != '\0' && who[strspn(who, "0123456789")] == '\0')
		return person_by_number(ctl, who, active_only, person_out);
	if (address == NULL)
		return refuse(&ctl->scope, E_INVALID,
			"%s is neither an e-mail address nor a person's number", who);
	TRY(sql_person_by_email(&ctl->scope, address, &person));
	for (; person != NULL; person = person->next) {
		if (active_only && !person->active)
			continue;
		if (found != NULL)
			return refuse(&ctl->scope, E_CONFLICT,
				"more than one person of %s shows the address %s",
				ctl->scope.tenant->slug, address);
		found = person;
	}
	if (found == NULL)
		return refuse(&ctl->scope, E_MISSING, "nobody%s in %s has the address %s",
			active_only ? " active" : "", ctl->scope.tenant->slug, address);
	*person_out = found;
	return OK;
}

enum err ctl_desk(struct ctl *ctl, const char *text, int64_t *id_out)
{
	struct desk_line *desk;
	long long id;

	TRY(ctl_number(ctl, "--desk", text, 1, INT64_MAX, &id));
	TRY(sql_desk_list_all(&ctl->scope, &desk));
	while (desk != NULL && desk->id != id)
		desk = desk->next;
	*id_out = id;
	return desk != NULL ? OK
			    : refuse(&ctl->scope, E_MISSING, "%s has no desk %lld",
				      ctl->scope.tenant->slug, id);
}

/* False: it cannot be read. What is longer is read a little further than that. */
static bool read_text(FILE *file, size_t size_max, struct str *text)
{
	char piece[4096];
	size_t n;

	while (text->size <= size_max && (n = fread(piece, 1, sizeof(piece), file)) > 0)
		str_add_bytes(text, piece, n);
	return ferror(file) == 0;
}

enum err ctl_file(struct ctl *ctl, const char *name, size_t size_max, struct str *text_out)
{
	bool whole;

	*text_out = str_make(ctl->arena);
	if (str_equal(name, "-")) {
		whole = read_text(stdin, size_max, text_out);
	} else {
		FILE *file = fopen(name, "re");

		if (file == NULL)
			return refuse(&ctl->scope, E_MISSING, "%s: %s", name, strerror(errno));
		whole = read_text(file, size_max, text_out);
		fclose(file);
	}
	return whole ? OK : refuse(&ctl->scope, E_INVALID, "%s cannot be read", name);
}

/* Up to the end of the line, so that one may type it. */
enum err ctl_secret(struct ctl *ctl, const char *name, size_t size_max, const char **secret_out)
{
	FILE *file = str_equal(name, "-") ? stdin : fopen(name, "re");
	char *secret = arena_alloc(ctl->arena, size_max + 2), *line;

	if (file == NULL)
		return refuse(&ctl->scope, E_MISSING, "%s: %s", name, strerror(errno));
	line = fgets(secret, (int)size_max + 2, file);
	if (file != stdin)
		fclose(file);
	secret[strcspn(secret, "\r\n")] = '\0';
	*secret_out = secret;
	if (line != NULL && *secret != '\0' && strlen(secret) <= size_max)
		return OK;
	return refuse(
		&ctl->scope, E_INVALID, "%s has no line of at most %zu bytes", name, size_max);
}

static enum err person_by_number(
	struct ctl *ctl, const char *number, bool active_only, struct person **person_out)
{
	long long id;
	enum err e;

	TRY(ctl_number(ctl, "--person", number, 1, INT64_MAX, &id));
	e = sql_person_find(&ctl->scope, id, person_out);
	if (e == E_MISSING || (e == OK && active_only && !(*person_out)->active))
		return refuse(&ctl->scope, E_MISSING, "nobody%s in %s has the number %s",
			active_only ? " active" : "", ctl->scope.tenant->slug, number);
	return e;
}

static const struct ctl_command *find_command(char ***words)
{
	for (const struct ctl_command *command = ctl_commands; command->name != NULL; command++)
		if (take_name(command->name, words))
			return command;
	return NULL;
}

/* Moves words behind the words of the name, if they begin with it. */
static bool take_name(const char *name, char ***words)
{
	char **at = *words;

	while (*name != '\0') {
		size_t size = strcspn(name, " ");

		if (*at == NULL || strlen(*at) != size || strncmp(*at, name, size) != 0)
			return false;
		at++;
		name += size + strspn(name + size, " ");
	}
	*words = at;
	return true;
}

static int misuse(const struct ctl_command *command, const char *why)
{
	fprintf(stderr, "lodgectl: %s\nusage: lodgectl %s %s\n", why, command->name,
		command->arguments);
	return 2;
}

static const char *say_why(const struct ctl *ctl, enum err e)
{
	if (ctl->scope.refusal.message != NULL)
		return ctl->scope.refusal.message;
	switch (e) {
	case E_BUSY:
		return "MariaDB does not answer";
	case E_CONFLICT:
		return "it is there already";
	default:
		return arena_format(
			ctl->arena, "it did not work (%s); the line above says why", err_name(e));
	}
}

static const struct ctl_word *find_word(const struct ctl_word *expected, const char *name)
{
	while (expected->name != NULL && !str_equal(expected->name, name))
		expected++;
	return expected->name != NULL ? expected : NULL;
}

static const struct ctl_word *next_operand(const struct ctl_word *expected, int n)
{
	for (; expected->name != NULL; expected++)
		if (!str_starts(expected->name, "--") && n-- == 0)
			return expected;
	return NULL;
}

static enum err misread(struct ctl *ctl, const char *what, const char *word)
{
	ctl->misused = true;
	return refuse(&ctl->scope, E_INVALID, "%s %s", what, word);
}
