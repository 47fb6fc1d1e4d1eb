/* operation.c - see operation.h. */
#include "api/operation.h"

#include "base/json.h"
#include "base/metric.h"
#include "id/scope.h"
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

enum err api_metrics_get(struct rq *rq)
{
	return rq_text(rq, 200, "text/plain; version=0.0.4; charset=utf-8", metric_text(rq->arena));
}
