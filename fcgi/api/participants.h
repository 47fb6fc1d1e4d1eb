/* participants.h - who takes part in a request: DESK_API /request/{key}/participant, and LODGE_API .../people, whom the caller may ask to. */
#pragma once
#include "base/err.h"
#include "web/request.h"

struct page;
struct ticket;

enum err api_participant_list(struct rq *rq) MUST_USE;
enum err api_participant_add(struct rq *rq) MUST_USE;
enum err api_participant_remove(struct rq *rq) MUST_USE;
enum err api_people_search(struct rq *rq) MUST_USE;

enum err participant_page(struct rq *rq, const struct ticket *ticket, struct page *page) MUST_USE;
