/* inventory.h - the look through the whole store: what it holds beside what rows name. An object that no row names is deleted only
 * when it is old, two looks have seen it of which the second began after one had ended, and a last question finds no row; things
 * that do not look like ours are counted and left. A file whose object is gone is shown as lost, or ends if no ticket took it. */
#pragma once
#include <stdint.h>
#include "base/err.h"

struct arena;
struct scope;
struct sweep;

struct inventory {
	int64_t listed;   /* objects in the store */
	int64_t foreign;  /* of others */
	int64_t strays;   /* ours that no row names */
	int64_t doomed;   /* of these, now to be deleted */
	int64_t lost;     /* files of tickets whose objects are gone */
	int64_t regained; /* lost files whose objects are back */
	int64_t vanished; /* files that waited for a ticket, whose objects are gone: ended */
	int64_t quotas;   /* tenants whose bytes were counted wrong, and are right now */
};
/* Decides nothing before it has seen the whole store: an error in the middle (E_BUSY: store or database went away) leaves all as it
 * was. E_GONE: it was told to stop. E_CONFLICT: this cannot be the right bucket, so nothing was done. */
enum err inventory_take(
	struct scope *s, const struct sweep *sweep, struct inventory *inventory_out) MUST_USE;
/* "listed=12 strays=1 ", what is not 0. */
const char *inventory_words(struct arena *arena, const struct inventory *inventory);
