/* html.h - HTML of a mail: the same made safe, to be shown in a frame without scripts, and as plain text. */
#pragma once
#include <stdbool.h>
#include "mail/mail.h"

struct str;

/* Adds to both. Safe is what base/html_tree.h writes anew: nothing in it is ever fetched. Of pictures, those that the mail brings stand there as
 * <img data-part="3" alt="..."> (their files become `shown`), others as <span data-remote="host">[what it shows]</span>; those of a dot or two are left out.
 * False: it would cost too much to read; nothing was added. */
bool html_read(const char *html, struct mail_file *files, struct str *safe, struct str *text);
