/* download.h - the log of who took a file, and when. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/download.h"

struct scope;

enum download_kind { DOWNLOAD_WHOLE, DOWNLOAD_PREVIEW };

/* The caller takes the file from where the scope says: a row in a transaction of its own. */
enum err download_log(struct scope *s, int64_t attachment_id, enum download_kind kind) MUST_USE;
/* The same in the open transaction, by a link that was sent to the caller. */
enum err download_log_link(struct scope *s, int64_t attachment_id, int64_t link_id) MUST_USE;
/* Was the link opened from where the scope says in the last conf()->file_link_open_s seconds? */
enum err download_is_recent(struct scope *s, int64_t link_id, bool *recent_out) MUST_USE;
/* Newest first. */
enum err download_list(struct scope *s, int64_t attachment_id, int64_t limit, int64_t start,
	struct download **first_out) MUST_USE;
