/* person.h - who stands behind an identity at a provider: known, joined to somebody we know by mail, or new. An identity is
 * (provider, sub); an address alone never makes one person of two, and nobody shows one that may be somebody else's. */
#pragma once
#include <stdbool.h>
#include "base/err.h"
#include "sql/person.h"

struct arena;
struct provider;
struct scope;

/* struct person is a row of sql/queries/person.sql. */

/* What a provider says of somebody, not yet looked at; all but sub may be NULL. */
struct claims {
	const char *sub, *email, *name, *username;
	bool email_verified;
};

/* Finds, joins or makes the person, in the open transaction; the caller looks at ->active. E_CONFLICT: another sign-in made
 * the same identity just now: roll back and run again. */
enum err person_enter(struct scope *s, const struct provider *provider, const struct claims *claims,
	struct person **person_out) MUST_USE;

/* The address in lower case, its domain as DNS has it (base/idn.h), or NULL when it is none that mail could reach: what stands before
 * the '@' is ASCII. */
char *person_address(struct arena *arena, const char *email);
/* The name on one line, without what would disturb the text around it, shortened; NULL when nothing is left. */
char *person_name(struct arena *arena, const char *name);
/* Those that pages and letters are written in, by spaces. */
extern const char person_languages[];
/* Does the list of domains hold the one of this clean address? */
bool person_is_vouched(const char *vouches_for, const char *address);
