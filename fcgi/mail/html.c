/* html.c - see html.h. The allow-list has no style: what a style can do (hide, cover, fetch) nobody needs to read a mail. */
#include "mail/html.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/safe_html.h"
#include "base/str.h"
#include "mail/html_inside.h"

enum { ALT_MAX = 200, HOST_MAX = 100, SIDE_MAX = 4000, SPAN_MAX = 100, COST_MAX = 20000000 };

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

struct writer {
	struct str *out;
	struct mail_file *files;
};

static void write_node(const struct writer *writer, const GumboNode *node, int depth);

bool html_read(struct arena *arena, const char *html, struct mail_file *files, struct str *safe,
	struct str *text)
{
	GumboOptions options = kGumboDefaultOptions;
	const struct writer writer = { safe, files };
	GumboOutput *tree;

	(void)arena;
	if (safe_html_is_costly(html, strlen(html), COST_MAX))
		return false;
	options.max_errors = 0;
	tree = gumbo_parse_with_options(&options, html, strlen(html));
	write_node(&writer, tree->root, 0);
	html_text(text, tree->root);
	gumbo_destroy_output(&options, tree);
	return true;
}

static void put(struct str *out, const char *name, const char *value)
{
	str_format(out, " %s=\"", name);
	safe_html_escape(out, value, strlen(value));
	str_add_char(out, '"');
}

static void put_number(
	struct str *out, const GumboElement *element, const char *name, long long most)
{
	long long number;

	if (str_to_int(html_attribute(element, name), 1, most, &number) == OK)
		str_format(out, " %s=\"%lld\"", name, number);
}

static void put_word(
	struct str *out, const GumboElement *element, const char *name, const char *words)
{
	const char *value = html_attribute(element, name);

	if (value && str_in_list(words, value))
		str_format(out, " %s=\"%s\"", name, value);
}

static void write_attributes(struct str *out, const GumboElement *element)
{
	const char *href = html_attribute(element, "href");

	put_word(out, element, "dir", "ltr rtl auto");
	if (element->tag == GUMBO_TAG_A) {
		put(out, "href", href);
		str_add(out, " target=\"_blank\" rel=\"noopener noreferrer nofollow\"");
	}
	if (element->tag == GUMBO_TAG_OL)
		put_number(out, element, "start", 999999);
	if (element->tag == GUMBO_TAG_TD || element->tag == GUMBO_TAG_TH) {
		put_number(out, element, "colspan", SPAN_MAX);
		put_number(out, element, "rowspan", SPAN_MAX);
	}
	if (element->tag == GUMBO_TAG_TD || element->tag == GUMBO_TAG_TH ||
		element->tag == GUMBO_TAG_P || element->tag == GUMBO_TAG_DIV)
		put_word(out, element, "align", "left center right");
	if (element->tag == GUMBO_TAG_TABLE)
		put_word(out, element, "border", "0 1");
}

/* "images.example" of "https://images.example/a.png": what a person is told instead of the picture. */
static char *host_of(struct arena *arena, const char *address)
{
	const char *at = strstr(address, "//");

	at = at ? at + 2 : "";
	return arena_strndup(arena, at,
		strnlen(at, HOST_MAX) < strcspn(at, "/?#") ? HOST_MAX : strcspn(at, "/?#"));
}

static void write_remote(struct str *out, const GumboElement *element, const char *address)
{
	const char *alt = html_attribute(element, "alt");
	const char *host = host_of(out->arena, address);
	const char *said = alt && *alt ? alt : *host ? host : "\xe2\x80\xa6";

	if (html_is_tracker(element))
		return;
	str_add(out, "<span data-remote=\"");
	safe_html_escape(out, host, strlen(host));
	str_add_char(out, '"');
	str_add(out, ">[");
	safe_html_escape(out, said, strnlen(said, ALT_MAX));
	str_add(out, "]</span>");
}

static void write_picture(const struct writer *writer, const GumboElement *element)
{
	const char *address = html_attribute(element, "src"), *alt = html_attribute(element, "alt");
	struct mail_file *file = address ? html_picture(writer->files, address) : NULL;

	if (!file) {
		write_remote(writer->out, element, address ? address : "");
		return;
	}
	file->shown = true;
	str_format(writer->out, "<img data-part=\"%d\"", file->number);
	put(writer->out, "alt",
		alt ? arena_strndup(writer->out->arena, alt, ALT_MAX) : file->filename);
	put_number(writer->out, element, "width", SIDE_MAX);
	put_number(writer->out, element, "height", SIDE_MAX);
	str_add_char(writer->out, '>');
}

static const struct allowed *allowed_find(const GumboElement *element)
{
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		if (allowed[i].tag == element->tag)
			return allowed[i].tag == GUMBO_TAG_A &&
					!safe_html_may_link(html_attribute(element, "href"))
				? NULL
				: &allowed[i];
	return NULL;
}

static void write_children(const struct writer *writer, const GumboVector *children, int depth)
{
	for (unsigned i = 0; i < children->length; i++)
		write_node(writer, children->data[i], depth);
}

static void write_element(const struct writer *writer, const GumboElement *element, int depth)
{
	const struct allowed *as = allowed_find(element);

	if (html_is_dropped(element))
		return;
	if (element->tag == GUMBO_TAG_IMG || element->tag == GUMBO_TAG_IMAGE) {
		write_picture(writer, element);
		return;
	}
	if (!as) {
		write_children(writer, &element->children, depth);
		return;
	}
	str_format(writer->out, "<%s", as->name);
	write_attributes(writer->out, element);
	str_add_char(writer->out, '>');
	if (as->is_void)
		return;
	write_children(writer, &element->children, depth);
	str_format(writer->out, "</%s>", as->name);
}

static void write_node(const struct writer *writer, const GumboNode *node, int depth)
{
	if (depth > HTML_DEPTH_MAX || writer->out->size > MAIL_HTML_MAX)
		return;
	if (node->type == GUMBO_NODE_ELEMENT)
		write_element(writer, &node->v.element, depth + 1);
	else if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE)
		safe_html_escape(writer->out, node->v.text.text, strlen(node->v.text.text));
}
