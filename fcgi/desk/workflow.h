/* workflow.h - statuses and the moves between them, as the desk's people designed them. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/workflow.h"

struct scope;
struct ticket;

/* The transitions that the caller may run on the ticket now. The team's hold those that lack something, too: `lacks` says what. */
enum err workflow_transitions(struct scope *s, const struct ticket *ticket, int64_t limit,
	int64_t start, struct transition **first_out) MUST_USE;
bool workflow_needs_comment(const struct transition *transition);
/* Until when customers may run it, as it opens again what is done; 0: it does not. */
int64_t workflow_reopen_until(const struct ticket *ticket, const struct transition *transition);
/* Runs one of them, and what follows at once; what *ticket says of its status is the new then. E_INVALID: there is none with this
 * id now, or it needs something, which is said; E_CONFLICT: somebody moved the ticket first. Its comment is the caller's to add. */
enum err workflow_run(struct scope *s, struct ticket *ticket, int64_t transition_id) MUST_USE;
enum err workflow_run_saying(struct scope *s, struct ticket *ticket, int64_t transition_id,
	const char *comment) MUST_USE;
/* Runs the one of the ticket's status that waits for `event` ("reply" of a customer, "quote", "approved", "declined"),
 * whoever the caller is; without one, or while it lacks something, nothing happens. In the open transaction. E_CONFLICT: somebody
 * moved the ticket first. */
enum err workflow_fire(
	struct scope *s, struct ticket *ticket, const char *event, bool *moved_out) MUST_USE;
/* The names of statuses that customers can meet on the desks that the caller may use, each once. */
enum err workflow_status_names(struct scope *s, struct status **first_out) MUST_USE;
/* The statuses of a desk with the number of its tickets in each. */
enum err workflow_status_counts(
	struct scope *s, int64_t desk_id, struct status **first_out) MUST_USE;
/* Writes the status into the ticket's history. */
enum err workflow_record(struct scope *s, int64_t ticket_id, const struct status *status) MUST_USE;
