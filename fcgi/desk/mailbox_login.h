/* mailbox_login.h - who we are to the server of a mailbox: its password, or an access token that a refresh token gives (RFC 6749
 * section 6) and that is kept for as long as it is good. */
#pragma once
#include <stdbool.h>
#include "base/err.h"
#include "net/imap.h"

struct mailbox; /* a row of sql/queries/mailbox.sql */
struct scope;

/* Fills in host, port, tls, user, and password or token. `anew`: the token that is kept is not taken any more. E_SIGNED_OUT: the token
 * server refuses (said with refuse()); E_BUSY: it does not answer, or our own secret does not open. Not in a transaction. */
enum err mailbox_login(struct scope *s, struct mailbox *mailbox, bool anew,
	struct imap_account *account_out) MUST_USE;

/* A secret as the table has it: one column's does not open as another's. */
enum { MAILBOX_SECRET_MAX = 2900 };
char *mailbox_seal(struct scope *s, const char *column, const char *secret);
