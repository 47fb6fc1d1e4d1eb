/* automatic.h - did a machine write it? What answers such a mail by itself makes a loop (RFC 3834). */
#pragma once
#include <gmime/gmime.h>
#include "mail/mail.h"

struct arena;

/* The word of the first rule that says so, one that outlives everything; NULL: none does. */
const char *automatic_word(
	struct arena *arena, GMimeMessage *message, const struct mail_mailbox *from);
