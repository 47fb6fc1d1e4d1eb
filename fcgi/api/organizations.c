/* organizations.c - see organizations.h. */
#include "api/organizations.h"

#include "base/json.h"
#include "web/form.h"
#include "id/scope.h"
#include "desk/sharing.h"
#include "desk/ticket.h"
#include "api/shape.h"

struct json *organizations_json(const struct organization *organizations)
{
	struct json *list = json_array();

	for (; organizations; organizations = organizations->next) {
		struct json *json = json_object();

		json_put_id(json, "id", organizations->id);
		json_put(json, "name", organizations->name);
		json_add(list, json);
	}
	return list;
}

/* Those it is shared with, and those that the caller may share it with. */
static enum err answer(struct rq *rq, const struct ticket *ticket)
{
	struct organization *shared, *offers;
	struct json *json = json_object();

	TRY(sharing_list(rq->scope, ticket, &shared));
	TRY(sharing_offers(rq->scope, ticket, &offers));
	json_put(json, "values", organizations_json(shared));
	json_put(json, "offers", organizations_json(offers));
	return rq_ok(rq, json);
}

enum err api_ticket_organization_list(struct rq *rq)
{
	struct ticket *ticket;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	return answer(rq, ticket);
}

struct organization_form {
	int64_t id;
};

static const struct form_field organization_fields[] = {
	ID_AS(struct organization_form, id, "organizationId", .required = true),
	{ 0 },
};

static enum err change(
	struct rq *rq, enum err (*act)(struct scope *, const struct ticket *, int64_t))
{
	struct organization_form form = { 0 };
	struct ticket *ticket;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), PARTICIPANT_EDIT, &ticket));
	TRY(form_read(rq, organization_fields, &form));
	TRY(act(rq->scope, ticket, form.id));
	return answer(rq, ticket);
}

enum err api_ticket_organization_add(struct rq *rq)
{
	return change(rq, sharing_add);
}

enum err api_ticket_organization_remove(struct rq *rq)
{
	return change(rq, sharing_remove);
}
