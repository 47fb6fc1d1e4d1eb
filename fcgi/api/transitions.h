/* transitions.h - CustomerTransition: DESK_API /request/{key}/transition. */
#pragma once
#include "base/err.h"
#include "web/request.h"

struct json;
struct page;
struct ticket;

enum err api_transition_list(struct rq *rq) MUST_USE;
enum err api_transition_run(struct rq *rq) MUST_USE;

/* Those the caller may run now. What a page offers apart from the others goes into `lodge`, too, unless that is NULL: `reopen` and
 * `withdraw`, each { transitionId, name, until? }. */
enum err transition_page(
	struct rq *rq, const struct ticket *ticket, struct page *page, struct json *lodge) MUST_USE;
