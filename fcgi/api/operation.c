/* operation.c - see operation.h. */
#include "api/operation.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/metric.h"
#include "id/scope.h"
#include "desk/backlog.h"
#include "api/shape.h"

enum err api_info_get(struct rq *rq)
{
	struct json *info = json_object(), *links = json_object();

	json_put(info, "version", "5.0.0"); /* of JSM's API, which clients compare */
	json_put(info, "platformVersion", "9.0.0");
	json_put(info, "buildDate", date_json(rq, INT64_C(1795219200000)));
	json_put(info, "buildChangeSet", "lodge-" LODGE_VERSION);
	json_put_bool(info, "isLicensedForUse", true);
	json_put(links, "self", link_to(rq, DESK_API "/info"));
	json_put(info, "_links", links);
	return rq_ok(rq, info);
}

enum err api_health_get(struct rq *rq)
{
	TRY(scope_ready(rq->scope));
	return rq_text(rq, 200, "text/plain", "ok\n");
}

/* While MariaDB is away there is what needs none. */
enum err api_metrics_get(struct rq *rq)
{
	const char *backlog, *text = metric_text(rq->arena);

	if (backlog_text(rq->scope, &backlog) != OK)
		backlog = "";
	return rq_text(rq, 200, "text/plain; version=0.0.4; charset=utf-8",
		arena_format(rq->arena, "%s%s", text, backlog));
}
