/* templates.c - see templates.h. */
#include "api/templates.h"

#include "base/json.h"
#include "web/form.h"
#include "id/scope.h"
#include "desk/desk.h"
#include "desk/template.h"
#include "desk/ticket.h"
#include "api/shape.h"

static enum err desk_of(struct rq *rq, enum action action, struct desk **desk_out)
{
	return desk_find(rq->scope, rq_named(rq, "serviceDeskId"), action, desk_out);
}

static struct json *template_json(
	struct rq *rq, const struct template *template, const struct ticket *ticket)
{
	struct json *json = json_object();

	json_put_id(json, "id", template->id);
	json_put(json, "name", template->name);
	json_put(json, "body", template->body);
	json_put_bool(json, "public", template->public);
	if (template->updated_at)
		json_put(json, "updatedDate", date_json(rq, template->updated_at));
	json_put(json, "updatedBy", template->updated_by);
	if (ticket)
		json_put(json, "text", template_text(rq->scope, template, ticket));
	return json;
}

/* The ticket that they are for, if one is named: of this desk, and the caller may write on it. */
static enum err ticket_read(struct rq *rq, const struct desk *desk, struct ticket **ticket_out)
{
	const char *key = rq_query(rq, "request");

	*ticket_out = NULL;
	if (!key)
		return OK;
	TRY(ticket_find(rq->scope, key, NOTE_ADD, ticket_out));
	return (*ticket_out)->desk_id == desk->id ? OK : E_MISSING;
}

enum err api_template_list(struct rq *rq)
{
	struct json *result = json_object(), *list = json_array();
	struct template *templates;
	struct ticket *ticket;
	struct desk *desk;

	TRY(desk_of(rq, TEMPLATE_SEE, &desk));
	TRY(ticket_read(rq, desk, &ticket));
	TRY(template_list(rq->scope, desk, &templates));
	for (; templates; templates = templates->next)
		json_add(list, template_json(rq, templates, ticket));
	json_put(result, "values", list);
	return rq_ok(rq, result);
}

struct template_form {
	const char *name, *body;
	bool public;
};

static const struct form_field template_fields[] = {
	TEXT(struct template_form, name, .required = true, .size_max = 4 * TEMPLATE_NAME_LENGTH_MAX,
		.length_max = TEMPLATE_NAME_LENGTH_MAX),
	TEXT(struct template_form, body, .required = true, .size_max = 4 * TEMPLATE_LENGTH_MAX,
		.length_max = TEMPLATE_LENGTH_MAX),
	BOOL(struct template_form, public, .required = false),
	{ 0 },
};

static enum err form_take(struct rq *rq, struct template *template)
{
	struct template_form form = { .public = true };

	TRY(form_read(rq, template_fields, &form));
	template->name = form.name;
	template->body = form.body;
	template->public = form.public;
	template->updated_at = 0;
	template->updated_by = NULL;
	return OK;
}

enum err api_template_add(struct rq *rq)
{
	struct template template = { 0 };
	struct desk *desk;

	TRY(desk_of(rq, TEMPLATE_EDIT, &desk));
	TRY(form_take(rq, &template));
	TRY(template_save(rq->scope, desk, &template));
	return rq_created(rq, template_json(rq, &template, NULL));
}

enum err api_template_change(struct rq *rq)
{
	struct template *template;
	struct desk *desk;
	int64_t id;

	TRY(desk_of(rq, TEMPLATE_EDIT, &desk));
	TRY(rq_named_id(rq, "templateId", &id));
	TRY(template_find(rq->scope, desk, id, &template));
	TRY(form_take(rq, template));
	TRY(template_save(rq->scope, desk, template));
	return rq_ok(rq, template_json(rq, template, NULL));
}

enum err api_template_remove(struct rq *rq)
{
	struct template *template;
	struct desk *desk;
	int64_t id;

	TRY(desk_of(rq, TEMPLATE_EDIT, &desk));
	TRY(rq_named_id(rq, "templateId", &id));
	TRY(template_find(rq->scope, desk, id, &template));
	TRY(template_remove(rq->scope, desk, template));
	return rq_no_content(rq);
}
