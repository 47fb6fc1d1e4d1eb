/* uploads.h - tus 1.0 at /rest/lodge/1/uploads: core, creation, termination, expiration. */
#pragma once
#include "base/err.h"
#include "web/request.h"

enum err api_upload_options(struct rq *rq) MUST_USE;
enum err api_upload_begin(struct rq *rq) MUST_USE;
enum err api_upload_get(struct rq *rq) MUST_USE;
enum err api_upload_receive_gate(struct rq *rq) MUST_USE;
enum err api_upload_receive(struct rq *rq) MUST_USE;
enum err api_upload_remove(struct rq *rq) MUST_USE;
