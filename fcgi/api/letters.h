/* letters.h - what the links of letters are for: LODGE_API /letter/{token}. Nobody has to be signed in; the token says on whose behalf. */
#pragma once
#include "base/err.h"
#include "web/request.h"

enum err api_letter_get(struct rq *rq) MUST_USE;
/* Mutes: an empty body, { muted } or the form of RFC 8058; answers: { decision, reason, sha256 } as for an approval. */
enum err api_letter_answer(struct rq *rq) MUST_USE;
