/* safe_html.c - the allow-list. gumbo reads HTML as a browser would, and the tree is written again with only what
 * stands here: every tag and attribute name comes from this file, every text and value is escaped. */
#include "base/safe_html.h"

#include <gumbo.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/str.h"

/* gumbo has no limits of its own: its time grows with the depth of the tree, and it frees it by recursion. */
enum {
	HTML_SIZE_MAX = 2 << 20,
	TAG_SIZE_MAX = 8 << 10, /* its attributes are compared each with each */
	DEPTH_MAX = 400,
	COST_MAX = 1000000, /* where a worker waits for it */
	HREF_SIZE_MAX = 2000
};

static const struct allowed {
	const char *name;
	GumboTag tag;
	bool is_void;
} allowed[] = {
	{ "p", GUMBO_TAG_P, false },
	{ "br", GUMBO_TAG_BR, true },
	{ "hr", GUMBO_TAG_HR, true },
	{ "h3", GUMBO_TAG_H1, false },
	{ "h3", GUMBO_TAG_H2, false },
	{ "h3", GUMBO_TAG_H3, false },
	{ "h4", GUMBO_TAG_H4, false },
	{ "h5", GUMBO_TAG_H5, false },
	{ "h6", GUMBO_TAG_H6, false },
	{ "blockquote", GUMBO_TAG_BLOCKQUOTE, false },
	{ "pre", GUMBO_TAG_PRE, false },
	{ "code", GUMBO_TAG_CODE, false },
	{ "em", GUMBO_TAG_EM, false },
	{ "em", GUMBO_TAG_I, false },
	{ "strong", GUMBO_TAG_STRONG, false },
	{ "strong", GUMBO_TAG_B, false },
	{ "del", GUMBO_TAG_DEL, false },
	{ "del", GUMBO_TAG_S, false },
	{ "ul", GUMBO_TAG_UL, false },
	{ "ol", GUMBO_TAG_OL, false },
	{ "li", GUMBO_TAG_LI, false },
	{ "a", GUMBO_TAG_A, false },
	{ "table", GUMBO_TAG_TABLE, false },
	{ "thead", GUMBO_TAG_THEAD, false },
	{ "tbody", GUMBO_TAG_TBODY, false },
	{ "tr", GUMBO_TAG_TR, false },
	{ "th", GUMBO_TAG_TH, false },
	{ "td", GUMBO_TAG_TD, false },
};

/* Gone with all that is in them; of every other element only the tag goes. */
static const GumboTag dropped[] = { GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_HEAD,
	GUMBO_TAG_TITLE, GUMBO_TAG_TEMPLATE, GUMBO_TAG_IFRAME, GUMBO_TAG_OBJECT, GUMBO_TAG_EMBED,
	GUMBO_TAG_APPLET, GUMBO_TAG_SVG, GUMBO_TAG_MATH, GUMBO_TAG_NOSCRIPT, GUMBO_TAG_NOEMBED,
	GUMBO_TAG_NOFRAMES, GUMBO_TAG_XMP, GUMBO_TAG_TEXTAREA, GUMBO_TAG_SELECT, GUMBO_TAG_AUDIO,
	GUMBO_TAG_VIDEO, GUMBO_TAG_CANVAS, GUMBO_TAG_PLAINTEXT };

static bool is_same_name(const char *a, const char *b);
static bool is_letter(char c);
static bool needs_no_end(const char *tag);
static void rebuild_children(struct str *out, const GumboVector *children, int depth);
static void rebuild_node(struct str *out, const GumboNode *node, int depth);
static void rebuild_element(struct str *out, const GumboElement *element, int depth);
static const struct allowed *allowed_find(GumboTag tag);
static bool is_dropped(GumboTag tag);
static void add_attributes(struct str *out, const GumboElement *element);
static const char *attribute(const GumboElement *element, const char *name);
static const char *entity(char c);

struct safe_html safe_html_rebuild(struct arena *arena, const char *html, const char *otherwise)
{
	GumboOptions options = kGumboDefaultOptions;
	struct str out = str_make(arena);
	size_t size = strlen(html);
	GumboOutput *tree;

	if (safe_html_is_costly(html, size, COST_MAX))
		return safe_html_plain(arena, otherwise);
	options.max_errors = 0;
	tree = gumbo_parse_with_options(&options, html, size);
	if (tree == NULL)
		return safe_html_plain(arena, otherwise);
	rebuild_node(&out, tree->root, 0);
	gumbo_destroy_output(&options, tree);
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

/* Counts starts that no end of the same name has taken back, in the order they stand: never fewer than the depth of
 * gumbo's tree. Each start may open again all that is open (a paragraph inside an open <font>), so depth times starts
 * bounds the nodes. */
bool safe_html_is_costly(const char *html, size_t size, size_t cost_max)
{
	const char *at = html, *end = html + size, *open[DEPTH_MAX];
	size_t depth = 0, depth_most = 0, starts = 0;

	if (size > HTML_SIZE_MAX)
		return true;
	while ((at = memchr(at, '<', (size_t)(end - at))) != NULL) {
		at++;
		if (*at == '/' && depth > 0 && is_same_name(at + 1, open[depth - 1]))
			depth--;
		if (!is_letter(*at))
			continue;
		starts++;
		if (end - at > TAG_SIZE_MAX && memchr(at, '>', TAG_SIZE_MAX) == NULL)
			return true;
		if (needs_no_end(at))
			continue;
		if (depth == DEPTH_MAX)
			return true;
		open[depth++] = at;
		if (depth > depth_most)
			depth_most = depth;
	}
	return depth_most * starts > cost_max;
}

static bool is_same_name(const char *a, const char *b)
{
	size_t size = strcspn(a, " \t\r\n\f/><");

	return size == strcspn(b, " \t\r\n\f/><") && strncasecmp(a, b, size) == 0;
}

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool needs_no_end(const char *tag)
{
	static const char *const names[] = { "area", "base", "br", "col", "hr", "img", "input",
		"link", "meta", "source", "track", "wbr", "p", "li", "dd", "dt", "td", "th", "tr",
		"option" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t size = strlen(names[i]);

		if (strncasecmp(tag, names[i], size) == 0 && strchr(" \t\r\n/>", tag[size]) != NULL)
			return true;
	}
	return false;
}

static void rebuild_children(struct str *out, const GumboVector *children, int depth)
{
	for (unsigned i = 0; i < children->length; i++)
		rebuild_node(out, children->data[i], depth);
}

static void rebuild_node(struct str *out, const GumboNode *node, int depth)
{
	if (depth > 2 * DEPTH_MAX || out->size > HTML_SIZE_MAX)
		return;
	switch (node->type) {
	case GUMBO_NODE_ELEMENT:
		rebuild_element(out, &node->v.element, depth + 1);
		break;
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_WHITESPACE:
		safe_html_escape(out, node->v.text.text, strlen(node->v.text.text));
		break;
	default:
		/* Comments, CDATA, templates. */
		break;
	}
}

static void rebuild_element(struct str *out, const GumboElement *element, int depth)
{
	const struct allowed *as = allowed_find(element->tag);

	if (is_dropped(element->tag) || element->tag_namespace != GUMBO_NAMESPACE_HTML)
		return;
	if (as != NULL && as->tag == GUMBO_TAG_A && !safe_html_may_link(attribute(element, "href")))
		as = NULL;
	if (as == NULL) {
		rebuild_children(out, &element->children, depth);
		return;
	}
	str_add_char(out, '<');
	str_add(out, as->name);
	add_attributes(out, element);
	str_add_char(out, '>');
	if (as->is_void)
		return;
	rebuild_children(out, &element->children, depth);
	str_add(out, "</");
	str_add(out, as->name);
	str_add_char(out, '>');
}

static const struct allowed *allowed_find(GumboTag tag)
{
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		if (allowed[i].tag == tag)
			return &allowed[i];
	return NULL;
}

static bool is_dropped(GumboTag tag)
{
	for (size_t i = 0; i < sizeof(dropped) / sizeof(dropped[0]); i++)
		if (dropped[i] == tag)
			return true;
	return false;
}

static void add_attributes(struct str *out, const GumboElement *element)
{
	const char *start = attribute(element, "start"), *align = attribute(element, "align");
	const char *href = attribute(element, "href");
	long long number;

	/* The caller has judged it. */
	if (element->tag == GUMBO_TAG_A && href != NULL) {
		str_add(out, " href=\"");
		safe_html_escape(out, href, strlen(href));
		str_add(out, "\" rel=\"noopener nofollow\"");
	}
	if (element->tag == GUMBO_TAG_OL && str_to_int(start, 0, 999999999, &number) == OK)
		str_format(out, " start=\"%lld\"", number);
	if ((element->tag == GUMBO_TAG_TD || element->tag == GUMBO_TAG_TH) && align != NULL &&
		str_in_list("left center right", align))
		str_format(out, " align=\"%s\"", align);
}

static const char *attribute(const GumboElement *element, const char *name)
{
	GumboAttribute *found = gumbo_get_attribute(&element->attributes, name);

	return found == NULL ? NULL : found->value;
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
