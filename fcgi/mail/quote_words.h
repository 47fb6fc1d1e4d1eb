/* quote_words.h - the words by which programs say, in the languages of their users, that what follows is another mail. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* Of one line, without its end; it may begin with white space and '*'. */
bool quote_is_our_mark(const char *line, size_t size);  /* ##- ... -## of our own letters */
bool quote_is_separator(const char *line, size_t size); /* -----Original Message----- */
bool quote_is_forward(const char *line, size_t size);   /* ---------- Forwarded message --------- */
bool quote_is_rule(const char *line, size_t size);      /* ____________________ */
bool quote_is_sender(const char *line, size_t size);    /* From: Anna */
bool quote_is_header(const char *line, size_t size);    /* Sent: Monday */
bool quote_is_signature(const char *line, size_t size); /* "-- ", or "Sent from my phone" */
/* "On Monday, Anna wrote:", in one line or several that were joined. `strict`: it also begins as such a line does and names a time. */
bool quote_is_attribution(const char *text, size_t size, bool strict);
/* "Fwd: x" */
bool quote_is_forwarded_subject(const char *subject);
