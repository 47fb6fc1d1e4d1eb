/* tenant.h - a tenant is a host name. Looked up once and kept by the worker for a few seconds. */
#pragma once
#include "base/err.h"
#include "sql/tenant.h"

struct scope;

enum { TENANT_KNOWN_MS = 5000 }; /* for so long a worker goes by what it has read */

/* s->tenant becomes the tenant of the Host header (port and case do not count); E_MISSING: none has that name. */
enum err tenant_by_host(struct scope *s, const char *host) MUST_USE;
