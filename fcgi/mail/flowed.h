/* flowed.h - format=flowed (RFC 3676): lines that a program broke are one again. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Lines end in LF. A quoted line begins with as many '>' as it had and a space. `delsp`: the space at the break is no part of the text. */
char *flowed_text(struct arena *arena, const char *text, bool delsp);
