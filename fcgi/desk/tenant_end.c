/* tenant_end.c - see tenant_end.h. Every table of a tenant stands in one list here, in an order that the foreign keys allow: a table
 * that is not in it fails tests/api/removal.test.mjs, which derives them from the schema. */
#include "desk/tenant_end.h"

#include "base/arena.h"
#include "base/clock.h"
#include "id/scope.h"
#include "id/step.h"
#include "id/tenant.h"
#include "desk/removal.h"
#include "sql/removal.h"

enum {
	FILES_AT_ONCE = 200,
	MAILS_AT_ONCE = 200,
	SLUG_SIZE_MAX = 63,
	MEMORY_MAX = 16 * 1024 * 1024,
	PASSES_MAX = 5
};

static enum err files_some(struct scope *s, int64_t *n_out)
{
	struct leaving_file *file;

	TRY(sql_leaving_of_tenant(s, FILES_AT_ONCE, &file));
	for (*n_out = 0; file; file = file->next) {
		TRY(removal_file_rows(s, file));
		++*n_out;
	}
	return OK;
}

static enum err mails_some(struct scope *s, int64_t *n_out)
{
	struct leaving_mail *mail;

	TRY(sql_leaving_mail_of_tenant(s, MAILS_AT_ONCE, &mail));
	for (*n_out = 0; mail; mail = mail->next) {
		TRY(removal_mail_rows(s, mail));
		++*n_out;
	}
	return OK;
}

/* Each takes some of its rows; an upload and its parts go with their file, and so do lines with their quote, who
 * was asked with an approval, goals with their metric, days with their calendar. */
static enum err (*const tables[])(struct scope *s, int64_t *n_out) = {
	sql_end_download,
	sql_end_file_link,
	files_some,
	sql_end_draft,
	sql_end_job,
	sql_end_search_text,
	sql_end_search_common,
	sql_end_activity,
	sql_end_text_edit,
	sql_end_feedback,
	sql_end_subscription,
	sql_end_reply_draft,
	sql_end_presence,
	sql_end_relation,
	sql_end_approval,
	sql_end_quote,
	sql_end_mail_out,
	sql_end_notice,
	sql_end_mail_reference,
	mails_some,
	sql_end_sla_cycle,
	sql_end_comment,
	sql_end_status_change,
	sql_end_field_value,
	sql_end_ticket_participant,
	sql_end_ticket_organization,
	sql_end_ticket_merge,
	sql_end_ticket,
	sql_end_mail_block,
	sql_end_mail_recipient,
	sql_end_mail_rate,
	sql_end_mailbox,
	sql_end_mail_address,
	sql_end_sla_metric,
	sql_end_calendar,
	sql_end_queue,
	sql_end_template,
	sql_end_field_option,
	sql_end_field,
	sql_end_request_type_group_member,
	sql_end_request_type_group,
	sql_end_request_type,
	sql_end_desk_watch,
	sql_end_desk_agent,
	sql_end_desk_organization,
	sql_end_desk_counter,
	sql_end_desk,
	sql_end_transition,
	sql_end_workflow_initial,
	sql_end_status,
	sql_end_workflow,
	sql_end_idempotency,
	sql_end_api_token,
	sql_end_session,
	sql_end_identity,
	sql_end_provider_document,
	sql_end_login_attempt,
	sql_end_logout_token,
	sql_end_provider,
	sql_end_organization_member,
	sql_end_organization,
	sql_end_person,
};

const char *tenant_end_slug(struct arena *arena, const char *slug)
{
	return *slug == '~' ? slug : arena_format(arena, "~%.*s", SLUG_SIZE_MAX - 1, slug);
}

/* No host name has a tilde, so no request can ask for this one. */
static enum err close_it(struct scope *s, void *context)
{
	(void)context;
	return sql_tenant_close(s, tenant_end_slug(s->arena, s->tenant->slug),
		arena_format(s->arena, "~%lld", (long long)scope_tenant(s)), &(int64_t){ 0 });
}

enum err tenant_end_close(struct scope *s)
{
	return step_run(s, close_it, NULL);
}

struct piece {
	enum err (*run)(struct scope *s, int64_t *n_out);
	int64_t n;
};

static enum err piece_run(struct scope *s, void *context)
{
	struct piece *piece = context;

	return piece->run(s, &piece->n);
}

static enum err table_empty(
	struct scope *s, enum err (*run)(struct scope *s, int64_t *n_out), int64_t *rows)
{
	struct piece piece = { run, 0 };

	do {
		arena_reset(s->arena);
		s->now = clock_now();
		TRY(step_run(s, piece_run, &piece));
		*rows += piece.n;
	} while (piece.n > 0);
	return OK;
}

/* The count of its bytes is bound to nothing, so it goes with the tenant itself. */
static enum err tenant_remove(struct scope *s, int64_t *n_out)
{
	TRY(sql_end_tenant_files(s, n_out));
	return sql_end_tenant(s, n_out);
}

static enum err pass(struct scope *s, int64_t *rows)
{
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		TRY(table_empty(s, tables[i], rows));
	return table_empty(s, tenant_remove, rows);
}

/* A request that had begun before may still write: then the next pass finds what it wrote. */
enum err tenant_end_rows(struct scope *s, int64_t *rows_out)
{
	struct scope work = *s;
	enum err e = E_CONFLICT;

	*rows_out = 0;
	work.arena = arena_make(MEMORY_MAX);
	for (int i = 0; i < PASSES_MAX && e == E_CONFLICT; i++)
		e = pass(&work, rows_out);
	arena_free(work.arena);
	return e;
}
