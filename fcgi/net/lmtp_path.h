/* lmtp_path.h - what stands behind MAIL and RCPT (RFC 5321 section 4.1.1): an address in brackets, and parameters. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum { LMTP_ADDRESS_SIZE_MAX = 320 };

struct lmtp_path {
	char address[LMTP_ADDRESS_SIZE_MAX +
		1]; /* as it was written, without its brackets; no control, no bracket, clean UTF-8 */
	int64_t size; /* of SIZE; 0: not said */
	bool utf8;    /* SMTPUTF8 was said */
};
/* Reads " <anna@x.example> SIZE=100"; gives NULL, or the reply that refuses it. `<>` is an address for senders only, who may have
 * parameters; a recipient's is ASCII unless its sender said SMTPUTF8. */
const char *lmtp_sender_read(const char *text, int64_t size_max, struct lmtp_path *path_out);
const char *lmtp_recipient_read(const char *text, bool utf8, struct lmtp_path *path_out);
