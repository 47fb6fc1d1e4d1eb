/* queues.h - the queues of a desk, as JSM shows them (DESK_API /servicedesk/{id}/queue) and for our pages (LODGE_API). */
#pragma once
#include "base/err.h"
#include "web/request.h"

/* JSM's Queue, and IssueBean with the fields that are the queue's columns. */
enum err api_queue_list(struct rq *rq) MUST_USE;
enum err api_queue_get(struct rq *rq) MUST_USE;
enum err api_queue_issue_list(struct rq *rq) MUST_USE;

enum err api_desk_queue_list(struct rq *rq) MUST_USE; /* all, with counts */
/* The caller is told of each new request on the desk, or not any more. */
enum err api_desk_watch_begin(struct rq *rq) MUST_USE;
enum err api_desk_watch_end(struct rq *rq) MUST_USE;
enum err api_desk_queue_add(struct rq *rq) MUST_USE;
enum err api_desk_queue_change(struct rq *rq) MUST_USE;
enum err api_desk_queue_remove(struct rq *rq) MUST_USE;
enum err api_desk_queue_ticket_list(struct rq *rq) MUST_USE;
enum err api_desk_agent_list(struct rq *rq) MUST_USE; /* who may be assigned */
