/* quote.h - where what somebody wrote ends, and what they answer begins. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* The bytes of the text that are new: the rest, if there is one, is what it quotes, with the line that says so. Lines end in LF. When in
 * doubt all is new: answers that stand between quoted lines, a mail that is only quotes, one that was forwarded (`subject` begins with
 * such a word, or the text says so). Lines of MARK_QUOTE (html_inside.h) are a program's word for it. */
size_t quote_find(struct arena *arena, const char *text, const char *subject);
