/* cookie.h - the two cookies of Lodge. On https the names begin with __Host-
 * and only those are read (RFC 6265bis 4.1.3.2); two cookies of one name are
 * as good as none, since somebody planted one of them. */
#pragma once
#include <stddef.h>

struct rq;

enum cookie { COOKIE_SESSION, COOKIE_LOGIN };

/* NULL: absent, empty, twice, or over 200 bytes. The header is limited to 16 KiB. */
const char *cookie_read(const struct rq *rq, enum cookie cookie);
/* Secure (on https), HttpOnly, SameSite=Lax, Path=/; max_age_s 0 removes it. */
void cookie_write(struct rq *rq, enum cookie cookie, const char *value, long max_age_s);

/* The parser, for tests: the value of `name` in a Cookie header, or NULL as above. */
const char *cookie_parse(const char *header, const char *name, size_t *size_out);
