/* markdown.c - md4c reads the Markdown and the callbacks here write the HTML: only tags that stand here, all else
 * escaped. (They can also stop it, which md4c-html cannot.) Where a piece cannot be judged at once (an entity, a
 * link of another scheme, bad UTF-8), the whole is rebuilt from what a browser would read: safe_html.c. */
#include "base/markdown.h"

#include <string.h>

#include "base/arena.h"
#include "base/safe_html.h"
#include "base/str.h"
#include "base/text.h"

/* Beyond these a text is shown as it is. */
enum {
	MARKDOWN_SIZE_MAX = 256 * 1024,
	ROOM_MAX = 2 * 1024 * 1024,
	ROOM_LEAST = 16 * 1024, /* is always allowed */
	ROOM_PER_BYTE = 16,     /* a text of nothing but addresses takes 9 */
	COLUMNS_MAX = 64
};

struct render {
	struct str out;
	size_t size_max; /* of out */
	int depth;
	bool is_doubtful; /* must be rebuilt by what a browser would read */
};

static bool columns_are_few(const char *markdown);
static int enter_block(MD_BLOCKTYPE type, void *detail, void *data);
static int leave_block(MD_BLOCKTYPE type, void *detail, void *data);
static int enter_span(MD_SPANTYPE type, void *detail, void *data);
static int leave_span(MD_SPANTYPE type, void *detail, void *data);
static int add_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data);
static const char *block_name(MD_BLOCKTYPE type, void *detail);
static const char *span_name(MD_SPANTYPE type);
static const char *cell_align(const MD_BLOCK_TD_DETAIL *cell);
static void open_link(struct render *render, const MD_ATTRIBUTE *href);
static int go_on(const struct render *render);

struct safe_html text_markdown(struct arena *arena, const char *markdown)
{
	struct render render = { .out = str_make(arena) };
	size_t size;
	MD_PARSER parser = {
		.enter_block = enter_block,
		.leave_block = leave_block,
		.enter_span = enter_span,
		.leave_span = leave_span,
		.text = add_text,
	};

	if (markdown == NULL)
		return (struct safe_html){ "" };
	size = strlen(markdown);
	render.size_max = markdown_room(size);
	if (!markdown_read(markdown, &parser, &render))
		return safe_html_plain(arena, markdown);
	if (!render.is_doubtful && text_is_clean(markdown, size))
		return (struct safe_html){ render.out.text };
	return safe_html_rebuild(arena, render.out.text, markdown);
}

bool markdown_read(const char *markdown, MD_PARSER *parser, void *render)
{
	size_t size = strlen(markdown);

	parser->flags = MD_FLAG_NOHTML | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEAUTOLINKS;
	if (columns_are_few(markdown))
		parser->flags |= MD_FLAG_TABLES;
	return size <= MARKDOWN_SIZE_MAX && md_parse(markdown, (MD_SIZE)size, parser, render) == 0;
}

size_t markdown_room(size_t markdown_size)
{
	size_t size = ROOM_LEAST + markdown_size * ROOM_PER_BYTE;

	return size < ROOM_MAX ? size : ROOM_MAX;
}

static bool columns_are_few(const char *markdown)
{
	int n = 0;

	for (; *markdown != '\0'; markdown++) {
		n = *markdown == '\n' ? 0 : n + (*markdown == '|');
		if (n > COLUMNS_MAX)
			return false;
	}
	return true;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *data)
{
	struct render *render = data;
	const char *name = block_name(type, detail);

	if (name == NULL)
		return 0;
	render->depth++;
	str_format(&render->out, "<%s", name);
	if (type == MD_BLOCK_OL && ((MD_BLOCK_OL_DETAIL *)detail)->start != 1)
		str_format(&render->out, " start=\"%u\"", ((MD_BLOCK_OL_DETAIL *)detail)->start);
	if (type == MD_BLOCK_TH || type == MD_BLOCK_TD)
		str_add(&render->out, cell_align(detail));
	/* A line end right behind <pre> would be swallowed. */
	str_add(&render->out, type == MD_BLOCK_CODE ? "><code>" : ">");
	return go_on(render);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *data)
{
	struct render *render = data;
	const char *name = block_name(type, detail);

	if (name == NULL)
		return 0;
	render->depth--;
	if (type == MD_BLOCK_CODE)
		str_add(&render->out, "</code>");
	if (type != MD_BLOCK_HR)
		str_format(&render->out, "</%s>", name);
	str_add_char(&render->out, '\n');
	return go_on(render);
}

static int enter_span(MD_SPANTYPE type, void *detail, void *data)
{
	struct render *render = data;
	const char *name = span_name(type);

	if (name == NULL)
		return 0;
	render->depth++;
	if (type == MD_SPAN_A)
		open_link(render, &((MD_SPAN_A_DETAIL *)detail)->href);
	else
		str_format(&render->out, "<%s>", name);
	return go_on(render);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *data)
{
	struct render *render = data;
	const char *name = span_name(type);

	(void)detail;
	if (name == NULL)
		return 0;
	render->depth--;
	str_format(&render->out, "</%s>", name);
	return go_on(render);
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data)
{
	struct render *render = data;

	switch (type) {
	case MD_TEXT_NULLCHAR:
		str_add(&render->out, "\xef\xbf\xbd");
		break;
	case MD_TEXT_BR:
		str_add(&render->out, "<br>\n");
		break;
	case MD_TEXT_SOFTBR:
		str_add_char(&render->out, '\n');
		break;
	case MD_TEXT_ENTITY:
		/* md4c found "&name;" or "&#n;" by its shape; gumbo knows what it stands for. */
		str_add_bytes(&render->out, text, size);
		render->is_doubtful = true;
		break;
	default:
		safe_html_escape(&render->out, text, size);
	}
	return go_on(render);
}

static const char *block_name(MD_BLOCKTYPE type, void *detail)
{
	static const char *const headings[] = { "h3", "h4", "h5", "h6", "h6", "h6" };

	switch (type) {
	case MD_BLOCK_QUOTE:
		return "blockquote";
	case MD_BLOCK_UL:
		return "ul";
	case MD_BLOCK_OL:
		return "ol";
	case MD_BLOCK_LI:
		return "li";
	case MD_BLOCK_HR:
		return "hr";
	case MD_BLOCK_H:
		return headings[(((MD_BLOCK_H_DETAIL *)detail)->level - 1) % 6];
	case MD_BLOCK_CODE:
		return "pre";
	case MD_BLOCK_P:
		return "p";
	case MD_BLOCK_TABLE:
		return "table";
	case MD_BLOCK_THEAD:
		return "thead";
	case MD_BLOCK_TBODY:
		return "tbody";
	case MD_BLOCK_TR:
		return "tr";
	case MD_BLOCK_TH:
		return "th";
	case MD_BLOCK_TD:
		return "td";
	default:
		return NULL;
	}
}

/* An image is its description: a page loads nothing from where a person says. */
static const char *span_name(MD_SPANTYPE type)
{
	switch (type) {
	case MD_SPAN_EM:
		return "em";
	case MD_SPAN_STRONG:
		return "strong";
	case MD_SPAN_A:
		return "a";
	case MD_SPAN_CODE:
		return "code";
	case MD_SPAN_DEL:
		return "del";
	default:
		return NULL;
	}
}

static const char *cell_align(const MD_BLOCK_TD_DETAIL *cell)
{
	switch (cell->align) {
	case MD_ALIGN_LEFT:
		return " align=\"left\"";
	case MD_ALIGN_CENTER:
		return " align=\"center\"";
	case MD_ALIGN_RIGHT:
		return " align=\"right\"";
	default:
		return "";
	}
}

static void open_link(struct render *render, const MD_ATTRIBUTE *href)
{
	const char *text = arena_strndup(render->out.arena, href->text, href->size);

	str_add(&render->out, "<a href=\"");
	for (int i = 0; href->substr_offsets[i] < href->size; i++) {
		const MD_CHAR *piece = href->text + href->substr_offsets[i];
		MD_SIZE size = href->substr_offsets[i + 1] - href->substr_offsets[i];

		if (href->substr_types[i] == MD_TEXT_ENTITY) {
			str_add_bytes(&render->out, piece, size);
			render->is_doubtful = true;
		} else {
			safe_html_escape(&render->out, piece, size);
		}
	}
	str_add(&render->out, "\" rel=\"noopener nofollow\">");
	if (!safe_html_may_link(text))
		render->is_doubtful = true;
}

/* Below 0 the text is shown as it is. */
static int go_on(const struct render *render)
{
	return render->out.size > render->size_max || render->depth > MARKDOWN_DEPTH_MAX ? -1 : 0;
}
