/* ticket_search.h - the lists of desk/ticket.h when words are asked for. */
#pragma once
#include "base/err.h"

struct scope;
struct ticket;
struct ticket_filter;

/* Those a customer may see, by ticket_list's filter. */
enum err ticket_search(
	struct scope *s, const struct ticket_filter *filter, struct ticket **first_out) MUST_USE;
/* Those of a desk, by ticket_list_desk's; with desk_id 0, of all desks that the caller answers on. */
enum err ticket_search_desk(
	struct scope *s, const struct ticket_filter *filter, struct ticket **first_out) MUST_USE;
