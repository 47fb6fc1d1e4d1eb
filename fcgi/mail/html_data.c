/* html_data.c - see html_data.h. A scan of the text, before anybody parses it: nothing is made safe here. */
#include "mail/html_data.h"

#include <glib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/str.h"
#include "mail/file.h"

static const struct kind {
	const char *start, *type;
} kinds[] = {
	{ "data:image/png;base64,", "image/png" },
	{ "data:image/jpeg;base64,", "image/jpeg" },
	{ "data:image/jpg;base64,", "image/jpeg" },
	{ "data:image/gif;base64,", "image/gif" },
	{ "data:image/webp;base64,", "image/webp" },
};

static const struct kind *kind_find(const char *at)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strncasecmp(at, kinds[i].start, strlen(kinds[i].start)) == 0)
			return &kinds[i];
	return NULL;
}

/* Its name as an address; NULL: there is no room for it. */
static const char *picture_add(
	struct reading *reading, const struct kind *kind, const char *base64, size_t size)
{
	struct arena *arena = reading->arena;
	guchar *bytes = arena_alloc(arena, size / 4 * 3 + 3);
	gint state = 0;
	guint save = 0;
	gsize n = g_base64_decode_step(base64, size, bytes, &state, &save);
	struct mail_file *file = file_add_bytes(reading, bytes, n, NULL, kind->type);

	if (!file)
		return NULL;
	file->cid = arena_format(arena, "data-%d@mail.invalid", file->number);
	return file->cid;
}

/* src="data:..." or src='data:...': how much of the text it is; 0: none stands here. */
static size_t picture_take(struct reading *reading, struct str *out, const char *at)
{
	const char quote = at[4], *data = at + 5, *end, *cid;
	const struct kind *kind;

	if (strncasecmp(at, "src=", 4) != 0 || (quote != '"' && quote != '\''))
		return 0;
	kind = kind_find(data);
	end = kind ? strchr(data, quote) : NULL;
	if (!end)
		return 0;
	data += strlen(kind->start);
	cid = picture_add(reading, kind, data, (size_t)(end - data));
	if (!cid)
		return 0;
	str_format(out, "src=%ccid:%s%c", quote, cid, quote);
	return (size_t)(end + 1 - at);
}

const char *html_data_take(struct reading *reading, const char *html)
{
	const char *from = html, *at = html;
	struct str out;

	if (!strcasestr(html, "data:image/"))
		return html;
	out = str_make(reading->arena);
	while ((at = strcasestr(at, "src="))) {
		str_add_bytes(&out, from, (size_t)(at - from));
		from = at + picture_take(reading, &out, at);
		if (from == at) {
			str_add_bytes(&out, at, 4);
			from = at + 4;
		}
		at = from;
	}
	str_add(&out, from);
	return out.text;
}
