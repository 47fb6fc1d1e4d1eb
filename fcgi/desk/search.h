/* search.h - the words by which tickets are found. Each carries its tenant and who may find it, so a customer cannot find a
 * ticket by a word of an internal note, and a search reads only its own tenant's postings. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct scope;

/* Keeps the words of a ticket (comment_id 0) or of one of its comments. */
enum err search_add(struct scope *s, int64_t ticket_id, int64_t comment_id, bool public,
	const char *text) MUST_USE;
/* The words that search_add keeps of a text. */
const char *search_kept(struct scope *s, bool public, const char *text);
/* The full-text expression that needs every word of the text, the last one as a beginning; "" without any word. With notes, words
 * of internal notes count too. */
const char *search_words(struct scope *s, const char *text, bool notes);
