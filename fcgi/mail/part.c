/* part.c - see part.h. */
#include "mail/part.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "mail/charset.h"
#include "mail/content.h"
#include "mail/file.h"
#include "mail/header.h"
#include "mail/html_data.h"
#include "mail/pkcs7.h"
#include "mail/raw.h"
#include "mail/report.h"
#include "mail/uu.h"
#include "mail/word.h"

enum { BODY_MAX = 12 * 1024 * 1024, PKCS7_MAX = 32 * 1024 * 1024 };

static void multipart_read(
	struct reading *reading, GMimeMultipart *multipart, struct bodies *bodies, int depth);
static void alternative_read(
	struct reading *reading, GMimeMultipart *multipart, struct bodies *bodies, int depth);
static void mail_within(struct reading *reading, GMimeMessagePart *part);
static void leaf_read(struct reading *reading, GMimePart *part, struct bodies *bodies, int depth);

static bool is_type(GMimeObject *part, const char *type, const char *subtype)
{
	return g_mime_content_type_is_type(g_mime_object_get_content_type(part), type, subtype);
}

void part_read(struct reading *reading, GMimeObject *part, struct bodies *bodies, int depth)
{
	if (depth > PART_DEPTH_MAX) {
		reading_note(reading, "It is nested too deep: what is inside is one file.");
		file_add_part(reading, part, NULL);
	} else if (GMIME_IS_MULTIPART(part)) {
		multipart_read(reading, GMIME_MULTIPART(part), bodies, depth);
	} else if (GMIME_IS_MESSAGE_PART(part)) {
		mail_within(reading, GMIME_MESSAGE_PART(part));
	} else if (GMIME_IS_PART(part)) {
		leaf_read(reading, GMIME_PART(part), bodies, depth);
	}
}

/* One that says it has parts, and has none: what stands there is its text. */
static void prologue_read(struct reading *reading, GMimeMultipart *multipart, struct bodies *bodies)
{
	const char *text = g_mime_multipart_get_prologue(multipart);

	if (text)
		bodies_add(reading, bodies,
			charset_text(reading->arena, text, strnlen(text, BODY_MAX), NULL), NULL);
}

static void multipart_read(
	struct reading *reading, GMimeMultipart *multipart, struct bodies *bodies, int depth)
{
	GMimeObject *object = GMIME_OBJECT(multipart);

	if (g_mime_multipart_get_count(multipart) == 0)
		prologue_read(reading, multipart, bodies);
	if (is_type(object, "multipart", "alternative")) {
		alternative_read(reading, multipart, bodies, depth);
		return;
	}
	if (is_type(object, "multipart", "report"))
		report_read(reading, multipart);
	if (is_type(object, "multipart", "encrypted"))
		reading_note(reading,
			"It is encrypted: its text is a file that only its recipient can read.");
	for (int i = 0; i < g_mime_multipart_get_count(multipart); i++)
		part_read(reading, g_mime_multipart_get_part(multipart, i), bodies, depth + 1);
}

static bool has_html(const struct bodies *bodies)
{
	for (const struct body *body = bodies->first; body; body = body->next)
		if (body->html)
			return true;
	return false;
}

/* All plain texts as one; NULL: nothing stands in them. */
static const char *plain_of(struct arena *arena, const struct bodies *bodies)
{
	struct str out = str_make(arena);

	for (const struct body *body = bodies->first; body; body = body->next)
		if (body->plain)
			str_add(&out, body->plain);
	return out.text[strspn(out.text, " \n\t\xc2\xa0")] != '\0' ? out.text : NULL;
}

/* The same text in several dresses, the best one last (RFC 2046): the last HTML, and for the plain text the first without any. */
static void alternative_read(
	struct reading *reading, GMimeMultipart *multipart, struct bodies *bodies, int depth)
{
	struct bodies html = { 0 };
	const char *plain = NULL;

	for (int i = 0; i < g_mime_multipart_get_count(multipart); i++) {
		GMimeObject *part = g_mime_multipart_get_part(multipart, i);
		struct bodies one = { 0 };

		if (is_type(part, "text", "x-amp-html"))
			continue; /* the same once more, for a program that runs it */
		part_read(reading, part, &one, depth + 1);
		if (has_html(&one))
			html = one;
		else if (!plain)
			plain = plain_of(reading->arena, &one);
	}
	if (!html.first) {
		if (plain)
			bodies_add(reading, bodies, plain, NULL);
		return;
	}
	for (const struct body *body = html.first; body;
		body = body->next, plain = plain ? "" : NULL)
		bodies_add(reading, bodies, plain ? plain : body->plain, body->html);
}

static void mail_within(struct reading *reading, GMimeMessagePart *part)
{
	GMimeMessage *message = g_mime_message_part_get_message(part);
	const char *said = file_said(reading, GMIME_OBJECT(part)), *subject;

	subject = message && !said ? header_raw(GMIME_OBJECT(message), "Subject") : NULL;
	if (subject) {
		char *name = word_text(reading->arena,
			arena_strndup(reading->arena, subject, MAIL_SUBJECT_MAX), NULL);

		for (char *at = name; (at = strpbrk(at, "/\\"));)
			*at = '-';
		said = arena_format(reading->arena, "%s.eml", name);
	}
	file_add_part(reading, GMIME_OBJECT(part), said);
}

static bool is_signature(GMimeObject *part)
{
	return is_type(part, "application", "pkcs7-signature") ||
		is_type(part, "application", "x-pkcs7-signature") ||
		is_type(part, "application", "pgp-signature");
}

/* A text with a name is a file, unless it is all there is. */
static bool is_body(GMimeObject *part, const char *said, const struct bodies *bodies, int depth)
{
	const char *disposition = g_mime_object_get_disposition(part);

	if (!is_type(part, "text", "plain") && !is_type(part, "text", "html") &&
		!is_type(part, "text", "enriched") && !is_type(part, "text", "richtext"))
		return false;
	if (str_equal_nocase(disposition, "attachment"))
		return false;
	return !said || (depth == 0 && !bodies->first);
}

static void body_read(
	struct reading *reading, GMimePart *part, struct bodies *bodies, const char *said)
{
	const char *charset;
	bool cut;
	const char *text = content_text(reading->arena, part, BODY_MAX, &charset, &cut);

	if (!reading->charset && charset && charset_suits_header(charset))
		reading->charset = charset;
	if (cut) {
		reading_note(reading,
			"Its text is longer than is shown: the whole is one of its files.");
		file_add_part(reading, GMIME_OBJECT(part), said);
	}
	if (is_type(GMIME_OBJECT(part), "text", "html"))
		bodies_add(reading, bodies, NULL, html_data_take(reading, text));
	else
		bodies_add(reading, bodies, cut ? text : uu_take(reading, text), NULL);
}

/* What was signed is a part of its own, with a header. */
static void opaque_read(struct reading *reading, GMimePart *part, struct bodies *bodies,
	const char *said, int depth)
{
	char *content = NULL;
	size_t size, content_size = 0;
	bool cut;
	const char *bytes = content_bytes(reading->arena, part, PKCS7_MAX, &size, &cut);
	enum pkcs7 kind = pkcs7_open(
		reading->arena, (const uint8_t *)bytes, size, &content, &content_size);
	const struct raw raw = { content, content_size, false };
	GMimeParser *parser;
	GMimeStream *stream;
	GMimeObject *inside;

	if (kind != PKCS7_SIGNED || raw_count(&raw) != MAIL_FINE) {
		if (kind == PKCS7_ENCRYPTED)
			reading_note(reading,
				"It is encrypted: its text is a file that only its recipient can read.");
		file_add_part(reading, GMIME_OBJECT(part), said);
		return;
	}
	stream = g_mime_stream_mem_new_with_buffer(content, content_size);
	parser = g_mime_parser_new_with_stream(stream);
	inside = g_mime_parser_construct_part(parser, header_options());
	if (inside)
		part_read(reading, inside, bodies, depth + 1);
	else
		file_add_part(reading, GMIME_OBJECT(part), said);
	if (inside)
		g_object_unref(inside);
	g_object_unref(parser);
	g_object_unref(stream);
}

static void leaf_read(struct reading *reading, GMimePart *part, struct bodies *bodies, int depth)
{
	GMimeObject *object = GMIME_OBJECT(part);
	const char *said = file_said(reading, object);

	if (is_body(object, said, bodies, depth))
		body_read(reading, part, bodies, said);
	else if (is_type(object, "application", "pkcs7-mime") ||
		is_type(object, "application", "x-pkcs7-mime"))
		opaque_read(reading, part, bodies, said, depth);
	else if (!is_signature(object))
		file_add_part(reading, object, said);
}
