/* approval.h - who was asked to accept a quote, and what they said: with person, time, address, and the SHA-256 of what they were
 * shown. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/approval.h"

struct scope;
struct ticket;

enum { APPROVAL_REASON_LENGTH_MAX = 2000 };

/* Oldest first. */
enum err approval_list(struct scope *s, const struct ticket *ticket, int64_t limit, int64_t start,
	struct approval **first_out) MUST_USE;
/* E_MISSING: the ticket has none with this id. */
enum err approval_find(struct scope *s, const struct ticket *ticket, int64_t id,
	struct approval **approval_out) MUST_USE;
/* Who was asked, for all approvals of a list at once. */
enum err approval_people(
	struct scope *s, const struct approval *approvals, struct approver **first_out) MUST_USE;
/* May the caller still answer this one? */
bool approval_may_answer(
	const struct scope *s, const struct approval *approval, const struct approver *people);

struct approval_answer {
	bool accepts;
	const char *reason; /* "" without one */
	const char *sha256; /* in hex, of what the caller was shown; "": of what is pending */
};
/* The caller answers, in the open transaction, which holds the ticket's row. When enough accepted, or one declined, it is decided,
 * and the workflow is told. E_DENIED: the caller was not asked; E_CONFLICT: they have answered, it is decided or void, another
 * document was shown, or it is too late to accept. */
enum err approval_answer(struct scope *s, const struct ticket *ticket, int64_t id,
	const struct approval_answer *answer, struct approval **approval_out) MUST_USE;
