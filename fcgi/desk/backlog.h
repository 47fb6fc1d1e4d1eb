/* backlog.h - what waits, in the lanes of lodge-jobs and for people: for an operator's monitoring. */
#pragma once
#include "base/err.h"

struct scope;

/* All tenants', as Prometheus text (exposition format 0.0.4). E_BUSY: MariaDB is not there. */
enum err backlog_text(struct scope *s, const char **text_out) MUST_USE;
