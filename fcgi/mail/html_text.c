/* html_text.c - HTML as the text that a person reads: the way through the tree, with what is still owed before the next letter. */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/html_tree.h"
#include "base/safe_html.h"
#include "base/str.h"
#include "mail/html_inside.h"

enum { INDENT_MAX = 8 };

struct printer {
	struct str *out;
	int lines;  /* line ends owed before the next letter */
	bool space; /* a space is owed */
	bool begun; /* something was written */
	bool fresh; /* the dot of an item was, and nothing behind it: a paragraph begins beside it */
	int quotes, lists, pre;
	int numbers[INDENT_MAX + 1]; /* of the next item; 0: it has none */
};

static void print_node(struct printer *p, const GumboNode *node, int depth);

static void print_children(struct printer *p, const GumboElement *element, int depth)
{
	for (unsigned i = 0; i < element->children.length; i++)
		print_node(p, element->children.data[i], depth);
}

static void owe(struct printer *p, int lines)
{
	if (p->fresh)
		return;
	if (p->lines < lines)
		p->lines = lines;
	p->space = false;
}

/* Pays what is owed: the next byte stands right behind. */
static void pay(struct printer *p)
{
	bool new_line = p->lines > 0 || !p->begun;

	while (p->lines > 0 && p->out->size > 0 && p->out->text[p->out->size - 1] == ' ')
		p->out->text[--p->out->size] = '\0';
	for (int i = 0; i < p->lines && p->begun; i++)
		str_add_char(p->out, '\n');
	for (int k = 0; k < p->quotes && new_line; k++)
		str_add_char(p->out, '>');
	if ((p->quotes > 0 && new_line) || (p->space && !new_line))
		str_add_char(p->out, ' ');
	p->lines = 0;
	p->space = p->fresh = false;
	p->begun = true;
}

static void print_text(struct printer *p, const char *text)
{
	for (; *text != '\0'; text++) {
		if (p->pre > 0 && *text == '\n') {
			p->lines++;
		} else if (p->pre == 0 && strchr(" \t\n\r\f", *text)) {
			p->space = p->begun && p->lines == 0 && !p->fresh;
		} else {
			bool is_nbsp = str_starts(text, "\xc2\xa0");

			pay(p);
			str_add_char(p->out, is_nbsp ? ' ' : *text);
			text += is_nbsp;
		}
	}
}

/* The address, unless it is what is read already. */
static void print_address(struct printer *p, const GumboElement *element, size_t from)
{
	const char *href = html_attribute(element, "href");
	const char *shown = p->out->text + from, *plain;

	if (!safe_html_may_link(href))
		return;
	plain = strncasecmp(href, "mailto:", 7) == 0 ? href + 7 : href;
	if (*plain == '\0' || (from < p->out->size && strstr(shown, plain)))
		return;
	/* "example.com" and "http://example.com/" are one to a reader. */
	if (from < p->out->size && str_starts(plain, "http") && strstr(plain, "//")) {
		const char *name = strstr(plain, "//") + 2;

		shown += strspn(shown, "\n> ");
		if (strncmp(shown, name, strlen(name) - str_ends(name, "/")) == 0)
			return;
	}
	p->space = true;
	pay(p);
	str_add_char(p->out, '<');
	for (; *plain != '\0'; plain++)
		str_add_char(p->out, *plain == ' ' || *plain == '\n' ? '+' : *plain);
	str_add_char(p->out, '>');
}

static void print_item(struct printer *p, const GumboElement *element, int depth)
{
	int level = p->lists < INDENT_MAX ? p->lists : INDENT_MAX;

	owe(p, 1);
	pay(p);
	for (int i = 1; i < level; i++)
		str_add(p->out, "  ");
	if (p->numbers[level] > 0)
		str_format(p->out, "%d. ", p->numbers[level]++);
	else
		str_add(p->out, "* ");
	p->fresh = true;
	print_children(p, element, depth);
	p->fresh = false;
	owe(p, 1);
}

static void print_list(struct printer *p, const GumboElement *element, int depth)
{
	int level = p->lists + 1 < INDENT_MAX ? p->lists + 1 : INDENT_MAX;

	owe(p, p->lists > 0 ? 1 : 2);
	p->lists++;
	p->numbers[level] = element->tag == GUMBO_TAG_OL;
	print_children(p, element, depth);
	p->lists--;
	owe(p, p->lists > 0 ? 1 : 2);
}

static bool has_word(const char *text, const char *word)
{
	return text && strcasestr(text, word);
}

/* What programs put around, or before, what they answer: Gmail, Outlook (its line above "From:"), Outlook on the web and phones,
 * Thunderbird, Yahoo, Apple, Proton, Zimbra. */
static bool is_quote_mark(const GumboElement *element)
{
	const char *name = html_attribute(element, "class"), *id = html_attribute(element, "id");
	const char *style = html_attribute(element, "style");

	if (element->tag != GUMBO_TAG_DIV && element->tag != GUMBO_TAG_BLOCKQUOTE &&
		element->tag != GUMBO_TAG_HR)
		return false;
	if (has_word(name, "gmail_quote") || has_word(name, "moz-cite-prefix") ||
		has_word(name, "yahoo_quoted") || has_word(name, "protonmail_quote") ||
		has_word(name, "zmail_extra") || has_word(name, "tutanota_quote"))
		return true;
	if (has_word(id, "divRplyFwdMsg") || has_word(id, "appendonsend") ||
		has_word(id, "reply-intro") ||
		has_word(id, "mail-editor-reference-message-container"))
		return true;
	return element->tag == GUMBO_TAG_DIV && has_word(style, "border-top:solid #") &&
		has_word(style, "padding:3.0pt 0");
}

static void print_quote(struct printer *p, const GumboElement *element, int depth)
{
	owe(p, 1);
	p->quotes++;
	print_children(p, element, depth);
	owe(p, 1);
	p->quotes--;
}

static bool is_in(GumboTag tag, const GumboTag *tags, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (tags[i] == tag)
			return true;
	return false;
}
#define ONE_OF(tag, ...)                              \
	is_in(tag, (const GumboTag[]){ __VA_ARGS__ }, \
		sizeof((const GumboTag[]){ __VA_ARGS__ }) / sizeof(GumboTag))

/* Line ends that part it from what stands before and behind. */
static int distance(GumboTag tag)
{
	if (ONE_OF(tag, GUMBO_TAG_P, GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4,
		    GUMBO_TAG_H5, GUMBO_TAG_H6, GUMBO_TAG_PRE, GUMBO_TAG_TABLE, GUMBO_TAG_DL))
		return 2;
	return ONE_OF(tag, GUMBO_TAG_DIV, GUMBO_TAG_TR, GUMBO_TAG_CAPTION, GUMBO_TAG_DT,
		GUMBO_TAG_DD, GUMBO_TAG_SECTION, GUMBO_TAG_ARTICLE, GUMBO_TAG_HEADER,
		GUMBO_TAG_FOOTER, GUMBO_TAG_ADDRESS, GUMBO_TAG_CENTER, GUMBO_TAG_FORM,
		GUMBO_TAG_FIELDSET, GUMBO_TAG_BODY);
}

static void print_block(struct printer *p, const GumboElement *element, int depth)
{
	int lines = distance(element->tag);
	size_t from = p->out->size;

	/* Outlook's paragraphs have no room between them, and say so by a class. */
	if (element->tag == GUMBO_TAG_P && has_word(html_attribute(element, "class"), "MsoNormal"))
		lines = 1;
	if (lines > 0)
		owe(p, lines);
	p->pre += element->tag == GUMBO_TAG_PRE;
	print_children(p, element, depth);
	p->pre -= element->tag == GUMBO_TAG_PRE;
	if (element->tag == GUMBO_TAG_A)
		print_address(p, element, from);
	if (ONE_OF(element->tag, GUMBO_TAG_TD, GUMBO_TAG_TH) && p->lines == 0)
		p->space = true;
	if (lines > 0)
		owe(p, lines);
}

static void print_picture(struct printer *p, const GumboElement *element)
{
	const char *alt = html_attribute(element, "alt");

	if (!alt || alt[strspn(alt, " \n\t")] == '\0' || html_is_tracker(element))
		return;
	print_text(p, "[");
	print_text(p, alt);
	print_text(p, "]");
}

static void print_mark(struct printer *p)
{
	owe(p, 1);
	pay(p);
	str_add_char(p->out, MARK_QUOTE);
	owe(p, 1);
}

static void print_element(struct printer *p, const GumboElement *element, int depth)
{
	if (html_is_dropped(element))
		return;
	if (is_quote_mark(element))
		print_mark(p);
	switch (element->tag) {
	case GUMBO_TAG_BR:
		p->lines++;
		p->space = false;
		break;
	case GUMBO_TAG_HR:
		owe(p, 1);
		print_text(p, "____________________");
		owe(p, 1);
		break;
	case GUMBO_TAG_IMG:
	case GUMBO_TAG_IMAGE:
		print_picture(p, element);
		break;
	case GUMBO_TAG_UL:
	case GUMBO_TAG_OL:
		print_list(p, element, depth);
		break;
	case GUMBO_TAG_LI:
		print_item(p, element, depth);
		break;
	case GUMBO_TAG_BLOCKQUOTE:
		print_quote(p, element, depth);
		break;
	default:
		print_block(p, element, depth);
	}
}

static void print_node(struct printer *p, const GumboNode *node, int depth)
{
	if (depth > HTML_DEPTH_MAX || p->out->size > 2 * MAIL_TEXT_MAX)
		return;
	if (node->type == GUMBO_NODE_ELEMENT)
		print_element(p, &node->v.element, depth + 1);
	else if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE)
		print_text(p, node->v.text.text);
}

void html_text(struct str *out, const GumboNode *root)
{
	struct printer p = { .out = out };

	print_node(&p, root, 0);
	if (p.begun)
		str_add_char(out, '\n');
}
