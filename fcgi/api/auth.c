/* auth.c - see auth.h. Nobody stores an answer: that is the default of every answer. HEAD is refused where GET has effects:
 * link checkers would begin sign-ins, or spend them. */
#include "api/auth.h"

#include <stddef.h>
#include <stdint.h>

#include "base/conf.h"
#include "base/json.h"
#include "web/cookie.h"
#include "web/request.h"
#include "id/jwt.h"
#include "id/scope.h"
#include "id/sign_in.h"
#include "id/sign_out.h"

static struct sign_in_browser browser_of(const struct rq *rq);
static enum err answer(struct rq *rq, int status, const struct sign_in *sign_in);

/* GET /auth/login?provider=ID&to=/path */
enum err api_sign_in_begin(struct rq *rq)
{
	struct sign_in_browser browser = browser_of(rq);
	struct sign_in sign_in;
	int64_t provider_id;

	if (rq->method == METHOD_HEAD)
		return E_METHOD;
	TRY(rq_query_int(rq, "provider", 1, INT64_MAX, 0, &provider_id));
	TRY(sign_in_begin(rq->scope, provider_id, rq_query(rq, "to"), &browser, &sign_in));
	return answer(rq, sign_in.problem == SIGN_IN_FINE ? 302 : 303, &sign_in);
}

/* GET /auth/callback/{providerId}?code=&state= */
enum err api_sign_in_finish(struct rq *rq)
{
	struct sign_in_browser browser = browser_of(rq);
	struct sign_in sign_in;
	int64_t provider_id;

	if (rq->method == METHOD_HEAD)
		return E_METHOD;
	TRY(rq_named_id(rq, "providerId", &provider_id));
	TRY(sign_in_finish(rq->scope, provider_id, rq->query, &browser, &sign_in));
	return answer(rq, 303, &sign_in);
}

/* POST /auth/logout */
enum err api_sign_out(struct rq *rq)
{
	struct json *json = json_object();
	const char *location;

	TRY(sign_out(rq->scope, cookie_read(rq, COOKIE_SESSION), &location));
	cookie_write(rq, COOKIE_SESSION, "", 0);
	json_put(json, "location", location);
	return rq_ok(rq, json);
}

/* POST /auth/backchannel/{providerId}, by the provider: logout_token= as a form */
enum err api_sign_out_back_channel(struct rq *rq)
{
	const char *logout_token = json_str(rq->body, "logout_token", JWT_SIZE_MAX);
	int64_t provider_id;

	TRY(rq_named_id(rq, "providerId", &provider_id));
	if (logout_token == NULL)
		return refuse_field(rq->scope, "logout_token", "A logout token is needed.");
	TRY(sign_out_by_token(rq->scope, provider_id, logout_token));
	return rq_ok(rq, json_object());
}

static struct sign_in_browser browser_of(const struct rq *rq)
{
	return (struct sign_in_browser){ cookie_read(rq, COOKIE_LOGIN),
		cookie_read(rq, COOKIE_SESSION) };
}

static enum err answer(struct rq *rq, int status, const struct sign_in *sign_in)
{
	if (sign_in->login_secret != NULL)
		cookie_write(
			rq, COOKIE_LOGIN, sign_in->login_secret, (long)conf()->login_attempt_s);
	if (sign_in->session_secret != NULL)
		cookie_write(
			rq, COOKIE_SESSION, sign_in->session_secret, (long)conf()->session_life_s);
	return rq_redirect(rq, status, sign_in->location);
}
