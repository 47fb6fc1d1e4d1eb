/* imap_line.h - one line that an IMAP server says (RFC 9051), as far as imap.c has to know. The server is not trusted, and libcurl may
 * hand on pieces of a line that was too long for it: what is not exactly one of these is IMAP_OTHER. */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum imap_line_kind {
	IMAP_OTHER,
	IMAP_EXISTS,      /* number: of mails in the folder */
	IMAP_EXPUNGE,     /* one of them has gone */
	IMAP_MAIL,        /* number: its place in the folder; uid; size: RFC822.SIZE */
	IMAP_STATUS,      /* number: of mails in a folder that was asked for */
	IMAP_UIDVALIDITY, /* number */
	IMAP_CAPABILITY,  /* words: text, parted by spaces */
	IMAP_REFUSED,     /* the command did not go well: text says why */
	IMAP_BYE,         /* the server ends the connection: text says why */
};
struct imap_line {
	enum imap_line_kind kind;
	int64_t number, uid, size;
	const char *text; /* not NULL: up to text_size bytes of the line itself */
	size_t text_size;
};
/* The line with or without its end. */
struct imap_line imap_line_read(const char *line, size_t size);
