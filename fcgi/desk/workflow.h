/* workflow.h - statuses and the moves between them, as the desk's people designed them. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/workflow.h"

struct scope;
struct ticket;

/* The transitions that the caller may run on the ticket now. */
enum err workflow_transitions(struct scope *s, const struct ticket *ticket, int64_t limit,
	int64_t start, struct transition **first_out) MUST_USE;
/* Runs one of them. E_INVALID: there is none with this id now; E_CONFLICT: somebody moved the ticket first. */
enum err workflow_run(struct scope *s, const struct ticket *ticket, int64_t transition_id) MUST_USE;
/* The names of statuses that customers can meet on the desks that the caller may use, each once. */
enum err workflow_status_names(struct scope *s, struct status **first_out) MUST_USE;
/* The statuses of a desk with the number of its tickets in each. */
enum err workflow_status_counts(
	struct scope *s, int64_t desk_id, struct status **first_out) MUST_USE;
/* Writes the status into the ticket's history. */
enum err workflow_record(struct scope *s, int64_t ticket_id, const struct status *status) MUST_USE;
