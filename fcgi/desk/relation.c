/* relation.c - see relation.h. */
#include "desk/relation.h"

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/activity.h"
#include "desk/ticket.h"

/* What a row says, from its own end and from the other. */
static const struct kind {
	const char *name, *inverse;
} kinds[] = {
	{ "relates", "relates" },
	{ "blocks", "blocked-by" },
	{ "duplicates", "duplicated-by" },
	{ "causes", "caused-by" },
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

const char *relation_kind(const struct relation *relation)
{
	for (size_t i = 0; i < KINDS; i++)
		if (str_equal(kinds[i].name, relation->kind))
			return relation->outward ? kinds[i].name : kinds[i].inverse;
	return relation->kind;
}

enum err relation_list(struct scope *s, const struct ticket *ticket, struct relation **first_out)
{
	*first_out = NULL;
	if (!ticket_may(s, ticket, NOTE_SEE))
		return OK;
	return sql_relation_list(s, ticket->id, scope_person(s),
		policy_allows(caller_role(s), NOTE_SEE, ANY), first_out);
}

static enum err room_check(struct scope *s, const struct ticket *ticket)
{
	struct relation_count *count;

	TRY(sql_relation_count(s, ticket->id, &count));
	return count->n < RELATIONS_MAX
		? OK
		: refuse(s, E_CONFLICT, "%s has %d links already.", ticket->key, RELATIONS_MAX);
}

static enum err note(struct scope *s, const struct ticket *ticket, enum activity_kind activity,
	const char *kind, const char *key)
{
	const char *text = arena_format(s->arena, "%s %s", kind, key);
	bool added = activity == ACTIVITY_RELATION_ADDED;

	TRY(ticket_touch(s, ticket, false));
	return activity_add(s, ticket,
		&(struct activity_new){
			activity, .before = added ? NULL : text, .after = added ? text : NULL });
}

static enum err add(struct scope *s, const struct ticket *from, const struct ticket *to,
	const struct kind *kind)
{
	int64_t added;

	TRY(room_check(s, from));
	TRY(room_check(s, to));
	TRY(sql_relation_add(s, from->id, to->id, kind->name, scope_person(s), &added));
	if (!added)
		return OK;
	TRY(note(s, from, ACTIVITY_RELATION_ADDED, kind->name, to->key));
	return note(s, to, ACTIVITY_RELATION_ADDED, kind->inverse, from->key);
}

enum err relation_add(
	struct scope *s, const struct ticket *ticket, const struct ticket *other, const char *kind)
{
	if (ticket->id == other->id)
		return refuse_field(s, "issueKey", "A request has no link to itself.");
	for (size_t i = 0; i < KINDS; i++) {
		if (str_equal(kinds[i].name, kind))
			return add(s, ticket, other, &kinds[i]);
		if (str_equal(kinds[i].inverse, kind))
			return add(s, other, ticket, &kinds[i]);
	}
	return refuse_field(s, "kind",
		"kind must be relates, blocks, duplicates, causes, blocked-by, duplicated-by or caused-by.");
}

enum err relation_remove(struct scope *s, const struct ticket *ticket, int64_t id)
{
	struct relation *relation;
	struct ticket *other;
	int64_t removed;

	TRY(relation_list(s, ticket, &relation));
	while (relation && relation->id != id)
		relation = relation->next;
	if (!relation)
		return E_MISSING;
	TRY(ticket_find(s, relation->key, TICKET_EDIT, &other));
	TRY(sql_relation_remove(s, relation->id, &removed));
	if (!removed)
		return E_MISSING;
	TRY(note(s, ticket, ACTIVITY_RELATION_REMOVED, relation_kind(relation), other->key));
	relation->outward = !relation->outward;
	return note(s, other, ACTIVITY_RELATION_REMOVED, relation_kind(relation), ticket->key);
}
