/* mime_test.c - no value breaks out of its header, and what is composed is a mail by RFC 5322 and 2047. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <gmime/gmime.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/str.h"
#include "base/text.h"
#include "net/mime.h"

static struct arena *arena;

static int begin(void **state)
{
	(void)state;
	arena = arena_make(16 << 20);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const char *const references[] = { "r1.2.aaaaaaaaaaaaaaaa@desk.example",
	"CAK=very-long-identifier-of-another-program-that-is-longer-than-a-line-should-be-0123456789@mail.example",
	NULL };

static struct mime_mail plain(void)
{
	return (struct mime_mail){ .from = { "The desk", "support@desk.example" },
		.to = { "Anna", "anna@customer.example" },
		.reply_to = { "The desk", "support+r1.2.abc@desk.example" },
		.subject = "[SUP-1] A printer",
		.at = 1700000000000,
		.message_id = "m1.2.bbbbbbbbbbbbbbbb@desk.example",
		.in_reply_to = references[1],
		.references = references,
		.text = "Hello\n",
		.html = "<p>Hello</p>\n" };
}

/* As another program reads it. */
static GMimeMessage *read_back(const struct mime_bytes *bytes)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes->bytes, bytes->size);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

	g_object_unref(stream);
	g_object_unref(parser);
	return message;
}

static const char *header(GMimeMessage *message, const char *name)
{
	return g_mime_object_get_header(GMIME_OBJECT(message), name);
}

/* The value of a header of ours, unfolded, its encoded words read. */
static const char *value_of(const struct mime_bytes *mail, const char *name)
{
	const char *at = strstr(mail->bytes, arena_format(arena, "\r\n%s: ", name)), *word, *stop;
	struct str value = str_make(arena);
	uint8_t *bytes;
	size_t size;

	assert_non_null(at);
	for (at += strlen(name) + 4; !str_starts(at, "\r\n") || at[2] == ' ';) {
		word = strstr(at, "=?UTF-8?B?");
		if (str_starts(at, "\r\n")) {
			at += 2;
		} else if (word == at || (*at == ' ' && word == at + 1)) {
			stop = strstr(word + 10, "?=");
			assert_true(stop - word <= 73);
			assert_int_equal(
				base64_decode(arena,
					arena_strndup(arena, word + 10, (size_t)(stop - word - 10)),
					&bytes, &size),
				OK);
			assert_true(text_is_clean((const char *)bytes, size));
			str_add_bytes(&value, bytes, size);
			at = stop + 2;
		} else {
			str_add_char(&value, *at++);
		}
	}
	return value.text;
}

/* Every line ends in CRLF, is not longer than 998 bytes, and in the head is ASCII and begins with a header of ours or white space. */
static void assert_lines(const struct mime_bytes *mail)
{
	static const char *const known[] = { "From:", "To:", "Reply-To:", "Subject:", "Date:",
		"Message-Id:", "Message-ID:", "In-Reply-To:", "References:", "MIME-Version:",
		"Content-Type:", "X-Ours:", " ", "\t" };
	const char *at = mail->bytes, *stop = mail->bytes + mail->size;
	bool head = true;

	while (at < stop) {
		const char *line_end = memchr(at, '\n', (size_t)(stop - at));
		bool is_known = false;

		assert_non_null(line_end);
		assert_true(line_end > at && line_end[-1] == '\r');
		assert_null(memchr(at, '\r', (size_t)(line_end - 1 - at)));
		assert_true(line_end - at <= 998);
		if (line_end - at == 1)
			head = false;
		for (size_t i = 0; head && i < sizeof(known) / sizeof(*known); i++)
			is_known |= str_starts(at, known[i]);
		if (head && !is_known)
			fail_msg("a header of nobody's: %.60s", at);
		for (const char *c = at; head && c < line_end; c++)
			assert_true((unsigned char)*c < 0x80);
		at = line_end + 1;
	}
}

static const char *const hostile[] = { "a\r\nBcc: x@evil.example", "a\nBcc: x@evil.example",
	"a\rBcc: x@evil.example", "a\r\n\r\n<script>",
	"a\xe2\x80\xa8"
	"Bcc: x@evil.example",
	"a\xc2\x85"
	"Bcc: x",
	"\r\n.\r\nMAIL FROM:<x@evil.example>", "\"><b>,: ;@",
	"=?utf-8?q?=0ABcc:_x?=", "\xff\xfe broken",
	"\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7 \xe2\x80\xae gnp.exe", "" };

static void no_value_breaks_out_of_its_header(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(hostile) / sizeof(*hostile); i++) {
		struct mime_header ours = { "X-Ours", hostile[i], NULL };
		struct mime_mail mail = plain();
		struct mime_bytes bytes;
		GMimeMessage *message;

		mail.from.name = mail.to.name = mail.reply_to.name = hostile[i];
		mail.subject = arena_format(arena, "[SUP-1] %s", hostile[i]);
		mail.headers = &ours;
		bytes = mime_compose(arena, &mail);
		assert_lines(&bytes);
		message = read_back(&bytes);
		assert_non_null(message);
		assert_null(header(message, "Bcc"));
		assert_string_equal(
			value_of(&bytes, "Subject"), mime_one_line(arena, mail.subject));
		assert_string_equal(value_of(&bytes, "X-Ours"), mime_one_line(arena, hostile[i]));
		assert_int_equal(internet_address_list_length(g_mime_message_get_to(message)), 1);
		assert_int_equal(internet_address_list_length(g_mime_message_get_from(message)), 1);
		g_object_unref(message);
	}
}

static void long_subjects_are_folded_and_come_back_whole(void **state)
{
	static const char *const subjects[] = { "word", "\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87 ",
		"\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7 ", "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
		"\xf0\x9f\x98\x80" };

	(void)state;
	for (size_t i = 0; i < sizeof(subjects) / sizeof(*subjects); i++) {
		struct str subject = str_make(arena);
		struct mime_mail mail = plain();
		struct mime_bytes bytes;

		str_add(&subject, "[SUP-1] ");
		for (int n = 0; n < 60; n++)
			str_add(&subject, subjects[i]);
		while (subject.text[subject.size - 1] == ' ')
			subject.text[--subject.size] = '\0';
		mail.subject = subject.text;
		bytes = mime_compose(arena, &mail);
		assert_lines(&bytes);
		assert_string_equal(value_of(&bytes, "Subject"), subject.text);
	}
}

static void ids_stand_whole_in_their_headers(void **state)
{
	struct mime_mail mail = plain();
	struct mime_bytes bytes = mime_compose(arena, &mail);
	GMimeMessage *message = read_back(&bytes);
	GMimeReferences *ids = g_mime_references_parse(NULL, header(message, "References"));

	(void)state;
	assert_string_equal(g_mime_message_get_message_id(message), mail.message_id);
	assert_int_equal(g_mime_references_length(ids), 2);
	for (int i = 0; i < 2; i++)
		assert_string_equal(g_mime_references_get_message_id(ids, i), references[i]);
	assert_non_null(strstr(header(message, "In-Reply-To"), references[1]));
	g_mime_references_free(ids);
	g_object_unref(message);
}

/* With LF. */
static char *text_of(GMimeObject *part)
{
	char *text = g_mime_text_part_get_text(GMIME_TEXT_PART(part)), *to = text;

	for (const char *from = text; *from; from++)
		if (*from != '\r')
			*to++ = *from;
	*to = '\0';
	return text;
}

static void texts_and_pictures_come_back_as_they_were(void **state)
{
	static const char picture_bytes[] = "\x89PNG\r\n\x1a\n\0\r\n.\r\nFrom x\n";
	struct mime_picture picture = { "logo@lodge", "image/png", "lo\"go\r\n.png", picture_bytes,
		sizeof(picture_bytes), NULL };
	struct mime_mail mail = plain();
	struct mime_bytes bytes;
	GMimeMessage *message;
	GMimeMultipart *alternative, *related;
	GMimeStream *stream = g_mime_stream_mem_new();
	GByteArray *array;
	char *text;

	(void)state;
	mail.text = "Za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87\n.\n..\nFrom here\nspaces  \n=20\n";
	mail.html = "<p dir=\"rtl\">\xd9\x85\xd8\xb1</p>\n";
	mail.pictures = &picture;
	bytes = mime_compose(arena, &mail);
	assert_lines(&bytes);
	message = read_back(&bytes);
	alternative = GMIME_MULTIPART(g_mime_message_get_mime_part(message));
	text = text_of(g_mime_multipart_get_part(alternative, 0));
	assert_string_equal(text, mail.text);
	g_free(text);
	related = GMIME_MULTIPART(g_mime_multipart_get_part(alternative, 1));
	text = text_of(g_mime_multipart_get_part(related, 0));
	assert_string_equal(text, mail.html);
	g_free(text);
	g_mime_data_wrapper_write_to_stream(
		g_mime_part_get_content(GMIME_PART(g_mime_multipart_get_part(related, 1))), stream);
	array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	assert_int_equal(array->len, sizeof(picture_bytes));
	assert_memory_equal(array->data, picture_bytes, sizeof(picture_bytes));
	assert_string_equal(
		g_mime_object_get_content_id(g_mime_multipart_get_part(related, 1)), "logo@lodge");
	g_object_unref(stream);
	g_object_unref(message);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(no_value_breaks_out_of_its_header, begin, end),
		cmocka_unit_test_setup_teardown(
			long_subjects_are_folded_and_come_back_whole, begin, end),
		cmocka_unit_test_setup_teardown(ids_stand_whole_in_their_headers, begin, end),
		cmocka_unit_test_setup_teardown(
			texts_and_pictures_come_back_as_they_were, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
