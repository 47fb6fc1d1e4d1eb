/* ticket.c - see ticket.h. */
#include "desk/ticket.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "db/stmt.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/activity.h"
#include "desk/attachment.h"
#include "desk/field.h"
#include "desk/search.h"
#include "desk/ticket_search.h"
#include "desk/workflow.h"
#include "sql/text_edit.h"

enum { KEY_SIZE_MAX = 30, ORGANIZATION_BRANCHES = 4, VALUES_OF_MAX = 256 };

bool ticket_is_reporter(const struct scope *s, const struct ticket *ticket)
{
	return s->caller && ticket->reporter_id == s->caller->person_id;
}

static enum reach distance(const struct scope *s, const struct ticket *ticket)
{
	if (ticket_is_reporter(s, ticket) || (s->caller && ticket->taking_part))
		return OWN;
	if (ticket->shared || ticket->asked)
		return ORGANIZATION;
	return ticket->answering ? DESK : ANY;
}

bool ticket_may(const struct scope *s, const struct ticket *ticket, enum action action)
{
	return policy_allows(
		caller_role_on_desk(s, ticket->answering), action, distance(s, ticket));
}

/* A customer's own ticket is near already, and a customer answers on no desk. */
static enum err nearness_fill(struct scope *s, struct ticket *ticket)
{
	struct nearness *near;

	if (caller_role(s) < ROLE_AGENT && ticket_is_reporter(s, ticket))
		return OK;
	TRY(sql_ticket_nearness(s, ticket->id, ticket->desk_id, scope_person(s), &near));
	ticket->answering = near->answering;
	ticket->taking_part = near->taking_part;
	ticket->shared = near->shared;
	ticket->asked = near->asked;
	return OK;
}

/* The key of one that went into another leads there, but for its removal: nobody means the other one then. Chains are flat. */
static enum err merged_follow(struct scope *s, enum action action, struct ticket **ticket_out)
{
	int64_t into = (*ticket_out)->merged_into;

	if (!into)
		return OK;
	if (action == TICKET_REMOVE)
		return refuse(s, E_CONFLICT, "%s went into another request.", (*ticket_out)->key);
	return sql_ticket_find_by_id(s, into, ticket_out);
}

enum err ticket_find(
	struct scope *s, const char *id_or_key, enum action action, struct ticket **ticket_out)
{
	char key[KEY_SIZE_MAX + 1];
	size_t size = strlen(id_or_key);
	long long id = 0;

	if (size > KEY_SIZE_MAX)
		return E_MISSING;
	if (str_to_int(id_or_key, 1, INT64_MAX, &id) != OK)
		id = 0;
	for (size_t i = 0; i <= size; i++)
		key[i] = (char)toupper((unsigned char)id_or_key[i]);
	if (id)
		TRY(sql_ticket_find_by_id(s, id, ticket_out));
	else
		TRY(sql_ticket_find(s, key, ticket_out));
	TRY(merged_follow(s, action, ticket_out));
	TRY(nearness_fill(s, *ticket_out));
	if (!ticket_may(s, *ticket_out, TICKET_SEE))
		return E_MISSING;
	return ticket_may(s, *ticket_out, action) ? OK : E_DENIED;
}

enum err ticket_take(struct scope *s, int64_t id, struct ticket **ticket_out)
{
	TRY(sql_ticket_find_by_id(s, id, ticket_out));
	if ((*ticket_out)->merged_into)
		TRY(sql_ticket_find_by_id(s, (*ticket_out)->merged_into, ticket_out));
	return nearness_fill(s, *ticket_out);
}

/* The number is taken last before the insert: its row stays locked until the commit. */
static enum err key_next(struct scope *s, const struct desk *desk, const char **key_out)
{
	int64_t number;

	TRY(sql_counter_next(s, desk->id, &number));
	if (number == 0) {
		TRY(sql_counter_make(s, desk->id));
		TRY(sql_counter_next(s, desk->id, &number));
	}
	*key_out = arena_format(s->arena, "%s-%lld", desk->project_key, (long long)number);
	return OK;
}

static bool is_own_row(const struct filled *filled)
{
	return !str_equal(filled->field->key_name, "summary") &&
		!str_equal(filled->field->kind, "attachment");
}

static enum err values_keep(struct scope *s, int64_t ticket_id, const struct filled *filled)
{
	for (; filled; filled = filled->next)
		if (is_own_row(filled))
			TRY(sql_value_add(
				s, ticket_id, filled->field->id, json_text(filled->value, NULL)));
	return OK;
}

/* What a search finds a ticket by: its key, its summary, and all text that was filled in. */
static enum err words_keep(
	struct scope *s, const struct ticket *ticket, const struct filled *filled)
{
	struct str text = str_make(s->arena);

	str_add(&text, ticket->key);
	for (; filled; filled = filled->next)
		if (json_as_text(filled->value))
			str_format(&text, "\n%s", json_as_text(filled->value));
	return search_add(s, ticket->id, 0, true, text.text);
}

static enum err files_take(
	struct scope *s, const struct ticket *ticket, const struct filled *filled)
{
	for (; filled; filled = filled->next)
		if (str_equal(filled->field->kind, "attachment"))
			for (const struct json *id = json_first(filled->value); id;
				id = json_next(id))
				TRY(attachment_take_field(
					s, ticket, json_as_text(id), filled->field));
	return OK;
}

static enum err participants_begin(
	struct scope *s, const struct ticket *ticket, const struct people_words *participants)
{
	const struct people_words lists[2] = { *participants };

	return participants->n ? people_add(s, ticket, lists) : OK;
}

enum err ticket_add(struct scope *s, const struct desk *desk, const struct request_type *type,
	const struct ticket_new *wanted, struct ticket **ticket_out)
{
	int64_t id, reporter = wanted->reporter_id ? wanted->reporter_id : scope_person(s);
	struct filled *filled = NULL;
	struct status *first;
	const char *key, *summary;

	TRY((wanted->by_mail ? field_read_some : field_read_form)(
		s, type->id, wanted->values, &filled));
	summary = json_as_text(field_filled(filled, "summary"));
	TRY(sql_status_initial(s, type->workflow_id, &first));
	TRY(key_next(s, desk, &key));
	TRY(sql_ticket_add(s, desk->id, type->id, key, summary ? summary : type->name, reporter,
		first->id, str_equal(first->category, "DONE"), first->awaits_customer,
		wanted->by_mail, &id));
	TRY(sharing_begin(s, desk, id, reporter, &wanted->sharing));
	TRY(values_keep(s, id, filled));
	TRY(workflow_record(s, id, first));
	TRY(sql_ticket_find(s, key, ticket_out));
	TRY(nearness_fill(s, *ticket_out));
	TRY(words_keep(s, *ticket_out, filled));
	TRY(files_take(s, *ticket_out, filled));
	TRY(activity_add(s, *ticket_out,
		&(struct activity_new){
			ACTIVITY_CREATED, .public = true, .after = (*ticket_out)->summary }));
	return participants_begin(s, *ticket_out, &wanted->participants);
}

enum err ticket_hold(struct scope *s, const struct ticket *ticket)
{
	struct held_ticket *held;

	return sql_ticket_hold(s, ticket->id, &held);
}

enum err ticket_touch(struct scope *s, const struct ticket *ticket, bool public)
{
	TRY(sql_ticket_touch(s, ticket->id, public));
	if (!public)
		return OK;
	TRY(sql_ticket_touch_participants(s, ticket->id));
	TRY(sql_ticket_touch_approvers(s, ticket->id));
	return sql_ticket_touch_organizations(s, ticket->id);
}

int64_t ticket_updated_at(const struct scope *s, const struct ticket *ticket)
{
	return ticket_may(s, ticket, NOTE_SEE) ? ticket->team_activity : ticket->last_activity;
}

enum err ticket_values(struct scope *s, const struct ticket *ticket, struct field_value **first_out)
{
	return sql_value_list(s, ticket->id, ticket->request_type_id, first_out);
}

enum err ticket_values_of(
	struct scope *s, const struct ticket *tickets, struct field_value **first_out)
{
	int64_t *wanted = arena_alloc(s->arena, VALUES_OF_MAX * sizeof(*wanted));
	struct ids ids = { wanted, 0 };

	*first_out = NULL;
	for (; tickets && ids.n < VALUES_OF_MAX; tickets = tickets->next)
		wanted[ids.n++] = tickets->id;
	return ids.n ? sql_value_list_of(s, &ids, first_out) : OK;
}

/* A value that is text, as it was typed. */
static enum err words_of(struct str *text, const char *json)
{
	struct json *value;

	if (!json)
		return OK;
	TRY(json_read(json, strlen(json), &value));
	if (json_as_text(value))
		str_format(text, "\n%s", json_as_text(value));
	return OK;
}

enum err ticket_words_anew(struct scope *s, const struct ticket *ticket)
{
	struct str text = str_make(s->arena);
	struct field_value *value;
	int64_t removed;

	str_format(&text, "%s\n%s", ticket->key, ticket->summary);
	TRY(ticket_values(s, ticket, &value));
	for (; value; value = value->next)
		TRY(words_of(&text, value->value));
	TRY(sql_ticket_words_remove(s, ticket->id, &removed));
	return search_add(s, ticket->id, 0, true, text.text);
}

enum err ticket_history(struct scope *s, const struct ticket *ticket, int64_t limit, int64_t start,
	struct status_change **first_out)
{
	return sql_change_list(s, ticket->id, limit, start, first_out);
}

enum err ticket_participants(struct scope *s, const struct ticket *ticket, int64_t limit,
	int64_t start, struct participant **first_out)
{
	return sql_participant_list(s, ticket->id, limit, start, first_out);
}

enum err ticket_count_open(struct scope *s, int64_t *n_out)
{
	struct ticket_count *count;

	TRY(sql_ticket_count_open(s, scope_person(s), &count));
	*n_out = count->n;
	return OK;
}

void ticket_filter_before(
	const struct ticket_filter *filter, int64_t *before_out, int64_t *before_id_out)
{
	*before_out = filter->before ? filter->before
				     : INT64_C(253402300799000); /* the last second of 9999 */
	*before_id_out = filter->before ? filter->before_id : INT64_MAX;
}

/* The organizations whose tickets count, out of the caller's. */
static enum err organizations_of(struct scope *s, const struct ticket_filter *f,
	int64_t wanted[ORGANIZATIONS_MAX], int *n_out)
{
	int64_t mine[ORGANIZATIONS_MAX];
	int n = 0;

	*n_out = 0;
	memset(wanted, 0, ORGANIZATIONS_MAX * sizeof(*wanted));
	if (f->organizations)
		TRY(caller_organizations(s, mine, &n));
	for (int i = 0; i < n; i++)
		if (f->organization == 0 || f->organization == mine[i])
			wanted[(*n_out)++] = mine[i];
	return OK;
}

enum err ticket_list(struct scope *s, const struct ticket_filter *f, struct ticket **first_out)
{
	int64_t organization[ORGANIZATIONS_MAX], before, before_id, reach = f->start + f->limit;
	int n;

	*first_out = NULL;
	if (*f->search)
		return ticket_search(s, f, first_out);
	ticket_filter_before(f, &before, &before_id);
	if (f->asked && !f->mine && !f->taking_part && !f->organizations)
		return sql_ticket_list_asked(s, scope_person(s), (int64_t)f->asked, f->state,
			f->status, f->desk_id, f->type_id, before, before_id, reach, f->limit,
			f->start, first_out);
	TRY(organizations_of(s, f, organization, &n));
	if (n == 0 && !f->taking_part && !f->asked)
		return sql_ticket_list_mine(s, scope_person(s), f->mine, f->state, f->status,
			f->desk_id, f->type_id, before, before_id, reach, f->limit, f->start,
			first_out);
	if (n <= 1 && !f->asked)
		return sql_ticket_list(s, scope_person(s), f->mine, f->taking_part, organization[0],
			f->state, f->status, f->desk_id, f->type_id, before, before_id, reach,
			f->limit, f->start, first_out);
	return sql_ticket_list_wide(s, scope_person(s), f->mine, f->taking_part, organization[0],
		organization[1], organization[2], organization[3], n > ORGANIZATION_BRANCHES,
		(int64_t)f->asked, f->state, f->status, f->desk_id, f->type_id, before, before_id,
		reach, f->limit, f->start, first_out);
}

enum err ticket_list_desk(struct scope *s, const struct ticket_filter *f, struct ticket **first_out)
{
	int64_t before, before_id;

	*first_out = NULL;
	if (*f->search)
		return ticket_search_desk(s, f, first_out);
	ticket_filter_before(f, &before, &before_id);
	if (*f->status)
		return sql_ticket_list_status(s, f->desk_id, f->status, before, before_id,
			f->start + f->limit, f->limit, f->start, first_out);
	return sql_ticket_list_desk(
		s, f->desk_id, f->state, before, before_id, f->limit, f->start, first_out);
}

enum err ticket_list_of(struct scope *s, const struct ids *wanted, struct ticket **first_out)
{
	return sql_ticket_list_of(s, wanted, first_out);
}
