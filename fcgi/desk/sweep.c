/* sweep.c - see sweep.h. The object goes before its row: a row without an object is found again, the other way round nobody would
 * know of it. */
#include "desk/sweep.h"

#include "base/conf.h"
#include "base/log.h"
#include "db/tx.h"
#include "id/scope.h"
#include "net/s3.h"
#include "sql/sweep.h"

enum { FILES_A_ROUND = 200 };

static enum err rows_sweep(struct scope *s, struct swept *swept)
{
	TRY(tx_begin(s->db));
	TRY(sql_sweep_sessions(s, &swept->sessions));
	TRY(sql_sweep_answers(s, s->now - conf()->idempotency_s * 1000, &swept->answers));
	return tx_commit(s->db);
}

static enum err file_sweep(struct scope *s, const struct expired_file *file, int64_t *removed_out)
{
	TRY(s3_remove(s->arena, file->object_key));
	TRY(tx_begin(s->db));
	TRY(sql_sweep_file_remove(s, file->tenant_id, file->id, removed_out));
	return tx_commit(s->db);
}

enum err sweep_run(struct scope *s, struct swept *swept_out)
{
	struct expired_file *files;
	int64_t removed = 0;
	enum err e;

	*swept_out = (struct swept){ 0 };
	e = rows_sweep(s, swept_out);
	if (e == OK)
		e = sql_sweep_files_find(s, FILES_A_ROUND, &files);
	for (; e == OK && files; files = files->next) {
		e = file_sweep(s, files, &removed);
		swept_out->files += removed;
	}
	if (tx_is_open(s->db))
		tx_rollback(s->db);
	return e;
}
