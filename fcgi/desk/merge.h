/* merge.h - one ticket goes into another, and its key leads there. What moves: comments with their earlier texts, files, the words it is
 * found by, links, the mails of each; and its own text, as a comment of its reporter's. Who raised it or took part takes part in the other, with what they
 * said about news and what they had typed. What stays with the old row, which closes: its fields, its log, clocks, quotes and feedback,
 * for these are about that ticket (a quote that was sent is told to the team in a note). With whom it was shared stays, too: an
 * organization that does not see the other is not let in by this. */
#pragma once
#include "base/err.h"

struct scope;
struct ticket;

/* In the open transaction. E_CONFLICT: into itself. */
enum err merge_into(struct scope *s, struct ticket *ticket, struct ticket *into) MUST_USE;
