/* bulk.h - one change to many tickets: LODGE_API /bulk. Each is a step of its own, with the rights that one alone would need; what
 * could not be done is said beside its key. Sent twice it does nothing twice: it says what is to be, not what is to be done. */
#pragma once
#include "base/err.h"
#include "web/request.h"

enum err api_bulk(struct rq *rq) MUST_USE;
