/* cookie.c - two names and a parser that counts: who can plant a cookie for
 * a sibling host cannot make us choose theirs. */
#include "web/cookie.h"

#include <string.h>

#include "base/arena.h"
#include "web/request.h"

enum { HEADER_SIZE_MAX = 16 * 1024, VALUE_SIZE_MAX = 200 };

static const struct {
	const char *plain, *host;
} names[] = {
	[COOKIE_SESSION] = { "lodge-session", "__Host-lodge-session" },
	[COOKIE_LOGIN] = { "lodge-login", "__Host-lodge-login" },
};

static const char *name_of(const struct rq *rq, enum cookie cookie);

const char *cookie_read(const struct rq *rq, enum cookie cookie)
{
	const char *header = rq_header(rq, "Cookie"), *value;
	size_t size;

	value = header != NULL ? cookie_parse(header, name_of(rq, cookie), &size) : NULL;
	return value != NULL ? arena_strndup(rq->arena, value, size) : NULL;
}

void cookie_write(struct rq *rq, enum cookie cookie, const char *value, long max_age_s)
{
	rq_answer_header(rq, "Set-Cookie",
		arena_format(rq->arena, "%s=%s; Path=/; Max-Age=%ld; HttpOnly; SameSite=Lax%s",
			name_of(rq, cookie), value, max_age_s, rq->secure ? "; Secure" : ""));
}

const char *cookie_parse(const char *header, const char *name, size_t *size_out)
{
	size_t name_size = strlen(name);
	const char *found = NULL;

	if (strnlen(header, HEADER_SIZE_MAX + 1) > HEADER_SIZE_MAX)
		return NULL;
	while (*header != '\0') {
		size_t size;

		header += strspn(header, " \t");
		size = strcspn(header, ";");
		if (size > name_size && header[name_size] == '=' &&
			strncmp(header, name, name_size) == 0) {
			if (found != NULL)
				return NULL;
			found = header + name_size + 1;
			*size_out = size - name_size - 1;
		}
		header += size + (header[size] == ';');
	}
	while (found != NULL && *size_out > 0 && strchr(" \t", found[*size_out - 1]) != NULL)
		--*size_out;
	return found != NULL && *size_out > 0 && *size_out <= VALUE_SIZE_MAX ? found : NULL;
}

static const char *name_of(const struct rq *rq, enum cookie cookie)
{
	return rq->secure ? names[cookie].host : names[cookie].plain;
}
