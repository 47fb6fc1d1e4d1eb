/* cookie.c - see cookie.h. */
#include "web/cookie.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "web/request.h"

enum { HEADER_SIZE_MAX = 16 * 1024, VALUE_SIZE_MAX = 200 };

static const struct { const char *plain, *host; } names[] = {
	[COOKIE_SESSION] = { "lodge-session", "__Host-lodge-session" },
	[COOKIE_LOGIN] = { "lodge-login", "__Host-lodge-login" },
};

static const char *name_of(const struct rq *rq, enum cookie cookie)
{
	return rq->secure ? names[cookie].host : names[cookie].plain;
}

const char *cookie_parse(const char *header, const char *name, size_t *size_out)
{
	size_t name_size = strlen(name);
	const char *found = NULL;

	if (strlen(header) > HEADER_SIZE_MAX)
		return NULL;
	while (*header) {
		size_t size;

		header += strspn(header, " \t");
		size = strcspn(header, ";");
		if (size > name_size && header[name_size] == '=' && strncmp(header, name, name_size) == 0) {
			if (found)
				return NULL;
			found = header + name_size + 1;
			*size_out = size - name_size - 1;
		}
		header += size + (header[size] == ';');
	}
	return found;
}

const char *cookie_read(const struct rq *rq, enum cookie cookie)
{
	const char *header = rq_header(rq, "Cookie"), *value;
	size_t size = 0;

	value = header ? cookie_parse(header, name_of(rq, cookie), &size) : NULL;
	while (value && size && strchr(" \t", value[size - 1]))
		size--;
	if (!value || size == 0 || size > VALUE_SIZE_MAX)
		return NULL;
	return arena_strndup(rq->arena, value, size);
}

void cookie_write(struct rq *rq, enum cookie cookie, const char *value, long max_age_s)
{
	rq_answer_header(rq, "Set-Cookie",
			 arena_format(rq->arena, "%s=%s; Path=/; Max-Age=%ld; HttpOnly; SameSite=Lax%s", name_of(rq, cookie), value,
				      max_age_s, rq->secure ? "; Secure" : ""));
}
