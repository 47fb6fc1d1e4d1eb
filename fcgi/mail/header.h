/* header.h - what the header of a mail says, into struct mail. */
#pragma once
#include <gmime/gmime.h>
#include <stdint.h>
#include "mail/mail.h"

struct arena;

/* Everything but the texts, the files and the report. `charset` as for word_text. */
void header_read(
	struct arena *arena, GMimeMessage *message, const char *charset, struct mail *mail);

/* The value of one header as it stands, unfolded by nobody; NULL: there is none. Also of a part. */
const char *header_raw(GMimeObject *object, const char *name);
/* What all headers are taken apart with. Never freed. */
GMimeParserOptions *header_options(void);
