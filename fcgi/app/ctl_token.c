/* ctl_token.c - lodgectl token: an API token for a program. Only its hash is
 * kept, so it is printed once, alone on standard output. */
#include "app/ctl.h"

#include <string.h>

#include "base/conf.h"
#include "base/crypto.h"
#include "base/str.h"
#include "id/person.h"
#include "id/step.h"
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

enum err ctl_token_create(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *email = NULL, *days_text = NULL, *token;
	struct token_new wanted = { .label = "made by lodgectl", .scopes = default_scopes };
	struct person *person;
	long long days;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--person", .value = &email },
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
	TRY(ctl_person(ctl, email, true, &person));
	token = random_token(ctl->arena);
	wanted.hash = hash_text(token);
	wanted.person_id = person->id;
	TRY(step_run(&ctl->scope, add, &wanted));
	puts(token);
	return OK;
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
