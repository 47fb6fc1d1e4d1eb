/* mail_keeper.h - who comes to the door of lodge-mail while all sessions are taken waits in the socket's queue; if none ends for a while,
 * a process of its own tells them to come again, as a mail server that hears nothing believes that we are dead. */
#pragma once
#include "base/err.h"

/* What the parent opens for all: a file without a name, at a descriptor that outlives an exec. Processes that have a session hold a
 * lock in it, which ends with them however they end. */
enum { MAIL_KEEPER_FD = 4 };
enum err mail_keeper_open(void) MUST_USE;
/* Comes first in each process. */
enum err mail_keeper_join(void) MUST_USE;
/* This process begins and ends a session. */
void mail_keeper_begin(void);
void mail_keeper_end(void);
/* Until stop_fd is readable. */
void mail_keeper_run(int door_fd, int stop_fd);
