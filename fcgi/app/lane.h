/* lane.h - the lanes of lodge-jobs: what each does in a round, and the processes that do it. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct scope;

struct lane {
	const char *name;
	int processes;
	/* It does the jobs of its name (desk/job.h), so many of a tenant at a time; 0: something else, which is `round`. */
	int jobs_at_once;
	/* Something is left to do at once: *more_out. `stops` says that the process is to end: leave off where it is safe. */
	enum err (*round)(struct scope *s, bool (*stops)(void), bool *more_out);
	int64_t (*pause_ms)(void); /* NULL: conf()->job_pause_ms */
};
extern const struct lane lanes[]; /* up to one without a name */
/* NULL: there is none of that name. */
const struct lane *lane_find(const char *name);

/* Round after round until SIGTERM or SIGINT; with `once`, one. Exit status: 1 if the last one failed. */
int lane_run(const struct lane *lane, bool once);

/* Every lane in processes of its own (app/crew.h), as this program with `--lane NAME` behind its arguments (argv). */
int lane_master(char *const *arguments);
