/* parse.h - bytes of a mail become struct mail. Called in a process that has given up its rights; in tests, in any. */
#pragma once
#include <stddef.h>
#include "mail/fault.h"
#include "mail/mail.h"

struct arena;

/* Loads what may not be loaded later: before the process gives up its rights. */
void mail_parse_open(void);
/* `bytes` are ours to change, and so is the one before them. The bytes of files go to the descriptor `out`, one after another from
 * where it stands; their offsets count from there. */
enum mail_fault mail_parse(
	struct arena *arena, char *bytes, size_t size, int out, struct mail **mail_out);
