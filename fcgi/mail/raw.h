/* raw.h - the bytes of a mail before a parser sees them: made such that it can begin, and counted. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "mail/fault.h"

struct raw {
	char *bytes;
	size_t size;
	bool is_mbox; /* its first line is "From ... date" */
};

/* Changes the bytes in place, and the one before them, which must be ours: what stands before the header is left out, line ends of CR
 * alone become LF, and a mail that begins with no header gets an empty one. MAIL_EMPTY: nothing is left. */
enum mail_fault raw_tidy(char *bytes, size_t size, struct raw *raw_out);

/* A parser's memory grows with headers and parts, so they are counted by their lines first; what is dressed so that it is not seen here
 * comes to the end of the process's memory or time. */
enum {
	RAW_SIZE_MAX = 150 * 1024 * 1024,
	RAW_HEADER_MAX = 1024 * 1024, /* bytes of one header */
	/* Of one field in it: most cost a parser the square of their size; those that list people do not, and may be many. */
	RAW_FIELD_MAX = 64 * 1024,
	RAW_PEOPLE_MAX = 256 * 1024,
	RAW_HEADER_LINES_MAX = 10000, /* of all headers, of parts too */
	RAW_PARTS_MAX = 500
};
enum mail_fault raw_count(const struct raw *raw);
