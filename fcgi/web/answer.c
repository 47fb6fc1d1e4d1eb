/* answer.c - see answer.h and the answers of request.h. */
#include "web/answer.h"

#include <assert.h>
#include <fcgiapp.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/refusal.h"
#include "base/str.h"
#include "web/etag.h"
#include "web/request.h"

enum { RETRY_AFTER_S = 5 };
static const char json_type[] = "application/json";

/* What is said when nobody said it better. */
static const char *const sentences[E_COUNT] = {
	[E_INVALID] = "The request is not valid.",
	[E_SIGNED_OUT] = "Please sign in.",
	[E_DENIED] = "You may not do this.",
	[E_MISSING] = "There is no such thing, or none that you may see.",
	[E_METHOD] = "This address does not know that method.",
	[E_CONFLICT] = "Somebody was quicker: please look again.",
	[E_GONE] = "This has ended.",
	[E_PRECONDITION] = "This has changed meanwhile.",
	[E_TOO_LARGE] = "This is too large.",
	[E_UNSUPPORTED] = "This kind of content is not read here.",
	[E_LOCKED] = "Another request is working on it.",
	[E_LIMITED] = "Too many requests: please wait a little.",
	[E_BUG] = "Something went wrong on our side.",
	[E_NOT_OFFERED] = "This is not offered.",
	[E_UPSTREAM] = "Another service did not answer.",
	[E_BUSY] = "The service is not available right now. Please try again in a moment.",
};

static const char *const keys[E_COUNT] = {
	[E_INVALID] = "lodge.invalid",
	[E_SIGNED_OUT] = "lodge.signed.out",
	[E_DENIED] = "lodge.denied",
	[E_MISSING] = "lodge.missing",
	[E_CONFLICT] = "lodge.conflict",
	[E_TOO_LARGE] = "lodge.too.large",
	[E_LIMITED] = "lodge.limited",
	[E_BUSY] = "lodge.busy",
};

static enum err say(struct rq *rq, int status, const char *type, const char *body, size_t size)
{
	struct answer *answer = rq->answer;

	answer->status = status;
	answer->type = type;
	answer->body = body;
	answer->size = size;
	return OK;
}

static enum err say_json(struct rq *rq, int status, struct json *json)
{
	size_t size;
	const char *text = json_text(json, &size);

	return say(rq, status, json_type, text, size);
}

enum err rq_ok(struct rq *rq, struct json *json)
{
	return say_json(rq, 200, json);
}

/* The answer itself stays out of every cache: who asks keeps the tag. */
enum err rq_ok_tagged(struct rq *rq, struct json *json)
{
	const char *known = rq_header(rq, "If-None-Match"), *tag;
	size_t size;
	const char *text = json_text(json, &size);

	tag = etag_of(rq->arena, text, size);
	rq_answer_header(rq, "ETag", tag);
	if (known && etag_is_among(tag, known))
		return say(rq, 304, NULL, NULL, 0);
	return say(rq, 200, json_type, text, size);
}

enum err rq_created(struct rq *rq, struct json *json)
{
	return say_json(rq, 201, json);
}

enum err rq_no_content(struct rq *rq)
{
	return say(rq, 204, NULL, NULL, 0);
}

enum err rq_head(struct rq *rq, const char *type, int64_t size)
{
	return say(rq, 200, type, NULL, (size_t)size);
}

enum err rq_redirect(struct rq *rq, int status, const char *url)
{
	rq_answer_header(rq, "Location", url);
	return say(rq, status, NULL, NULL, 0);
}

enum err rq_text(struct rq *rq, int status, const char *type, const char *text)
{
	return say(rq, status, type, text, strlen(text));
}

void rq_answer_header(struct rq *rq, const char *name, const char *value)
{
	struct answer *answer = rq->answer;

	assert(answer->headers_n < ANSWER_HEADERS_MAX && !strpbrk(value, "\r\n"));
	answer->headers[answer->headers_n++] = (struct answer_header){ name, value, false };
}

void rq_answer_header_always(struct rq *rq, const char *name, const char *value)
{
	struct answer *answer = rq->answer;
	int at = 0;

	while (at < answer->headers_n && !str_equal_nocase(answer->headers[at].name, name))
		at++;
	if (at == answer->headers_n)
		rq_answer_header(rq, name, value);
	assert(!strpbrk(value, "\r\n"));
	answer->headers[at] = (struct answer_header){ name, value, true };
}

void answer_reset(struct rq *rq)
{
	*rq->answer = (struct answer){ 0 };
	refusal_reset(rq->refusal);
}

void answer_again(struct rq *rq, int status, const char *json_text)
{
	say(rq, status, *json_text ? json_type : NULL, *json_text ? json_text : NULL,
		strlen(json_text));
}

static struct json *refusal_json(const struct refusal *refusal, enum err e)
{
	struct json *error = json_object(), *said = json_object(), *parameters = json_array(),
		    *fields;

	json_put(error, "errorMessage", refusal->message ? refusal->message : sentences[e]);
	json_put(said, "i18nKey", refusal->key ? refusal->key : keys[e] ? keys[e] : "lodge.failed");
	if (refusal->parameter)
		json_add(parameters, json_from_text(refusal->parameter));
	json_put(said, "parameters", parameters);
	json_put(error, "i18nErrorMessage", said);
	if (!refusal->fields)
		return error;
	fields = json_object();
	for (const struct refusal_field *wrong = refusal->fields; wrong; wrong = wrong->next)
		if (!json_at(fields, wrong->field))
			json_put(fields, wrong->field, wrong->message);
	json_put(error, "errors", fields);
	return error;
}

static void keep_always(struct answer *answer)
{
	struct answer kept = { 0 };

	for (int i = 0; i < answer->headers_n; i++)
		if (answer->headers[i].always)
			kept.headers[kept.headers_n++] = answer->headers[i];
	*answer = kept;
}

void answer_refuse(struct rq *rq, enum err e)
{
	const struct refusal *refusal = rq->refusal;
	int64_t wait_s = refusal->retry_after_s ? refusal->retry_after_s : RETRY_AFTER_S;

	keep_always(rq->answer);
	say_json(rq, err_status(e), refusal_json(refusal, e));
	if (e == E_BUSY || e == E_LIMITED || e == E_LOCKED)
		rq_answer_header(
			rq, "Retry-After", arena_format(rq->arena, "%lld", (long long)wait_s));
	if (e == E_SIGNED_OUT && rq_header(rq, "Authorization"))
		rq_answer_header(
			rq, "WWW-Authenticate", "Basic realm=\"Lodge\", charset=\"UTF-8\"");
}

static bool has_header(const struct answer *answer, const char *name)
{
	for (int i = 0; i < answer->headers_n; i++)
		if (str_equal_nocase(answer->headers[i].name, name))
			return true;
	return false;
}

void answer_send(struct rq *rq)
{
	const struct answer *answer = rq->answer;
	FCGX_Stream *out = ((FCGX_Request *)rq->stream)->out;
	struct str head = str_make(rq->arena);

	str_format(&head, "Status: %d\r\n", answer->status);
	if (answer->type)
		str_format(&head, "Content-Type: %s\r\n", answer->type);
	if (!has_header(answer, "Cache-Control"))
		str_add(&head, "Cache-Control: no-store\r\n");
	for (int i = 0; i < answer->headers_n; i++)
		str_format(&head, "%s: %s\r\n", answer->headers[i].name, answer->headers[i].value);
	if (answer->status != 204 && answer->status != 304)
		str_format(&head, "Content-Length: %zu\r\n", answer->size);
	str_add(&head, "\r\n");
	FCGX_PutStr(head.text, (int)head.size, out);
	if (answer->body && rq->method != METHOD_HEAD)
		FCGX_PutStr(answer->body, (int)answer->size, out);
	FCGX_Finish_r(rq->stream);
}
