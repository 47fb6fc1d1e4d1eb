/* ctl_token.c - lodgectl token: API tokens for programs. Only the hash of one
 * is kept, so it is printed once, alone on standard output; later it goes by
 * its number. Workers look for it at every request: a revoked one is none. */
#include "app/ctl.h"

#include <string.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/str.h"
#include "id/person.h"
#include "id/step.h"
#include "id/tenant.h"
#include "sql/operate.h"
#include "sql/session.h"

/* JSM's classic scopes. */
static const char known_scopes[] =
	"read:servicedesk-request write:servicedesk-request manage:servicedesk-customer read:jira-work write:jira-work read:jira-user";
static const char default_scopes[] =
	"read:servicedesk-request write:servicedesk-request manage:servicedesk-customer read:jira-work";

enum { LABEL_LENGTH_MAX = 100, DAYS_MAX = 3650 };
static const int64_t DAY_MS = INT64_C(24) * 3600 * 1000;

struct token_new {
	struct hash hash;
	int64_t person_id, expires_at;
	const char *label, *scopes;
	int64_t id;
};

static enum err add(struct scope *s, void *context);
static enum err check_scopes(struct ctl *ctl, const char *scopes);
static void print_line(struct ctl *ctl, const struct token_line *token);
static enum err revoke(struct scope *s, void *context);

enum err ctl_token_create(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *who = NULL, *days_text = NULL, *token;
	struct token_new wanted = { .label = "made by lodgectl", .scopes = default_scopes };
	struct person *person;
	long long days;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--person", .value = &who },
			{ "--scopes", .value = &wanted.scopes, .optional = true },
			{ "--label", .value = &wanted.label, .optional = true },
			{ "--days", .value = &days_text, .optional = true },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(check_scopes(ctl, wanted.scopes));
	TRY(ctl_line(ctl, "--label", wanted.label, LABEL_LENGTH_MAX));
	wanted.expires_at = ctl->scope.now + conf()->token_life_s * 1000;
	if (days_text != NULL) {
		TRY(ctl_number(ctl, "--days", days_text, 1, DAYS_MAX, &days));
		wanted.expires_at = ctl->scope.now + days * DAY_MS;
	}
	TRY(ctl_person(ctl, who, true, &person));
	token = random_token(ctl->arena);
	wanted.hash = hash_text(token);
	wanted.person_id = person->id;
	TRY(step_run(&ctl->scope, add, &wanted));
	puts(token);
	return OK;
}

enum err ctl_token_list(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *who = NULL;
	struct person *person;
	int64_t after = 0;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--person", .value = &who },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_person(ctl, who, false, &person));
	for (;;) {
		struct token_line *token;

		TRY(sql_token_list(&ctl->scope, person->id, after, &token));
		if (token == NULL)
			return OK;
		for (; token != NULL; token = token->next) {
			print_line(ctl, token);
			after = token->id;
		}
	}
}

enum err ctl_token_revoke(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *id_text = NULL;
	long long id;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--id", .value = &id_text },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_number(ctl, "--id", id_text, 1, INT64_MAX, &id));
	TRY(step_run(&ctl->scope, revoke, &id));
	printf("token %lld of %s is revoked\n", id, tenant);
	return OK;
}

static void print_line(struct ctl *ctl, const struct token_line *token)
{
	const char *time_zone = ctl->scope.tenant->time_zone;

	printf("%-6lld %-7s since=%s until=%s scopes=\"%s\" %s\n", (long long)token->id,
		token->expires_at > ctl->scope.now ? "good" : "expired",
		clock_iso8601(ctl->arena, token->created_at, time_zone),
		clock_iso8601(ctl->arena, token->expires_at, time_zone), token->scopes,
		token->label);
}

static enum err revoke(struct scope *s, void *context)
{
	const long long *id = context;
	int64_t affected;

	TRY(sql_token_remove(s, *id, &affected));
	return affected == 1 ? OK : refuse(s, E_MISSING, "there is no token %lld here", *id);
}

static enum err add(struct scope *s, void *context)
{
	struct token_new *wanted = context;

	return sql_token_add(s, &wanted->hash, wanted->person_id, wanted->label, wanted->scopes,
		wanted->expires_at, &wanted->id);
}

static enum err check_scopes(struct ctl *ctl, const char *scopes)
{
	struct str word = str_make(ctl->arena);

	if (scopes[strspn(scopes, " ")] == '\0')
		return refuse(&ctl->scope, E_INVALID,
			"a token without a scope can do nothing; known are: %s", known_scopes);
	for (const char *at = scopes;; at++) {
		if (*at != ' ' && *at != '\0') {
			str_add_char(&word, *at);
			continue;
		}
		if (word.size > 0 && !str_in_list(known_scopes, word.text))
			return refuse(&ctl->scope, E_INVALID, "there is no scope %s; known are: %s",
				word.text, known_scopes);
		if (*at == '\0')
			return OK;
		word = str_make(ctl->arena);
	}
}
