/* subscriptions.c - see subscriptions.h. */
#include "api/subscriptions.h"

#include "base/json.h"
#include "id/scope.h"
#include "desk/subscription.h"
#include "desk/ticket.h"

enum err api_subscription_get(struct rq *rq)
{
	struct json *json = json_object();
	struct ticket *ticket;
	bool wanted;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), TICKET_SEE, &ticket));
	TRY(subscription_wants(rq->scope, ticket, scope_person(rq->scope), &wanted));
	json_put(json, "subscribed", wanted);
	return rq_ok(rq, json);
}

static enum err set(struct rq *rq, bool subscribed)
{
	struct ticket *ticket;

	TRY(ticket_find(rq->scope, rq_named(rq, "issueIdOrKey"), SUBSCRIBE, &ticket));
	TRY(subscription_set(rq->scope, ticket, subscribed));
	return rq_no_content(rq);
}

enum err api_subscription_begin(struct rq *rq)
{
	return set(rq, true);
}

enum err api_subscription_end(struct rq *rq)
{
	return set(rq, false);
}
