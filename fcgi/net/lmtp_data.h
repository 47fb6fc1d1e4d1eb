/* lmtp_data.h - the bytes of one mail between DATA and its end (RFC 5321 section 4.5.2): the dots that were put in are taken out. A mail
 * ends with CR LF . CR LF and with nothing else: what ends it for one server and not for the next is how a mail is smuggled inside
 * another. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct lmtp_data {
	enum {
		LMTP_LINE, /* at the start of a line; 0: a mail begins with one */
		LMTP_TEXT,
		LMTP_CR,
		LMTP_DOT,    /* a dot that began a line: it may be the last one */
		LMTP_DOT_CR, /* and the CR behind it, which is held back */
		LMTP_END,
	} at;
};
/* Takes at most `size` bytes; fewer only if the mail ends there (at LMTP_END). What is the mail's goes to `out`, which has room for
 * size + 1. */
struct lmtp_taken {
	size_t used, given;
};
struct lmtp_taken lmtp_data_take(struct lmtp_data *data, const char *bytes, size_t size, char *out);
