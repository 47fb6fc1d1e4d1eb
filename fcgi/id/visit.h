/* visit.h - what one request asks of one provider: all of it shares one deadline (conf()->provider_timeout_ms) and one
 * place among those who may wait for that provider. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct http_answer;
struct http_ask;
struct provider;
struct scope;

struct visit {
	struct scope *s;
	const struct provider *provider;
	int64_t until; /* clock_monotonic_ms() */
	bool admitted, answered;
};

struct visit visit_begin(struct scope *s, const struct provider *provider);
/* Takes the place, once; whoever will wait in another way than visit_ask calls it first. E_UPSTREAM: none is free. */
enum err visit_admit(struct visit *visit) MUST_USE;
/* http_ask within what is left of the time. E_UPSTREAM: no whole answer came (logged). */
enum err visit_ask(
	struct visit *visit, struct http_ask *ask, struct http_answer *answer_out) MUST_USE;
/* Is it there at all? Any answer will do, one that came before, too. E_UPSTREAM: no. */
enum err visit_knock(struct visit *visit) MUST_USE;
/* Sleeps a moment, for another worker to finish; E_UPSTREAM: the time is up. */
enum err visit_pause(struct visit *visit) MUST_USE;
