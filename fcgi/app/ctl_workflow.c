/* ctl_workflow.c - lodgectl workflow: the texts that workflows are kept as, brought in and out. */
#include "app/ctl.h"

#include "base/arena.h"
#include "base/str.h"
#include "id/step.h"
#include "desk/workflow_lint.h"
#include "desk/workflow_store.h"
#include "desk/workflow_text.h"
#include "sql/workflow_store.h"

/* One text on its way in. */
struct import {
	const char *file;
	struct flow *flow;
	struct flow_fault fault;
	struct flow_news news;
	bool check, checked; /* only to see whether it would do; it would */
};

struct use {
	int64_t type_id;
	const char *workflow;
};

static enum err bring(struct ctl *ctl, struct import *import);
static enum err read_text(struct ctl *ctl, struct import *import);
static enum err keep(struct scope *s, void *context);
static enum err blame(struct ctl *ctl, const struct import *import, enum err e);
static enum err use(struct scope *s, void *context);

enum err ctl_workflow_list(struct ctl *ctl, char **words)
{
	const char *tenant = NULL;
	struct workflow_line *line;

	TRY(ctl_read(
		ctl, words, (const struct ctl_word[]){ { "--tenant", .value = &tenant }, { 0 } }));
	TRY(ctl_tenant(ctl, tenant));
	TRY(sql_workflow_list(&ctl->scope, &line));
	for (; line != NULL; line = line->next)
		printf("%-6lld statuses=%lld moves=%lld types=\"%s\" %s\n", (long long)line->id,
			(long long)line->statuses, (long long)line->moves,
			line->types != NULL ? line->types : "", line->name);
	return OK;
}

enum err ctl_workflow_export(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *name = NULL;
	struct flow *flow;
	enum err e;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){ { "--tenant", .value = &tenant },
			{ "--workflow", .value = &name }, { 0 } }));
	TRY(ctl_tenant(ctl, tenant));
	e = workflow_load(&ctl->scope, name, &flow);
	if (e == E_MISSING)
		return refuse(&ctl->scope, e, "%s has no workflow \"%s\"", tenant, name);
	TRY(e);
	fputs(workflow_text_write(ctl->arena, flow), stdout);
	return OK;
}

enum err ctl_workflow_import(struct ctl *ctl, char **words)
{
	struct import import = { 0 };
	const char *tenant = NULL;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--check", .given = &import.check, .optional = true },
			{ "FILE", .value = &import.file },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(bring(ctl, &import));
	printf("\"%s\" %s: statuses %d, %d new, %d gone; moves %d, %d new, %d gone\n",
		import.flow->name, import.check ? "is sound" : "is as written",
		import.flow->n_statuses, import.news.statuses_made, import.news.statuses_gone,
		import.flow->n_moves, import.news.moves_made, import.news.moves_gone);
	return OK;
}

enum err ctl_workflow_bring(struct ctl *ctl, const char *file)
{
	struct import import = { .file = file };

	return bring(ctl, &import);
}

static enum err bring(struct ctl *ctl, struct import *import)
{
	enum err e;

	TRY(read_text(ctl, import));
	e = step_run(&ctl->scope, keep, import);
	return e == OK || import->checked ? OK : blame(ctl, import, e);
}

static enum err read_text(struct ctl *ctl, struct import *import)
{
	struct str text;
	enum err e;

	TRY(ctl_file(ctl, import->file, FLOW_TEXT_SIZE_MAX, &text));
	e = workflow_text_read(ctl->arena, text.text, text.size, &import->flow, &import->fault);
	if (e == OK)
		e = workflow_lint(ctl->arena, import->flow, &import->fault);
	return e == OK ? OK : blame(ctl, import, e);
}

/* What is only checked is taken back by failing. */
static enum err keep(struct scope *s, void *context)
{
	struct import *import = context;

	import->checked = false;
	TRY(workflow_keep(s, import->flow, &import->fault, &import->news));
	import->checked = import->check;
	return import->check ? E_CONFLICT : OK;
}

static enum err blame(struct ctl *ctl, const struct import *import, enum err e)
{
	return import->fault.said == NULL ? e
					  : refuse(&ctl->scope, e, "%s:%d: %s", import->file,
						    import->fault.line, import->fault.said);
}

enum err ctl_workflow_use(struct ctl *ctl, char **words)
{
	const char *tenant = NULL, *type = NULL;
	struct use wanted = { 0 };
	long long id;
	enum err e;

	TRY(ctl_read(ctl, words,
		(const struct ctl_word[]){
			{ "--tenant", .value = &tenant },
			{ "--type", .value = &type },
			{ "--workflow", .value = &wanted.workflow },
			{ 0 },
		}));
	TRY(ctl_tenant(ctl, tenant));
	TRY(ctl_number(ctl, "--type", type, 1, INT64_MAX, &id));
	wanted.type_id = id;
	e = step_run(&ctl->scope, use, &wanted);
	if (e == E_MISSING)
		return refuse(&ctl->scope, e, "%s has no such request type, or no workflow \"%s\"",
			tenant, wanted.workflow);
	TRY(e);
	printf("request type %lld uses \"%s\"\n", id, wanted.workflow);
	return OK;
}

static enum err use(struct scope *s, void *context)
{
	const struct use *wanted = context;

	return workflow_use(s, wanted->type_id, wanted->workflow);
}
