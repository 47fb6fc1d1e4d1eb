/* err.c - one table: the value, its HTTP status, its name. */
#include "base/err.h"

#include <assert.h>

static const struct {
	int status;
	const char *name;
} errors[E_COUNT] = {
	[OK] = { 200, "OK" },
	[E_INVALID] = { 400, "E_INVALID" },
	[E_SIGNED_OUT] = { 401, "E_SIGNED_OUT" },
	[E_DENIED] = { 403, "E_DENIED" },
	[E_MISSING] = { 404, "E_MISSING" },
	[E_METHOD] = { 405, "E_METHOD" },
	[E_CONFLICT] = { 409, "E_CONFLICT" },
	[E_GONE] = { 410, "E_GONE" },
	[E_PRECONDITION] = { 412, "E_PRECONDITION" },
	[E_TOO_LARGE] = { 413, "E_TOO_LARGE" },
	[E_UNSUPPORTED] = { 415, "E_UNSUPPORTED" },
	[E_LOCKED] = { 423, "E_LOCKED" },
	[E_LIMITED] = { 429, "E_LIMITED" },
	[E_BUG] = { 500, "E_BUG" },
	[E_NOT_OFFERED] = { 501, "E_NOT_OFFERED" },
	[E_UPSTREAM] = { 502, "E_UPSTREAM" },
	[E_BUSY] = { 503, "E_BUSY" },
};

int err_status(enum err e)
{
	assert(e < E_COUNT);
	return errors[e].status;
}

const char *err_name(enum err e)
{
	assert(e < E_COUNT);
	return errors[e].name;
}
