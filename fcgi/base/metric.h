/* metric.h - counters that all workers of a pool share, in a file mapped by the master, so that any worker can show
 * those of every pool in Prometheus text format. lodge-mail counts likewise, as the pool METRIC_DOOR, and is shown apart. */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct arena;

#define METRIC_DOOR "mail"

/* Maps run_dir/pools/NAME.metrics, making it if need be. */
enum err metric_open(const char *pool) MUST_USE;
/* One request is done. */
void metric_request(int status, int64_t duration_us);
enum metric_counter {
	METRIC_RESPAWNS,
	METRIC_DB_RETRIES,
	METRIC_DB_CONNECTS,
	METRIC_UPLOAD_BYTES,
	METRIC_MAIL_SESSIONS,
	METRIC_MAIL_TURNED_AWAY,
	METRIC_MAIL_KEPT,
	METRIC_MAIL_BYTES,
	METRIC_MAIL_UNKNOWN,
	METRIC_MAIL_DISABLED,
	METRIC_MAIL_TOO_LARGE,
	METRIC_MAIL_PUT_OFF,
	METRIC_COUNTERS
};
void metric_add(enum metric_counter counter, int64_t by);
/* Workers now, set by the master; of the door, sessions. */
void metric_workers(int64_t n);
/* Every pool below run_dir, as Prometheus text (exposition format 0.0.4). */
char *metric_text(struct arena *arena);
