/* uu.h - files that stand in a text as uuencode: programs of old, and some that send reports, know nothing else. */
#pragma once
#include "mail/reading.h"

/* The text without them; each is a file now. A block that is not whole stays text. */
const char *uu_take(struct reading *reading, const char *text);
