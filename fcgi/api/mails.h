/* mails.h - what came in by mail: a desk's quarantine, and the mail behind a request or a comment. */
#pragma once
#include "base/err.h"
#include "web/request.h"

struct desk;
struct json;

enum err api_mail_list(struct rq *rq) MUST_USE;
enum err api_mail_get(struct rq *rq) MUST_USE;
enum err api_mail_raw(struct rq *rq) MUST_USE;
enum err api_mail_shown(struct rq *rq) MUST_USE;
enum err api_mail_part_get(struct rq *rq) MUST_USE;
enum err api_mail_decide(struct rq *rq) MUST_USE;
enum err api_request_mail(struct rq *rq) MUST_USE;
enum err api_comment_mail(struct rq *rq) MUST_USE;
/* "mail": how much of the desk's waits for somebody. */
enum err mail_count_put(struct rq *rq, const struct desk *desk, struct json *json) MUST_USE;
