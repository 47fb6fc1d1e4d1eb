/* preview.h - the beginning of a file that is text, to be read in the page. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct attachment;
struct scope;
struct ticket;

enum { PREVIEW_SIZE_MAX = 256 * 1024 };

struct preview {
	const char *text; /* base/plain.h */
	bool whole;       /* it is all there is */
	int64_t size;     /* bytes of the file */
};
/* Fetches it from the store, with no transaction open, and writes it into the log of who had the file. E_UNSUPPORTED: it is no text; else
 * as attachment_find and attachment_may_give. */
enum err preview_make(struct scope *s, const struct ticket *ticket, int64_t attachment_id,
	struct preview *preview_out) MUST_USE;
/* Would it work, for who sees the file? */
bool preview_is_offered(const struct attachment *file);
