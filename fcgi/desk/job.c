/* job.c - see job.h. */
#include "desk/job.h"

#include "id/scope.h"
#include "sql/job.h"

static const struct {
	const char *lane, *name;
} kinds[JOB_COUNT] = {
	[JOB_CHECK] = { "files", "check" },
	[JOB_THUMBNAIL] = { "files", "thumbnail" },
};

enum err job_add(struct scope *s, enum job_kind kind, int64_t subject_id)
{
	return sql_job_add(s, kinds[kind].lane, kinds[kind].name, subject_id);
}
