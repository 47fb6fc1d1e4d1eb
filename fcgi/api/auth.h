/* auth.h - signing in and out: /auth/login, /auth/callback/{providerId}, /auth/logout, /auth/backchannel/{providerId}. */
#pragma once
#include "base/err.h"

struct rq;

enum err api_sign_in_begin(struct rq *rq);
enum err api_sign_in_finish(struct rq *rq);
enum err api_sign_out(struct rq *rq);
enum err api_sign_out_back_channel(struct rq *rq);
