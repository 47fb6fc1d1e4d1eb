/* pictures.h - what of a file is shown in a page without taking it: the small picture, JSM_API /request/{key}/attachment/{id}/thumbnail,
 * and the beginning of a text. */
#pragma once
#include "base/err.h"
#include "web/request.h"

enum err api_attachment_thumbnail(struct rq *rq) MUST_USE;
enum err api_attachment_preview(struct rq *rq) MUST_USE;
