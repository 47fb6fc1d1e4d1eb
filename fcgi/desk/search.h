/* search.h - the words by which tickets are found. Each carries its tenant and who may find it, so a customer cannot find a
 * ticket by a word of an internal note, and a search reads only its own tenant's postings. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct ids;
struct scope;
struct search_match;

/* Keeps the words of a ticket (comment_id 0) or of one of its comments. */
enum err search_add(struct scope *s, int64_t ticket_id, int64_t comment_id, bool public,
	const char *text) MUST_USE;
/* The words that search_add keeps of a text. */
const char *search_kept(struct scope *s, bool public, const char *text);

/* How a search is done. Every word is needed, the last one as a beginning, in whatever text of the ticket. The word that the fewest
 * texts have is asked of the full-text index; the others are looked up in the words of each ticket that this gives. When even
 * that word stands in very many texts, there is no expression: then tickets are gone through, newest first. Of very many
 * words the first SEARCH_WORDS_MAX count. */
enum { SEARCH_WORDS_MAX = 8 };
struct search {
	bool notes;             /* words of internal notes count too */
	const char *expression; /* full-text; "": none */
	const char
		*others[SEARCH_WORDS_MAX]; /* as search_matching() takes them; "" after the last */
	int n_others;
};
enum err search_plan(
	struct scope *s, const char *text, bool notes, struct search *search_out) MUST_USE;
/* Its two halves: the words of a text, and what is done about them when it is known how many texts have each, out of all. */
struct search_word {
	const char *word; /* "xerror" */
	bool begins;      /* it is the beginning of one */
	int64_t texts;    /* that have it, about; 0: few */
};
int search_split(struct scope *s, const char *text, struct search_word words_out[SEARCH_WORDS_MAX]);
void search_choose(struct scope *s, struct search_word *words, int n, int64_t all, bool notes,
	struct search *search_out);
/* Without any word nothing is found. */
bool search_is_empty(const struct search *search);
/* Which of the tickets have all of search->others: a list in the order of the ids. At most 1,000. */
enum err search_matching(struct scope *s, const struct search *search, const struct ids *wanted,
	struct search_match **first_out) MUST_USE;

/* Counts which words are frequent, from a sample of the tenant's texts; until then every word counts as rare. */
enum err search_count(struct scope *s) MUST_USE;
/* The same for a tenant whose count is older than a day, if there is one. */
enum err search_count_next(struct scope *s) MUST_USE;
