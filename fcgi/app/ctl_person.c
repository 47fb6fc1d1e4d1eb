/* ctl_person.c - lodgectl person. Agents and admins are never joined to an
 * account by their address: an operator ties them to the provider's `sub`,
 * or makes a person an agent after their first sign-in. */
#include "app/ctl.h"

#include "base/arena.h"
#include "base/crypto.h"
#include "id/person.h"
#include "id/step.h"
#include "sql/operate.h"
#include "sql/person.h"
#include "sql/sign_in.h"

enum { NAME_LENGTH_MAX = 255, ACCOUNT_TOKEN_SIZE = 24, SUB_SIZE_MAX = 255 };

struct change {
	const char *email, *name, *role, *account_id, *sub;
	int64_t person_id, provider_id;
	bool active;
};

static enum err add(struct scope *s, void *context);
static enum err set_role(struct scope *s, void *context);
static enum err set_active(struct scope *s, void *context);
static enum err join(struct scope *s, void *context);
static enum err check_role(struct ctl *ctl, const char *role);
static enum err change_active(struct ctl *ctl, char **words, bool active);

enum err ctl_person_list(struct ctl *ctl, char **words)
{
	const char *tenant = NULL;
	int64_t after = 0;

	TRY(ctl_read(
		ctl, words, (const struct ctl_word[]){ { "--tenant", .value = &tenant }, { 0 } }));
	TRY(ctl_tenant(ctl, tenant));
	for (;;) {
		struct person *person;

		TRY(sql_person_list(&ctl->scope, after, &person));
		if (person == NULL)
			return OK;
		for (; person != NULL; person = person->next) {
			printf("%-8lld %-9s %-9s %s%s %s\n", (long long)person->id, person->role,
				person->active ? "active" : "disabled",
				person->email != NULL ? person->email : "-",
				person->email != NULL && !person->email_verified ? "?" : "",
				person->display_name);
			after = person->id;
		}
	}
}

enum err ctl_person_add(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *email = NULL, *name = NULL, *role = "customer";
	struct change change;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--email", .value = &email },
			{ "--name", .value = &name },
			{ "--role", .value = &role, .optional = true },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(check_role(ctl, role));
	TRY(ctl_line(ctl, "--name", name, NAME_LENGTH_MAX));
	change = (struct change){
		.email = person_address(ctl->arena, email), .name = name, .role = role
	};
	if (change.email == NULL)
		return refuse(&ctl->scope, E_INVALID, "%s is no e-mail address", email);
	change.account_id = arena_format(
		ctl->arena, "u_%.*s", ACCOUNT_TOKEN_SIZE, random_token(ctl->arena));
	TRY(step_run(&ctl->scope, add, &change));
	printf("%s is person %lld of %s\n", change.email, (long long)change.person_id, tenant);
	return OK;
}

enum err ctl_person_role(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *who = NULL, *role = NULL;
	struct person *person;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--person", .value = &who },
			{ "--role", .value = &role },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(check_role(ctl, role));
	TRY(ctl_person(ctl, who, true, &person));
	TRY(step_run(
		&ctl->scope, set_role, &(struct change){ .person_id = person->id, .role = role }));
	printf("%s is %s of %s\n", who, role, tenant);
	return OK;
}

enum err ctl_person_disable(struct ctl *ctl, char **words)
{
	return change_active(ctl, words, false);
}

enum err ctl_person_enable(struct ctl *ctl, char **words)
{
	return change_active(ctl, words, true);
}

enum err ctl_person_join(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *who = NULL, *provider = NULL, *sub = NULL;
	struct person *person;
	long long provider_id;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--person", .value = &who },
			{ "--provider", .value = &provider },
			{ "--sub", .value = &sub },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_number(ctl, "--provider", provider, 1, INT64_MAX, &provider_id));
	TRY(ctl_line(ctl, "--sub", sub, SUB_SIZE_MAX));
	TRY(ctl_person(ctl, who, true, &person));
	TRY(step_run(&ctl->scope, join,
		&(struct change){
			.person_id = person->id, .provider_id = provider_id, .sub = sub }));
	printf("%s signs in as %s of provider %lld\n", who, sub, provider_id);
	return OK;
}

/* An address is verified for one person at most. */
static enum err add(struct scope *s, void *context)
{
	struct change *change = context;
	struct holder_count *holders;

	TRY(sql_person_count_holders(s, change->email, 0, &holders));
	if (holders->n > 0)
		return refuse(s, E_CONFLICT, "somebody has the address %s already", change->email);
	return sql_person_add(s, change->account_id, change->email, true, change->name,
		change->role, NULL, &change->person_id);
}

static enum err set_role(struct scope *s, void *context)
{
	const struct change *change = context;
	int64_t affected;

	return sql_person_set_role(s, change->person_id, change->role, &affected);
}

/* Sessions and tokens end for good: who was switched off because one of them
 * was stolen is not robbed again when switched on. */
static enum err set_active(struct scope *s, void *context)
{
	const struct change *change = context;
	int64_t affected;

	TRY(sql_person_set_active(s, change->person_id, change->active, &affected));
	if (change->active)
		return OK;
	TRY(sql_token_remove_by_person(s, change->person_id, &affected));
	return sql_session_remove_by_person(s, change->person_id, &affected);
}

static enum err join(struct scope *s, void *context)
{
	const struct change *change = context;
	struct provider *provider;
	enum err e = sql_provider_find(s, change->provider_id, &provider);

	if (e == E_MISSING)
		return refuse(s, e, "there is no enabled provider %lld here",
			(long long)change->provider_id);
	TRY(e);
	e = sql_identity_add(s, change->provider_id, change->sub, change->person_id);
	return e == E_CONFLICT ? refuse(s, e, "that account belongs to somebody already") : e;
}

static enum err check_role(struct ctl *ctl, const char *role)
{
	if (role_from_name(role) > ROLE_NOBODY)
		return OK;
	return refuse(&ctl->scope, E_INVALID, "--role is customer, agent or admin");
}

static enum err change_active(struct ctl *ctl, char **words, bool active)
{
	const char *tenant = NULL, *who = NULL;
	struct person *person;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--person", .value = &who },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_person(ctl, who, false, &person));
	TRY(step_run(&ctl->scope, set_active,
		&(struct change){ .person_id = person->id, .active = active }));
	printf("%s is %s\n", who, active ? "active" : "disabled");
	return OK;
}
