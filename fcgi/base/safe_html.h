/* safe_html.h - HTML that a page may show. Only text_markdown() and the reader of mail make one; the JSON of an answer
 * has it in fields named renderedBody and renderedValue. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct str;

struct safe_html {
	const char *html;
};

/* HTML from outside, rebuilt from the allow-list; `otherwise` as plain text where it is too large or too deep. A hostile
 * page can cost the parser much time: call it where time is limited, never on a mail in a worker. */
struct safe_html safe_html_rebuild(struct arena *arena, const char *html, const char *otherwise);
/* Text as it is: escaped, in one paragraph, with its line ends. NULL gives "". */
struct safe_html safe_html_plain(struct arena *arena, const char *text);

/* Text for an element or a quoted attribute. */
void safe_html_escape(struct str *out, const char *text, size_t size);
/* Is it a whole http, https or mailto address that a person may be led to? */
bool safe_html_may_link(const char *href);
