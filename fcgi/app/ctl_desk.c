/* ctl_desk.c - lodgectl desk: which desks there are, and who answers on them. */
#include "app/ctl.h"

#include "id/person.h"
#include "id/step.h"
#include "sql/operate.h"
#include "sql/tenant.h"

struct seat {
	const char *who; /* as the operator says it */
	int64_t desk_id, person_id;
	int64_t affected;
};

static enum err find_seat(
	struct ctl *ctl, char **words, struct person **person_out, struct seat *seat_out);
static enum err find_desk(struct ctl *ctl, long long id);
static enum err add(struct scope *s, void *context);
static enum err take_away(struct scope *s, void *context);

enum err ctl_desk_list(struct ctl *ctl, char **words)
{
	const char *tenant = NULL;
	struct desk_line *desk;

	TRY(ctl_read(
		ctl, words, (const struct ctl_word[]){ { "--tenant", .value = &tenant }, { 0 } }));
	TRY(ctl_tenant(ctl, tenant));
	TRY(sql_desk_list_all(&ctl->scope, &desk));
	for (; desk != NULL; desk = desk->next)
		printf("%-6lld %-10s %-14s agents=%lld tickets=%lld %s\n", (long long)desk->id,
			desk->project_key, desk->access, (long long)desk->agents,
			(long long)desk->tickets, desk->name);
	return OK;
}

enum err ctl_desk_add_agent(struct ctl *ctl, char **words)
{
	struct person *person;
	struct seat seat;

	TRY(find_seat(ctl, words, &person, &seat));
	if (role_from_name(person->role) < ROLE_AGENT)
		return refuse(&ctl->scope, E_INVALID,
			"%s is a customer: first lodgectl person role --role agent", seat.who);
	TRY(step_run(&ctl->scope, add, &seat));
	printf("%s answers on desk %lld\n", seat.who, (long long)seat.desk_id);
	return OK;
}

enum err ctl_desk_remove_agent(struct ctl *ctl, char **words)
{
	struct person *person;
	struct seat seat;

	TRY(find_seat(ctl, words, &person, &seat));
	TRY(step_run(&ctl->scope, take_away, &seat));
	if (seat.affected == 0)
		return refuse(&ctl->scope, E_MISSING, "%s does not answer on desk %lld", seat.who,
			(long long)seat.desk_id);
	printf("%s does not answer on desk %lld any more\n", seat.who, (long long)seat.desk_id);
	return OK;
}

static enum err find_seat(
	struct ctl *ctl, char **words, struct person **person_out, struct seat *seat_out)
{
	const char *tenant = NULL, *desk = NULL, *who = NULL;
	long long desk_id;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--desk", .value = &desk },
			{ "--person", .value = &who },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_number(ctl, "--desk", desk, 1, INT64_MAX, &desk_id));
	TRY(find_desk(ctl, desk_id));
	TRY(ctl_person(ctl, who, true, person_out));
	*seat_out = (struct seat){ .who = who, .desk_id = desk_id, .person_id = (*person_out)->id };
	return OK;
}

static enum err find_desk(struct ctl *ctl, long long id)
{
	struct desk_line *desk;

	TRY(sql_desk_list_all(&ctl->scope, &desk));
	while (desk != NULL && desk->id != id)
		desk = desk->next;
	return desk != NULL ? OK
			    : refuse(&ctl->scope, E_MISSING, "%s has no desk %lld",
				      ctl->scope.tenant->slug, id);
}

static enum err add(struct scope *s, void *context)
{
	const struct seat *seat = context;
	enum err e = sql_desk_agent_add(s, seat->desk_id, seat->person_id);

	return e == E_CONFLICT ? refuse(s, e, "this person answers there already") : e;
}

static enum err take_away(struct scope *s, void *context)
{
	struct seat *seat = context;

	return sql_desk_agent_remove(s, seat->desk_id, seat->person_id, &seat->affected);
}
