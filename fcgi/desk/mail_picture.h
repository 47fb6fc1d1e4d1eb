/* mail_picture.h - the pictures that stand in the HTML of a mail: each gets a link for a few minutes, as long as its file may be given
 * out. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct mail_picture;
struct scope;

/* *html is the mail's, made safe: <img data-part="3"> is its third file. `comment_id` 0: of the mail that opened the ticket. */
enum err mail_pictures_link(
	struct scope *s, int64_t ticket_id, int64_t comment_id, const char **html) MUST_USE;
/* The same HTML with links to these (rows of sql/queries/mail_in.sql), where they may be given out. */
const char *mail_pictures_put(
	struct scope *s, const struct mail_picture *pictures, const char *html);
/* Are there any in it? */
bool mail_pictures_stand(const char *html);
