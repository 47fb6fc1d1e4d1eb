/* workflow_word.h - the words that a transition is written in: who may run it, what it needs, what it sets. They are rows of one
 * table; a workflow's rows and its text hold them as a list that spaces part: "team customer", "resolution=\"No answer\"". */
#pragma once
#include <stdbool.h>
#include "base/err.h"

struct arena;
struct scope;
struct ticket;

enum word_kind { WORD_WHO, WORD_NEED, WORD_SET, WORD_EVENT };

/* Is there such a word? */
bool word_is_known(enum word_kind kind, const char *name);
/* All of a kind, for people: "team, assignee, reporter or customer". */
const char *word_names(struct arena *arena, enum word_kind kind);
/* What is wrong with the value of a word that sets something, as a sentence; NULL: nothing. */
const char *word_value_fault(const char *name, const char *value);
/* The value of a word in a list of what is set; NULL: it is not in it. */
const char *word_value(struct arena *arena, const char *sets, const char *name);
/* name=value as a list holds it, with quotation marks where they are wanted. */
const char *word_quoted(struct arena *arena, const char *text);

/* Is the caller one of `who`? */
bool word_is_caller(const struct scope *s, const struct ticket *ticket, const char *who);
/* What `needs` asks for and the ticket has not, as a sentence; NULL: nothing. A comment is left out: who runs it says one. */
enum err word_lack(struct scope *s, const struct ticket *ticket, const char *needs,
	const char **lacks_out) MUST_USE;
/* Does all that is set but the resolution, which is the move's own. *ticket is as it is then. In the open transaction. */
enum err word_set(struct scope *s, struct ticket *ticket, const char *sets) MUST_USE;
