/* ctl_provider.c - lodgectl provider. The client secret comes from a file or
 * standard input, never from the command line, which every user of the
 * machine can read, and is stored sealed. */
#include "app/ctl.h"

#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/str.h"
#include "base/text.h"
#include "id/step.h"
#include "sql/operate.h"
#include "sql/person.h"
#include "sql/sign_in.h"
#include "sql/tenant.h"

enum {
	LABEL_LENGTH_MAX = 100,
	ISSUER_SIZE_MAX = 255,
	CLIENT_SIZE_MAX = 255,
	SECRET_SIZE_MAX = 500,
	DOMAINS_SIZE_MAX = 1000
};

struct change {
	const char *label, *issuer, *client_id, *secret_file, *secret, *vouches_for;
	int64_t id, affected;
	bool enabled;
};

static enum err check(struct ctl *ctl, struct change *change);
static enum err read_secret(struct ctl *ctl, const char *path, const char **sealed_out);
static enum err add(struct scope *s, void *context);
static enum err set(struct scope *s, void *context);
static enum err check_issuer(struct scope *s, const struct change *change);

enum err ctl_provider_list(struct ctl *ctl, char **words)
{
	const char *tenant = NULL;
	struct provider_line *provider;

	TRY(ctl_read(
		ctl, words, (const struct ctl_word[]){ { "--tenant", .value = &tenant }, { 0 } }));
	TRY(ctl_tenant(ctl, tenant));
	TRY(sql_provider_list_all(&ctl->scope, &provider));
	for (; provider != NULL; provider = provider->next)
		printf("%-6lld %-9s %s client=%s secret=%s vouches-for=%s %s\n",
			(long long)provider->id, provider->enabled ? "enabled" : "disabled",
			provider->issuer, provider->client_id, provider->has_secret ? "yes" : "no",
			*provider->vouches_for != '\0' ? provider->vouches_for : "-",
			provider->label);
	return OK;
}

enum err ctl_provider_add(struct ctl *ctl, char **words)
{
	struct change change = { .vouches_for = "" };
	const char *tenant = NULL;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--label", .value = &change.label },
			{ "--issuer", .value = &change.issuer },
			{ "--client-id", .value = &change.client_id },
			{ "--secret-file", .value = &change.secret_file, .optional = true },
			{ "--vouches-for", .value = &change.vouches_for, .optional = true },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(check(ctl, &change));
	TRY(step_run(&ctl->scope, add, &change));
	printf("provider %lld of %s: let it send people back to %s/auth/callback/%lld\n",
		(long long)change.id, tenant, ctl->scope.tenant->origin, (long long)change.id);
	return OK;
}

enum err ctl_provider_set(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *id_text = NULL;
	struct change change = { 0 };
	bool disable = false;
	long long id;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--id", .value = &id_text },
			{ "--label", .value = &change.label, .optional = true },
			{ "--issuer", .value = &change.issuer, .optional = true },
			{ "--client-id", .value = &change.client_id, .optional = true },
			{ "--secret-file", .value = &change.secret_file, .optional = true },
			{ "--vouches-for", .value = &change.vouches_for, .optional = true },
			{ "--disable", .given = &disable, .optional = true },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_number(ctl, "--id", id_text, 1, INT64_MAX, &id));
	TRY(check(ctl, &change));
	change.id = id;
	change.enabled = !disable;
	TRY(step_run(&ctl->scope, set, &change));
	printf("provider %lld of %s is %s\n", id, tenant, disable ? "disabled" : "enabled");
	return OK;
}

static enum err check(struct ctl *ctl, struct change *change)
{
	const char *issuer = change->issuer;

	if (change->label != NULL)
		TRY(ctl_line(ctl, "--label", change->label, LABEL_LENGTH_MAX));
	if (change->client_id != NULL)
		TRY(ctl_line(ctl, "--client-id", change->client_id, CLIENT_SIZE_MAX));
	if (issuer != NULL &&
		(strlen(issuer) > ISSUER_SIZE_MAX || strpbrk(issuer, " ?#") != NULL ||
			!(str_starts(issuer, "https://") || str_starts(issuer, "http://"))))
		return refuse(&ctl->scope, E_INVALID,
			"--issuer is a URL of at most %d bytes, as the provider spells it",
			ISSUER_SIZE_MAX);
	if (change->vouches_for != NULL &&
		(strlen(change->vouches_for) > DOMAINS_SIZE_MAX ||
			strpbrk(change->vouches_for, "@,;\n") != NULL))
		return refuse(
			&ctl->scope, E_INVALID, "--vouches-for is mail domains parted by spaces");
	return change->secret_file == NULL ? OK
					   : read_secret(ctl, change->secret_file, &change->secret);
}

static enum err read_secret(struct ctl *ctl, const char *path, const char **sealed_out)
{
	const char *secret;

	TRY(ctl_secret(ctl, path, SECRET_SIZE_MAX, &secret));
	*sealed_out = seal(ctl->arena, "provider.client_secret", secret);
	return OK;
}

static enum err add(struct scope *s, void *context)
{
	struct change *change = context;
	enum err e = sql_provider_add(s, change->label, change->issuer, change->client_id,
		change->secret, change->vouches_for, &change->id);

	return e == E_CONFLICT
		? refuse(s, e, "there is a provider with this issuer and client already")
		: e;
}

/* What another issuer published says nothing about this one. A provider that is
 * switched off has ended the sessions that it began. */
static enum err set(struct scope *s, void *context)
{
	struct change *change = context;
	int64_t forgotten, ended;

	TRY(check_issuer(s, change));
	TRY(sql_provider_change(s, change->id, change->label, change->issuer, change->client_id,
		change->secret, change->vouches_for, change->enabled, &change->affected));
	if (change->affected == 0)
		return refuse(s, E_MISSING, "there is no provider %lld here, or nothing to change",
			(long long)change->id);
	if (!change->enabled)
		TRY(sql_session_remove_by_provider(s, change->id, &ended));
	return change->issuer == NULL ? OK : sql_document_forget(s, change->id, &forgotten);
}

/* People are known by (provider, sub): whoever has an equal sub at another issuer would be them. */
static enum err check_issuer(struct scope *s, const struct change *change)
{
	struct identity_owner *owner = NULL;

	if (change->issuer != NULL)
		TRY(sql_identity_of_other_issuer(s, change->id, change->issuer, &owner));
	if (owner == NULL)
		return OK;
	return refuse(s, E_CONFLICT,
		"people sign in by provider %lld, and accounts of another issuer would become theirs; "
		"add a new provider for it, and disable this one",
		(long long)change->id);
}
