/* views.h - what a page shows of a file in place: DESK_API /request/{key}/attachment/{id}/thumbnail, and LODGE_API .../preview, the beginning of
 * a text. */
#pragma once
#include "base/err.h"
#include "web/request.h"

enum err api_attachment_thumbnail(struct rq *rq) MUST_USE;
enum err api_attachment_preview(struct rq *rq) MUST_USE;
