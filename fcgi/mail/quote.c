/* quote.c - see quote.h. The text as lines, each with what it looks like; then the first place from which on all is another mail. */
#include "mail/quote.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "mail/html_inside.h"
#include "mail/quote_words.h"

enum { WRAP_MAX = 4, HEADERS_MIN = 3, HEADERS_WITHIN = 8, LINES_MAX = 100000 };

struct line {
	const char *text;
	size_t size;
	bool is_blank, is_quoted, is_mark;
};
struct page {
	struct line *lines;
	size_t n;
	bool forwarded;
};

static struct page page_make(struct arena *arena, const char *text);
static size_t find(struct arena *arena, const struct page *page);
static size_t find_quotes(struct arena *arena, const struct page *page);

size_t quote_find(struct arena *arena, const char *text, const char *subject)
{
	struct page page = page_make(arena, text);
	size_t line, first = 0;

	page.forwarded = quote_is_forwarded_subject(subject);
	line = find(arena, &page);
	if (line == page.n)
		return strlen(text);
	while (first < line && (page.lines[first].is_blank || page.lines[first].is_mark))
		first++;
	return first < line ? (size_t)(page.lines[line].text - text) : strlen(text);
}

static bool is_blank(const char *line, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (line[i] != ' ' && line[i] != '\t')
			return false;
	return true;
}

static struct page page_make(struct arena *arena, const char *text)
{
	struct page page = { 0 };
	size_t n = 0;

	for (const char *at = text; *at != '\0' && n < LINES_MAX; at++)
		n += *at == '\n';
	page.lines = arena_alloc(arena, (n + 1) * sizeof(*page.lines));
	for (const char *at = text; *at != '\0' && page.n <= n;) {
		struct line *line = &page.lines[page.n++];
		size_t blank = strspn(at, " ");

		line->text = at;
		line->size = strcspn(at, "\n");
		line->is_blank = is_blank(at, line->size);
		line->is_quoted = (blank <= 3 && at[blank] == '>' &&
					  strncmp(at, ">From ", 6) != 0) ||
			(blank == 0 && at[0] == '|' && at[1] == ' ');
		line->is_mark = memchr(at, MARK_QUOTE, line->size) != NULL;
		at += line->size + (at[line->size] == '\n');
	}
	return page;
}

static size_t next_said(const struct page *page, size_t i)
{
	while (i < page->n && (page->lines[i].is_blank || page->lines[i].is_mark))
		i++;
	return i;
}

/* How many lines from i on are "On ... wrote:"; 0: none. */
static size_t attribution(struct arena *arena, const struct page *page, size_t i, bool strict)
{
	struct str joined = str_make(arena);

	for (size_t k = i; k < page->n && k < i + WRAP_MAX; k++) {
		const struct line *line = &page->lines[k];

		if (line->is_blank || line->is_quoted || line->is_mark)
			return 0;
		if (k > i)
			str_add_char(&joined, ' ');
		str_add_bytes(&joined, line->text, line->size);
		if (quote_is_attribution(joined.text, joined.size, strict))
			return k - i + 1;
	}
	return 0;
}

/* From:, Sent:, To: ... */
static bool is_header_block(const struct page *page, size_t i)
{
	int n = 0;

	if (i >= page->n || !quote_is_sender(page->lines[i].text, page->lines[i].size))
		return false;
	for (size_t k = i; k < page->n && k < i + HEADERS_WITHIN && !page->lines[k].is_blank; k++)
		n += quote_is_header(page->lines[k].text, page->lines[k].size);
	return n >= HEADERS_MIN;
}

static bool is_forward(const struct page *page, size_t i)
{
	return i < page->n && quote_is_forward(page->lines[i].text, page->lines[i].size);
}

/* Does another mail begin here, all of it to the end, by the word of a program? */
static bool begins_mail(struct arena *arena, const struct page *page, size_t i)
{
	const struct line *line = &page->lines[i];
	size_t next = next_said(page, i + 1);

	if (!line->is_quoted && quote_is_our_mark(line->text, line->size))
		return true;
	if (page->forwarded)
		return false;
	if (line->is_mark)
		return next < page->n && !is_forward(page, next) && !page->lines[next].is_quoted;
	if (quote_is_separator(line->text, line->size))
		return true;
	if (quote_is_rule(line->text, line->size) && is_header_block(page, next))
		return true;
	return is_header_block(page, i) || attribution(arena, page, i, true) > 0;
}

/* The line before it that belongs to it: a rule, a mark, blank ones. */
static size_t up(struct arena *arena, const struct page *page, size_t i)
{
	size_t at = i;

	for (size_t k = i; k > 0 && i - k < 2 * WRAP_MAX; k--) {
		const struct line *line = &page->lines[k - 1];

		if (line->is_mark || quote_is_rule(line->text, line->size) ||
			attribution(arena, page, k - 1, false) > 0)
			at = k - 1;
	}
	return at;
}

/* Something was written below the first quoted line from i on: not a quote, not what programs add. */
static bool is_answered_below(struct arena *arena, const struct page *page, size_t i)
{
	bool quoted = false;

	for (; i < page->n; i++) {
		const struct line *line = &page->lines[i];
		size_t wrapped;

		quoted = quoted || line->is_quoted;
		if (!quoted || line->is_quoted || line->is_blank || line->is_mark)
			continue;
		if (quote_is_signature(line->text, line->size) ||
			quote_is_rule(line->text, line->size))
			return false;
		wrapped = attribution(arena, page, i, false);
		if (wrapped == 0)
			return true;
		i += wrapped - 1;
	}
	return false;
}

/* page->n: nothing is quoted. */
static size_t find(struct arena *arena, const struct page *page)
{
	for (size_t i = 0; i < page->n; i++) {
		if (is_forward(page, i))
			return page->n;
		if (begins_mail(arena, page, i))
			return is_answered_below(arena, page, i) ? page->n : up(arena, page, i);
		if (page->lines[i].is_quoted)
			break;
	}
	return find_quotes(arena, page);
}

/* Quoted lines with nothing but them to the end, and nothing quoted before. */
static size_t find_quotes(struct arena *arena, const struct page *page)
{
	size_t first = 0;

	while (first < page->n && !page->lines[first].is_quoted)
		first++;
	if (first == page->n || page->forwarded || is_answered_below(arena, page, first))
		return page->n;
	return up(arena, page, first);
}
