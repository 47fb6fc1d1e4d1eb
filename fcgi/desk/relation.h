/* relation.h - tickets that have to do with each other. Each is kept once and seen from both ends: what blocks one is blocked by the
 * other. For the team alone, and of the other end only what somebody may know who answers there, too. */
#pragma once
#include <stdint.h>
#include "base/err.h"
#include "sql/relation.h"

struct scope;
struct ticket;

enum { RELATIONS_MAX = 50 };

/* As the ticket sees it: "blocks", "blocked-by". */
const char *relation_kind(const struct relation *relation);
enum err relation_list(
	struct scope *s, const struct ticket *ticket, struct relation **first_out) MUST_USE;
/* E_INVALID: to itself, of no kind; E_CONFLICT: one of them has RELATIONS_MAX. Twice the same is once. In the open transaction. */
enum err relation_add(struct scope *s, const struct ticket *ticket, const struct ticket *other,
	const char *kind) MUST_USE;
/* One of the ticket's, by its id; E_MISSING. */
enum err relation_remove(struct scope *s, const struct ticket *ticket, int64_t id) MUST_USE;
