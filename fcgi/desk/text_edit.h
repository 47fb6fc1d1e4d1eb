/* text_edit.h - changing what one wrote: one's own comment, or summary and description of one's own request. It may be changed for
 * `edit_s` seconds of the desk after it was written, by customers and team alike and by nobody else; an answer in between does not
 * end that. The text before stays, for whoever may see the text. */
#pragma once
#include <stdint.h>
#include "base/err.h"
#include "sql/text_edit.h"

struct comment;
struct json;
struct scope;
struct ticket;

/* Until when the caller may change it, ms since 1970; 0: not (any more). */
int64_t text_edit_comment_until(
	const struct scope *s, const struct ticket *ticket, const struct comment *comment);
int64_t text_edit_ticket_until(const struct scope *s, const struct ticket *ticket);

/* `was`: the text that the caller changed, or NULL; E_CONFLICT: it is another one by now. */
enum err text_edit_comment(struct scope *s, const struct ticket *ticket, int64_t comment_id,
	const char *body, const char *was, struct comment **comment_out) MUST_USE;
/* `values`: the new summary, description or both, read as the form reads them; `was`: the same as they were, or NULL. */
enum err text_edit_ticket(struct scope *s, struct ticket *ticket, const struct json *values,
	const struct json *was) MUST_USE;

/* The texts before, newest first. */
enum err text_edit_comment_list(struct scope *s, const struct ticket *ticket, int64_t comment_id,
	int64_t limit, int64_t start, struct text_edit **first_out) MUST_USE;
enum err text_edit_ticket_list(struct scope *s, const struct ticket *ticket, int64_t limit,
	int64_t start, struct text_edit **first_out) MUST_USE;
