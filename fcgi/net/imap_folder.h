/* imap_folder.h - the name of a folder as IMAP writes it: what is not ASCII in modified UTF-7 (RFC 3501 section 5.1.3). */
#pragma once

struct arena;

/* Printable ASCII, whatever the name holds; of UTF-8, what is broken is U+FFFD. */
char *imap_folder_name(struct arena *arena, const char *folder);
