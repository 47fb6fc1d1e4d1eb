/* ctl_mail.c - lodgectl mail address, mail block: at which addresses desks take mail and how they answer, and whose mail a desk does not
 * want. */
#include "app/ctl.h"

#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/mime_type.h"
#include "base/str.h"
#include "base/text.h"
#include "id/person.h"
#include "id/step.h"
#include "id/tenant.h"
#include "desk/mail_address.h"
#include "sql/desk.h"

enum {
	SENDER_NAME_LENGTH_MAX = 100,
	SIGNATURE_LENGTH_MAX = 2000,
	LOGO_SIZE_MAX = 64 * 1024,
	DOMAINS_SIZE_MAX = 1000,
	DOMAIN_SIZE_MAX = 253,
	POSITION_MAX = 30000,
	KEEP = -1
};

/* What is not said is NULL, 0 or KEEP. */
struct settings {
	int64_t id, desk_id, type_id;
	const char *address;
	long long position;
	int enabled, pictures, copies;
	const char *sender_name, *signature, *language, *unknown, *domains, *unproven;
	bool sets_logo;
	const char *logo, *logo_type;
};

/* As they stand on the command line. */
struct words {
	const char *type, *position, *enabled, *signature_file, *logo_file, *pictures, *copies;
};

/* --- reading ---------------------------------------------------------------------------------------------- */

static enum err read_choice(
	struct ctl *ctl, const char *name, const char *text, const char *choices)
{
	if (!text || str_in_list(choices, text))
		return OK;
	return refuse(&ctl->scope, E_INVALID, "%s is one of: %s", name, choices);
}

static enum err read_yes(struct ctl *ctl, const char *name, const char *text, int *yes_out)
{
	*yes_out = text ? str_equal(text, "yes") : KEEP;
	return read_choice(ctl, name, text, "yes no");
}

static enum err read_signature(struct ctl *ctl, const char *file, struct settings *settings)
{
	struct str text;

	if (!file)
		return OK;
	TRY(ctl_file(ctl, file, (size_t)4 * SIGNATURE_LENGTH_MAX, &text));
	if (!text_is_clean(text.text, text.size) || text_length(text.text) > SIGNATURE_LENGTH_MAX)
		return refuse(&ctl->scope, E_INVALID, "%s is no text of at most %d characters",
			file, SIGNATURE_LENGTH_MAX);
	settings->signature = text_trim(ctl->arena, text.text);
	return OK;
}

/* Its bytes say what it is. */
static enum err read_logo(struct ctl *ctl, const char *file, struct settings *settings)
{
	struct str bytes;

	settings->sets_logo = file != NULL;
	if (!file || str_equal(file, "none"))
		return OK;
	TRY(ctl_file(ctl, file, LOGO_SIZE_MAX, &bytes));
	settings->logo_type = mime_type_of(ctl->arena, bytes.text, bytes.size);
	if (bytes.size > LOGO_SIZE_MAX || !mime_type_is_picture(settings->logo_type))
		return refuse(&ctl->scope, E_INVALID,
			"%s is no PNG, JPEG, GIF or WebP of at most %d bytes", file, LOGO_SIZE_MAX);
	settings->logo = base64(ctl->arena, bytes.text, bytes.size);
	return OK;
}

static bool is_domain(const char *text, size_t size)
{
	const char *dot = memchr(text, '.', size);

	if (!dot || size > DOMAIN_SIZE_MAX || *text == '.' || text[size - 1] == '.')
		return false;
	for (size_t i = 0; i < size; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-.", text[i]) ||
			(text[i] == '.' && text[i + 1] == '.'))
			return false;
	return true;
}

static enum err read_domains(struct ctl *ctl, struct settings *settings)
{
	const char *at;

	if (!settings->domains)
		return OK;
	settings->domains = str_lower(ctl->arena, settings->domains);
	for (at = settings->domains; *(at += strspn(at, " ")); at += strcspn(at, " "))
		if (!is_domain(at, strcspn(at, " ")))
			return refuse(&ctl->scope, E_INVALID,
				"--domains are names like example.org, by spaces");
	return strlen(settings->domains) <= DOMAINS_SIZE_MAX
		? OK
		: refuse(&ctl->scope, E_INVALID, "--domains are too many");
}

static enum err read_settings(struct ctl *ctl, const struct words *words, struct settings *settings)
{
	long long type = 0;

	settings->position = KEEP;
	if (words->type)
		TRY(ctl_number(ctl, "--type", words->type, 1, INT64_MAX, &type));
	settings->type_id = type;
	if (words->position)
		TRY(ctl_number(
			ctl, "--position", words->position, 0, POSITION_MAX, &settings->position));
	TRY(read_yes(ctl, "--enabled", words->enabled, &settings->enabled));
	TRY(read_yes(ctl, "--pictures", words->pictures, &settings->pictures));
	TRY(read_yes(ctl, "--copies", words->copies, &settings->copies));
	if (settings->sender_name && *settings->sender_name)
		TRY(ctl_line(ctl, "--sender-name", settings->sender_name, SENDER_NAME_LENGTH_MAX));
	TRY(read_choice(ctl, "--language", settings->language, person_languages));
	TRY(read_choice(ctl, "--unknown", settings->unknown, "open domains invited"));
	TRY(read_choice(ctl, "--unproven", settings->unproven, "hold take"));
	TRY(read_domains(ctl, settings));
	TRY(read_signature(ctl, words->signature_file, settings));
	return read_logo(ctl, words->logo_file, settings);
}

/* What add and change have in common. */
static enum err read_words(struct ctl *ctl, char **given, bool is_new, struct settings *settings)
{
	const char *tenant = NULL, *desk = NULL;
	struct words words = { 0 };

	TRY(ctl_read(ctl, given,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--address", .value = &settings->address },
			{ "--desk", .value = &desk, .optional = !is_new },
			{ "--type", .value = &words.type, .optional = !is_new },
			{ "--position", .value = &words.position, .optional = true },
			{ "--enabled", .value = &words.enabled, .optional = true },
			{ "--sender-name", .value = &settings->sender_name, .optional = true },
			{ "--signature", .value = &words.signature_file, .optional = true },
			{ "--logo", .value = &words.logo_file, .optional = true },
			{ "--language", .value = &settings->language, .optional = true },
			{ "--unknown", .value = &settings->unknown, .optional = true },
			{ "--domains", .value = &settings->domains, .optional = true },
			{ "--unproven", .value = &settings->unproven, .optional = true },
			{ "--pictures", .value = &words.pictures, .optional = true },
			{ "--copies", .value = &words.copies, .optional = true },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	if (desk)
		TRY(ctl_desk(ctl, desk, &settings->desk_id));
	if (desk && !is_new)
		return refuse(&ctl->scope, E_INVALID,
			"an address stays with its desk: remove it there, and add it here");
	return read_settings(ctl, &words, settings);
}

/* --- addresses -------------------------------------------------------------------------------------------- */

static enum err find_address(struct ctl *ctl, const char *text, struct mail_address **row_out)
{
	struct scope *s = &ctl->scope;
	enum err e = mail_address_find(s, text, row_out);

	if (e == E_MISSING || (e == OK && (*row_out)->tenant_id != s->tenant->id))
		return refuse(s, E_MISSING, "%s has no address %s", s->tenant->slug, text);
	return e;
}

enum err ctl_mail_address_list(struct ctl *ctl, char **words)
{
	const char *tenant = NULL;
	struct mail_address *row;

	TRY(ctl_read(
		ctl, words, (const struct ctl_word[]){ { "--tenant", .value = &tenant }, { 0 } }));
	TRY(ctl_tenant(ctl, tenant));
	TRY(sql_mail_address_list(&ctl->scope, &row));
	for (; row != NULL; row = row->next)
		printf("%-6lld desk=%lld type=%lld position=%lld %s language=%s unknown=%s unproven=%s pictures=%s copies=%s %s%s%s\n",
			(long long)row->id, (long long)row->desk_id,
			(long long)row->request_type_id, (long long)row->position,
			row->enabled ? "enabled" : "disabled", row->language, row->unknown,
			row->unproven, row->pictures_inline ? "yes" : "no",
			row->copies ? "yes" : "no", row->address, *row->domains ? " domains: " : "",
			row->domains);
	return OK;
}

static enum err judge_type(struct scope *s, const struct settings *settings)
{
	struct request_type *type;
	enum err e = settings->type_id
		? sql_type_find(s, settings->desk_id, settings->type_id, &type)
		: OK;

	return e == E_MISSING ? refuse(s, e, "desk %lld has no request type %lld",
					(long long)settings->desk_id, (long long)settings->type_id)
			      : e;
}

/* As it is now, after the change. */
static enum err judge_domains(struct scope *s, const struct settings *settings)
{
	struct mail_address *row;

	TRY(mail_address_get(s, settings->id, &row));
	if (str_equal(row->unknown, "domains") && !*row->domains)
		return refuse(s, E_INVALID, "--unknown domains needs --domains");
	return OK;
}

static enum err change(struct scope *s, void *context)
{
	const struct settings *settings = context;

	TRY(judge_type(s, settings));
	TRY(sql_mail_address_change(s, settings->id, settings->type_id, settings->position,
		settings->enabled, settings->sender_name, settings->signature, settings->language,
		settings->unknown, settings->domains, settings->unproven, settings->pictures,
		settings->copies, &(int64_t){ 0 }));
	if (settings->sets_logo)
		TRY(sql_mail_address_set_logo(
			s, settings->id, settings->logo, settings->logo_type, &(int64_t){ 0 }));
	return judge_domains(s, settings);
}

static enum err add(struct scope *s, void *context)
{
	struct settings *settings = context;
	enum err e;

	TRY(judge_type(s, settings));
	e = sql_mail_address_add(
		s, settings->desk_id, settings->address, settings->type_id, &settings->id);
	if (e == E_CONFLICT)
		return refuse(s, e, "there is an address %s already", settings->address);
	TRY(e);
	return change(s, settings);
}

static enum err clean_address(struct ctl *ctl, struct settings *settings)
{
	const char *plain = mail_address_plain(&ctl->scope, settings->address);

	if (plain && strchr(settings->address, '+') == NULL &&
		strlen(plain) <= MAIL_ADDRESS_SIZE_MAX &&
		strcspn(plain, "@") <= MAIL_LOCAL_SIZE_MAX) {
		settings->address = plain;
		return OK;
	}
	return refuse(&ctl->scope, E_INVALID,
		"%s is no address of at most %d bytes, %d of them before the @, and without a +",
		settings->address, MAIL_ADDRESS_SIZE_MAX, MAIL_LOCAL_SIZE_MAX);
}

enum err ctl_mail_address_add(struct ctl *ctl, char **words)
{
	struct settings settings = { 0 };

	TRY(read_words(ctl, words, true, &settings));
	TRY(clean_address(ctl, &settings));
	TRY(step_run(&ctl->scope, add, &settings));
	printf("desk %lld takes mail at %s\n", (long long)settings.desk_id, settings.address);
	return OK;
}

enum err ctl_mail_address_change(struct ctl *ctl, char **words)
{
	struct settings settings = { 0 };
	struct mail_address *row;

	TRY(read_words(ctl, words, false, &settings));
	TRY(find_address(ctl, settings.address, &row));
	settings.id = row->id;
	settings.desk_id = row->desk_id;
	TRY(step_run(&ctl->scope, change, &settings));
	printf("%s is changed\n", row->address);
	return OK;
}

static enum err remove_address(struct scope *s, void *context)
{
	const struct mail_address *row = context;
	enum err e = sql_mail_address_remove(s, row->id, &(int64_t){ 0 });

	return e == E_CONFLICT
		? refuse(s, e,
			  "mails, letters or mailboxes name %s: mail address change --enabled no ends it",
			  row->address)
		: e;
}

enum err ctl_mail_address_remove(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *address = NULL;
	struct mail_address *row;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--address", .value = &address },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(find_address(ctl, address, &row));
	TRY(step_run(&ctl->scope, remove_address, row));
	printf("%s is removed\n", row->address);
	return OK;
}

/* --- blocks ----------------------------------------------------------------------------------------------- */

struct block {
	int64_t desk_id;
	const char *sender;
	int64_t affected;
};

static enum err read_block(struct ctl *ctl, char **words, bool names_sender, struct block *block)
{
	const char *tenant = NULL, *desk = NULL, *sender = NULL;
	const struct ctl_word expected[] = {
		{ "--tenant", .value = &tenant },
		{ "--desk", .value = &desk },
		{ names_sender ? "--sender" : NULL, .value = &sender },
		{ 0 },
	};

	TRY(ctl_read(ctl, words, expected));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_desk(ctl, desk, &block->desk_id));
	if (!names_sender)
		return OK;
	block->sender = str_lower(ctl->arena, sender);
	if (*sender == '@' ? is_domain(block->sender + 1, strlen(sender) - 1)
			   : person_address(ctl->arena, sender) != NULL)
		return OK;
	return refuse(&ctl->scope, E_INVALID, "%s is neither an address nor a @domain", sender);
}

enum err ctl_mail_block_list(struct ctl *ctl, char **words)
{
	struct block block = { .sender = "" };
	struct mail_block *row;

	TRY(read_block(ctl, words, false, &block));
	TRY(sql_mail_block_list(&ctl->scope, block.desk_id, "", &row));
	while (row != NULL) {
		printf("%s by %s\n", row->sender, row->who ? row->who : "an operator");
		block.sender = row->sender;
		row = row->next;
		if (row == NULL)
			TRY(sql_mail_block_list(&ctl->scope, block.desk_id, block.sender, &row));
	}
	return OK;
}

static enum err add_block(struct scope *s, void *context)
{
	const struct block *block = context;

	return sql_mail_block_add(s, block->desk_id, block->sender, 0);
}

static enum err remove_block(struct scope *s, void *context)
{
	struct block *block = context;

	return sql_mail_block_remove(s, block->desk_id, block->sender, &block->affected);
}

enum err ctl_mail_block_add(struct ctl *ctl, char **words)
{
	struct block block = { 0 };

	TRY(read_block(ctl, words, true, &block));
	TRY(step_run(&ctl->scope, add_block, &block));
	printf("desk %lld does not want mail of %s\n", (long long)block.desk_id, block.sender);
	return OK;
}

enum err ctl_mail_block_remove(struct ctl *ctl, char **words)
{
	struct block block = { 0 };

	TRY(read_block(ctl, words, true, &block));
	TRY(step_run(&ctl->scope, remove_block, &block));
	if (block.affected == 0)
		return refuse(&ctl->scope, E_MISSING, "desk %lld does not block %s",
			(long long)block.desk_id, block.sender);
	printf("desk %lld takes mail of %s again\n", (long long)block.desk_id, block.sender);
	return OK;
}
