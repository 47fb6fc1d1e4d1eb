/* request.c - reads what nginx hands over. The path comes from the request line and is decoded here, once; headers are the
 * client's and are never believed for an address, a scheme or a length. */
#include "web/request.h"

#include <assert.h>
#include <ctype.h>
#include <fcgiapp.h>
#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/json.h"
#include "base/refusal.h"
#include "base/str.h"
#include "base/text.h"
#include "base/url.h"

enum { HEADER_NAME_MAX = 64, REQUEST_URI_MAX = 8192 };

static const struct {
	const char *name;
	enum method method;
} methods[] = {
	{ "GET", METHOD_GET },
	{ "HEAD", METHOD_HEAD },
	{ "POST", METHOD_POST },
	{ "PUT", METHOD_PUT },
	{ "PATCH", METHOD_PATCH },
	{ "DELETE", METHOD_DELETE },
	{ "OPTIONS", METHOD_OPTIONS },
};

const char *method_name(enum method method)
{
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (methods[i].method == method)
			return methods[i].name;
	return "";
}

const char *rq_param(const struct rq *rq, const char *name)
{
	const char *value = FCGX_GetParam(name, ((FCGX_Request *)rq->stream)->envp);

	return value && *value ? value : NULL;
}

const char *rq_header(const struct rq *rq, const char *name)
{
	char param[HEADER_NAME_MAX] = "HTTP_";
	size_t at = 5;

	for (; *name && at + 1 < sizeof(param); name++)
		param[at++] = *name == '-' ? '_' : (char)toupper((unsigned char)*name);
	param[at] = '\0';
	return rq_param(rq, param);
}

/* nginx hands every one of them over, and FCGX_GetParam knows the first. */
static bool header_is_twice(const struct rq *rq, const char *name, const char *value)
{
	const char *first = value - strlen(name) - 1; /* "HTTP_..=" stands before the value */
	int n = 0;

	first -= strlen("HTTP_");
	for (char **param = ((FCGX_Request *)rq->stream)->envp; *param; param++)
		n += strncmp(*param, first, (size_t)(value - first)) == 0;
	return n != 1;
}

enum err rq_header_int(struct rq *rq, const char *name, int64_t *number_out)
{
	const char *value = rq_header(rq, name);
	long long number;

	if (!value)
		return refusal_field(rq->refusal, name, "Please say %s.", name);
	if (header_is_twice(rq, name, value))
		return refusal_field(rq->refusal, name, "%s is there twice.", name);
	if (str_to_int(value, 0, INT64_MAX, &number) != OK)
		return refusal_field(rq->refusal, name, "%s must be a whole number.", name);
	*number_out = number;
	return OK;
}

static enum err method_read(struct rq *rq)
{
	const char *said = rq_param(rq, "LODGE_METHOD");

	if (!said)
		said = rq_param(rq, "REQUEST_METHOD");
	rq->method_name = arena_strdup(rq->arena, said ? said : "-");
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (str_equal(methods[i].name, said))
			rq->method = methods[i].method;
	return rq->method ? OK : refusal_say(rq->refusal, E_METHOD, "There is no such method.");
}

static enum err length_read(struct rq *rq)
{
	const char *said = rq_param(rq, "LODGE_CONTENT_LENGTH");
	long long length = -1;

	if (!said)
		said = rq_param(rq, "CONTENT_LENGTH");
	if (said && str_to_int(said, 0, INT64_MAX, &length) != OK)
		return refusal_field(rq->refusal, "Content-Length", "Content-Length is no number.");
	rq->content_length = length;
	return OK;
}

enum err rq_open(struct rq *rq)
{
	const char *uri = rq_param(rq, "REQUEST_URI");
	struct url_param *query;
	size_t path_size;
	char *path;

	rq->body_text = "";
	TRY(method_read(rq));
	TRY(length_read(rq));
	if (!uri || strlen(uri) > REQUEST_URI_MAX)
		return refusal_say(rq->refusal, E_INVALID, "The address is too long.");
	path_size = strcspn(uri, "?");
	if (url_decode(rq->arena, uri, path_size, false, &path) != OK)
		return refusal_say(rq->refusal, E_INVALID, "The address is not well formed.");
	rq->path = path;
	if (uri[path_size] != '?')
		return OK;
	if (url_params(rq->arena, uri + path_size + 1, &query) != OK)
		return refusal_say(
			rq->refusal, E_INVALID, "The query of the address is not well formed.");
	rq->query = query;
	return OK;
}

int64_t rq_stream(void *source, void *bytes, size_t room)
{
	struct rq *rq = source;
	FCGX_Request *stream = rq->stream;
	int got;

	if (room > 1 << 20)
		room = 1 << 20;
	got = FCGX_GetStr(bytes, (int)room, stream->in);
	rq->body_size += (size_t)got;
	if (got == 0 && rq->content_length >= 0 && rq->body_size < (size_t)rq->content_length)
		return -1;
	return got;
}

static enum err body_take(struct rq *rq)
{
	size_t room = (size_t)rq->content_length;
	char *text = arena_alloc(rq->arena, room + 1);
	size_t size = 0;
	char more;

	while (size < room) {
		int64_t got = rq_stream(rq, text + size, room - size);

		if (got <= 0)
			return refusal_field(rq->refusal, "Content-Length",
				"The body is shorter than Content-Length says.");
		size += (size_t)got;
	}
	if (rq_stream(rq, &more, 1) > 0)
		return refusal_field(rq->refusal, "Content-Length",
			"The body is longer than Content-Length says.");
	rq->body_text = text;
	rq->body_size = size;
	return OK;
}

/* A form becomes an object of texts, so that one table reads both. */
static enum err body_from_form(struct rq *rq)
{
	const struct url_param *param;
	struct url_param *first;
	struct json *object = json_object();

	if (url_params(rq->arena, rq->body_text, &first) != OK)
		return refusal_say(rq->refusal, E_INVALID, "The form is not well formed.");
	for (param = first; param; param = param->next) {
		if (json_at(object, param->name))
			return refusal_field(
				rq->refusal, param->name, "%s is there twice.", param->name);
		json_put(object, param->name, param->value);
	}
	rq->body = object;
	return OK;
}

static bool type_is(const char *type, const char *wanted)
{
	size_t size = strlen(wanted);

	return type && strncasecmp(type, wanted, size) == 0 && strchr("; ", type[size]);
}

static enum err body_refuse(struct rq *rq)
{
	const char *field = json_blame(rq->arena, rq->body_text, rq->body_size);

	if (field && text_is_clean(field, strlen(field)))
		return refusal_field(
			rq->refusal, field, "%.60s holds characters that no text may hold.", field);
	return refusal_say(rq->refusal, E_INVALID, "The body is not valid JSON.");
}

enum err rq_read_body(struct rq *rq)
{
	const char *type = rq_param(rq, "CONTENT_TYPE");
	struct json *body;

	if (rq_header(rq, "Transfer-Encoding"))
		return refusal_field(rq->refusal, "Transfer-Encoding",
			"Please send the body with a Content-Length.");
	if (rq->content_length <= 0)
		return OK;
	if (rq->content_length > conf()->body_size_max)
		return refusal_say(rq->refusal, E_TOO_LARGE,
			"The body may have at most %lld bytes.", (long long)conf()->body_size_max);
	TRY(body_take(rq));
	if (type_is(type, "application/x-www-form-urlencoded"))
		return body_from_form(rq);
	if (type && !type_is(type, "application/json"))
		return refusal_say(rq->refusal, E_UNSUPPORTED, "Please send application/json.");
	if (json_read(rq->body_text, rq->body_size, &body) != OK)
		return body_refuse(rq);
	rq->body = body;
	return OK;
}

const char *rq_named(const struct rq *rq, const char *name)
{
	const char *value = url_param(rq->named, name);

	assert(value);
	return value;
}

enum err rq_named_id(const struct rq *rq, const char *name, int64_t *id_out)
{
	long long id;

	if (str_to_int(rq_named(rq, name), 1, INT64_MAX, &id) != OK)
		return E_MISSING;
	*id_out = id;
	return OK;
}

const char *rq_query(const struct rq *rq, const char *name)
{
	const char *value = url_param(rq->query, name);

	return value && *value ? value : NULL;
}

enum err rq_query_int(struct rq *rq, const char *name, int64_t min, int64_t max, int64_t otherwise,
	int64_t *number_out)
{
	const char *value = rq_query(rq, name);
	long long number = otherwise;

	if (value && str_to_int(value, min, max, &number) != OK)
		return refusal_field(rq->refusal, name,
			"%s must be a whole number from %lld to %lld.", name, (long long)min,
			(long long)max);
	*number_out = number;
	return OK;
}

enum err rq_query_bool(struct rq *rq, const char *name, bool otherwise, bool *truth_out)
{
	const char *value = rq_query(rq, name);

	*truth_out = value ? str_equal_nocase(value, "true") : otherwise;
	if (value && !*truth_out && !str_equal_nocase(value, "false"))
		return refusal_field(rq->refusal, name, "%s must be true or false.", name);
	return OK;
}

static bool list_has(const char *list, const char *value)
{
	size_t size = strlen(value);

	while (*list) {
		size_t word = strcspn(list, ",");

		if (word == size && strncmp(list, value, size) == 0)
			return true;
		list += word + (list[word] == ',');
		list += strspn(list, " ");
	}
	return false;
}

bool rq_query_has(const struct rq *rq, const char *name, const char *value)
{
	for (const struct url_param *param = rq->query; param; param = param->next)
		if (str_equal(param->name, name) && list_has(param->value, value))
			return true;
	return false;
}
