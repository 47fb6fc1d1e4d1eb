/* http.c - one question to another HTTP server. The other side is never trusted: not with our time, our memory, nor
 * with where it sends us. */
#include "net/http.h"

#include <assert.h>
#include <string.h>

#include <curl/curl.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/str.h"
#include "net/outward.h"
#include "net/transfer.h"

enum { ANSWER_SIZE_MAX = 256 * 1024, URL_SIZE_MAX = 8192 };

struct intake {
	struct str body;
	size_t size_max;
};

static struct transfer transfer;

static struct curl_slist *headers_make(struct arena *arena, const struct http_ask *ask);
static void free_headers(void *headers);
static void ask_apply(CURL *curl, const struct http_ask *ask);
static void intake_apply(CURL *curl, struct intake *intake);
static size_t intake_take(char *bytes, size_t size, size_t n, void *context);
static enum err failure(CURL *curl, struct arena *arena, const struct http_ask *ask, CURLcode code);
static bool is_one_line(const char *text);

enum err http_ask(struct arena *arena, const struct http_ask *ask, struct http_answer *answer_out)
{
	struct intake intake = {
		.body = str_make(arena),
		.size_max = ask->answer_size_max != 0 ? ask->answer_size_max : ANSWER_SIZE_MAX,
	};
	CURL *curl = transfer_begin(&transfer);
	char *content_type = NULL;
	long status = 0;
	CURLcode code;

	assert(ask->timeout_ms > 0);
	if (curl == NULL)
		return fail(E_UPSTREAM, "libcurl: no handle");
	if (!is_one_line(ask->bearer) || !is_one_line(ask->content_type) ||
		strlen(ask->url) > URL_SIZE_MAX)
		return fail(E_DENIED, "a header or address that cannot be sent");
	outward_apply(curl);
	ask_apply(curl, ask);
	intake_apply(curl, &intake);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers_make(arena, ask));
	code = curl_easy_perform(curl);
	if (code != CURLE_OK)
		return failure(curl, arena, ask, code);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &content_type);
	*answer_out = (struct http_answer){
		.status = (int)status,
		.content_type = content_type != NULL ? arena_strdup(arena, content_type) : "",
		.body = intake.body.text,
		.size = intake.body.size,
	};
	return OK;
}

static struct curl_slist *headers_make(struct arena *arena, const struct http_ask *ask)
{
	/* Without "Expect:" a server that does not know it costs a second. */
	struct curl_slist *headers = curl_slist_append(NULL, "Expect:");

	assert(headers != NULL);
	arena_defer(arena, free_headers, headers);
	curl_slist_append(headers, "Accept: application/json, */*;q=0.1");
	if (ask->content_type != NULL)
		curl_slist_append(
			headers, arena_format(arena, "Content-Type: %s", ask->content_type));
	if (ask->bearer != NULL)
		curl_slist_append(
			headers, arena_format(arena, "Authorization: Bearer %s", ask->bearer));
	return headers;
}

static void free_headers(void *headers)
{
	curl_slist_free_all(headers);
}

static void ask_apply(CURL *curl, const struct http_ask *ask)
{
	curl_easy_setopt(curl, CURLOPT_URL, ask->url);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)ask->timeout_ms);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)ask->timeout_ms);
	if (ask->body != NULL || str_equal(ask->method, "POST")) {
		const char *body = ask->body != NULL ? ask->body : "";

		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(body));
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
	}
	if (str_equal(ask->method, "HEAD"))
		curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
	else
		curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, ask->method);
	if (ask->user != NULL) {
		curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		curl_easy_setopt(curl, CURLOPT_USERNAME, ask->user);
		curl_easy_setopt(
			curl, CURLOPT_PASSWORD, ask->password != NULL ? ask->password : "");
	}
}

static void intake_apply(CURL *curl, struct intake *intake)
{
	curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)intake->size_max);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, intake_take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, intake);
}

/* An answer may hide its size (chunked), so it is counted as it comes. */
static size_t intake_take(char *bytes, size_t size, size_t n, void *context)
{
	struct intake *intake = context;

	if (size * n > intake->size_max - intake->body.size)
		return CURL_WRITEFUNC_ERROR;
	str_add_bytes(&intake->body, bytes, size * n);
	return size * n;
}

static enum err failure(CURL *curl, struct arena *arena, const struct http_ask *ask, CURLcode code)
{
	/* What follows '?' may be a secret: it stays out of the log. */
	const char *url = arena_strndup(arena, ask->url, strcspn(ask->url, "?#"));
	long sent = 0;

	curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &sent);
	if (outward_refused())
		return fail(E_DENIED, "%s %s: outward connections do not go to this address",
			ask->method, url);
	if (sent > 0 && code == CURLE_UNSUPPORTED_PROTOCOL)
		return fail(E_UPSTREAM, "%s %s: an answer that is no HTTP", ask->method, url);
	switch (code) {
	case CURLE_LOGIN_DENIED: /* DISALLOW_USERNAME_IN_URL; a password stays out of the log */
		return fail(E_DENIED, "%s: an address with a user in it", ask->method);
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_URL_MALFORMAT:
		return fail(E_DENIED, "%s %s: %s", ask->method, url, curl_easy_strerror(code));
	case CURLE_WRITE_ERROR:
	case CURLE_FILESIZE_EXCEEDED:
		return fail(E_UPSTREAM, "%s %s: the answer is too large", ask->method, url);
	default:
		return fail(E_UPSTREAM, "%s %s: %s", ask->method, url, curl_easy_strerror(code));
	}
}

/* NULL is; what would begin another header is not. */
static bool is_one_line(const char *text)
{
	for (; text != NULL && *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return false;
	return true;
}
