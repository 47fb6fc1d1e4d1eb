/* part.h - the tree of a mail's parts: what people read, and files. */
#pragma once
#include "mail/reading.h"

enum { PART_DEPTH_MAX = 30 };

/* Texts go to `bodies` in their order, all else becomes a file. What is deeper than PART_DEPTH_MAX is a file whole. */
void part_read(struct reading *reading, GMimeObject *part, struct bodies *bodies, int depth);
