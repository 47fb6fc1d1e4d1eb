/* workflow_text.c - a workflow as a text: what is read is within its limits, what is judged sound is written as a text that reads as
 * the same workflow and is sound again. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "desk/workflow_lint.h"
#include "desk/workflow_text.h"

enum { INPUT_SIZE_MAX = 16 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void is_within(const struct flow *flow)
{
	assert(flow->name && *flow->name);
	assert(flow->n_statuses <= FLOW_STATUSES_MAX && flow->n_moves <= FLOW_MOVES_MAX);
	assert(flow->first < flow->n_statuses);
	for (int i = 0; i < flow->n_moves; i++) {
		assert(flow->moves[i].to >= FLOW_BACK && flow->moves[i].to < flow->n_statuses);
		assert(flow->moves[i].from >= FLOW_ANY && flow->moves[i].from < flow->n_statuses);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct arena *arena;
	struct flow_fault fault = { 0 };
	struct flow *flow, *again;
	const char *text, *twice;
	char *copy;

	if (size > INPUT_SIZE_MAX)
		return 0;
	if (arena == NULL)
		arena = arena_make(64 << 20);
	text = copy = arena_alloc(arena, size + 1);
	if (size > 0)
		memcpy(copy, bytes, size);
	if (workflow_text_read(arena, text, size, &flow, &fault) != OK) {
		assert(fault.said && fault.line > 0);
	} else {
		is_within(flow);
		if (workflow_lint(arena, flow, &fault) != OK)
			assert(fault.said && fault.line > 0);
		text = workflow_text_write(arena, flow);
		assert(workflow_text_read(arena, text, strlen(text), &again, &fault) == OK);
		twice = workflow_text_write(arena, again);
		assert(strcmp(text, twice) == 0);
		assert((workflow_lint(arena, flow, &fault) == OK) ==
			(workflow_lint(arena, again, &fault) == OK));
	}
	arena_reset(arena);
	return 0;
}
