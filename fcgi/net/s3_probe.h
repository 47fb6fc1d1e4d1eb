/* s3_probe.h - a signed link as a browser sees it, and what else the store says with it; for `lodgectl doctor`. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct arena;

struct s3_probe {
	int status;
	const char *text;       /* at most S3_PROBE_SIZE_MAX bytes of the body */
	int64_t date;           /* of the answer, ms; -1 if not said */
	const char *encryption; /* x-amz-server-side-encryption; "" if not said */
};
enum { S3_PROBE_SIZE_MAX = 64 * 1024 };

/* GETs a link that s3_link made, where people do (s3_public_origin), or from the store itself. range: "2-5", or NULL. E_BUSY: no
 * answer; *why_out says why. */
enum err s3_probe(struct arena *arena, const char *link, bool at_store, const char *range,
	struct s3_probe *probe_out, const char **why_out) MUST_USE;
