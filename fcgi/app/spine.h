/* spine.h - the way of a request, the only place with a sequence of checks. */
#pragma once

struct worker;

/* Answers one request that the pool accepted (web/pool.h). */
void spine_answer(struct worker *worker);
