/* sigv4.c - the signer. Every verb is signed the same way as a link, so there is one road to test. */
#include "net/sigv4.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/str.h"
#include "base/url.h"

static const char *query_make(
	struct arena *arena, const struct sigv4 *what, const char *time, const char *scope);
static const char *headers_make(struct arena *arena, const struct sigv4 *what);
static const char *header_names(struct arena *arena, const struct sigv4 *what);
static struct hash key_derive(struct arena *arena, const struct sigv4 *what, const char *day);
static struct hash hmac_next(const struct hash *key, const char *text);

char *sigv4_target(struct arena *arena, const struct sigv4 *what)
{
	struct clock_parts t = clock_split(what->at);
	const char *day = arena_format(arena, "%04d%02d%02d", t.year, t.month, t.day);
	const char *time = arena_format(arena, "%sT%02d%02d%02dZ", day, t.hour, t.minute, t.second);
	const char *scope = arena_format(arena, "%s/%s/s3/aws4_request", day, what->region);
	const char *path = url_encode_path(arena, what->path);
	const char *query = query_make(arena, what, time, scope);
	const char *canonical = arena_format(arena, "%s\n%s\n%s\n%s\n%s\nUNSIGNED-PAYLOAD",
		what->method, path, query, headers_make(arena, what), header_names(arena, what));
	struct hash canonical_hash = hash_text(canonical);
	const char *to_sign = arena_format(arena, "AWS4-HMAC-SHA256\n%s\n%s\n%s", time, scope,
		hash_hex(arena, &canonical_hash));
	struct hash key = key_derive(arena, what, day);
	struct hash signature = hmac_next(&key, to_sign);

	return arena_format(
		arena, "%s?%s&X-Amz-Signature=%s", path, query, hash_hex(arena, &signature));
}

static const char *query_make(
	struct arena *arena, const struct sigv4 *what, const char *time, const char *scope)
{
	const char *credential = arena_format(arena, "%s/%s", what->access_key, scope);
	const struct sigv4_param *param;
	struct str query = str_make(arena);

	str_format(&query,
		"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=%s&X-Amz-Date=%s&X-Amz-Expires=%lld",
		url_encode(arena, credential), time, (long long)what->valid_s);
	str_format(&query, "&X-Amz-SignedHeaders=%s", url_encode(arena, header_names(arena, what)));
	for (param = what->params; param != NULL && param->name != NULL; param++) {
		assert(param == what->params || strcmp(param[-1].name, param->name) < 0);
		str_format(&query, "&%s=%s", param->name, url_encode(arena, param->value));
	}
	return query.text;
}

static const char *headers_make(struct arena *arena, const struct sigv4 *what)
{
	const struct sigv4_param *header;
	struct str headers = str_make(arena);

	str_format(&headers, "host:%s\n", what->host);
	for (header = what->headers; header != NULL && header->name != NULL; header++)
		str_format(&headers, "%s:%s\n", header->name, header->value);
	return headers.text;
}

static const char *header_names(struct arena *arena, const struct sigv4 *what)
{
	const struct sigv4_param *header;
	struct str names = str_make(arena);

	str_add(&names, "host");
	for (header = what->headers; header != NULL && header->name != NULL; header++)
		str_format(&names, ";%s", header->name);
	return names.text;
}

/* A key of this day, region and service: it opens nothing else. */
static struct hash key_derive(struct arena *arena, const struct sigv4 *what, const char *day)
{
	const char *secret = arena_format(arena, "AWS4%s", what->secret_key);
	struct hash key = hash_hmac(secret, strlen(secret), day, strlen(day));

	key = hmac_next(&key, what->region);
	key = hmac_next(&key, "s3");
	return hmac_next(&key, "aws4_request");
}

static struct hash hmac_next(const struct hash *key, const char *text)
{
	return hash_hmac(key->bytes, sizeof key->bytes, text, strlen(text));
}
