/* sqlc_part.h - a piece of SQL that several statements of a file share, so that it stands once:
 *
 *	-- part named(id)
 *	t.id, t.name, t.owner_id = :id AS own;
 *
 * `$named(person)` in a statement, or in a later part, stands for it, with the word or parameter
 * `id` become `person`; a word may also become a number. The result is checked like any text. */
#pragma once
#include "tools/sqlc_lex.h"

enum { PART_ARGUMENTS_MAX = 8 };

struct part {
	const char *name;
	const struct token *arguments[PART_ARGUMENTS_MAX];
	size_t n;
	struct token *tokens;
	struct part *next;
};

/* Reads "named(id)" from the tokens of its declaration. */
struct part *part_declare(const struct token *token);
/* The tokens with every `$name` replaced; refuses a name that no part before has. */
struct token *parts_expand(const struct part *parts, const struct token *tokens);
