/* word.h - values of headers: encoded words (RFC 2047) and bytes that should not stand there. */
#pragma once

struct arena;

/* The value as people read it, on one line. `charset` is what the mail's text is in, for bytes that do not say it; NULL: unknown. */
char *word_text(struct arena *arena, const char *raw, const char *charset);
/* The value as it stands, its encoded words and odd bytes in UTF-8 whatever they were in before: for a parser that takes it apart,
 * and knows fewer charsets. What was decoded stays encoded, so that no character in it means anything to that parser. */
char *word_recode(struct arena *arena, const char *raw, const char *charset);
/* Text that was decoded by others: clean, on one line, without marks that turn its direction. */
char *word_plain(struct arena *arena, const char *text);
