/* visit.c - see visit.h. A provider that hangs costs one deadline, however many questions were still to come. */
#include "id/visit.h"

#include <time.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "net/http.h"
#include "id/scope.h"
#include "id/turnstile.h"
#include "sql/sign_in.h"

enum { PAUSE_MS = 100 };

static enum err out_of_time(const struct visit *visit);

struct visit visit_begin(struct scope *s, const struct provider *provider)
{
	return (struct visit){ .s = s,
		.provider = provider,
		.until = clock_monotonic_ms() + conf()->provider_timeout_ms };
}

enum err visit_admit(struct visit *visit)
{
	if (visit->admitted)
		return OK;
	TRY(turnstile_enter(visit->s->arena, scope_tenant(visit->s), visit->provider->id));
	visit->admitted = true;
	return OK;
}

enum err visit_ask(struct visit *visit, struct http_ask *ask, struct http_answer *answer_out)
{
	TRY(visit_admit(visit));
	ask->timeout_ms = visit->until - clock_monotonic_ms();
	if (ask->timeout_ms <= 0)
		return out_of_time(visit);
	/* An address that may not be reached is as good as a provider that is not there. */
	visit->answered = http_ask(visit->s->arena, ask, answer_out) == OK;
	return visit->answered ? OK : E_UPSTREAM;
}

enum err visit_knock(struct visit *visit)
{
	struct http_ask ask = { .method = "HEAD", .url = visit->provider->issuer };
	struct http_answer answer;

	return visit->answered ? OK : visit_ask(visit, &ask, &answer);
}

enum err visit_pause(struct visit *visit)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };

	if (clock_monotonic_ms() + PAUSE_MS >= visit->until)
		return out_of_time(visit);
	nanosleep(&pause, NULL);
	return OK;
}

static enum err out_of_time(const struct visit *visit)
{
	return fail(E_UPSTREAM, "provider %lld: %lld ms are over", (long long)visit->provider->id,
		(long long)conf()->provider_timeout_ms);
}
