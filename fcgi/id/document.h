/* document.h - what a provider publishes (its discovery document, its keys), shared by all workers: rows that one worker
 * fetches and the others read, and for a minute a copy in each process. While the provider is down, the old ones serve on. */
#pragma once
#include <stdbool.h>
#include "base/err.h"

struct provider;
struct visit;

enum document_kind { DOCUMENT_DISCOVERY, DOCUMENT_KEYS, DOCUMENT_KINDS };

struct document {
	enum document_kind kind;
	const char *url;
	/* Is it what it should be? Asked of everything that was fetched or kept. */
	bool (*is_good)(const struct provider *provider, const char *body);
};

/* *body_out in the arena of the request. E_UPSTREAM: there is none, and the provider is no help now. */
enum err document_get(
	struct visit *visit, const struct document *document, const char **body_out) MUST_USE;
/* One other than `known`, which lacked something: at most one question in half a minute over all workers. E_MISSING:
 * there is none. */
enum err document_renew(struct visit *visit, const struct document *document, const char *known,
	const char **body_out) MUST_USE;
