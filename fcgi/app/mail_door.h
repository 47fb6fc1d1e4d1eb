/* mail_door.h - the door of lodge-mail: mails that a mail server hands over by LMTP are kept for the desks whose addresses they name. */
#pragma once
#include "base/err.h"

/* Listens at conf()->lmtp_listen, on the descriptor MAIL_DOOR_FD, which outlives an exec. E_INVALID: it names no address and port;
 * E_BUSY: somebody else listens there. Both are logged. */
enum { MAIL_DOOR_FD = 3 };
enum err mail_door_open(void) MUST_USE;
/* One process of it: one session after the other until SIGTERM or SIGINT, which end it between two mails. Exit status. */
int mail_door_run(void);
/* The process that tells who comes while all of these have a session to come again (421). Exit status. */
int mail_door_keep(void);

/* Does a door open at conf()->lmtp_listen? E_BUSY: it does not, and was logged. */
enum err mail_door_try(void) MUST_USE;
