/* mime.c - see mime.h. The headers are written here, as GMime lets through what looks like an encoded word already; the body is GMime's,
 * and its own until the arena is emptied. */
#include "net/mime.h"

#include <gmime/gmime.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/str.h"
#include "base/utf8.h"

enum {
	LINE_LENGTH_MAX = 76,
	WORD_LENGTH_MAX = 900, /* RFC 5322: 998 in a line */
	WORD_BYTES_MAX = 39    /* encoded 64, so that the longest name stands before it */
};

static void init(void)
{
	static bool done;

	if (!done)
		g_mime_init();
	done = true;
}

static void unref(void *object)
{
	g_object_unref(object);
}

/* The object lives as long as the arena, and is let go with it. */
static void *kept(struct arena *arena, void *object)
{
	arena_defer(arena, unref, object);
	return object;
}

const char *mime_one_line(struct arena *arena, const char *value)
{
	const char *end = value + strlen(value);
	struct str line = str_make(arena);
	uint32_t point;

	while (value < end) {
		size_t size = utf8_read(value, end, &point);

		/* U+2028, U+2029 and U+0085 end lines to some. */
		if (size == 0 || point < ' ' || (point >= 0x7f && point < 0xa0) ||
			point == 0x2028 || point == 0x2029)
			str_add_char(&line, ' ');
		else
			str_add_bytes(&line, value, size);
		value += size ? size : 1;
	}
	return line.text;
}

/* --- headers ---------------------------------------------------------------------------------------------- */

/* Can it stand there as it is? A mark of RFC 2047 in it would be read as one, and a word that no line holds cannot be folded. */
static bool is_plain(const char *value)
{
	size_t word = 0;

	if (*value == ' ' || strstr(value, "=?"))
		return false;
	for (; *value; value++) {
		word = *value == ' ' ? 0 : word + 1;
		if ((unsigned char)*value >= 0x7f || word > WORD_LENGTH_MAX)
			return false;
	}
	return true;
}

/* Bytes of the whole characters that one encoded word takes. */
static size_t piece(const char *text, const char *end)
{
	size_t size = 0;
	uint32_t point;

	while (text + size < end) {
		size_t step = utf8_read(text + size, end, &point);

		if (size + step > WORD_BYTES_MAX)
			break;
		size += step;
	}
	return size;
}

/* As encoded words (RFC 2047 section 2), which spaces part; clean text. */
static const char *encoded(struct arena *arena, const char *text)
{
	const char *end = text + strlen(text);
	struct str out = str_make(arena);

	while (text < end) {
		size_t size = piece(text, end);

		str_format(
			&out, "%s=?UTF-8?B?%s?=", out.size ? " " : "", base64(arena, text, size));
		text += size;
	}
	return out.text;
}

static const char *words(struct arena *arena, const char *value)
{
	const char *line = mime_one_line(arena, value);

	return is_plain(line) ? line : encoded(arena, line);
}

/* A name before an address (RFC 5322 section 3.2.5), in quotes; "" for none. */
static const char *phrase(struct arena *arena, const char *name)
{
	const char *line = name ? mime_one_line(arena, name) : "";
	struct str out = str_make(arena);

	if (line[strspn(line, " ")] == '\0')
		return "";
	if (!is_plain(line))
		return arena_format(arena, "%s ", encoded(arena, line));
	str_add_char(&out, '"');
	for (; *line; line++) {
		if (*line == '"' || *line == '\\')
			str_add_char(&out, '\\');
		str_add_char(&out, *line);
	}
	str_add(&out, "\" ");
	return out.text;
}

/* Folded before spaces, which is where all that stands in a value here may be parted. */
static void put(struct str *head, const char *name, const char *value)
{
	size_t column = strlen(name) + 2;

	str_format(head, "%s: ", name);
	while (*value) {
		size_t word = 1 + strcspn(value + 1, " ");

		if (column + word > LINE_LENGTH_MAX && *value == ' ') {
			str_add(head, "\r\n");
			column = 0;
		}
		str_add_bytes(head, value, word);
		column += word;
		value += word;
	}
	str_add(head, "\r\n");
}

static void put_address(
	struct arena *arena, struct str *head, const char *name, const struct mime_address *address)
{
	put(head, name,
		arena_format(arena, "%s<%s>", phrase(arena, address->name),
			mime_one_line(arena, address->address)));
}

/* Visible ASCII without brackets: what somebody else's program made up may be anything, and then it is left out. */
static bool is_id(const char *id)
{
	const size_t size = strlen(id);

	for (size_t i = 0; i < size; i++)
		if (id[i] <= ' ' || id[i] >= 0x7f || id[i] == '<' || id[i] == '>')
			return false;
	return size > 0 && size <= WORD_LENGTH_MAX;
}

static void put_ids(struct arena *arena, struct str *head, const struct mime_mail *mail)
{
	struct str line = str_make(arena);

	put(head, "Message-ID",
		arena_format(arena, "<%s>", mime_one_line(arena, mail->message_id)));
	if (mail->in_reply_to && is_id(mail->in_reply_to))
		put(head, "In-Reply-To", arena_format(arena, "<%s>", mail->in_reply_to));
	for (const char *const *id = mail->references; id && *id; id++)
		if (is_id(*id))
			str_format(&line, "%s<%s>", line.size ? " " : "", *id);
	if (line.size)
		put(head, "References", line.text);
}

static void put_date(struct str *head, int64_t at)
{
	GDateTime *date = g_date_time_new_from_unix_utc(at / 1000);
	char *text = g_mime_utils_header_format_date(date);

	put(head, "Date", text);
	g_free(text);
	g_date_time_unref(date);
}

static struct str headers(struct arena *arena, const struct mime_mail *mail)
{
	struct str head = str_make(arena);

	put_address(arena, &head, "From", &mail->from);
	put_address(arena, &head, "To", &mail->to);
	if (mail->reply_to.address)
		put_address(arena, &head, "Reply-To", &mail->reply_to);
	put(&head, "Subject", words(arena, mail->subject));
	put_date(&head, mail->at);
	put_ids(arena, &head, mail);
	for (const struct mime_header *header = mail->headers; header; header = header->next)
		put(&head, header->name, words(arena, header->value));
	put(&head, "MIME-Version", "1.0");
	return head;
}

/* --- the body --------------------------------------------------------------------------------------------- */

static GMimeObject *text_part(struct arena *arena, const char *subtype, const char *text)
{
	GMimeTextPart *part = kept(arena, g_mime_text_part_new_with_subtype(subtype));

	g_mime_text_part_set_charset(part, "utf-8");
	g_mime_text_part_set_text(part, text);
	/* It says us-ascii where that would do. */
	g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
	g_mime_part_set_content_encoding(GMIME_PART(part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	return GMIME_OBJECT(part);
}

static GMimeMultipart *multipart(struct arena *arena, const char *subtype)
{
	return kept(arena, g_mime_multipart_new_with_subtype(subtype));
}

static GMimeObject *picture_part(struct arena *arena, const struct mime_picture *picture)
{
	GMimeStream *stream = kept(
		arena, g_mime_stream_mem_new_with_buffer(picture->bytes, picture->size));
	GMimeDataWrapper *content = kept(
		arena, g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT));
	const char *slash = strchr(picture->type, '/');
	GMimePart *part = kept(arena,
		g_mime_part_new_with_type(
			arena_strndup(arena, picture->type, (size_t)(slash - picture->type)),
			slash + 1));

	g_mime_part_set_content(part, content);
	g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
	g_mime_part_set_content_id(part, picture->cid);
	g_mime_object_set_disposition(GMIME_OBJECT(part), "inline");
	g_mime_part_set_filename(part, mime_one_line(arena, picture->filename));
	return GMIME_OBJECT(part);
}

/* The HTML, with its pictures beside it. */
static GMimeObject *html_part(struct arena *arena, const struct mime_mail *mail)
{
	GMimeObject *html = text_part(arena, "html", mail->html);
	GMimeMultipart *related;

	if (!mail->pictures)
		return html;
	related = multipart(arena, "related");
	g_mime_multipart_add(related, html);
	for (const struct mime_picture *picture = mail->pictures; picture; picture = picture->next)
		g_mime_multipart_add(related, picture_part(arena, picture));
	return GMIME_OBJECT(related);
}

static GMimeObject *body(struct arena *arena, const struct mime_mail *mail)
{
	GMimeObject *text = text_part(arena, "plain", mail->text);
	GMimeMultipart *alternative;

	if (!mail->html)
		return text;
	alternative = multipart(arena, "alternative");
	g_mime_multipart_add(alternative, text);
	g_mime_multipart_add(alternative, html_part(arena, mail));
	return GMIME_OBJECT(alternative);
}

/* The part with its own headers after ours. */
static struct mime_bytes written(struct arena *arena, struct str *head, GMimeObject *part)
{
	GMimeFormatOptions *options = g_mime_format_options_new();
	GMimeStream *stream = kept(arena, g_mime_stream_mem_new());
	GByteArray *bytes;

	g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
	g_mime_object_write_to_stream(part, options, stream);
	g_mime_format_options_free(options);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	str_add_bytes(head, bytes->data, bytes->len);
	return (struct mime_bytes){ head->text, head->size };
}

struct mime_bytes mime_compose(struct arena *arena, const struct mime_mail *mail)
{
	struct str head;

	init();
	head = headers(arena, mail);
	return written(arena, &head, body(arena, mail));
}
