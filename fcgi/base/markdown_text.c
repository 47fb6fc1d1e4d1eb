/* markdown_text.c - Markdown as text, for mails: md4c reads it, and the callbacks here write lines. Each line begins with what it stands in
 * (quotes, lists, code); what parts two blocks is written when the second one begins, so nothing ends in empty lines. */
#include "base/markdown.h"

#include <string.h>

#include "base/arena.h"
#include "base/html_tree.h"
#include "base/safe_html.h"
#include "base/str.h"
#include "base/text.h"

enum { ENTITY_COST_MAX = 100, MARK_SIZE_MAX = 16 };
static const char spaces[] = "                ", code_prefix[] = "    ";

enum gap { NO_GAP, LINE, PARAGRAPH };

/* A quote, a list, an item of it, or a piece of code that is open. */
struct container {
	size_t prefix_size; /* of the render, around it */
	bool counts;        /* its items have numbers */
	unsigned number;    /* of the next one */
};

struct render {
	struct str out;
	size_t size_max; /* of out */
	int depth, lists;
	struct container containers[MARKDOWN_DEPTH_MAX + 1];
	int n;             /* of containers */
	struct str prefix; /* what a line begins with */
	bool at_start,
		after_mark; /* where in its line the writing stands; a mark is that of an item */
	enum gap gap;       /* to what comes next */
	size_t gap_prefix;  /* how much of the prefix both sides of it have */
	unsigned cell, columns;
	const char *
		link; /* the address of the link that is open; NULL: it has none that may be followed */
	size_t link_start; /* in out */
};

static int enter_block(MD_BLOCKTYPE type, void *detail, void *data);
static int leave_block(MD_BLOCKTYPE type, void *detail, void *data);
static int enter_span(MD_SPANTYPE type, void *detail, void *data);
static int leave_span(MD_SPANTYPE type, void *detail, void *data);
static int add_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data);

/* Without the line ends behind it. */
static void trim(struct str *out)
{
	while (out->size && strchr(" \n", out->text[out->size - 1]))
		out->text[--out->size] = '\0';
}

char *text_markdown_plain(struct arena *arena, const char *markdown)
{
	struct render *render;
	MD_PARSER parser = { .enter_block = enter_block,
		.leave_block = leave_block,
		.enter_span = enter_span,
		.leave_span = leave_span,
		.text = add_text };

	if (markdown == NULL)
		return arena_strdup(arena, "");
	render = arena_new(arena, struct render);
	render->out = str_make(arena);
	render->prefix = str_make(arena);
	render->size_max = markdown_room(strlen(markdown));
	render->at_start = true;
	if (!markdown_read(markdown, &parser, render))
		return arena_strdup(arena, markdown);
	trim(&render->out);
	return render->out.text;
}

static int go_on(const struct render *render)
{
	return render->out.size > render->size_max || render->depth > MARKDOWN_DEPTH_MAX ? -1 : 0;
}

/* --- lines ------------------------------------------------------------------------------------------------- */

/* No line ends in spaces: "-- " would begin a signature, and in format=flowed the next line would belong to it. */
static void end_line(struct render *render)
{
	struct str *out = &render->out;

	while (out->size && out->text[out->size - 1] == ' ')
		out->text[--out->size] = '\0';
	str_add_char(out, '\n');
	render->at_start = true;
}

static void want_gap(struct render *render, enum gap gap)
{
	size_t size = render->prefix.size;

	if (render->gap == NO_GAP || render->gap_prefix > size)
		render->gap_prefix = size;
	if (render->gap < gap)
		render->gap = gap;
}

static void write_gap(struct render *render)
{
	enum gap gap = render->out.size ? render->gap : NO_GAP;

	render->gap = NO_GAP;
	if (gap != NO_GAP && !render->at_start)
		end_line(render);
	if (gap != PARAGRAPH)
		return;
	str_add_bytes(&render->out, render->prefix.text, render->gap_prefix);
	end_line(render);
}

static void begin(struct render *render)
{
	write_gap(render);
	if (render->at_start)
		str_add(&render->out, render->prefix.text);
	render->at_start = render->after_mark = false;
}

static void put(struct render *render, const char *text, size_t size)
{
	const char *end = text + size, *line_end;

	for (; text < end; text = line_end + 1) {
		line_end = memchr(text, '\n', (size_t)(end - text));
		begin(render);
		str_add_bytes(&render->out, text, (size_t)((line_end ? line_end : end) - text));
		if (!line_end)
			return;
		end_line(render);
	}
}

static void put_word(struct render *render, const char *word)
{
	put(render, word, strlen(word));
}

/* --- blocks ------------------------------------------------------------------------------------------------ */

/* In the items of a narrow list no paragraph says that the text before it is over. */
static void begin_block(struct render *render)
{
	if (!render->at_start && !render->after_mark && render->gap == NO_GAP)
		want_gap(render, LINE);
}

static struct container *open_container(struct render *render, const char *prefix)
{
	struct container *container = &render->containers[render->n++];

	*container = (struct container){ .prefix_size = render->prefix.size };
	str_add(&render->prefix, prefix);
	return container;
}

static void close_container(struct render *render)
{
	struct str *prefix = &render->prefix;

	prefix->size = render->containers[--render->n].prefix_size;
	prefix->text[prefix->size] = '\0';
	if (render->gap_prefix > prefix->size)
		render->gap_prefix = prefix->size;
}

/* Behind the mark of an item it begins in the same line. */
static void open_inset(struct render *render, const char *prefix)
{
	begin_block(render);
	if (render->after_mark)
		str_add(&render->out, prefix);
	open_container(render, prefix);
}

static void open_list(struct render *render, bool counts, unsigned number)
{
	struct container *list;

	begin_block(render);
	list = open_container(render, "");
	list->counts = counts;
	list->number = number;
	render->lists++;
}

static void close_list(struct render *render)
{
	close_container(render);
	if (--render->lists == 0)
		want_gap(render, PARAGRAPH);
}

static void open_item(struct render *render)
{
	struct container *list = &render->containers[render->n - 1];
	const char *mark = list->counts ? arena_format(render->out.arena, "%u. ", list->number++)
					: "- ";

	begin(render);
	str_add(&render->out, mark);
	render->after_mark = true;
	open_container(render, spaces + MARK_SIZE_MAX - strlen(mark));
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *data)
{
	struct render *render = data;

	if (++render->depth > MARKDOWN_DEPTH_MAX)
		return -1;
	switch (type) {
	case MD_BLOCK_QUOTE:
		open_inset(render, "> ");
		break;
	case MD_BLOCK_CODE:
		open_inset(render, code_prefix);
		break;
	case MD_BLOCK_UL:
		open_list(render, false, 0);
		break;
	case MD_BLOCK_OL:
		open_list(render, true, ((MD_BLOCK_OL_DETAIL *)detail)->start);
		break;
	case MD_BLOCK_LI:
		open_item(render);
		break;
	case MD_BLOCK_TR:
		render->cell = 0;
		break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		if (render->cell++)
			put_word(render, " | ");
		break;
	case MD_BLOCK_TABLE:
		render->columns = ((MD_BLOCK_TABLE_DETAIL *)detail)->col_count;
		begin_block(render);
		break;
	default:
		begin_block(render);
	}
	return go_on(render);
}

/* Below the names of the columns. */
static void put_rule(struct render *render)
{
	for (unsigned column = 0; column < render->columns; column++)
		put_word(render, column ? " | ---" : "---");
	want_gap(render, LINE);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *data)
{
	struct render *render = data;

	(void)detail;
	render->depth--;
	switch (type) {
	case MD_BLOCK_UL:
	case MD_BLOCK_OL:
		close_list(render);
		break;
	case MD_BLOCK_LI:
		close_container(render);
		want_gap(render, LINE);
		break;
	case MD_BLOCK_QUOTE:
	case MD_BLOCK_CODE:
		close_container(render);
		want_gap(render, PARAGRAPH);
		break;
	case MD_BLOCK_TR:
		want_gap(render, LINE);
		break;
	case MD_BLOCK_THEAD:
		put_rule(render);
		break;
	case MD_BLOCK_HR:
		put_word(render, "---");
		want_gap(render, PARAGRAPH);
		break;
	case MD_BLOCK_H:
	case MD_BLOCK_P:
	case MD_BLOCK_TABLE:
		want_gap(render, PARAGRAPH);
		break;
	default:
		break;
	}
	return go_on(render);
}

/* --- what stands in them ----------------------------------------------------------------------------------- */

/* The text of the first node that has some. */
static const char *text_in(const GumboNode *node)
{
	const GumboVector *children = &node->v.element.children;
	const char *text = NULL;

	if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE)
		return node->v.text.text;
	if (node->type != GUMBO_NODE_ELEMENT)
		return NULL;
	for (unsigned i = 0; i < children->length && !text; i++)
		text = text_in(children->data[i]);
	return text;
}

/* md4c found "&name;" or "&#n;" by its shape; gumbo knows what it stands for. What is no text of people stays as it was written. */
static void add_entity(struct str *out, const char *text, size_t size)
{
	const char *written = arena_strndup(out->arena, text, size), *meant;
	GumboOutput *tree = html_tree_read(
		arena_format(out->arena, "<p>%s", written), ENTITY_COST_MAX);

	meant = tree ? text_in(tree->root) : NULL;
	str_add(out, meant && text_is_clean(meant, strlen(meant)) ? meant : written);
	if (tree)
		html_tree_end(tree);
}

static void put_entity(struct render *render, const char *text, size_t size)
{
	struct str meant = str_make(render->out.arena);

	add_entity(&meant, text, size);
	put(render, meant.text, meant.size);
}

static const char *address(struct arena *arena, const MD_ATTRIBUTE *href)
{
	struct str out = str_make(arena);

	for (int i = 0; href->substr_offsets[i] < href->size; i++) {
		const MD_CHAR *piece = href->text + href->substr_offsets[i];
		MD_SIZE size = href->substr_offsets[i + 1] - href->substr_offsets[i];

		if (href->substr_types[i] == MD_TEXT_ENTITY)
			add_entity(&out, piece, size);
		else
			str_add_bytes(&out, piece, size);
	}
	return safe_html_may_link(out.text) ? out.text : NULL;
}

static void open_link(struct render *render, const MD_ATTRIBUTE *href)
{
	begin(render);
	render->link = address(render->out.arena, href);
	render->link_start = render->out.size;
}

/* A bare address was made a link by its own text. */
static bool is_said(const char *text, const char *link)
{
	return str_equal(text, link) ||
		(str_starts(link, "mailto:") && str_equal(text, link + 7)) ||
		(str_starts(link, "http://") && str_equal(text, link + 7));
}

static void close_link(struct render *render)
{
	const struct str *out = &render->out;
	bool has_text = out->size > render->link_start;

	if (!render->link || (has_text && is_said(out->text + render->link_start, render->link)))
		return;
	put_word(render, has_text ? " <" : "<");
	put_word(render, render->link);
	put_word(render, ">");
}

static const char *mark(MD_SPANTYPE type)
{
	switch (type) {
	case MD_SPAN_EM:
		return "_";
	case MD_SPAN_STRONG:
		return "*";
	case MD_SPAN_CODE:
		return "`";
	case MD_SPAN_DEL:
		return "~~";
	default:
		return "";
	}
}

static int enter_span(MD_SPANTYPE type, void *detail, void *data)
{
	struct render *render = data;

	render->depth++;
	put_word(render, mark(type));
	if (type == MD_SPAN_A)
		open_link(render, &((MD_SPAN_A_DETAIL *)detail)->href);
	return go_on(render);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *data)
{
	struct render *render = data;

	(void)detail;
	render->depth--;
	put_word(render, mark(type));
	if (type == MD_SPAN_A)
		close_link(render);
	return go_on(render);
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data)
{
	struct render *render = data;

	switch (type) {
	case MD_TEXT_NULLCHAR:
		put_word(render, "\xef\xbf\xbd");
		break;
	case MD_TEXT_BR:
	case MD_TEXT_SOFTBR:
		put_word(render, "\n");
		break;
	case MD_TEXT_ENTITY:
		put_entity(render, text, size);
		break;
	default:
		put(render, text, size);
	}
	return go_on(render);
}
