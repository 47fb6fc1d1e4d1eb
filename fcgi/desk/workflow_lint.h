/* workflow_lint.h - does a workflow make sense? Nothing that tickets get stuck in, or that nobody can ever meet, is let in. */
#pragma once
#include "base/err.h"

struct arena;
struct flow;
struct flow_fault;

/* E_INVALID with the first fault, by the line of the text that it was read from. */
enum err workflow_lint(
	struct arena *arena, const struct flow *flow, struct flow_fault *fault_out) MUST_USE;
