/* ctl_organization.c - lodgectl organization: which there are, and who
 * belongs to them. */
#include "app/ctl.h"

#include "id/person.h"
#include "id/step.h"
#include "id/tenant.h"
#include "sql/organization.h"

enum { NAME_LENGTH_MAX = 200 };

struct membership_change {
	const char *name;
	int64_t organization_id, person_id;
	int64_t affected;
};

static enum err add(struct scope *s, void *context);
static enum err find_member(
	struct ctl *ctl, char **words, const char **who_out, struct membership_change *change_out);
static enum err join(struct scope *s, void *context);
static enum err leave(struct scope *s, void *context);

enum err ctl_organization_list(struct ctl *ctl, char **words)
{
	const char *tenant = NULL;
	struct organization_line *line;
	int64_t after;

	TRY(ctl_read(
		ctl, words, (const struct ctl_word[]){ { "--tenant", .value = &tenant }, { 0 } }));
	TRY(ctl_tenant(ctl, tenant));
	TRY(sql_organization_list_all(&ctl->scope, 0, &line));
	while (line != NULL) {
		printf("%-6lld members=%lld tickets=%lld %s\n", (long long)line->id,
			(long long)line->members, (long long)line->tickets, line->name);
		after = line->id;
		line = line->next;
		if (line == NULL)
			TRY(sql_organization_list_all(&ctl->scope, after, &line));
	}
	return OK;
}

enum err ctl_organization_add(struct ctl *ctl, char **words)
{
	const char *tenant = NULL;
	struct membership_change change = { 0 };

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--name", .value = &change.name },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_line(ctl, "--name", change.name, NAME_LENGTH_MAX));
	TRY(step_run(&ctl->scope, add, &change));
	printf("organization %lld is made\n", (long long)change.organization_id);
	return OK;
}

static enum err add(struct scope *s, void *context)
{
	struct membership_change *change = context;
	enum err e = sql_organization_add(s, change->name, &change->organization_id);

	return e == E_CONFLICT ? refuse(s, e, "there is an organization %s already", change->name)
			       : e;
}

enum err ctl_organization_add_member(struct ctl *ctl, char **words)
{
	struct membership_change change;
	const char *who;

	TRY(find_member(ctl, words, &who, &change));
	TRY(step_run(&ctl->scope, join, &change));
	printf("%s belongs to organization %lld\n", who, (long long)change.organization_id);
	return OK;
}

enum err ctl_organization_remove_member(struct ctl *ctl, char **words)
{
	struct membership_change change;
	const char *who;

	TRY(find_member(ctl, words, &who, &change));
	TRY(step_run(&ctl->scope, leave, &change));
	if (change.affected == 0)
		return refuse(&ctl->scope, E_MISSING, "%s does not belong to organization %lld",
			who, (long long)change.organization_id);
	printf("%s does not belong to organization %lld any more\n", who,
		(long long)change.organization_id);
	return OK;
}

static enum err find_member(
	struct ctl *ctl, char **words, const char **who_out, struct membership_change *change_out)
{
	const char *tenant = NULL, *organization = NULL, *who = NULL;
	struct organization *found;
	struct person *person;
	long long id;
	enum err e;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--organization", .value = &organization },
			{ "--person", .value = &who },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_number(ctl, "--organization", organization, 1, INT64_MAX, &id));
	e = sql_organization_find(&ctl->scope, id, &found);
	if (e == E_MISSING)
		return refuse(
			&ctl->scope, e, "%s has no organization %lld", ctl->scope.tenant->slug, id);
	TRY(e);
	TRY(ctl_person(ctl, who, false, &person));
	*who_out = who;
	*change_out = (struct membership_change){ .organization_id = id, .person_id = person->id };
	return OK;
}

static enum err join(struct scope *s, void *context)
{
	const struct membership_change *change = context;
	enum err e = sql_organization_member_add(s, change->organization_id, change->person_id);

	return e == E_CONFLICT ? refuse(s, e, "this person belongs there already") : e;
}

static enum err leave(struct scope *s, void *context)
{
	struct membership_change *change = context;

	return sql_organization_member_remove(
		s, change->organization_id, change->person_id, &change->affected);
}
