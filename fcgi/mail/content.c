/* content.c - see content.h. It is read through GMime's decoder, not written by it: so what does not fit is never decoded. */
#include "mail/content.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "mail/charset.h"
#include "mail/flowed.h"

enum { PIECE = 16 * 1024, META_MAX = 1024 };

static GMimeStream *decoder(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *raw = content ? g_mime_data_wrapper_get_stream(content) : NULL, *decoded;
	GMimeContentEncoding encoding;
	GMimeFilter *filter;

	if (!raw)
		return NULL;
	g_mime_stream_reset(raw);
	decoded = g_mime_stream_filter_new(raw);
	encoding = g_mime_data_wrapper_get_encoding(content);
	if (encoding == GMIME_CONTENT_ENCODING_BASE64 ||
		encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE ||
		encoding == GMIME_CONTENT_ENCODING_UUENCODE) {
		filter = g_mime_filter_basic_new(encoding, FALSE);
		g_mime_stream_filter_add(GMIME_STREAM_FILTER(decoded), filter);
		g_object_unref(filter);
	}
	return decoded;
}

char *content_bytes(
	struct arena *arena, GMimePart *part, size_t size_max, size_t *size_out, bool *cut_out)
{
	GMimeStream *decoded = decoder(part);
	struct str out = str_make(arena);
	char piece[PIECE];
	ssize_t n;

	*cut_out = false;
	while (decoded && !*cut_out &&
		(n = g_mime_stream_read(decoded, piece, sizeof(piece))) > 0) {
		*cut_out = (size_t)n > size_max - out.size;
		str_add_bytes(&out, piece, *cut_out ? size_max - out.size : (size_t)n);
	}
	if (decoded)
		g_object_unref(decoded);
	*size_out = out.size;
	return out.text;
}

/* <meta charset=x>, <meta content="text/html; charset=x">: of HTML that says it nowhere else. */
static const char *meta_charset(struct arena *arena, const char *html, size_t size)
{
	const char *head = arena_strndup(arena, html, size < META_MAX ? size : META_MAX);
	const char *at = strcasestr(head, "charset=");

	if (!at)
		return NULL;
	at += strlen("charset=");
	at += strspn(at, "\"' ");
	return arena_strndup(arena, at, strcspn(at, "\"' />;"));
}

static bool says(GMimeContentType *type, const char *name, const char *value)
{
	return str_equal_nocase(g_mime_content_type_get_parameter(type, name), value);
}

char *content_text(struct arena *arena, GMimePart *part, size_t size_max, const char **charset_out,
	bool *cut_out)
{
	GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
	const char *charset = arena_strdup(
		arena, g_mime_content_type_get_parameter(type, "charset"));
	size_t size;
	char *bytes = content_bytes(arena, part, size_max, &size, cut_out), *text;

	if (!charset && g_mime_content_type_is_type(type, "text", "html"))
		charset = meta_charset(arena, bytes, size);
	text = charset_text(arena, bytes, size, charset);
	*charset_out = charset;
	if (g_mime_content_type_is_type(type, "text", "plain") && says(type, "format", "flowed"))
		return flowed_text(arena, text, says(type, "delsp", "yes"));
	return text;
}
