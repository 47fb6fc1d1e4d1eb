/* request.h - one HTTP request as a handler sees it, and the answer it gives. The answer is kept in memory and leaves
 * after the commit. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct answer;
struct arena;
struct json;
struct refusal;
struct route;
struct scope;
struct shown;
struct url_param;

enum method {
	METHOD_GET = 1,
	METHOD_HEAD = 2,
	METHOD_POST = 4,
	METHOD_PUT = 8,
	METHOD_PATCH = 16,
	METHOD_DELETE = 32,
	METHOD_OPTIONS = 64
};
const char *method_name(enum method method);

struct rq {
	struct arena *arena;
	struct scope *scope;     /* on whose behalf; opaque here */
	struct refusal *refusal; /* what will be said if this fails: the scope's */
	const struct route *route;
	bool secure; /* the site's own address is https: set once the tenant is known */
	enum method method;
	const char *path; /* decoded once by nginx's $uri, without the query */
	const char *id;   /* the request id that nginx made */
	const char *method_name;
	const struct url_param *query;
	const struct url_param *named; /* parts of the path by the names in the route: {key} */
	const struct json *body;       /* parsed once; NULL: no body */
	const char *body_text;         /* as it came; "" without one */
	size_t body_size;
	int64_t content_length; /* -1: not said */
	void *stream;           /* FCGX_Request */
	struct answer *answer;  /* web/answer.h */
	struct shown
		*shown; /* what the api room has written before, to write it again (api/shape.c) */
};

/* Reads id, method, path and query of what the pool accepted. E_INVALID: a path or query that is no clean UTF-8; E_METHOD. */
enum err rq_open(struct rq *rq) MUST_USE;
/* Reads the body whole: JSON or a form; nothing at all is fine whatever its type. E_TOO_LARGE, E_UNSUPPORTED, E_INVALID. */
enum err rq_read_body(struct rq *rq) MUST_USE;
/* The next bytes of the body for a handler that streams: > 0 how many, 0 its end, < 0 it ended before Content-Length. */
int64_t rq_stream(void *rq, void *bytes, size_t room);

/* A FastCGI parameter (REMOTE_ADDR) or a header ("Idempotency-Key"); NULL when absent. */
const char *rq_param(const struct rq *rq, const char *name);
const char *rq_header(const struct rq *rq, const char *name);
/* The header as a whole number from 0 on; E_INVALID blames it: it is missing, there twice, or something else. */
enum err rq_header_int(struct rq *rq, const char *name, int64_t *number_out) MUST_USE;
/* {key} of the route; asserts that the route has it. */
const char *rq_named(const struct rq *rq, const char *name);
/* {serviceDeskId} as a number: E_MISSING when it is none, as such an id cannot exist. */
enum err rq_named_id(const struct rq *rq, const char *name, int64_t *id_out) MUST_USE;
/* ?name=, NULL when absent or empty. */
const char *rq_query(const struct rq *rq, const char *name);
/* A whole number within bounds, the default when absent; E_INVALID names the parameter. */
enum err rq_query_int(struct rq *rq, const char *name, int64_t min, int64_t max, int64_t otherwise,
	int64_t *number_out) MUST_USE;
enum err rq_query_bool(struct rq *rq, const char *name, bool otherwise, bool *truth_out) MUST_USE;
/* Both `expand=a,b` and `expand=a&expand=b`. */
bool rq_query_has(const struct rq *rq, const char *name, const char *value);

/* Answers, kept until the commit. Each returns OK, so that a handler can end with one. */
enum err rq_ok(struct rq *rq, struct json *json);
/* The same to who asks again and again: with an ETag, and 304 without a body when they have it already (RFC 9110 section 13.1.2). */
enum err rq_ok_tagged(struct rq *rq, struct json *json);
enum err rq_created(struct rq *rq, struct json *json);
enum err rq_no_content(struct rq *rq);
/* To HEAD, where GET would not answer the same: what type and how many bytes there are. */
enum err rq_head(struct rq *rq, const char *type, int64_t size);
enum err rq_redirect(struct rq *rq, int status, const char *url);
enum err rq_text(struct rq *rq, int status, const char *type, const char *text);
/* The name must be a literal; the value must not hold CR or LF (checked). */
void rq_answer_header(struct rq *rq, const char *name, const char *value);
/* The same, also when the request is refused in the end; a second value replaces the first. */
void rq_answer_header_always(struct rq *rq, const char *name, const char *value);
