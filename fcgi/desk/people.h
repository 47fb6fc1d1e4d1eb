/* people.h - who takes part in a ticket beside its reporter, and whom somebody may ask to. The desk's `sharing` says whom customers
 * find: nobody; people of an organization of theirs; with them whoever has to do with the desk; or, beside the first, anybody whose exact
 * and proven address they know. Whoever may not be found is refused like somebody who is not there. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "sql/participant.h"

struct desk;
struct scope;
struct ticket;

enum { PARTICIPANTS_MAX = 50, PEOPLE_FOUND_MAX = 10 };

/* What the input calls people: account ids, or addresses; `field` is blamed for a wrong one. */
struct people_words {
	const char *field;
	const char **words;
	size_t n;
};

/* May the caller add anybody at all? */
bool people_may_add(const struct scope *s, const struct ticket *ticket);

/* All of both lists, or nothing: each who may not be added is refused by the word. Who takes part already, and the reporter, are passed over. */
enum err people_add(
	struct scope *s, const struct ticket *ticket, const struct people_words lists[2]) MUST_USE;
/* The same the other way round. What they said about news goes with them. */
enum err people_remove(
	struct scope *s, const struct ticket *ticket, const struct people_words lists[2]) MUST_USE;
/* Whom the caller may add, by a part of the name or by the exact address; at most PEOPLE_FOUND_MAX. */
enum err people_search(struct scope *s, const struct ticket *ticket, const char *words,
	struct found_person **first_out) MUST_USE;

/* For whom the team raises a ticket: the id of an active person by account id or proven address; refused as `field`. */
enum err people_reporter(
	struct scope *s, const struct desk *desk, const char *word, int64_t *person_out) MUST_USE;
