/* letter_book.h - what letters are written with: the words of a language and the parts of the page, files below conf()->mail_dir. A
 * sentence is one for the text and for the HTML of a letter. */
#pragma once
#include <stdbool.h>
#include "base/err.h"

struct json;
struct scope;

struct letter_book {
	struct scope *s;
	const char *language; /* "en": also when there are no words of the wished one */
	bool turned;          /* it is written from right to left */
	const struct json *words;
	const char *page;
};
/* E_BUG: a file is missing, or is none. */
enum err letter_book_open(
	struct scope *s, const char *language, struct letter_book **book_out) MUST_USE;

/* What stands for {name}: plain text, or HTML that is safe already. */
struct letter_value {
	const char *name, *text, *html; /* one of the two; both NULL: "" */
};
/* The sentence with its values filled in; plain text. Up to a value without a name; values may be NULL. */
const char *letter_say(
	const struct letter_book *book, const char *word, const struct letter_value *values);
/* The part of the page with its values filled in, {{name}} each; text is escaped. */
const char *letter_part(
	const struct letter_book *book, const char *part, const struct letter_value *values);

#define LETTER_VALUES(...) ((const struct letter_value[]){ __VA_ARGS__, { 0 } })
