/* routes.h - every route there is, as data: method, path, handler, what the caller must be allowed, pool, and how it meets
 * the database. nginx's locations are printed from the same table, so nginx forwards exactly the routes that exist. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"
#include "web/request.h"
#include "id/policy.h"

enum route_pool { POOL_PAGES, POOL_FILES, POOL_AUTH };
enum route_mode {
	READS,  /* autocommit on a read-only session */
	WRITES, /* one transaction, committed before the answer leaves; run again on a deadlock */
	STEPS,  /* opens short transactions itself: it waits for others, or writes one log row */
};
struct route {
	enum method method;
	const char *path; /* /rest/servicedeskapi/request/{key}/comment */
	enum err (*handle)(struct rq *rq);
	enum action action;
	enum route_mode mode;
	enum route_pool pool;
	/* Uploads: nginx asks this before it takes the body, and the handler then reads the body itself as it streams. */
	enum err (*gate)(struct rq *rq);
	bool local;          /* only on the local listener */
	const char *snippet; /* of nginx, in place of its pool's; NULL: none of its own */
};
extern const struct route routes[];
extern const size_t routes_n;

/* Finds the row and the named parts of the path. E_MISSING: no such path; E_METHOD: not with this method, and the row is one
 * of the path's others. HEAD finds GET's. */
enum err route_find(struct arena *arena, enum method method, const char *path,
	const struct route **route_out, const struct url_param **named_out) MUST_USE;
/* What Allow says of a path that does not know the method: "GET, HEAD, POST". */
const char *route_methods(struct arena *arena, const struct route *route);
/* The locations for nginx, to standard output. */
void routes_print(void);
