/* lmtp.h - the server's side of one LMTP session (RFC 2033, with PIPELINING, SIZE, 8BITMIME, SMTPUTF8 and ENHANCEDSTATUSCODES): a mail
 * server hands mails over, and hears of each recipient whether the mail is kept. Nothing that it says is repeated in an answer. */
#pragma once
#include <stdint.h>
#include "base/err.h"
#include "net/lmtp_path.h"

struct arena;

enum { LMTP_RECIPIENTS_MAX = 100 };

struct lmtp_recipient {
	char address[LMTP_ADDRESS_SIZE_MAX + 1];
	enum err
		result; /* OK: kept, 250; E_MISSING and E_DENIED: 550; E_TOO_LARGE: 552; anything else: 451 */
};
struct lmtp_mail {
	const char *from; /* "": nobody is to be told of it */
	struct lmtp_recipient *recipients;
	int n;
	int fd; /* from its first byte on */
	int64_t size;
};
struct lmtp_door {
	int64_t size_max, idle_ms;
	int spool_fd; /* a file for one mail after the other */
	int stop_fd;  /* readable: end before the next command; -1: none */
	void *context;
	/* Whether a mail may be sent there: a result as above. */
	enum err (*knows)(void *context, const char *address);
	/* Keeps it, and sets every recipient's result. */
	void (*takes)(void *context, const struct lmtp_mail *mail);
};
/* Until the client quits or is left: it was silent for idle_ms, sends a mail for longer than LMTP_PATIENCE times that, makes too many
 * mistakes, or is told to come again as we end. The socket is non-blocking, and stays open. */
enum { LMTP_PATIENCE = 10 };
void lmtp_session(struct arena *arena, int fd, const struct lmtp_door *door);
