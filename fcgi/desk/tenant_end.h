/* tenant_end.h - the end of a tenant. First no request finds it any more; then all its rows go, a bounded number in each transaction,
 * and its objects in the store are doomed. Whatever ends it in the middle, it goes on from there. */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct arena;
struct scope;

/* What operators call a tenant that is closed and not gone yet: "~acme". */
const char *tenant_end_slug(struct arena *arena, const char *slug);
/* Closes the scope's tenant, in a transaction of its own; harmless when it is closed. A worker that has just seen it knows it for
 * TENANT_KNOWN_MS more. E_CONFLICT: one of the same name is closed and not gone yet. */
enum err tenant_end_close(struct scope *s) MUST_USE;
/* Takes its rows and itself, in transactions of its own. *rows_out is how many went. E_CONFLICT: somebody still writes. */
enum err tenant_end_rows(struct scope *s, int64_t *rows_out) MUST_USE;
