/* attachments.h - Attachment and temporary attachments: DESK_API /request/{key}/attachment and attachTemporaryFile. */
#pragma once
#include <stdbool.h>
#include "base/err.h"
#include "web/request.h"
#include "id/policy.h"

struct attachment;
struct json;
struct page;
struct ticket;

enum err api_attachment_list(struct rq *rq) MUST_USE;
enum err api_attachment_add(struct rq *rq) MUST_USE;
enum err api_attachment_get(struct rq *rq) MUST_USE;
enum err api_attachment_remove(struct rq *rq) MUST_USE;
enum err api_comment_attachment_list(struct rq *rq) MUST_USE;
/* Asked before nginx takes the body: desk, rights, length, number of files waiting. */
enum err api_temporary_attach_gate(struct rq *rq) MUST_USE;
enum err api_temporary_attach(struct rq *rq) MUST_USE;

/* The file that the address names, on a ticket that the caller may do this to. */
enum err attachment_named(struct rq *rq, enum action action, struct ticket **ticket_out,
	struct attachment **file_out) MUST_USE;
enum err attachment_page(struct rq *rq, const struct ticket *ticket, struct page *page) MUST_USE;
/* The way to bytes that the log knows of: 303, or for HEAD their type and size only. */
enum err attachment_answer(struct rq *rq, const struct attachment *file, bool saves) MUST_USE;
struct json *attachment_json(
	struct rq *rq, const struct ticket *ticket, const struct attachment *file);
