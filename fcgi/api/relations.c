/* relations.c - see relations.h. */
#include "api/relations.h"

#include "base/json.h"
#include "web/form.h"
#include "id/scope.h"
#include "desk/relation.h"
#include "desk/ticket.h"
#include "api/request_json.h"
#include "api/shape.h"

enum { KEY_SIZE_MAX = 30 };

static struct json *relation_json(struct rq *rq, const struct relation *relation)
{
	struct json *json = json_object(), *links = json_object();

	json_put_id(json, "id", relation->id);
	json_put(json, "kind", relation_kind(relation));
	json_put_id(json, "issueId", relation->ticket_id);
	json_put(json, "issueKey", relation->key);
	json_put(json, "summary", relation->summary);
	json_put(json, "status",
		status_json(rq, relation->status_name, relation->category, false, 0));
	json_put(links, "agent", link_to(rq, "/agent/%s", relation->key));
	json_put(json, "_links", links);
	return json;
}

enum err relations_json(struct rq *rq, const struct ticket *ticket, struct json **list_out)
{
	struct relation *relations;

	*list_out = NULL;
	if (!ticket_may(rq->scope, ticket, NOTE_SEE))
		return OK;
	TRY(relation_list(rq->scope, ticket, &relations));
	*list_out = json_array();
	for (; relations; relations = relations->next)
		json_add(*list_out, relation_json(rq, relations));
	return OK;
}

static enum err list_answer(struct rq *rq, const struct ticket *ticket, bool made)
{
	struct json *result = json_object(), *list;

	TRY(relations_json(rq, ticket, &list));
	json_put(result, "values", list);
	return made ? rq_created(rq, result) : rq_ok(rq, result);
}

enum err api_relation_list(struct rq *rq)
{
	struct ticket *ticket;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), NOTE_SEE, &ticket));
	return list_answer(rq, ticket, false);
}

struct relation_form {
	const char *other, *kind;
};

static const struct form_field relation_fields[] = {
	TEXT_AS(struct relation_form, other, "issueKey", .required = true,
		.size_max = KEY_SIZE_MAX),
	TEXT(struct relation_form, kind, .required = true, .size_max = 20),
	{ 0 },
};

enum err api_relation_add(struct rq *rq)
{
	struct relation_form form = { 0 };
	struct ticket *ticket, *other;
	struct scope *s = rq->scope;
	enum err e;

	TRY(ticket_find(s, rq_named(rq, "issueIdOrKey"), TICKET_EDIT, &ticket));
	TRY(form_read(rq, relation_fields, &form));
	e = ticket_find(s, form.other, TICKET_EDIT, &other);
	if (e == E_MISSING || e == E_DENIED)
		return refuse_field(s, "issueKey", "There is no such request on your desks.");
	TRY(e);
	TRY(relation_add(s, ticket, other, form.kind));
	return list_answer(rq, ticket, true);
}

enum err api_relation_remove(struct rq *rq)
{
	struct ticket *ticket;
	int64_t id;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_EDIT, &ticket));
	TRY(rq_named_id(rq, "relationId", &id));
	TRY(relation_remove(rq->scope, ticket, id));
	return rq_no_content(rq);
}
