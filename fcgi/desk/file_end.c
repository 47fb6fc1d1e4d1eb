/* file_end.c - see file_end.h. The row that was held is what a ticket would take, and what the next part of an upload would claim: who
 * comes first wins. */
#include "desk/file_end.h"

#include "net/s3.h"
#include "id/scope.h"
#include "id/step.h"
#include "desk/doom.h"
#include "desk/file_rule.h"
#include "sql/removal.h"
#include "sql/sweep.h"

enum err file_rows_remove(struct scope *s, const struct leaving_file *file)
{
	TRY(doom_add(s, file->object_key));
	if (file->tail_key)
		TRY(doom_add(s, file->tail_key));
	if (file->counted > 0)
		TRY(file_quota_give(s, file->counted));
	return sql_remove_file(s, file->id, &(int64_t){ 0 });
}

struct ending {
	int64_t attachment_id;
	bool gone;
	struct ending_file *file; /* NULL: it goes on */
};

static enum err row_end(struct scope *s, void *context)
{
	struct ending *ending = context;
	struct ending_file *file;
	enum err e = sql_sweep_file_hold(s, ending->attachment_id, ending->gone, &file);

	ending->file = NULL;
	if (e == E_MISSING)
		return OK;
	TRY(e);
	TRY(file_rows_remove(s,
		&(struct leaving_file){ .id = ending->attachment_id,
			.object_key = file->object_key,
			.tail_key = file->tail_key,
			.counted = file->counted }));
	ending->file = file;
	return OK;
}

enum err file_end(struct scope *s, int64_t tenant_id, int64_t attachment_id, bool gone, int64_t *n)
{
	struct ending ending = { attachment_id, gone, NULL };

	TRY(step_run_for(s, tenant_id, row_end, &ending));
	if (!ending.file)
		return OK;
	++*n;
	/* Parts that are not dropped now are found as an upload that nobody goes on with. */
	if (ending.file->store_id)
		(void)!s3_parts_drop(s->arena, ending.file->object_key, ending.file->store_id);
	return OK;
}
