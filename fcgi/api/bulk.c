/* bulk.c - see bulk.h. */
#include "api/bulk.h"

#include "base/json.h"
#include "base/refusal.h"
#include "base/str.h"
#include "web/form.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/ticket.h"
#include "desk/ticket_edit.h"
#include "desk/workflow.h"

enum { REQUESTS_MAX = 100, KEY_SIZE_MAX = 30, TRANSITIONS_MAX = 100, NAME_SIZE_MAX = 240 };

struct bulk_form {
	struct form_texts requests;
	const char *assignee, *priority, *transition; /* NULL: stays as it is */
};

static const struct form_field bulk_fields[] = {
	TEXTS_AS(struct bulk_form, requests, "requests", .required = true, .n_max = REQUESTS_MAX,
		.size_max = KEY_SIZE_MAX),
	TEXT(struct bulk_form, assignee, .size_max = 64),
	TEXT(struct bulk_form, priority, .size_max = 20),
	TEXT(struct bulk_form, transition, .size_max = NAME_SIZE_MAX),
	{ 0 },
};

/* By its name in the team, of the workflow that this ticket has. */
static enum err move(struct scope *s, struct ticket *ticket, const char *name)
{
	struct transition *transition;

	if (!ticket_may(s, ticket, TICKET_MOVE))
		return E_DENIED;
	TRY(workflow_transitions(s, ticket, TRANSITIONS_MAX, 0, &transition));
	while (transition && !str_equal(transition->name, name))
		transition = transition->next;
	if (!transition)
		return refuse(
			s, E_CONFLICT, "From %s there is no \"%s\".", ticket->status_name, name);
	return workflow_run(s, ticket, transition->id);
}

struct bulk_step {
	const struct bulk_form *form;
	const char *key;
};

static enum err change(struct scope *s, void *context)
{
	const struct bulk_step *step = context;
	const struct bulk_form *form = step->form;
	struct ticket *ticket;

	refusal_reset(&s->refusal);
	TRY(ticket_find(s, step->key, TICKET_EDIT, &ticket));
	if (form->assignee)
		TRY(ticket_assign(s, ticket, form->assignee));
	if (form->priority)
		TRY(ticket_prioritise(s, ticket, form->priority));
	return form->transition ? move(s, ticket, form->transition) : OK;
}

static const char *why(const struct scope *s, enum err e)
{
	if (s->refusal.fields)
		return s->refusal.fields->message;
	if (s->refusal.message)
		return s->refusal.message;
	return e == E_MISSING   ? "There is no such request."
		: e == E_DENIED ? "You may not do this."
				: "This could not be done.";
}

static struct json *outcome_json(const struct scope *s, const char *key, enum err e)
{
	struct json *json = json_object();

	json_put(json, "issueKey", key);
	json_put_bool(json, "ok", e == OK);
	if (e != OK)
		json_put(json, "message", why(s, e));
	return json;
}

enum err api_bulk(struct rq *rq)
{
	struct json *result = json_object(), *list = json_array();
	struct scope *s = rq->scope;
	struct bulk_form form = { 0 };

	TRY(form_read(rq, bulk_fields, &form));
	if (!form.requests.n)
		return refuse_field(s, "requests", "Say which requests.");
	if (!form.assignee && !form.priority && !form.transition)
		return refuse_field(
			s, "requests", "Say what is to change: assignee, priority or transition.");
	for (size_t i = 0; i < form.requests.n; i++) {
		struct bulk_step step = { &form, form.requests.texts[i] };
		enum err e = step_run(s, change, &step);

		if (e == E_BUSY)
			return e;
		json_add(list, outcome_json(s, step.key, e));
	}
	refusal_reset(&s->refusal);
	json_put(result, "values", list);
	return rq_ok(rq, result);
}
