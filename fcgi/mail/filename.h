/* filename.h - the name of a file in a mail, as a file may have it. */
#pragma once

struct arena;

/* `said` is what the mail calls it (NULL: nothing), in any charset; what is before a slash or a backslash is left out, and so are
 * controls and characters that hide what it is. Where nothing is left it is made of its number and type: "file-3.pdf". At most
 * MAIL_FILENAME_MAX bytes, its ending kept. Never NULL or empty, "." or "..". */
const char *filename_tidy(struct arena *arena, const char *said, const char *type, int number);
