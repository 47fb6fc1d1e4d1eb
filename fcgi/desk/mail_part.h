/* mail_part.h - the files of a mail that waits, for who decides about it: they are no attachments yet, so each is taken out of the raw
 * mail when it is asked for, and is an object of the store for an hour. Nobody has looked for viruses in them. No transaction is open. */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct mail_content;
struct mail_in;
struct scope;

/* A link to its file of this number, good for minutes; a browser saves it, whatever it is. E_MISSING: it has no such file; E_GONE: the
 * store has lost the mail; else as mail_read and s3_put. */
enum err mail_part_link(struct scope *s, const struct mail_in *mail,
	const struct mail_content *content, int64_t number, const char **url_out) MUST_USE;
/* Its HTML with links to the pictures that stand in it and are pictures by their bytes. NULL: it has none. */
enum err mail_part_pictures(struct scope *s, const struct mail_in *mail,
	const struct mail_content *content, const char **html_out) MUST_USE;
