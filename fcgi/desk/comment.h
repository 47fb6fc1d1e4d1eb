/* comment.h - what is said on a ticket: to the customer, or inside the team. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "base/text.h"
#include "sql/comment.h"

struct arena;
struct scope;
struct ticket;

enum { COMMENT_SIZE_MAX = 128 * 1024, COMMENT_LENGTH_MAX = 32767 };

/* `publics`, `notes`: which are wanted; who may not see notes gets none. Oldest first. */
enum err comment_list(struct scope *s, const struct ticket *ticket, bool publics, bool notes,
	int64_t limit, int64_t start, struct comment **first_out) MUST_USE;
enum err comment_find(struct scope *s, const struct ticket *ticket, int64_t id,
	struct comment **comment_out) MUST_USE;
/* A customer's comment on a ticket that waits for a reply moves it; never one that is done. *ticket is as it is then.
 * E_DENIED: an internal note by somebody who may not write one. */
enum err comment_add(struct scope *s, struct ticket *ticket, const char *body, bool public,
	struct comment **comment_out) MUST_USE;
/* The same, and the ticket stays where it is. */
enum err comment_add_still(struct scope *s, const struct ticket *ticket, const char *body,
	bool public, struct comment **comment_out) MUST_USE;
/* What came by mail: plain text, in which nothing means anything to Markdown. Of somebody else than the team a note is a note, too:
 * what a machine of theirs sent. `still`: the ticket stays where it is. */
enum err comment_add_mail(struct scope *s, struct ticket *ticket, const char *body, bool public,
	bool still, struct comment **comment_out) MUST_USE;
/* Its body, safe to show, by what it is. */
struct safe_html comment_html(struct arena *arena, const struct comment *comment);
/* A public comment becomes a note, for the search, too; harmless when it is one. In the open transaction. */
enum err comment_hide(
	struct scope *s, const struct ticket *ticket, const struct comment *comment) MUST_USE;
