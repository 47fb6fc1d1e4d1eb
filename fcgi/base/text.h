/* text.h - what people write: UTF-8, Markdown, and the words a search finds. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "base/safe_html.h"

struct arena;

/* Well-formed UTF-8 without NUL and without control characters other than tab, LF and CR. */
bool text_is_clean(const char *text, size_t size);
/* Does it hold characters that are not shown or that turn the direction of writing? Clean text only. */
bool text_misleads(const char *text);
/* The same of one character. Not the joiners (U+200C, U+200D), which scripts and emoji need: who cannot have them says so. */
bool text_point_misleads(uint32_t point);
/* Of these, the marks that turn the direction of all that follows. */
bool text_point_turns(uint32_t point);
/* Characters (code points) in clean text. */
size_t text_length(const char *text);
/* Without white space at both ends, line ends as LF. */
char *text_trim(struct arena *arena, const char *text);
/* At most `characters` of it, the ellipsis that ends it if it was cut included; cut between characters. */
char *text_shorten(struct arena *arena, const char *text, size_t characters);

/* CommonMark with tables, strikethrough and bare links; no raw HTML, no images; links only http, https and
 * mailto, with rel=noopener nofollow; "# One" is an h3, as h1 and h2 are the page's own. What is too large or too deep comes back as plain text. */
struct safe_html text_markdown(struct arena *arena, const char *markdown);
/* The same as text for people who read no HTML: "text <address>" for links, "- " and "1. " for lists, "> " for quotes, *strong* and
 * _stressed_, code in its own words, set in. Lines stay as long as they were written. What is too large or too deep comes back as it
 * was written. */
char *text_markdown_plain(struct arena *arena, const char *markdown);
/* Text as it is, with its line ends; bare http and https addresses in it are links, as there. */
struct safe_html text_plain(struct arena *arena, const char *text);

/* The words of the text for full-text search: case and accents folded, CJK as pairs, each with the prefix and an 'x'
 * before it, parted by spaces, no word twice; at most TEXT_WORDS_MAX. */
enum { TEXT_WORDS_MAX = 4000 };
char *text_words(struct arena *arena, const char *prefix, const char *text);
/* The same as a boolean full-text expression that needs every word, the last one as a beginning: "+p7xerro*".
 * "" if there is no word in it. Of more than TEXT_QUERY_WORDS_MAX words the first count. */
enum { TEXT_QUERY_WORDS_MAX = 16 };
char *text_words_query(struct arena *arena, const char *prefix, const char *text);
