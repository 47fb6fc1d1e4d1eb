/* seed_text.h - texts as people write them, made up: few words that stand nearly everywhere, very many that are rare, as in
 * any language. The same seed and number give the same texts. */
#pragma once
#include <stdint.h>
#include "base/str.h"

/* Chance that can be had again: one source for each ticket. */
struct seed_source {
	uint64_t state;
};
struct seed_source seed_source_of(uint64_t seed, uint64_t number);
/* From 0 to n - 1. */
int64_t seed_below(struct seed_source *source, int64_t n);

/* Sentences of so many words; one text in eight holds a code that no other has. */
void seed_sentences(struct seed_source *source, int64_t words, struct str *text);
/* A line without a stop at its end. */
void seed_line(struct seed_source *source, int64_t words, struct str *text);
/* "Anna Nowak" */
void seed_name(struct seed_source *source, struct str *name);
