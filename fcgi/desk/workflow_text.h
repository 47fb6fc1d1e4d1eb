/* workflow_text.h - a workflow as a text that people read, compare and keep beside their code. One line for each status and each
 * move; a move stands below the status it leads from. README.md shows one. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct arena;

enum { FLOW_TEXT_SIZE_MAX = 128 * 1024, FLOW_STATUSES_MAX = 50, FLOW_MOVES_MAX = 150 };
enum { FLOW_ANY = -1, FLOW_BACK = -1 };

struct flow_status {
	int line; /* of the text that it was read from */
	const char *name, *customer_name, *category;
	const char *was; /* the name that it had; NULL: this one */
	bool awaits_customer;
	int64_t id; /* 0: it has none yet */
};

struct flow_move {
	int line;
	const char *name;
	int from;          /* a status by its place; FLOW_ANY: every one but its goal */
	int to;            /* FLOW_BACK: where the ticket came from */
	const char *event; /* NULL: none */
	const char *who, *needs, *sets; /* lists of words, see workflow_word.h */
	bool on_portal;
	int64_t id;
};

struct flow {
	const char *name;
	int line;
	int64_t id, reopen_s; /* 0: never */
	int reopen_line;
	int first; /* the status of a new ticket; -1: none is said */
	int n_statuses, n_moves;
	struct flow_status statuses[FLOW_STATUSES_MAX];
	struct flow_move moves[FLOW_MOVES_MAX];
};

/* What is wrong, and where. */
struct flow_fault {
	int line;
	const char *said;
};

/* E_INVALID with the fault when a line cannot be understood; what all of it means is judged by workflow_lint. */
enum err workflow_text_read(struct arena *arena, const char *text, size_t size,
	struct flow **flow_out, struct flow_fault *fault_out) MUST_USE;
/* The same workflow always gives the same text, and reading that gives the workflow. */
char *workflow_text_write(struct arena *arena, const struct flow *flow);
/* Fills in the fault, in words of printf's form; always E_INVALID. */
enum err workflow_fault(struct arena *arena, struct flow_fault *fault, int line, const char *format,
	...) PRINTF(4, 5);
