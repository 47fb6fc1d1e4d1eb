/* template.c - see template.h. */
#include "desk/template.h"

#include <string.h>

#include "base/str.h"
#include "db/db.h"
#include "id/caller.h"
#include "id/scope.h"
#include "desk/desk.h"
#include "desk/ticket.h"

enum err template_list(struct scope *s, const struct desk *desk, struct template **first_out)
{
	return sql_template_list(s, desk->id, first_out);
}

enum err template_find(
	struct scope *s, const struct desk *desk, int64_t id, struct template **template_out)
{
	return sql_template_find(s, desk->id, id, template_out);
}

static enum err room_check(struct scope *s, const struct desk *desk)
{
	struct template *templates;
	int n = 0;

	TRY(sql_template_list(s, desk->id, &templates));
	for (; templates; templates = templates->next)
		n++;
	return n < TEMPLATES_MAX
		? OK
		: refuse(s, E_CONFLICT, "A desk has at most %d templates.", TEMPLATES_MAX);
}

enum err template_save(struct scope *s, const struct desk *desk, struct template *template)
{
	int64_t changed;
	enum err e;

	if (template->id) {
		e = sql_template_change(s, desk->id, template->id, template->name, template->body,
			template->public, scope_person(s), &changed);
	} else {
		TRY(room_check(s, desk));
		e = sql_template_add(s, desk->id, template->name, template->body, template->public,
			scope_person(s), &template->id);
	}
	if (e != OK && db_is_duplicate(s->db))
		return refuse_field(s, "name", "There is a template of this name already.");
	return e;
}

enum err template_remove(struct scope *s, const struct desk *desk, const struct template *template)
{
	int64_t removed;

	TRY(sql_template_remove(s, desk->id, template->id, &removed));
	return removed ? OK : E_MISSING;
}

const char *template_text(
	struct scope *s, const struct template *template, const struct ticket *ticket)
{
	const struct {
		const char *name, *value;
	} places[] = {
		{ "{customer}", ticket->display_name },
		{ "{agent}", s->caller->display_name },
		{ "{key}", ticket->key },
	};
	struct str text = str_make(s->arena);

	for (const char *at = template->body; *at;) {
		size_t i = 0;

		while (i < 3 && !str_starts(at, places[i].name))
			i++;
		if (i < 3) {
			str_add(&text, places[i].value);
			at += strlen(places[i].name);
		} else {
			str_add_char(&text, *at++);
		}
	}
	return text.text;
}
