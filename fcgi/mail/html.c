/* html.c - see html.h. */
#include "mail/html.h"

#include <string.h>

#include "base/arena.h"
#include "base/html_tree.h"
#include "base/safe_html.h"
#include "base/str.h"
#include "base/text.h"
#include "mail/html_inside.h"

enum {
	ALT_MAX = 200, /* characters, as HOST_MAX */
	HOST_MAX = 100,
	SIDE_MAX = 4000, /* pixels */
	SPAN_MAX = 100,
	COST_MAX = 20000000 /* where only a process of its own waits for it */
};

static void write_attributes(struct str *out, const GumboElement *element);
static void write_picture(const struct html_writer *writer, const GumboElement *element);

bool html_read(const char *html, struct mail_file *files, struct str *safe, struct str *text)
{
	const struct html_writer writer = { safe, MAIL_HTML_MAX, write_attributes, write_picture,
		files };
	GumboOutput *tree = html_tree_read(html, COST_MAX);

	if (!tree)
		return false;
	html_write(&writer, tree->root);
	html_text(text, tree->root);
	html_tree_end(tree);
	return true;
}

static void write_attributes(struct str *out, const GumboElement *element)
{
	html_put_word(out, element, "dir", "ltr rtl auto");
	if (element->tag == GUMBO_TAG_A) {
		html_put(out, "href", html_attribute(element, "href"));
		str_add(out, " target=\"_blank\" rel=\"noopener noreferrer nofollow\"");
	}
	if (element->tag == GUMBO_TAG_OL)
		html_put_number(out, element, "start", 1, 999999);
	if (element->tag == GUMBO_TAG_TD || element->tag == GUMBO_TAG_TH) {
		html_put_number(out, element, "colspan", 1, SPAN_MAX);
		html_put_number(out, element, "rowspan", 1, SPAN_MAX);
	}
	if (element->tag == GUMBO_TAG_TD || element->tag == GUMBO_TAG_TH ||
		element->tag == GUMBO_TAG_P || element->tag == GUMBO_TAG_DIV)
		html_put_word(out, element, "align", "left center right");
	if (element->tag == GUMBO_TAG_TABLE)
		html_put_word(out, element, "border", "0 1");
}

/* "images.example" of "https://images.example/a.png": what a person is told instead of the picture. */
static char *host_of(struct arena *arena, const char *address)
{
	const char *at = strstr(address, "//");

	at = at ? at + 2 : "";
	return text_shorten(arena, arena_strndup(arena, at, strcspn(at, "/?#")), HOST_MAX);
}

static void write_remote(struct str *out, const GumboElement *element, const char *address)
{
	const char *alt = html_attribute(element, "alt");
	const char *host = host_of(out->arena, address);
	const char *said = alt && *alt ? alt : *host ? host : "\xe2\x80\xa6";

	if (html_is_tracker(element))
		return;
	str_add(out, "<span");
	html_put(out, "data-remote", host);
	str_add(out, ">[");
	said = text_shorten(out->arena, said, ALT_MAX);
	safe_html_escape(out, said, strlen(said));
	str_add(out, "]</span>");
}

static void write_picture(const struct html_writer *writer, const GumboElement *element)
{
	const char *address = html_attribute(element, "src"), *alt = html_attribute(element, "alt");
	struct mail_file *file = address ? html_picture(writer->context, address) : NULL;

	if (!file) {
		write_remote(writer->out, element, address ? address : "");
		return;
	}
	file->shown = true;
	str_format(writer->out, "<img data-part=\"%d\"", file->number);
	html_put(writer->out, "alt",
		alt ? text_shorten(writer->out->arena, alt, ALT_MAX) : file->filename);
	html_put_number(writer->out, element, "width", 1, SIDE_MAX);
	html_put_number(writer->out, element, "height", 1, SIDE_MAX);
	str_add_char(writer->out, '>');
}
