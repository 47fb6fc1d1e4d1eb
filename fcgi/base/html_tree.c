/* html_tree.c - see html_tree.h. The allow-list has no style: what a style can do (hide, cover, fetch) nobody needs to read a text. */
#include "base/html_tree.h"

#include <string.h>
#include <strings.h>

#include "base/safe_html.h"
#include "base/str.h"
#include "base/utf8.h"

/* gumbo has no limits of its own: its time grows with the depth of the tree, and it frees it by recursion. */
enum {
	HTML_SIZE_MAX = 2 << 20,
	TAG_SIZE_MAX = 8 << 10, /* its attributes are compared each with each */
	OPEN_MAX = 400,
	PIECE_MAX = 4096,
};

static const struct allowed {
	const char *name;
	GumboTag tag;
	bool is_void;
} allowed[] = {
	{ "p", GUMBO_TAG_P, false },
	{ "div", GUMBO_TAG_DIV, false },
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
	{ "code", GUMBO_TAG_TT, false },
	{ "code", GUMBO_TAG_KBD, false },
	{ "code", GUMBO_TAG_SAMP, false },
	{ "em", GUMBO_TAG_EM, false },
	{ "em", GUMBO_TAG_I, false },
	{ "strong", GUMBO_TAG_STRONG, false },
	{ "strong", GUMBO_TAG_B, false },
	{ "u", GUMBO_TAG_U, false },
	{ "u", GUMBO_TAG_INS, false },
	{ "del", GUMBO_TAG_DEL, false },
	{ "del", GUMBO_TAG_S, false },
	{ "del", GUMBO_TAG_STRIKE, false },
	{ "sub", GUMBO_TAG_SUB, false },
	{ "sup", GUMBO_TAG_SUP, false },
	{ "ul", GUMBO_TAG_UL, false },
	{ "ol", GUMBO_TAG_OL, false },
	{ "li", GUMBO_TAG_LI, false },
	{ "dl", GUMBO_TAG_DL, false },
	{ "dt", GUMBO_TAG_DT, false },
	{ "dd", GUMBO_TAG_DD, false },
	{ "table", GUMBO_TAG_TABLE, false },
	{ "caption", GUMBO_TAG_CAPTION, false },
	{ "thead", GUMBO_TAG_THEAD, false },
	{ "tbody", GUMBO_TAG_TBODY, false },
	{ "tfoot", GUMBO_TAG_TFOOT, false },
	{ "tr", GUMBO_TAG_TR, false },
	{ "th", GUMBO_TAG_TH, false },
	{ "td", GUMBO_TAG_TD, false },
	{ "a", GUMBO_TAG_A, false },
};

static const GumboTag dropped[] = { GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_HEAD,
	GUMBO_TAG_TITLE, GUMBO_TAG_TEMPLATE, GUMBO_TAG_IFRAME, GUMBO_TAG_FRAMESET, GUMBO_TAG_OBJECT,
	GUMBO_TAG_EMBED, GUMBO_TAG_APPLET, GUMBO_TAG_SVG, GUMBO_TAG_MATH, GUMBO_TAG_NOSCRIPT,
	GUMBO_TAG_NOEMBED, GUMBO_TAG_NOFRAMES, GUMBO_TAG_XMP, GUMBO_TAG_TEXTAREA, GUMBO_TAG_SELECT,
	GUMBO_TAG_AUDIO, GUMBO_TAG_VIDEO, GUMBO_TAG_CANVAS, GUMBO_TAG_PLAINTEXT, GUMBO_TAG_BASE,
	GUMBO_TAG_LINK, GUMBO_TAG_META, GUMBO_TAG_INPUT, GUMBO_TAG_FRAME };

static bool is_costly(const char *html, size_t size, size_t cost_max);
static bool is_same_name(const char *a, const char *b);
static bool is_letter(char c);
static bool needs_no_end(const char *tag);
static void write_node(const struct html_writer *writer, const GumboNode *node, int depth);
static void write_text(const struct html_writer *writer, const char *text);
static void write_element(const struct html_writer *writer, const GumboElement *element, int depth);
static void write_children(
	const struct html_writer *writer, const GumboElement *element, int depth);
static const struct allowed *allowed_find(const GumboElement *element);

GumboOutput *html_tree_read(const char *html, size_t cost_max)
{
	GumboOptions options = kGumboDefaultOptions;
	size_t size = strlen(html);

	options.max_errors = 0;
	return is_costly(html, size, cost_max) ? NULL
					       : gumbo_parse_with_options(&options, html, size);
}

void html_tree_end(GumboOutput *tree)
{
	gumbo_destroy_output(&kGumboDefaultOptions, tree);
}

const char *html_attribute(const GumboElement *element, const char *name)
{
	const GumboAttribute *found = gumbo_get_attribute(&element->attributes, name);

	return found ? found->value : NULL;
}

bool html_is_dropped(const GumboElement *element)
{
	if (element->tag_namespace != GUMBO_NAMESPACE_HTML)
		return true;
	for (size_t i = 0; i < sizeof(dropped) / sizeof(dropped[0]); i++)
		if (dropped[i] == element->tag)
			return true;
	return false;
}

void html_write(const struct html_writer *writer, const GumboNode *root)
{
	write_node(writer, root, 0);
}

void html_put(struct str *out, const char *name, const char *value)
{
	str_format(out, " %s=\"", name);
	safe_html_escape(out, value, strlen(value));
	str_add_char(out, '"');
}

void html_put_number(struct str *out, const GumboElement *element, const char *name,
	long long least, long long most)
{
	long long number;

	if (str_to_int(html_attribute(element, name), least, most, &number) == OK)
		str_format(out, " %s=\"%lld\"", name, number);
}

void html_put_word(
	struct str *out, const GumboElement *element, const char *name, const char *words)
{
	const char *value = html_attribute(element, name);

	if (value && str_in_list(words, value))
		str_format(out, " %s=\"%s\"", name, value);
}

/* Counts starts that no end of the same name has taken back, in the order they stand: never fewer than the depth of
 * gumbo's tree. Each start may open again all that is open (a paragraph inside an open <font>), so depth times starts
 * bounds the nodes. */
static bool is_costly(const char *html, size_t size, size_t cost_max)
{
	const char *at = html, *end = html + size, *open[OPEN_MAX];
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
		if (depth == OPEN_MAX)
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

static void write_node(const struct html_writer *writer, const GumboNode *node, int depth)
{
	if (depth > HTML_DEPTH_MAX || writer->out->size > writer->size_max)
		return;
	if (node->type == GUMBO_NODE_ELEMENT)
		write_element(writer, &node->v.element, depth + 1);
	else if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE)
		write_text(writer, node->v.text.text);
}

/* In pieces, as escaping makes a text six times as long: little is written beyond size_max. */
static void write_text(const struct html_writer *writer, const char *text)
{
	size_t size;

	while ((size = utf8_fit(text, PIECE_MAX)) > 0 && writer->out->size <= writer->size_max) {
		safe_html_escape(writer->out, text, size);
		text += size;
	}
}

static void write_element(const struct html_writer *writer, const GumboElement *element, int depth)
{
	const struct allowed *as = allowed_find(element);

	if (html_is_dropped(element))
		return;
	if (element->tag == GUMBO_TAG_IMG || element->tag == GUMBO_TAG_IMAGE) {
		if (writer->picture)
			writer->picture(writer, element);
		return;
	}
	if (!as) {
		write_children(writer, element, depth);
		return;
	}
	str_format(writer->out, "<%s", as->name);
	writer->attributes(writer->out, element);
	str_add_char(writer->out, '>');
	if (as->is_void)
		return;
	write_children(writer, element, depth);
	str_format(writer->out, "</%s>", as->name);
}

static void write_children(const struct html_writer *writer, const GumboElement *element, int depth)
{
	for (unsigned i = 0; i < element->children.length; i++)
		write_node(writer, element->children.data[i], depth);
}

static const struct allowed *allowed_find(const GumboElement *element)
{
	if (element->tag == GUMBO_TAG_A && !safe_html_may_link(html_attribute(element, "href")))
		return NULL;
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		if (allowed[i].tag == element->tag)
			return &allowed[i];
	return NULL;
}
