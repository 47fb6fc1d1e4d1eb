/* feedback.h - what the reporter thought of it once it was done: one to five, and words. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/feedback.h"

struct scope;
struct ticket;

enum { RATING_MAX = 5, FEEDBACK_LENGTH_MAX = 2000 };

/* May the caller give some now? */
bool feedback_may(const struct scope *s, const struct ticket *ticket);
/* E_MISSING: there is none. */
enum err feedback_find(
	struct scope *s, const struct ticket *ticket, struct feedback **feedback_out) MUST_USE;
/* In place of what was there. E_DENIED: not the reporter; E_INVALID: it is not done yet. `comment` may be NULL. */
enum err feedback_give(
	struct scope *s, const struct ticket *ticket, int64_t rating, const char *comment) MUST_USE;
/* Harmless when there is none. */
enum err feedback_take_back(struct scope *s, const struct ticket *ticket) MUST_USE;
