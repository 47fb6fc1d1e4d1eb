/* s3_call.c - one signed request to the object store, by libcurl. Its address is the operator's own configuration, most often
 * on a private network, so it does not pass the gate for public addresses (outward.h); all other hardening applies. */
#include "net/s3_call.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include <curl/curl.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/str.h"
#include "net/transfer.h"
#include "net/xml.h"

enum {
	ANSWER_SIZE_MAX = 4 * 1024 * 1024, /* 1000 keys of 1 KiB, percent-encoded */
	ETAG_SIZE_MAX = 128,
	HEADER_SIZE_MAX = 256,
	SIGNATURE_VALID_S = 900,
	BUFFER_SIZE = 256 * 1024,
};

struct exchange {
	const struct s3_call *call;
	struct arena *arena;
	CURL *curl;
	struct str body;
	char etag[ETAG_SIZE_MAX + 1];
	int64_t given; /* bytes of the request's body */
	bool given_up;
	int64_t range_from; /* Content-Range; -1: none */
	int64_t taken;
	enum err take_error;
	curl_off_t moved; /* bytes there and back */
	int64_t moved_at; /* by clock_monotonic_ms */
};

static struct transfer transfer;

static bool is_host_style(void);
static const char *endpoint_host(struct arena *arena);
static const struct sigv4_param *encryption(struct arena *arena);
static void headers_apply(CURL *curl, struct arena *arena, const struct s3_call *call);
static const char *range_header(struct arena *arena, const struct s3_call *call);
static void free_headers(void *headers);
static void limits_apply(CURL *curl, struct exchange *x);
static void body_apply(CURL *curl, struct exchange *x);
static void answer_apply(CURL *curl, struct exchange *x);
static size_t on_give(char *bytes, size_t size, size_t n, void *context);
static int on_again(void *context, curl_off_t offset, int origin);
static size_t on_body(char *bytes, size_t size, size_t n, void *context);
static size_t on_header(char *line, size_t size, size_t n, void *context);
static size_t body_take(struct exchange *x, const char *bytes, size_t size);
static bool body_is_asked_for(struct exchange *x, long status);
static void etag_read(struct exchange *x, const char *value);
static bool has_range(const struct s3_call *call);
static bool has_body(const struct s3_call *call);
static CURLcode perform(CURL *curl, struct exchange *x);
static int on_progress(
	void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up);
static enum err outcome(CURL *curl, struct exchange *x, CURLcode code);
static enum err reply_read(CURL *curl, struct exchange *x, struct s3_reply *reply);

enum err s3_call(struct arena *arena, const struct s3_call *call, struct s3_reply *reply_out)
{
	struct exchange x = {
		.call = call, .arena = arena, .body = str_make(arena), .range_from = -1
	};
	const char *target = s3_target(arena, call, SIGNATURE_VALID_S);
	CURL *curl = transfer_begin(&transfer);
	CURLcode code;

	if (curl == NULL)
		return fail(E_BUSY, "libcurl: no handle");
	x.curl = curl;
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(curl, CURLOPT_URL, arena_format(arena, "%s%s", s3_origin(arena), target));
	if (conf()->s3_ca_file[0] != '\0') {
		curl_easy_setopt(curl, CURLOPT_CAINFO, conf()->s3_ca_file);
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	}
	headers_apply(curl, arena, call);
	limits_apply(curl, &x);
	body_apply(curl, &x);
	answer_apply(curl, &x);
	code = perform(curl, &x);
	TRY(outcome(curl, &x, code));
	return reply_read(curl, &x, reply_out);
}

enum err s3_expect(struct arena *arena, const struct s3_call *call, struct s3_reply *reply_out)
{
	TRY(s3_call(arena, call, reply_out));
	/* A store that fails late answers 200 with an error in it: its status had gone out before. */
	if (reply_out->status >= 200 && reply_out->status < 300 && reply_out->code[0] == '\0')
		return OK;
	return fail(E_BUSY, "store: %s %s: %d %s", call->method, call->key != NULL ? call->key : "",
		reply_out->status, reply_out->code);
}

char *s3_target(struct arena *arena, const struct s3_call *call, int64_t valid_s)
{
	const char *bucket = is_host_style() ? "" : arena_format(arena, "/%s", conf()->s3_bucket);
	struct sigv4 what = {
		.access_key = conf()->s3_access_key,
		.secret_key = conf()->s3_secret_key,
		.region = conf()->s3_region,
		.method = call->method,
		.host = endpoint_host(arena),
		.path = call->key != NULL || is_host_style()
			? arena_format(arena, "%s/%s", bucket, call->key != NULL ? call->key : "")
			: bucket,
		.params = call->params,
		.headers = call->makes_object ? encryption(arena) : NULL,
		.valid_s = valid_s,
		.at = clock_now(),
	};

	return sigv4_target(arena, &what);
}

static bool is_host_style(void)
{
	return str_equal(conf()->s3_style, "host");
}

/* "http://127.0.0.1:8082", also where a slash was written behind it; "https://bucket.s3.example.net" in the other style. */
const char *s3_origin(struct arena *arena)
{
	const char *endpoint = conf()->s3_endpoint;
	const char *scheme_end = strstr(endpoint, "://");
	size_t host_at = scheme_end != NULL ? (size_t)(scheme_end + 3 - endpoint) : 0;

	return arena_format(arena, "%.*s%s%s%.*s", (int)host_at, endpoint,
		is_host_style() ? conf()->s3_bucket : "", is_host_style() ? "." : "",
		(int)strcspn(endpoint + host_at, "/"), endpoint + host_at);
}

static const char *endpoint_host(struct arena *arena)
{
	const char *origin = s3_origin(arena);
	const char *scheme_end = strstr(origin, "://");

	return scheme_end != NULL ? scheme_end + 3 : origin;
}

/* How the store shall keep the object; NULL: as it does by itself. */
static const struct sigv4_param *encryption(struct arena *arena)
{
	const char *kind = conf()->s3_encryption, *key = conf()->s3_kms_key;
	struct sigv4_param headers[3] = { { "x-amz-server-side-encryption", kind } };

	if (kind[0] == '\0')
		return NULL;
	if (str_equal(kind, "aws:kms") && key[0] != '\0')
		headers[1] = (struct sigv4_param){ "x-amz-server-side-encryption-aws-kms-key-id",
			key };
	return arena_copy(arena, headers, sizeof headers);
}

static void headers_apply(CURL *curl, struct arena *arena, const struct s3_call *call)
{
	/* The Host that was signed, also where libcurl would leave out the port. */
	struct curl_slist *headers = curl_slist_append(
		NULL, arena_format(arena, "Host: %s", endpoint_host(arena)));
	const struct sigv4_param *encrypted;

	assert(headers != NULL);
	arena_defer(arena, free_headers, headers);
	curl_slist_append(headers, "Expect:");
	curl_slist_append(headers,
		call->content_type != NULL
			? arena_format(arena, "Content-Type: %s", call->content_type)
			: "Content-Type:");
	for (encrypted = call->makes_object ? encryption(arena) : NULL;
		encrypted != NULL && encrypted->name != NULL; encrypted++)
		curl_slist_append(
			headers, arena_format(arena, "%s: %s", encrypted->name, encrypted->value));
	if (has_range(call))
		curl_slist_append(headers, range_header(arena, call));
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
}

static const char *range_header(struct arena *arena, const struct s3_call *call)
{
	if (call->size < 0)
		return arena_format(arena, "Range: bytes=%lld-", (long long)call->from);
	return arena_format(arena, "Range: bytes=%lld-%lld", (long long)call->from,
		(long long)(call->from + call->size - 1));
}

static bool has_range(const struct s3_call *call)
{
	return call->take != NULL && (call->from > 0 || call->size >= 0);
}

static void free_headers(void *headers)
{
	curl_slist_free_all(headers);
}

/* Stalls are counted here: CURLOPT_LOW_SPEED_TIME looks at an average and ends five seconds late. */
static void limits_apply(CURL *curl, struct exchange *x)
{
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)conf()->s3_connect_timeout_ms);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)x->call->timeout_ms);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, x);
}

static void body_apply(CURL *curl, struct exchange *x)
{
	const struct s3_call *call = x->call;

	if (call->give != NULL) {
		curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
		curl_easy_setopt(curl, CURLOPT_UPLOAD_BUFFERSIZE, (long)BUFFER_SIZE);
		curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)call->size);
		curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_give);
		curl_easy_setopt(curl, CURLOPT_READDATA, x);
		curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION, on_again);
		curl_easy_setopt(curl, CURLOPT_SEEKDATA, x);
		curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, call->again == NULL ? 1L : 0L);
	} else if (has_body(call)) {
		const char *text = call->text != NULL ? call->text : "";

		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(text));
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, text);
	}
	if (str_equal(call->method, "HEAD"))
		curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
	else
		curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, call->method);
}

static bool has_body(const struct s3_call *call)
{
	return str_equal(call->method, "POST") || str_equal(call->method, "PUT");
}

static void answer_apply(CURL *curl, struct exchange *x)
{
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, x);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, x);
}

static size_t on_give(char *bytes, size_t size, size_t n, void *context)
{
	struct exchange *x = context;
	int64_t given = x->call->give(x->call->context, bytes, size * n);

	if (given < 0) {
		x->given_up = true;
		return CURL_READFUNC_ABORT;
	}
	x->given += given;
	x->moved_at = clock_monotonic_ms(); /* the store did not wait, the source did */
	return (size_t)given;
}

static int on_again(void *context, curl_off_t offset, int origin)
{
	struct exchange *x = context;

	if (offset != 0 || origin != SEEK_SET || x->call->again == NULL)
		return CURL_SEEKFUNC_FAIL;
	x->call->again(x->call->context);
	x->given = 0;
	return CURL_SEEKFUNC_OK;
}

static size_t on_body(char *bytes, size_t size, size_t n, void *context)
{
	struct exchange *x = context;

	if (x->call->take != NULL) {
		long status = 0;

		curl_easy_getinfo(x->curl, CURLINFO_RESPONSE_CODE, &status);
		if (status >= 200 && status < 300)
			return body_is_asked_for(x, status) ? body_take(x, bytes, size * n)
							    : CURL_WRITEFUNC_ERROR;
	}
	if (size * n > ANSWER_SIZE_MAX - x->body.size)
		return CURL_WRITEFUNC_ERROR;
	str_add_bytes(&x->body, bytes, size * n);
	return size * n;
}

static size_t body_take(struct exchange *x, const char *bytes, size_t size)
{
	x->take_error = x->call->take(x->call->context, bytes, size);
	if (x->take_error != OK)
		return CURL_WRITEFUNC_ERROR;
	x->taken += (int64_t)size;
	x->moved_at = clock_monotonic_ms(); /* the store did not wait, the taker did */
	return size;
}

/* Before the first byte is taken. Without an announced length nobody could tell a whole object from half of one. */
static bool body_is_asked_for(struct exchange *x, long status)
{
	const struct s3_call *call = x->call;
	curl_off_t length = -1;

	curl_easy_getinfo(x->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
	if (length < 0 || (call->size >= 0 && length > call->size))
		return false;
	return has_range(call) ? status == 206 && x->range_from == call->from : status == 200;
}

static size_t on_header(char *line, size_t size, size_t n, void *context)
{
	struct exchange *x = context;
	char text[HEADER_SIZE_MAX + 1];
	long long from;

	if (size * n > HEADER_SIZE_MAX)
		return size * n; /* none that is read here */
	memcpy(text, line, size * n);
	text[size * n] = '\0';
	if (strncasecmp(text, "etag:", 5) == 0)
		etag_read(x, text + 5);
	else if (strncasecmp(text, "content-range: bytes ", 21) == 0 &&
		str_to_int(arena_strndup(x->arena, text + 21, strcspn(text + 21, "-")), 0,
			INT64_MAX, &from) == OK)
		x->range_from = from;
	return size * n;
}

static void etag_read(struct exchange *x, const char *value)
{
	size_t size;

	value += strspn(value, " ");
	for (size = strlen(value); size > 0 && strchr("\r\n ", value[size - 1]) != NULL; size--)
		;
	if (size > ETAG_SIZE_MAX)
		size = 0; /* as if there were none */
	memcpy(x->etag, value, size);
	x->etag[size] = '\0';
}

/* A kept connection may end at the very moment it is used. libcurl sends a request again by itself only if nothing of
 * a body went out. */
static CURLcode perform(CURL *curl, struct exchange *x)
{
	CURLcode code;
	long status = 0, connections = 0;

	x->moved_at = clock_monotonic_ms();
	code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &connections);
	if ((code != CURLE_SEND_ERROR && code != CURLE_RECV_ERROR && code != CURLE_GOT_NOTHING) ||
		status != 0 || connections != 0)
		return code;
	if (x->call->again != NULL)
		x->call->again(x->call->context);
	x->given = 0;
	x->moved = 0;
	x->moved_at = clock_monotonic_ms();
	curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
	return curl_easy_perform(curl);
}

/* libcurl asks at least once a second. */
static int on_progress(
	void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up)
{
	struct exchange *x = context;

	(void)down_total;
	(void)up_total;
	if (down + up != x->moved) {
		x->moved = down + up;
		x->moved_at = clock_monotonic_ms();
	}
	return clock_monotonic_ms() - x->moved_at > conf()->s3_stall_timeout_s * 1000;
}

static enum err outcome(CURL *curl, struct exchange *x, CURLcode code)
{
	const struct s3_call *call = x->call;
	curl_off_t length = -1;
	long status = 0;

	if (x->given_up)
		return E_UPSTREAM; /* whoever gives the body knows why */
	if (x->take_error != OK)
		return x->take_error;
	if (code != CURLE_OK)
		return fail(E_BUSY, "store: %s %s: %s", call->method,
			call->key != NULL ? call->key : "",
			code == CURLE_ABORTED_BY_CALLBACK   ? "stalls"
				: code == CURLE_WRITE_ERROR ? "an answer that was not asked for"
							    : curl_easy_strerror(code));
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	/* An early refusal stops the body half-way, and that is right; a success with half of it is a lie. */
	if (call->give != NULL && status < 300 && x->given != call->size)
		return fail(E_BUSY, "store: %s %s: took %lld of %lld bytes", call->method,
			call->key, (long long)x->given, (long long)call->size);
	curl_easy_getinfo(curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
	if (call->take != NULL && status < 300 && x->taken != length)
		return fail(E_BUSY, "store: %s %s: gave %lld of %lld bytes", call->method,
			call->key, (long long)x->taken, (long long)length);
	return OK;
}

static enum err reply_read(CURL *curl, struct exchange *x, struct s3_reply *reply)
{
	curl_off_t length = -1;
	long status = 0;
	struct xml *body = NULL;

	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
	if (x->body.size > 0 && xml_read(x->arena, x->body.text, x->body.size, &body) != OK) {
		if (status < 300)
			return fail(E_BUSY, "store: %s: an answer that is no XML", x->call->method);
		body = NULL; /* a proxy's own page of error */
	}
	*reply = (struct s3_reply){
		.status = (int)status,
		.etag = arena_strdup(x->arena, x->etag),
		.length = length,
		.taken = x->taken,
		.body = body,
		.code = "",
	};
	if (body != NULL && str_equal(body->name, "Error"))
		reply->code = xml_text(body, "Code") != NULL ? xml_text(body, "Code") : "?";
	return OK;
}
