/* parse.c - see parse.h. GMime takes the mail apart; what it finds is decoded, judged and put in order by the other files of this room. */
#include "mail/parse.h"

#include <gmime/gmime.h>
#include <string.h>

#include "base/arena.h"
#include "base/safe_html.h"
#include "base/str.h"
#include "base/utf8.h"
#include "mail/charset.h"
#include "mail/file.h"
#include "mail/header.h"
#include "mail/html.h"
#include "mail/html_inside.h"
#include "mail/part.h"
#include "mail/quote.h"
#include "mail/raw.h"

enum { JOINT = '\n' };

struct source {
	GByteArray array; /* the bytes as they are, of nobody but us */
	GMimeStream *stream;
	GMimeParser *parser;
	GMimeMessage *message;
};

static struct source *source_open(struct arena *arena, const struct raw *raw);
static enum mail_fault read_message(struct reading *reading, GMimeMessage *message);
static void texts_join(struct reading *reading, const struct bodies *bodies);
static void text_split(struct reading *reading, const char *text);

static void be_silent(
	const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data)
{
	(void)domain;
	(void)level;
	(void)message;
	(void)data;
}

void mail_parse_open(void)
{
	g_log_set_default_handler(be_silent, NULL);
	charset_open();
	g_mime_init();
	header_options();
}

enum mail_fault mail_parse(
	struct arena *arena, char *bytes, size_t size, int out, struct mail **mail_out)
{
	struct mail *mail = arena_new(arena, struct mail);
	struct reading reading = { .arena = arena, .mail = mail };
	enum mail_fault fault;
	struct raw raw;
	const struct source *source;

	fault = raw_tidy(bytes, size, &raw);
	if (fault == MAIL_FINE)
		fault = raw_count(&raw);
	if (fault != MAIL_FINE)
		return fault;
	source = source_open(arena, &raw);
	if (!source->message)
		return MAIL_BROKEN;
	reading.out = g_mime_stream_pipe_new(out);
	g_mime_stream_pipe_set_owner(GMIME_STREAM_PIPE(reading.out), FALSE);
	arena_defer(arena, g_object_unref, reading.out);
	mail->bytes = -1;
	*mail_out = mail;
	return read_message(&reading, source->message);
}

static void source_close(void *handle)
{
	struct source *source = handle;

	if (source->message)
		g_object_unref(source->message);
	g_object_unref(source->parser);
	g_object_unref(source->stream);
}

static struct source *source_open(struct arena *arena, const struct raw *raw)
{
	struct source *source = arena_new(arena, struct source);

	source->array = (GByteArray){ (guint8 *)raw->bytes, (guint)raw->size };
	source->stream = g_mime_stream_mem_new_with_byte_array(&source->array);
	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(source->stream), FALSE);
	source->parser = g_mime_parser_new_with_stream(source->stream);
	if (raw->is_mbox)
		g_mime_parser_set_format(source->parser, GMIME_FORMAT_MBOX);
	source->message = g_mime_parser_construct_message(source->parser, header_options());
	arena_defer(arena, source_close, source);
	return source;
}

static enum mail_fault read_message(struct reading *reading, GMimeMessage *message)
{
	GMimeObject *part = g_mime_message_get_mime_part(message);
	struct mail *mail = reading->mail;
	struct bodies bodies = { 0 };

	reading->next_file = &reading->files;
	reading->next_note = &reading->notes;
	if (part)
		part_read(reading, part, &bodies, 0);
	header_read(reading->arena, message, reading->charset, mail);
	texts_join(reading, &bodies);
	if (reading->files_left > 0)
		reading_note(reading,
			arena_format(reading->arena,
				"It has more than %d files: %d were left in the mail as it came.",
				MAIL_FILES_MAX, reading->files_left));
	mail->files = reading->files;
	mail->notes = reading->notes;
	return reading->is_broken ? MAIL_UNSAID : MAIL_FINE;
}

/* What cannot be shown is a file: nothing is lost. */
static void html_refuse(struct reading *reading, const char *html)
{
	reading_note(
		reading, "Its HTML is too large or too deep to be shown: it is one of its files.");
	file_add_bytes(reading, html, strlen(html), "message.html", "text/html");
}

static void body_add(
	struct reading *reading, const struct body *body, struct str *safe, struct str *text)
{
	struct str read = str_make(reading->arena);

	if (!body->html)
		str_add(safe, safe_html_plain(reading->arena, body->plain).html);
	else if (!html_read(body->html, reading->files, safe, &read))
		html_refuse(reading, body->html);
	str_add(text, body->plain ? body->plain : read.text);
	if (text->size > 0 && text->text[text->size - 1] != JOINT)
		str_add_char(text, JOINT);
}

/* HTML refers to characters (&#1;) that were no bytes of the mail, and so were not looked at. */
static char *cleaned(struct arena *arena, const char *text, size_t size)
{
	struct str out = str_make(arena);

	charset_clean(&out, text, size);
	return out.text;
}

static void texts_join(struct reading *reading, const struct bodies *bodies)
{
	struct str safe = str_make(reading->arena), text = str_make(reading->arena);
	bool has_html = false;

	for (const struct body *body = bodies->first; body; body = body->next) {
		body_add(reading, body, &safe, &text);
		has_html = has_html || body->html;
	}
	if (safe.size > MAIL_HTML_MAX)
		reading_note(reading, "Its end is not shown: it is too long.");
	reading->mail->html = has_html && safe.size > 0
		? cleaned(reading->arena, safe.text, safe.size)
		: NULL;
	if (text.size > MAIL_TEXT_MAX) {
		reading_note(reading,
			"Its text is longer than is shown: the whole is one of its files.");
		file_add_bytes(reading, text.text, text.size, "message.txt", "text/plain");
		text.size = utf8_fit(text.text, MAIL_TEXT_MAX);
		text.text[text.size] = '\0';
	}
	text_split(reading, text.text);
}

/* Without the marks, and without blank lines at both ends. */
static char *tidy(struct arena *arena, const char *text, size_t size)
{
	char *copy = arena_strndup(arena, text, size);
	size_t n = 0, blank;

	for (const char *at = copy; *at != '\0'; at++) {
		if (*at == MARK_QUOTE)
			at += at[1] == '\n';
		else
			copy[n++] = *at;
	}
	while (n > 0 && strchr(" \t\n", copy[n - 1]))
		n--;
	copy = cleaned(arena, copy, n);
	while ((blank = strspn(copy, " \t"), copy[blank] == '\n'))
		copy += blank + 1;
	return copy;
}

static void text_split(struct reading *reading, const char *text)
{
	size_t size = quote_find(reading->arena, text, reading->mail->subject);
	const char *quoted = tidy(reading->arena, text + size, strlen(text + size));

	reading->mail->text = tidy(reading->arena, text, size);
	reading->mail->quoted = *quoted ? quoted : NULL;
}
