/* queue.c - see queue.h. The queues that every desk has are constants: nothing to seed, nothing to break. */
#include "desk/queue.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "db/db.h"
#include "id/scope.h"
#include "desk/desk.h"
#include "desk/priority.h"

enum { SAVED_FROM = 1001, SOON_S = 4 * 3600, WITHIN_S_MAX = 366 * 86400 };

const char queue_columns[] =
	"key summary status priority reporter organization assignee created updated breach";
const char queue_sorts[] = "updated created priority breach";

#define COLUMNS "key summary status priority reporter assignee updated"
/* sql/queries/queue.sql counts them by the same ids. */
static const struct {
	const char *built_in;
	struct queue queue;
} built_ins[] = {
	{ "unassigned",
		{ 1, .name = "Unassigned", .assignee = "nobody", .awaits = "any",
			.columns = "key summary status priority reporter updated" } },
	{ "mine", { 2, .name = "Mine", .assignee = "me", .awaits = "any", .columns = COLUMNS } },
	{ "waiting",
		{ 3, .name = "Waiting for us", .assignee = "any", .awaits = "team",
			.columns = COLUMNS } },
	{ "breaching",
		{ 4, .name = "Breaching soon", .assignee = "any", .awaits = "any",
			.breach_within_s = SOON_S, .sort = "breach",
			.columns = "key summary status priority reporter assignee breach" } },
	{ "open",
		{ 5, .name = "All open", .assignee = "any", .awaits = "any", .columns = COLUMNS } },
};
enum { BUILT_INS = sizeof(built_ins) / sizeof(built_ins[0]) };

const char *queue_built_in(const struct queue *queue)
{
	return queue->id >= 1 && queue->id <= BUILT_INS ? built_ins[queue->id - 1].built_in : NULL;
}

static struct queue *built_in_make(struct scope *s, const struct desk *desk, int64_t id)
{
	struct queue *queue = arena_new(s->arena, struct queue);

	*queue = built_ins[id - 1].queue;
	queue->desk_id = desk->id;
	queue->state = "open";
	queue->status = "";
	queue->descending = !queue->sort;
	if (!queue->sort)
		queue->sort = "updated";
	return queue;
}

enum err queue_list(struct scope *s, const struct desk *desk, struct queue **first_out)
{
	struct queue *saved;

	TRY(sql_queue_list(s, desk->id, &saved));
	for (int64_t id = BUILT_INS; id >= 1; id--) {
		struct queue *queue = built_in_make(s, desk, id);

		queue->next = saved;
		saved = queue;
	}
	*first_out = saved;
	return OK;
}

enum err queue_find(struct scope *s, const struct desk *desk, int64_t id, struct queue **queue_out)
{
	if (id > BUILT_INS)
		return sql_queue_find(s, desk->id, id, queue_out);
	*queue_out = built_in_make(s, desk, id);
	return OK;
}

/* The built-in ones, which come first, are counted in one go. */
enum err queue_count_list(struct scope *s, const struct desk *desk, const struct queue *queues,
	struct queue_size *sizes)
{
	struct built_in_count *counts;

	TRY(sql_queue_count_built_in(
		s, desk->id, scope_person(s), s->now + SOON_S * 1000, QUEUE_COUNT_MAX, &counts));
	for (; counts; counts = counts->next)
		sizes[counts->id - 1] = (struct queue_size){ counts->n,
			counts->n == QUEUE_COUNT_MAX };
	for (int i = 0; queues; queues = queues->next, i++)
		if (!queue_built_in(queues))
			TRY(queue_count(s, desk, queues, &sizes[i]));
	return OK;
}

static enum err words_check(struct scope *s, const char *field, const char *list, const char *known)
{
	for (const char *at = list; *at; at += strspn(at, " ")) {
		size_t size = strcspn(at, " ");

		if (!str_in_list(known, arena_strndup(s->arena, at, size)))
			return refuse_field(s, field, "%s knows %s.", field, known);
		at += size;
	}
	return *list ? OK : refuse_field(s, field, "%s must name at least one.", field);
}

static enum err check(struct scope *s, const struct desk *desk, struct queue *queue)
{
	struct request_type *type;
	struct queue_status *found;

	TRY(words_check(s, "columns", queue->columns, queue_columns));
	if (!str_in_list(queue_sorts, queue->sort))
		return refuse_field(s, "sort", "sort must be one of %s.", queue_sorts);
	if (!str_in_list("open done any", queue->state))
		return refuse_field(s, "state", "state must be open, done or any.");
	if (!str_in_list("any me nobody", queue->assignee))
		return refuse_field(s, "assignee", "assignee must be any, me or nobody.");
	if (!str_in_list("any team customer", queue->awaits))
		return refuse_field(s, "awaits", "awaits must be any, team or customer.");
	if (str_equal(queue->state, "any") && !str_equal(queue->sort, "updated"))
		return refuse_field(
			s, "sort", "Open and closed ones together are sorted by updated only.");
	if (queue->breach_within_s < 0 || queue->breach_within_s > WITHIN_S_MAX)
		return refuse_field(s, "breachWithin", "breachWithin is seconds, up to a year.");
	if (queue->type_id &&
		desk_type_find(s, desk, arena_format(s->arena, "%lld", (long long)queue->type_id),
			&type) != OK)
		return refuse_field(
			s, "requestTypeId", "There is no such request type on this desk.");
	if (queue->organization_id &&
		sql_queue_organization(s, queue->organization_id, &found) != OK)
		return refuse_field(s, "organizationId", "There is no such organization.");
	return OK;
}

static enum err room_check(struct scope *s, const struct desk *desk)
{
	struct queue *queues;
	int n = 0;

	TRY(sql_queue_list(s, desk->id, &queues));
	for (; queues; queues = queues->next)
		n++;
	return n < QUEUES_MAX
		? OK
		: refuse(s, E_CONFLICT, "A desk has at most %d queues of its own.", QUEUES_MAX);
}

enum err queue_save(struct scope *s, const struct desk *desk, struct queue *queue)
{
	int64_t changed;
	enum err e;

	if (queue_built_in(queue))
		return refuse(s, E_CONFLICT, "This queue is the same on every desk.");
	TRY(check(s, desk, queue));
	if (queue->id) {
		e = sql_queue_change(s, queue->id, queue->name, queue->position, queue->state,
			queue->assignee, queue->awaits, queue->status, queue->priority,
			queue->type_id, queue->organization_id, queue->breach_within_s,
			queue->columns, queue->sort, queue->descending, &changed);
	} else {
		TRY(room_check(s, desk));
		e = sql_queue_add(s, desk->id, queue->name, queue->position, queue->state,
			queue->assignee, queue->awaits, queue->status, queue->priority,
			queue->type_id, queue->organization_id, queue->breach_within_s,
			queue->columns, queue->sort, queue->descending, &queue->id);
	}
	if (e != OK && db_is_duplicate(s->db))
		return refuse_field(s, "name", "There is a queue of this name already.");
	return e;
}

enum err queue_remove(struct scope *s, const struct desk *desk, const struct queue *queue)
{
	int64_t removed;

	if (queue_built_in(queue))
		return refuse(s, E_CONFLICT, "This queue is the same on every desk.");
	TRY(sql_queue_remove(s, desk->id, queue->id, &removed));
	return removed ? OK : E_MISSING;
}

static void jql_text(struct str *jql, const char *name, const char *text)
{
	str_format(jql, " AND %s = \"", name);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			str_add_char(jql, '\\');
		str_add_char(jql, *text);
	}
	str_add_char(jql, '"');
}

static void jql_order(struct str *jql, const struct queue *queue)
{
	const char *sort = str_equal(queue->sort, "breach") ? "breachDate" : queue->sort;

	str_format(jql, " ORDER BY %s %s", sort, queue->descending ? "DESC" : "ASC");
}

const char *queue_jql(struct scope *s, const struct desk *desk, const struct queue *queue)
{
	struct str jql = str_make(s->arena);

	str_format(&jql, "project = %s", desk->project_key);
	if (!str_equal(queue->state, "any"))
		str_format(&jql, " AND statusCategory %s Done",
			str_equal(queue->state, "open") ? "!=" : "=");
	if (str_equal(queue->assignee, "me"))
		str_add(&jql, " AND assignee = currentUser()");
	if (str_equal(queue->assignee, "nobody"))
		str_add(&jql, " AND assignee is EMPTY");
	if (!str_equal(queue->awaits, "any"))
		str_format(&jql, " AND awaitsCustomer = %s",
			str_equal(queue->awaits, "customer") ? "true" : "false");
	if (*queue->status)
		jql_text(&jql, "status", queue->status);
	if (queue->priority)
		str_format(&jql, " AND priority >= %s", priority_name(queue->priority));
	if (queue->type_id)
		str_format(&jql, " AND requestType = %lld", (long long)queue->type_id);
	if (queue->organization_id)
		str_format(&jql, " AND organizations = %lld", (long long)queue->organization_id);
	if (queue->breach_within_s)
		str_format(&jql, " AND breachDate <= \"%llds\"", (long long)queue->breach_within_s);
	jql_order(&jql, queue);
	return jql.text;
}
