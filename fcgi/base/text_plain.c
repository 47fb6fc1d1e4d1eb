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

/* Does the last byte end the sentence around the address? A bracket that was opened in it is its own. */
static bool is_after(const char *at, size_t size)
{
	char last = at[size - 1];

	if (last == ')')
		return count(at, size, ')') > count(at, size, '(');
	return strchr(".,;:!?]}'*_", last) != NULL;
}

/* The size of an address that begins here; 0: none does. A stop or a bracket at its end belongs to the sentence. */
static size_t link_size(const char *at, const char *end)
{
	static const char *const schemes[] = { "https://", "http://" };
	size_t size = 0, scheme = 0;

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]) && !scheme; i++)
		if (strncasecmp(at, schemes[i], strlen(schemes[i])) == 0)
			scheme = strlen(schemes[i]);
	if (!scheme)
		return 0;
	while (size <= LINK_SIZE_MAX && at + size < end && (unsigned char)at[size] > ' ' &&
		!strchr("<>\"`", at[size]))
		size++;
	if (size > LINK_SIZE_MAX)
		return 0;
	while (size > scheme && is_after(at, size))
		size--;
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

/* Where the next address begins, which no letter stands before; the end: there is none. */
static const char *link_find(const char *line, const char *at, const char *end)
{
	for (; at < end; at++)
		if ((*at == 'h' || *at == 'H') && link_size(at, end) &&
			(at == line || !(at[-1] >= 'a' && at[-1] <= 'z')))
			return at;
	return end;
}

static void line_add(struct str *out, const char *line, const char *end, int *links)
{
	const char *at = line;

	while (at < end) {
		const char *link = *links < LINKS_MAX ? link_find(line, at, end) : end;
		size_t size = link < end ? link_size(link, end) : 0;

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
