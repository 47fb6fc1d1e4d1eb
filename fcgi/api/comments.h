/* comments.h - Comment: DESK_API /request/{key}/comment. */
#pragma once
#include "base/err.h"
#include "web/request.h"
#include "id/policy.h"

struct comment;
struct json;
struct page;
struct ticket;

enum err api_comment_list(struct rq *rq) MUST_USE;
enum err api_comment_add(struct rq *rq) MUST_USE;
enum err api_comment_get(struct rq *rq) MUST_USE;
enum err api_comment_hide(struct rq *rq) MUST_USE;

/* The ticket and the comment of it that the address names, if the caller may do this to the ticket and see the comment. */
enum err comment_named(struct rq *rq, enum action action, struct ticket **ticket_out,
	struct comment **comment_out) MUST_USE;
/* The comments the caller may see, into a page; with ?expand=comment.renderedBody and comment.attachment. */
enum err comment_page(struct rq *rq, const struct ticket *ticket, struct page *page) MUST_USE;
struct json *comment_json(
	struct rq *rq, const struct ticket *ticket, const struct comment *comment);
