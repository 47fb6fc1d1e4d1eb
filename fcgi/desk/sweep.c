/* sweep.c - see sweep.h. The object goes before its row: a row without an object is found again, the other way round nobody would
 * know of it. */
#include "desk/sweep.h"

#include "base/conf.h"
#include "net/s3.h"
#include "id/scope.h"
#include "id/step.h"
#include "sql/sweep.h"

enum { FILES_A_ROUND = 200 };

static enum err rows_sweep(struct scope *s, void *context)
{
	struct swept *swept = context;

	TRY(sql_sweep_sessions(s, &swept->sessions));
	return sql_sweep_answers(s, s->now - conf()->idempotency_s * 1000, &swept->answers);
}

struct file_swept {
	const struct expired_file *file;
	int64_t removed;
};

static enum err row_remove(struct scope *s, void *context)
{
	struct file_swept *swept = context;

	return sql_sweep_file_remove(s, swept->file->tenant_id, swept->file->id, &swept->removed);
}

static enum err file_sweep(struct scope *s, const struct expired_file *file, int64_t *files)
{
	struct file_swept swept = { file, 0 };

	TRY(s3_remove(s->arena, file->object_key));
	TRY(step_run(s, row_remove, &swept));
	*files += swept.removed;
	return OK;
}

enum err sweep_run(struct scope *s, struct swept *swept_out)
{
	struct expired_file *files;

	*swept_out = (struct swept){ 0 };
	TRY(step_run(s, rows_sweep, swept_out));
	TRY(sql_sweep_files_find(s, FILES_A_ROUND, &files));
	for (; files; files = files->next)
		TRY(file_sweep(s, files, &swept_out->files));
	return s3_abandon(
		s->arena, s->now - conf()->temporary_file_s * 1000, &swept_out->unfinished);
}
