/* text_plain.c - text_plain() of text.h: what came by mail has paragraphs, lines and addresses, and nothing else. */
#include "base/text.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/str.h"

enum { LINKS_MAX = 2000, LINK_SIZE_MAX = 2000 };

static int count(const char *at, size_t size, char c)
{
	int n = 0;

	for (size_t i = 0; i < size; i++)
		n += at[i] == c;
	return n;
}

/* The size of "http://" or "https://" where one stands here, else 0. */
static size_t scheme_size(const char *at)
{
	static const char *const schemes[] = { "https://", "http://" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strncasecmp(at, schemes[i], strlen(schemes[i])) == 0)
			return strlen(schemes[i]);
	return 0;
}

static size_t word_size(const char *at, const char *end)
{
	size_t size = 0;

	while (at + size < end && (unsigned char)at[size] > ' ' && !strchr("<>\"`", at[size]))
		size++;
	return size;
}

/* The size of the address that the word begins with; 0: nothing follows its scheme. What ends the sentence around it is not its own,
 * nor is a bracket that was not opened in it. */
static size_t link_size(const char *word, size_t size, size_t scheme)
{
	int open = count(word, size, '(') - count(word, size, ')');

	while (size > scheme &&
		(word[size - 1] == ')' ? open < 0 : strchr(".,;:!?]}'*_", word[size - 1]) != NULL))
		open += word[--size] == ')';
	return size > scheme ? size : 0;
}

static void link_add(struct str *out, const char *at, size_t size)
{
	str_add(out, "<a href=\"");
	safe_html_escape(out, at, size);
	str_add(out, "\" rel=\"noopener nofollow\">");
	safe_html_escape(out, at, size);
	str_add(out, "</a>");
}

/* Where the next address begins, which no letter stands before; the end: there is none. A word is looked at once, however many addresses
 * seem to begin in it: so the time grows with the line alone. */
static const char *link_find(const char *line, const char *at, const char *end, size_t *size_out)
{
	for (; at < end; at++) {
		size_t scheme = scheme_size(at), word;

		if (!scheme || (at > line && at[-1] >= 'a' && at[-1] <= 'z'))
			continue;
		word = word_size(at, end);
		*size_out = word <= LINK_SIZE_MAX ? link_size(at, word, scheme) : 0;
		if (*size_out)
			return at;
		at += word - 1;
	}
	return end;
}

static void line_add(struct str *out, const char *line, const char *end, int *links)
{
	const char *at = line;

	while (at < end) {
		size_t size = 0;
		const char *link = *links < LINKS_MAX ? link_find(line, at, end, &size) : end;

		safe_html_escape(out, at, (size_t)(link - at));
		if (size)
			link_add(out, link, size);
		*links += size > 0;
		at = link + size;
	}
}

struct safe_html text_plain(struct arena *arena, const char *text)
{
	struct str out = str_make(arena);
	int links = 0;
	bool open = false;

	for (text = text ? text : ""; *text;) {
		size_t size = strcspn(text, "\n");
		bool blank = strspn(text, " \t\r") >= size;

		if (blank && open)
			str_add(&out, "</p>\n");
		else if (!blank)
			str_add(&out, open ? "<br>\n" : "<p>");
		open = !blank;
		if (!blank)
			line_add(&out, text, text + size, &links);
		text += size + (text[size] == '\n');
	}
	if (open)
		str_add(&out, "</p>\n");
	return (struct safe_html){ out.text };
}
