/* queue.h - the queues of a desk: those that every desk has, which are no rows, and the saved filters of its team. A page of one
 * reads a bounded number of rows whatever the filter: where no index has it, a page may be short and go on. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/queue.h"

struct desk;
struct scope;
struct ticket;

enum { QUEUES_MAX = 50, QUEUE_COUNT_MAX = 1000, QUEUE_NAME_LENGTH_MAX = 100 };

/* The desk's queues, the built-in ones first. */
enum err queue_list(struct scope *s, const struct desk *desk, struct queue **first_out) MUST_USE;
/* E_MISSING: the desk has none with this id. */
enum err queue_find(
	struct scope *s, const struct desk *desk, int64_t id, struct queue **queue_out) MUST_USE;
const char *queue_built_in(const struct queue *queue); /* "unassigned"; NULL: a saved one */

/* How many tickets are in each, in the order of the list; counted up to QUEUE_COUNT_MAX. `more`: there may be more than n. */
struct queue_size {
	int64_t n;
	bool more;
};
enum err queue_count(struct scope *s, const struct desk *desk, const struct queue *queue,
	struct queue_size *size_out) MUST_USE;
enum err queue_count_list(struct scope *s, const struct desk *desk, const struct queue *queues,
	struct queue_size *sizes) MUST_USE;

/* A part of a queue. What a place is depends on the sort. */
struct queue_place {
	int64_t at, id; /* 0: from the top */
};
struct queue_row {
	struct ticket *ticket;
	struct queue_place place;
};
struct queue_page {
	struct queue_place after;
	int64_t start, limit;
	const char *search; /* words; "": none */
	/* filled */
	struct queue_row *rows;
	int64_t n;
	bool more;                /* the list goes on */
	struct queue_place reach; /* from here */
};
enum err queue_tickets(struct scope *s, const struct desk *desk, const struct queue *queue,
	struct queue_page *page) MUST_USE;

/* Saves a new one (id 0) or changes one; E_INVALID for each wrong member. In the open transaction. */
enum err queue_save(struct scope *s, const struct desk *desk, struct queue *queue) MUST_USE;
enum err queue_remove(struct scope *s, const struct desk *desk, const struct queue *queue) MUST_USE;
/* Its columns by spaces are among these; sorts are "updated created priority breach". */
extern const char queue_columns[];
extern const char queue_sorts[];
/* Its filter as JQL, for programs: it says all that the queue asks. */
const char *queue_jql(struct scope *s, const struct desk *desk, const struct queue *queue);

/* With which organizations the tickets of a page are shared, in the order of tickets' ids. */
enum err queue_shared_names(
	struct scope *s, const struct queue_page *page, struct shared_name **first_out) MUST_USE;
