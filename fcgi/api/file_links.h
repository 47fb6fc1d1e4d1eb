/* file_links.h - links to a file for people without a session, and the log of who took it: ours, not JSM's. */
#pragma once
#include "base/err.h"
#include "web/request.h"

enum err api_file_link_add(struct rq *rq) MUST_USE;
enum err api_file_link_list(struct rq *rq) MUST_USE;
enum err api_file_link_revoke(struct rq *rq) MUST_USE;
enum err api_file_link_revoke_all(struct rq *rq) MUST_USE;
enum err api_download_list(struct rq *rq) MUST_USE;
/* The link itself: what it says is for a browser, so nginx puts a page in place of a refusal (nginx/link.conf). */
enum err api_file_link_open(struct rq *rq) MUST_USE;
