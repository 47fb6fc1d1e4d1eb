/* html_tree.h - HTML from outside as the tree that a browser would make of it, and that tree written anew: every name of a tag comes from
 * the allow-list of html_tree.c, every text is escaped. */
#pragma once
#include <gumbo.h>
#include <stdbool.h>
#include <stddef.h>

struct str;

/* How deep a walk goes: gumbo makes elements that nobody wrote (<tbody>), so more than are open in the text. */
enum { HTML_DEPTH_MAX = 900 };

/* Ends with html_tree_end(). NULL: it would need more time, memory or depth than an honest page does; cost_max bounds the nodes: a million take
 * some hundred MiB and half a second. */
GumboOutput *html_tree_read(const char *html, size_t cost_max);
void html_tree_end(GumboOutput *tree);

/* NULL: it has none. */
const char *html_attribute(const GumboElement *element, const char *name);
/* Gone with all that is in them; of every other element that is not allowed only the tag goes. */
bool html_is_dropped(const GumboElement *element);

struct html_writer {
	struct str *out;
	size_t size_max; /* of `out`: what comes then is left out */
	/* Writes those that are allowed, by the functions below. A link's address is one that safe_html_may_link(). */
	void (*attributes)(struct str *out, const GumboElement *element);
	/* Writes what stands there for a picture; NULL: nothing does. */
	void (*picture)(const struct html_writer *writer, const GumboElement *element);
	void *context; /* of `picture` */
};

void html_write(const struct html_writer *writer, const GumboNode *root);

/* ` name="value"`, escaped. */
void html_put(struct str *out, const char *name, const char *value);
/* The element's own, where it is a whole number in [least, most], or one of the words, which spaces part. */
void html_put_number(struct str *out, const GumboElement *element, const char *name,
	long long least, long long most);
void html_put_word(
	struct str *out, const GumboElement *element, const char *name, const char *words);
