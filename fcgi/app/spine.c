/* spine.c - the way of a request: route, tenant, origin, caller, policy, body, handler, commit, answer. */
#include "app/spine.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/json.h"
#include "base/log.h"
#include "base/metric.h"
#include "base/str.h"
#include "db/db.h"
#include "web/answer.h"
#include "web/cookie.h"
#include "web/pool.h"
#include "web/request.h"
#include "id/caller.h"
#include "id/scope.h"
#include "id/step.h"
#include "id/tenant.h"
#include "app/idempotency.h"
#include "app/routes.h"

/* nginx gave up on a request that waited this long in the backlog: nobody would read the answer. */
static enum err waited_check(struct rq *rq)
{
	const char *arrived = rq_param(rq, "LODGE_ARRIVED");
	double waited_ms = arrived ? (double)rq->scope->now - strtod(arrived, NULL) * 1000 : 0;

	return waited_ms > (double)conf()->answer_timeout_s * 1000 ? E_BUSY : OK;
}

static enum err route_check(struct rq *rq)
{
	enum err e = route_find(rq->arena, rq->method, rq->path, &rq->route, &rq->named);
	bool local = rq_param(rq, "LODGE_LOCAL");

	if (e == E_METHOD)
		return refuse(rq->scope, e, "This address knows %s.",
			route_methods(rq->arena, rq->route));
	if (e == OK && rq->route->local != local)
		return E_MISSING;
	return e;
}

static enum err tenant_check(struct rq *rq)
{
	if (rq->route->local)
		return OK;
	TRY(tenant_by_host(rq->scope, rq_header(rq, "Host")));
	rq->secure = str_starts(rq->scope->tenant->origin, "https:");
	return OK;
}

/* Sibling tenants share a site, so SameSite protects nothing between them: whoever writes with a cookie comes from our own
 * pages. With Authorization the cookie is not looked at. */
static enum err origin_check(struct rq *rq)
{
	const char *origin = rq_header(rq, "Origin");
	bool safe = rq->method & (METHOD_GET | METHOD_HEAD | METHOD_OPTIONS);

	if (safe || !rq_header(rq, "Cookie") || rq_header(rq, "Authorization"))
		return OK;
	if (origin ? str_equal(origin, rq->scope->tenant->origin)
		   : str_equal(rq_header(rq, "Sec-Fetch-Site"), "same-origin"))
		return OK;
	return refuse(rq->scope, E_DENIED, "This request did not come from the pages of %s.",
		rq->scope->tenant->name);
}

static enum err caller_check(struct rq *rq)
{
	const char *authorization = rq_header(rq, "Authorization");

	if (rq->route->local || rq->route->action == SIGN_IN || rq->route->action == FILE_OPEN ||
		rq->route->action == LETTER_ANSWER)
		return OK; /* the link says on whose behalf, whoever's browser opens it */
	if (authorization)
		return caller_by_authorization(rq->scope, authorization);
	return caller_by_cookie(rq->scope, cookie_read(rq, COOKIE_SESSION));
}

static enum err write_once(struct scope *s, void *context)
{
	(void)s;
	answer_reset(context);
	return idempotency_run(context);
}

/* One transaction; again where the database says that nothing was kept (id/step.h). */
static enum err run_writes(struct rq *rq)
{
	struct scope *s = rq->scope;
	enum err e = step_run(s, write_once, rq);

	if (e == E_BUSY && db_trouble(s->db) == DB_LOST_IN_COMMIT)
		return refuse(s, e,
			"It is not known whether this was kept: please look before you send it again.");
	return e;
}

/* nginx asks whether it may take the body: 204, or a refusal. Routes without one may share the
 * address of one that has, where nginx's own limit is off. */
static enum err run_gate(struct rq *rq)
{
	if (!rq->route->gate)
		return rq->content_length > conf()->body_size_max ||
				rq_header(rq, "Transfer-Encoding")
			? E_TOO_LARGE
			: rq_no_content(rq);
	TRY(rq->route->gate(rq));
	return rq_no_content(rq);
}

static enum err run(struct rq *rq)
{
	if (rq_param(rq, "LODGE_GATE"))
		return run_gate(rq);
	if (!rq->route->gate)
		TRY(rq_read_body(rq));
	return rq->route->mode == WRITES ? run_writes(rq) : rq->route->handle(rq);
}

static enum err walk(struct rq *rq)
{
	TRY(rq_open(rq));
	TRY(waited_check(rq));
	TRY(route_check(rq));
	TRY(tenant_check(rq));
	TRY(origin_check(rq));
	TRY(caller_check(rq));
	TRY(policy_gate(rq->scope, rq->route->action));
	return run(rq);
}

/* auth_request knows 2xx, 401 and 403 only; nginx writes the refusal itself from these headers, as a worker that was asked
 * again would first be handed the body. */
static void answer_gate(struct rq *rq, enum err e)
{
	const char *text = rq->answer->body;

	if (!rq_param(rq, "LODGE_GATE") || e == OK)
		return;
	rq_answer_header(rq, "Lodge-Refusal", err_name(e));
	rq_answer_header(rq, "Lodge-Refusal-Text", text);
	rq->answer->status = 403;
}

static void report(const struct rq *rq, int64_t began_us)
{
	const struct scope *s = rq->scope;
	int64_t took_us = clock_monotonic_us() - began_us;

	metric_request(rq->answer->status, took_us);
	log_info("method=%s route=%s status=%d us=%lld bytes=%zu tenant=%s person=%s",
		rq->method_name, rq->route ? rq->route->path : "-", rq->answer->status,
		(long long)took_us, rq->answer->size, s->tenant ? s->tenant->slug : "-",
		s->caller ? s->caller->account_id : "-");
}

void spine_answer(struct worker *worker)
{
	struct scope scope = { .arena = worker->arena,
		.db = worker->db,
		.now = clock_now(),
		.refusal = { .arena = worker->arena } };
	struct answer answer = { 0 };
	struct rq rq = { .arena = worker->arena,
		.scope = &scope,
		.refusal = &scope.refusal,
		.stream = worker->stream,
		.answer = &answer };
	int64_t began_us = clock_monotonic_us();
	const char *secret = NULL;
	enum err e;

	json_use(worker->arena);
	rq.id = arena_strdup(worker->arena, rq_param(&rq, "LODGE_REQUEST_ID"));
	log_request(rq.id);
	scope.address = rq_param(&rq, "REMOTE_ADDR");
	scope.user_agent = rq_header(&rq, "User-Agent");
	e = walk(&rq);
	if (e != OK)
		answer_refuse(&rq, e);
	if (e == E_METHOD && rq.route)
		rq_answer_header(&rq, "Allow", route_methods(rq.arena, rq.route));
	answer_gate(&rq, e);
	if (e == OK && rq.route->action != SIGN_OUT)
		secret = cookie_read(&rq, COOKIE_SESSION);
	answer_send(&rq);
	report(&rq, began_us);
	session_keep_alive(&scope, secret);
	log_request(NULL);
}
