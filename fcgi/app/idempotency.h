/* idempotency.h - the same POST sent twice acts once (draft-ietf-httpapi-idempotency-key-header). */
#pragma once
#include "base/err.h"

struct rq;

/* Runs the handler in the open transaction. With an Idempotency-Key its answer is kept in the same transaction; a second request
 * with the same key and body gets that answer, one with another body is a conflict. */
enum err idempotency_run(struct rq *rq) MUST_USE;
