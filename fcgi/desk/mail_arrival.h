/* mail_arrival.h - a mail comes in: its bytes go into the store as they are, and a row and the work that reads it follow in one
 * transaction. Whoever brought it (lodge-mail, a mailbox) may then forget it. */
#pragma once
#include <stdint.h>
#include "base/crypto.h"
#include "base/err.h"

struct arena;
struct scope;

struct mail_arrival {
	int64_t tenant_id, desk_id, address_id;
	int64_t mailbox_id;        /* 0: it came by LMTP */
	const char *envelope_from; /* "": none, or unknown; at most 320 bytes */
	const char *envelope_to;   /* as it was named, with its +detail; at most 320 bytes */
	int fd; /* the mail as it came, from its first byte on; seekable, its position is left alone */
	int64_t size;
};
/* OK: it is kept, or was already: delivered again, it is the same one, but for the reply address of another ticket it is another. E_BUSY: the store or the database is not there, or somebody
 * has to look at why not; it is not kept, and whoever brought it comes again. Not in a transaction; the scope's tenant does not
 * count, and stays. *mail_out is its row of mail_in. */
enum err mail_arrive(
	struct scope *s, const struct mail_arrival *arrival, int64_t *mail_out) MUST_USE;

/* What tells it from every other mail to that address: its fields Message-ID, Date, From and Subject, and its body. The other
 * fields change on the way. *message_id_out is without brackets; NULL: it has none. E_BUSY: it cannot be read. */
enum err mail_once(struct arena *arena, const struct mail_arrival *arrival, struct hash *once_out,
	const char **message_id_out) MUST_USE;
