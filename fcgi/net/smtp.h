/* smtp.h - hands a mail to the operator's own server (conf: smtp_url and what stands beside it), one recipient at a time, over a
 * connection that is kept. What counts is what the server says: libcurl's own codes tell too little. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct arena;

struct smtp_mail {
	const char *from, *to; /* the envelope */
	const char *bytes;     /* CRLF; libcurl doubles the dots */
	size_t size;
	bool (*stops)(
		void); /* this process is to end: what has not begun is left off; NULL: it never is */
};
enum smtp_fate {
	SMTP_SENT,    /* 2xx after the last dot: it is the server's now */
	SMTP_REFUSED, /* 5xx about this mail: it never will be */
	SMTP_LATER,   /* 4xx about this mail: perhaps later */
	SMTP_AWAY /* no word about this mail: no connection, no TLS, no sign-in, or it was lost. After the last dot, too: then the mail
		   * may have gone, and is sent again as the same one. */
};
struct smtp_end {
	enum smtp_fate fate;
	const char *said; /* in words for people, with the server's own; NULL when it was sent */
};
/* Takes conf()->smtp_timeout_s at most. An address that is not clean is refused here. */
struct smtp_end smtp_send(struct arena *arena, const struct smtp_mail *mail);

/* May it stand in an SMTP command? Some local part, '@', a domain, visible ASCII without <> and quotes: anything else could begin a
 * command of its own. */
bool smtp_address_is_clean(const char *address);
