/* file_link.h - a link that opens one file for one person who has no session here, as in a mail. It opens what that person may see
 * when it is opened, so access that is lost closes it. Only the SHA-256 of its token is kept. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/file_link.h"

struct attachment;
struct scope;
struct ticket;

enum {
	FILE_LINK_USES_MAX = 1000,
	FILE_LINK_LIFE_MIN_S = 60,
	FILE_LINKS_LIVING_MAX = 50, /* of one file */
	FILE_LINKS_MADE_MAX = 1000
};

struct file_link_wish {
	const char *account_id; /* for whom; NULL: the caller */
	int64_t use_limit;      /* 0: none */
	int64_t life_s;         /* 0: conf()->file_link_s, which is the most, too */
};
struct file_link_made {
	int64_t id, expires_at;
	const char *token;
};
/* A new link to a file that was found, in a transaction of its own. The team makes them for others, who must see the file now.
 * E_INVALID with the field; E_DENIED: for somebody else; E_LIMITED: the file has too many. */
enum err file_link_add(struct scope *s, const struct ticket *ticket, const struct attachment *file,
	const struct file_link_wish *wish, struct file_link_made *made_out) MUST_USE;

/* The link of a letter that goes to the caller: the same each time it is written, and nothing is said of it in the history. */
enum err file_link_letter(struct scope *s, const struct attachment *file, int64_t letter_id,
	int64_t expires_at, const char **token_out) MUST_USE;

/* The links that the caller made or got; for the team all. Newest first. */
enum err file_link_list(struct scope *s, const struct ticket *ticket, const struct attachment *file,
	int64_t limit, int64_t start, struct link_line **first_out) MUST_USE;
/* Ends one of these links, or all of them (id 0). E_MISSING: none of these. */
enum err file_link_revoke(struct scope *s, const struct ticket *ticket,
	const struct attachment *file, int64_t id) MUST_USE;

/* Nobody is signed in here: the token leads to the file, and the log says who opened it. `looks`: only whether it would open; nothing is
 * counted or written, so no way to the bytes may be given then. E_MISSING: no such link; E_GONE: it ended, was used up, or
 * its person may not see the file any more; else as attachment_may_give. */
enum err file_link_open(
	struct scope *s, const char *token, bool looks, struct attachment **file_out) MUST_USE;
