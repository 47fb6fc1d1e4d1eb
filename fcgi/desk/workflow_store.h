/* workflow_store.h - workflows as rows, whole: read into what a text says, and changed into it in place, by names, so that ids
 * and tickets stay. For an operator; everything but the reading stands in the open transaction. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct flow;
struct flow_fault;
struct scope;

/* How many statuses and moves a change made and took away. */
struct flow_news {
	int statuses_made, statuses_gone, moves_made, moves_gone;
	bool made; /* the workflow is new */
};

/* E_MISSING: the tenant has none of this name. */
enum err workflow_load(struct scope *s, const char *name, struct flow **flow_out) MUST_USE;
/* The tenant's workflow of this name becomes what *flow says, or is made. E_INVALID with the fault: a status that goes has
 * tickets, or none had the name that one was to have had. */
enum err workflow_keep(struct scope *s, struct flow *flow, struct flow_fault *fault_out,
	struct flow_news *news_out) MUST_USE;
/* A request type gets another workflow; its tickets get the statuses of the same names. E_MISSING, or E_CONFLICT with the names of
 * the statuses that the other one lacks. */
enum err workflow_use(struct scope *s, int64_t type_id, const char *name) MUST_USE;
