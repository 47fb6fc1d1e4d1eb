/* file.h - what is no text in a mail becomes a file: its bytes go out at once, decoded, and only what is known of it stays. */
#pragma once
#include <stddef.h>
#include "mail/reading.h"

/* A part as it is, or a whole mail within the mail (GMimeMessagePart). `said` is its name, NULL for none. */
void file_add_part(struct reading *reading, GMimeObject *part, const char *said);
/* Bytes that were found in a text. NULL: there are too many files already. */
struct mail_file *file_add_bytes(struct reading *reading, const void *bytes, size_t size,
	const char *said, const char *type);

/* The name that the part has (RFC 2231, RFC 2047, raw bytes), not tidied; NULL: none. */
const char *file_said(struct reading *reading, GMimeObject *part);
/* "text/plain", lower case; "application/octet-stream" where it has none that is one. */
const char *file_type(struct reading *reading, GMimeObject *part);
