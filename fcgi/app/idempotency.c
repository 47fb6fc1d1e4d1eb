/* idempotency.c - see idempotency.h. The row is inserted before the handler runs: a twin that arrives meanwhile waits at the
 * unique key until this one has committed, and is then a duplicate that reads the kept answer. */
#include "app/idempotency.h"

#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/str.h"
#include "base/text.h"
#include "db/db.h"
#include "db/tx.h"
#include "web/answer.h"
#include "web/request.h"
#include "id/scope.h"
#include "app/routes.h"
#include "sql/idempotency.h"

enum { KEY_SIZE_MAX = 200 };

static enum err answer_kept(struct rq *rq, const struct hash *request, const struct hash *body)
{
	struct scope *s = rq->scope;
	struct kept_answer *kept;
	enum err e;

	tx_rollback(s->db);
	e = sql_answer_find(
		s, scope_person(s), request, s->now - conf()->idempotency_s * 1000, &kept);
	if (e == E_MISSING)
		return refuse(s, E_CONFLICT, "This Idempotency-Key has been used before.");
	TRY(e);
	if (!hash_equal(&kept->body, body))
		return refuse(s, E_CONFLICT, "This Idempotency-Key was used with another body.");
	answer_again(rq, (int)kept->status, kept->answer);
	return tx_begin(s->db); /* for the spine's commit: nothing is in it */
}

enum err idempotency_run(struct rq *rq)
{
	const char *key = rq_header(rq, "Idempotency-Key");
	struct scope *s = rq->scope;
	struct hash request, body;
	enum err e;

	if (!key || rq->method != METHOD_POST || !s->caller)
		return rq->route->handle(rq);
	if (strlen(key) > KEY_SIZE_MAX || !text_is_clean(key, strlen(key)))
		return refuse_field(s, "Idempotency-Key",
			"Idempotency-Key may have at most %d characters.", KEY_SIZE_MAX);
	request = hash_text(arena_format(rq->arena, "POST %s\n%s", rq->path, key));
	body = hash_bytes(rq->body_text, rq->body_size);
	e = sql_answer_begin(s, scope_person(s), &request, &body);
	if (e == E_CONFLICT)
		return answer_kept(rq, &request, &body);
	TRY(e);
	TRY(rq->route->handle(rq));
	return sql_answer_keep(s, scope_person(s), &request, rq->answer->status,
		rq->answer->body ? rq->answer->body : "");
}
