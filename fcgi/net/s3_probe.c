/* s3_probe.c - see s3_probe.h. Unlike s3_call.c it signs nothing and knows no XML: it has no more than a link. */
#include "net/s3_probe.h"

#include <string.h>
#include <strings.h>

#include <curl/curl.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/str.h"
#include "net/s3_call.h"
#include "net/transfer.h"

enum { TIMEOUT_MS = 10000, HEADER_SIZE_MAX = 256 };

struct listening {
	struct arena *arena;
	struct str body;
	struct s3_probe *probe;
};

static struct transfer transfer;

static size_t on_body(char *bytes, size_t size, size_t n, void *context);
static size_t on_header(char *line, size_t size, size_t n, void *context);

enum err s3_probe(struct arena *arena, const char *link, bool at_store, const char *range,
	struct s3_probe *probe_out, const char **why_out)
{
	struct listening x = { .arena = arena, .body = str_make(arena), .probe = probe_out };
	CURL *curl = transfer_begin(&transfer);
	CURLcode code;
	long status = 0;

	*why_out = "no memory";
	if (curl == NULL)
		return E_BUSY;
	*probe_out = (struct s3_probe){ .date = -1, .encryption = "" };
	if (at_store)
		link = arena_format(
			arena, "%s%s", s3_origin(arena), link + strlen(conf()->s3_public_origin));
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(curl, CURLOPT_URL, link);
	curl_easy_setopt(curl, CURLOPT_RANGE, range);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)conf()->s3_connect_timeout_ms);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)TIMEOUT_MS);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &x);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, &x);
	if (at_store && conf()->s3_ca_file[0] != '\0') {
		curl_easy_setopt(curl, CURLOPT_CAINFO, conf()->s3_ca_file);
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	}
	if (at_store && str_equal(conf()->s3_driver, "libs3")) { /* which verifies nothing, too */
		curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
		curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
	}
	code = curl_easy_perform(curl);
	*why_out = curl_easy_strerror(code);
	if (code != CURLE_OK)
		return E_BUSY;
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	probe_out->status = (int)status;
	probe_out->text = x.body.text;
	return OK;
}

static size_t on_body(char *bytes, size_t size, size_t n, void *context)
{
	struct listening *x = context;

	if (size * n > S3_PROBE_SIZE_MAX - x->body.size)
		return CURL_WRITEFUNC_ERROR;
	str_add_bytes(&x->body, bytes, size * n);
	return size * n;
}

static size_t on_header(char *line, size_t size, size_t n, void *context)
{
	static const char encryption[] = "x-amz-server-side-encryption:";
	struct listening *x = context;
	const char *text;

	if (size * n > HEADER_SIZE_MAX)
		return size * n;
	text = arena_strndup(x->arena, line, size * n);
	if (strncasecmp(text, "date:", 5) == 0) {
		int64_t date = curl_getdate(text + 5, NULL);

		x->probe->date = date < 0 ? -1 : date * 1000;
	} else if (strncasecmp(text, encryption, sizeof encryption - 1) == 0) {
		text += sizeof encryption - 1;
		text += strspn(text, " ");
		x->probe->encryption = arena_strndup(x->arena, text, strcspn(text, " \r\n"));
	}
	return size * n;
}
