/* ctl_desk.c - lodgectl desk: which desks there are, and who answers on them. */
#include "app/ctl.h"

#include <string.h>

#include "base/str.h"
#include "id/person.h"
#include "id/step.h"
#include "sql/feedback.h"
#include "sql/operate.h"
#include "sql/tenant.h"

enum { TYPES_SIZE_MAX = 1000, EDIT_S = 900, EDIT_S_MAX = 366 * 24 * 3600 };

struct seat {
	const char *who; /* as the operator says it */
	int64_t desk_id, person_id;
	int64_t affected;
};

struct rules {
	const char *types, *unscanned; /* NULL: as it is */
	long long size_max;            /* below 0: as it is */
	int64_t desk_id;
};

struct people_rules {
	const char *people, *new; /* NULL: as it is */
	long long edit_s;         /* below 0: as it is */
	int64_t desk_id;
};

static const char *rules_of(const struct ctl *ctl, const struct desk_line *desk);
static bool are_types(const char *types);
static enum err set_files(struct scope *s, void *context);
static enum err set_sharing(struct scope *s, void *context);
static enum err find_seat(
	struct ctl *ctl, char **words, struct person **person_out, struct seat *seat_out);
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
		printf("%-6lld %-10s %-14s agents=%lld tickets=%lld %s%s\n", (long long)desk->id,
			desk->project_key, desk->access, (long long)desk->agents,
			(long long)desk->tickets, desk->name, rules_of(ctl, desk));
	return OK;
}

/* What is not as usual. */
static const char *rules_of(const struct ctl *ctl, const struct desk_line *desk)
{
	struct str said = str_make(ctl->arena);

	if (*desk->file_types != '\0')
		str_format(&said, " types=\"%s\"", desk->file_types);
	if (desk->file_size_max > 0)
		str_format(&said, " size-max=%lld", (long long)desk->file_size_max);
	if (!str_equal(desk->unscanned, "warn"))
		str_format(&said, " unscanned=%s", desk->unscanned);
	if (!str_equal(desk->sharing, "organization"))
		str_format(&said, " people=%s", desk->sharing);
	if (!str_equal(desk->share_new, "single"))
		str_format(&said, " new=%s", desk->share_new);
	if (desk->edit_s != EDIT_S)
		str_format(&said, " edit-seconds=%lld", (long long)desk->edit_s);
	return said.size > 0 ? said.text : "";
}

enum err ctl_desk_files(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *desk = NULL, *size = NULL;
	struct rules rules = { .size_max = -1 };

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--desk", .value = &desk },
			{ "--types", .value = &rules.types, .optional = true },
			{ "--size-max", .value = &size, .optional = true },
			{ "--unscanned", .value = &rules.unscanned, .optional = true },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_desk(ctl, desk, &rules.desk_id));
	if (size != NULL)
		TRY(ctl_number(ctl, "--size-max", size, 0, INT64_MAX, &rules.size_max));
	if (rules.types != NULL && !are_types(rules.types))
		return refuse(&ctl->scope, E_INVALID,
			"--types are like \"image/* application/pdf\", or \"\" for anything");
	if (rules.unscanned != NULL && !str_in_list("warn refuse", rules.unscanned))
		return refuse(&ctl->scope, E_INVALID, "--unscanned is warn or refuse");
	TRY(step_run(&ctl->scope, set_files, &rules));
	printf("desk %lld is changed\n", (long long)rules.desk_id);
	return OK;
}

/* Words of "kind/type", the type perhaps a star, one space between them. */
static bool are_types(const char *types)
{
	static const char name[] = "abcdefghijklmnopqrstuvwxyz0123456789.+-_";

	if (strlen(types) > TYPES_SIZE_MAX)
		return false;
	while (*types != '\0') {
		size_t kind = strspn(types, name), type;

		if (kind == 0 || types[kind] != '/')
			return false;
		types += kind + 1;
		type = *types == '*' ? 1 : strspn(types, name);
		types += type;
		if (type == 0 || (*types == ' ' && types[1] == '\0') ||
			(*types != ' ' && *types != '\0'))
			return false;
		types += *types == ' ';
	}
	return true;
}

static enum err set_files(struct scope *s, void *context)
{
	const struct rules *rules = context;

	return sql_desk_set_files(s, rules->desk_id, rules->types, rules->size_max,
		rules->unscanned, &(int64_t){ 0 });
}

enum err ctl_desk_sharing(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *desk = NULL, *edit = NULL;
	struct people_rules rules = { .edit_s = -1 };

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--desk", .value = &desk },
			{ "--people", .value = &rules.people, .optional = true },
			{ "--new", .value = &rules.new, .optional = true },
			{ "--edit-seconds", .value = &edit, .optional = true },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_desk(ctl, desk, &rules.desk_id));
	if (rules.people != NULL && !str_in_list("nobody organization desk anybody", rules.people))
		return refuse(&ctl->scope, E_INVALID,
			"--people is nobody, organization, desk or anybody");
	if (rules.new != NULL && !str_in_list("private single all", rules.new))
		return refuse(&ctl->scope, E_INVALID, "--new is private, single or all");
	if (edit != NULL)
		TRY(ctl_number(ctl, "--edit-seconds", edit, 0, EDIT_S_MAX, &rules.edit_s));
	TRY(step_run(&ctl->scope, set_sharing, &rules));
	printf("desk %lld is changed\n", (long long)rules.desk_id);
	return OK;
}

static enum err set_sharing(struct scope *s, void *context)
{
	const struct people_rules *rules = context;

	return sql_desk_set_sharing(
		s, rules->desk_id, rules->people, rules->new, rules->edit_s, &(int64_t){ 0 });
}

enum err ctl_desk_feedback(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *desk = NULL;
	struct feedback_month *month;
	int64_t id;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--desk", .value = &desk },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_desk(ctl, desk, &id));
	TRY(sql_feedback_by_month(&ctl->scope, id, &month));
	if (month == NULL)
		puts("nobody has said anything yet");
	for (; month != NULL; month = month->next)
		printf("%s %lld.%02lld of 5, %lld ratings, %lld with words\n", month->month,
			(long long)month->hundredths / 100, (long long)month->hundredths % 100,
			(long long)month->n, (long long)month->comments);
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
	int64_t desk_id;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--desk", .value = &desk },
			{ "--person", .value = &who },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_desk(ctl, desk, &desk_id));
	TRY(ctl_person(ctl, who, true, person_out));
	*seat_out = (struct seat){ .who = who, .desk_id = desk_id, .person_id = (*person_out)->id };
	return OK;
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
