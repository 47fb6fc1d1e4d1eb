/* operation.h - what operators and probes ask. */
#pragma once
#include "base/err.h"
#include "web/request.h"

#define LODGE_VERSION "0.1.0"

enum err api_info_get(struct rq *rq) MUST_USE; /* SoftwareInfo; anonymous */
enum err api_health_get(
	struct rq *rq) MUST_USE; /* 200 "ok", or 503 when the database is not there */
enum err api_metrics_get(struct rq *rq) MUST_USE; /* Prometheus text */
