/* safe_html.c - see safe_html.h. gumbo reads HTML as a browser would, and what is allowed of its tree is written again. */
#include "base/safe_html.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/html_tree.h"
#include "base/str.h"

enum {
	HTML_SIZE_MAX = 2 << 20,
	COST_MAX = 1000000, /* where a worker waits for it */
	HREF_SIZE_MAX = 2000
};

static void write_attributes(struct str *out, const GumboElement *element);
static const char *entity(char c);

struct safe_html safe_html_rebuild(struct arena *arena, const char *html, const char *otherwise)
{
	struct str out = str_make(arena);
	const struct html_writer writer = { &out, HTML_SIZE_MAX, write_attributes, NULL, NULL };
	GumboOutput *tree = html_tree_read(html, COST_MAX);

	if (tree == NULL)
		return safe_html_plain(arena, otherwise);
	html_write(&writer, tree->root);
	html_tree_end(tree);
	return (struct safe_html){ out.text };
}

struct safe_html safe_html_plain(struct arena *arena, const char *text)
{
	struct str out = str_make(arena);
	size_t size;

	if (text == NULL || *text == '\0')
		return (struct safe_html){ "" };
	str_add(&out, "<p>");
	for (; *text != '\0'; text += size) {
		size = strcspn(text, "\n");
		safe_html_escape(&out, text, size);
		if (text[size] == '\n') {
			str_add(&out, "<br>\n");
			size++;
		}
	}
	str_add(&out, "</p>");
	return (struct safe_html){ out.text };
}

void safe_html_escape(struct str *out, const char *text, size_t size)
{
	const char *end = text + size, *name;

	for (const char *at = text; at < end; at++) {
		name = entity(*at);
		if (name == NULL)
			continue;
		str_add_bytes(out, text, (size_t)(at - text));
		str_add(out, name);
		text = at + 1;
	}
	str_add_bytes(out, text, (size_t)(end - text));
}

/* The scheme must stand at the very start in plain letters, entities resolved: so no disguise of another scheme, and
 * no address relative to our own site, can pass. */
bool safe_html_may_link(const char *href)
{
	static const char *const schemes[] = { "http://", "https://", "mailto:" };

	if (href == NULL || strlen(href) > HREF_SIZE_MAX)
		return false;
	for (const char *at = href; *at != '\0'; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			return false;
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strncasecmp(href, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

static void write_attributes(struct str *out, const GumboElement *element)
{
	if (element->tag == GUMBO_TAG_A) {
		html_put(out, "href", html_attribute(element, "href"));
		str_add(out, " rel=\"noopener nofollow\"");
	}
	if (element->tag == GUMBO_TAG_OL)
		html_put_number(out, element, "start", 0, 999999999);
	if (element->tag == GUMBO_TAG_TD || element->tag == GUMBO_TAG_TH)
		html_put_word(out, element, "align", "left center right");
}

static const char *entity(char c)
{
	switch (c) {
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '&':
		return "&amp;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}
