/* message_id.h - the names that mails give each other. */
#pragma once
#include "mail/mail.h"

struct arena;

/* The first Message-ID in a value, without its brackets; NULL: there is none that is short enough. */
const char *message_id(struct arena *arena, const char *value);
/* All in both, each once, the newest first: those of In-Reply-To, then of References from its end. Either may be NULL. */
struct mail_text *message_ids(struct arena *arena, const char *references, const char *in_reply_to);
