/* html_inside.h - what the two ways through a tree of HTML share. */
#pragma once
#include <gumbo.h>
#include <stdbool.h>
#include "mail/mail.h"

struct arena;
struct str;

/* The picture that the mail brings for this address ("cid:x", or by Content-Location); NULL: none, or no picture that is shown. */
struct mail_file *html_picture(struct mail_file *files, const char *address);
/* A picture of a dot or two, which only tells its sender that somebody looked. */
bool html_is_tracker(const GumboElement *element);

/* Writes what is in the element as text: blocks are parted by line ends, quotes begin with "> ", links are followed by <address>.
 * MARK_QUOTE stands on a line of its own where a mail program says that what follows is what was answered. */
void html_text(struct str *out, const GumboNode *root);
enum { MARK_QUOTE = 0x02 }; /* no text of a mail has it: charset_clean() takes it out */
