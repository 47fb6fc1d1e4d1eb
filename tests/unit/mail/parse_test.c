/* parse_test.c - every mail of tests/mails is read as the .json beside it says; and what holds for any mail holds for those, and for
 * ten thousand that are made of pieces. LODGE_MAIL_CORPUS and `make mails` (tests/mails/read.mjs) read the mails of others. */
#include "mail/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>

#undef fail /* cmocka's; base/log.h has another */
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "base/text.h"
#include "mail/raw.h"
#include "mail/wire.h"

#include "safe.h"

enum { PATH_MAX_SIZE = 1000, FILE_SIZE_MAX = 1 << 20, MIB = 1 << 20 };
static const char folder[] = "tests/mails";

static struct arena *arena;
static int out = -1;

static int begin(void **state)
{
	(void)state;
	arena = arena_make((size_t)1 << 30);
	json_use(arena);
	out = memfd_create("files", 0);
	return out < 0;
}

static int end(void **state)
{
	(void)state;
	close(out);
	arena_free(arena);
	return 0;
}

static char *file_read(const char *path, size_t *size_out)
{
	FILE *file = fopen(path, "rb");
	char *bytes = arena_alloc(arena, FILE_SIZE_MAX + 1);

	*size_out = 0;
	if (!file)
		return NULL;
	*size_out = fread(bytes, 1, FILE_SIZE_MAX, file);
	fclose(file);
	return bytes;
}

static enum mail_fault parse(const void *bytes, size_t size, struct mail **mail_out)
{
	char *room = arena_alloc(arena, size + 1);

	memcpy(room + 1, bytes, size);
	assert_int_equal(ftruncate(out, 0), 0);
	lseek(out, 0, SEEK_SET);
	return mail_parse(arena, room + 1, size, out, mail_out);
}

/* Through the wire, as whoever asked for it sees it. */
static struct json *as_json(const struct mail *mail)
{
	size_t size, json_size;
	const char *text = wire_write(arena, mail, &size);
	struct mail *again;
	struct json *json;

	json_size = wire_tail((const uint8_t *)text + size - WIRE_TAIL_SIZE);
	assert_int_equal(json_size, size - WIRE_TAIL_SIZE);
	assert_int_equal(wire_read(arena, text, json_size, lseek(out, 0, SEEK_END), &again), OK);
	text = wire_write(arena, again, &size);
	assert_int_equal(json_read(text, size - WIRE_TAIL_SIZE, &json), OK);
	return json;
}

/* --- what holds for any mail ------------------------------------------------------------------------------- */

static void is_clean(const char *text)
{
	if (text)
		assert_true(text_is_clean(text, strlen(text)));
}

static void is_in_order(const struct mail *mail)
{
	int64_t offset = 0;

	is_clean(mail->subject);
	is_clean(mail->text);
	is_clean(mail->quoted);
	is_clean(mail->html);
	if (mail->subject)
		assert_null(strpbrk(mail->subject, "\r\n\t"));
	if (mail->html && !is_safe(mail->html))
		fail_msg("not safe: %s", mail->html);
	for (const struct mail_file *file = mail->files; file; file = file->next) {
		assert_int_equal(file->offset, offset);
		assert_null(strpbrk(file->filename, "/\\\r\n\t"));
		assert_true(*file->filename != '\0' && strlen(file->filename) <= MAIL_FILENAME_MAX);
		offset += file->size;
	}
	assert_int_equal(offset, lseek(out, 0, SEEK_END));
}

/* --- the mails of the folder ------------------------------------------------------------------------------- */

static void same(const struct json *expected, const struct json *actual, const char *path);

static void same_members(const struct json *expected, const struct json *actual, const char *path)
{
	for (const struct json *item = json_first(actual); item; item = json_next(item))
		if (!json_at(expected, json_name(item)) && strcmp(json_name(item), "offset") != 0)
			fail_msg("%s has %s: %s", path, json_name(item), json_text(item, NULL));
	for (const struct json *item = json_first(expected); item; item = json_next(item))
		if (strcmp(json_name(item), "holds") != 0)
			same(item, json_at(actual, json_name(item)),
				arena_format(arena, "%s %s", path, json_name(item)));
}

static void same(const struct json *expected, const struct json *actual, const char *path)
{
	const struct json *other = json_first(actual);

	if (json_kind(expected) != json_kind(actual))
		fail_msg("%s: %s", path, actual ? json_text(actual, NULL) : "nothing");
	if (json_kind(expected) == JSON_OBJECT) {
		same_members(expected, actual, path);
	} else if (json_kind(expected) == JSON_ARRAY) {
		if (json_count(expected) != json_count(actual))
			fail_msg("%s: %s", path, json_text(actual, NULL));
		for (const struct json *item = json_first(expected); item;
			item = json_next(item), other = json_next(other))
			same(item, other, path);
	} else if (strcmp(json_text(expected, NULL), json_text(actual, NULL)) != 0) {
		fail_msg("%s: %s", path, json_text(actual, NULL));
	}
}

/* What stands in the bytes of a file. */
static void same_files(const struct mail *mail, const struct json *expected, const char *path)
{
	const struct mail_file *file = mail->files;

	for (const struct json *item = json_first(expected); item;
		item = json_next(item), file = file->next) {
		const char *holds = json_str(item, "holds", FILE_SIZE_MAX);
		char *bytes = arena_alloc(arena, (size_t)file->size + 1);

		assert_int_equal(pread(out, bytes, (size_t)file->size, file->offset), file->size);
		if (holds && strcmp(holds, bytes) != 0)
			fail_msg("%s: file %d holds %s", path, file->number, bytes);
	}
}

static void judge(const char *name)
{
	const char *path = arena_format(arena, "%s/%s", folder, name);
	const char *json_path = arena_format(arena, "%.*s.json", (int)strlen(path) - 4, path);
	struct json *expected = NULL;
	struct mail *mail = NULL;
	enum mail_fault fault;
	size_t size, json_size;
	const char *bytes = file_read(path, &size), *json = file_read(json_path, &json_size);

	if (!json || json_read(json, json_size, &expected) != OK)
		fail_msg("%s says nothing of what is read", json_path);
	fault = parse(bytes, size, &mail);
	if (json_at(expected, "why"))
		assert_string_equal(
			mail_fault_text((int)fault), json_as_text(json_at(expected, "why")));
	else
		assert_int_equal(fault, MAIL_FINE);
	if (fault != MAIL_FINE)
		return;
	is_in_order(mail);
	same(expected, as_json(mail), name);
	same_files(mail, json_at(expected, "files"), name);
}

static void every_mail_of_the_folder_is_read_as_is_said(void **state)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	int n = 0;

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		if (!str_ends(entry->d_name, ".eml"))
			continue;
		judge(entry->d_name);
		n++;
	}
	closedir(dir);
	assert_true(n >= 100);
}

/* --- bombs ------------------------------------------------------------------------------------------------- */

static struct str repeat(const char *head, const char *piece, int n, const char *tail)
{
	struct str text = str_make(arena);

	str_add(&text, head);
	for (int i = 0; i < n; i++)
		str_add(&text, piece);
	str_add(&text, tail);
	return text;
}

static void what_is_more_than_a_mail_needs_is_refused_before_it_is_parsed(void **state)
{
	struct str deep = str_make(arena);
	const struct bomb {
		const char *head, *piece;
		int n;
		const char *tail;
		enum mail_fault fault;
	} bombs[] = {
		{ "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\n", 200000, "",
			MAIL_TOO_MANY_PARTS },
		{ "Content-Type: multipart/mixed;\n boundary=\"b\"\n\n", "--b  \r\n\r\n", 501, "",
			MAIL_TOO_MANY_PARTS },
		{ "", "X: y\n", 300000, "\nx\n", MAIL_TOO_MANY_HEADERS },
		{ "", "X:\n", 300000, "\nx\n", MAIL_TOO_MANY_HEADERS },
		{ "Subject: ", "x", 20 * MIB, "\n\nx\n", MAIL_HEADER_TOO_LARGE },
		{ "Subject: ", "=?utf-8?q?aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n ", 9000, "\n\nx\n",
			MAIL_HEADER_TOO_LARGE },
		{ "", "X: 2345678901234567890123456789012345678901234567890123456789012345678901234567890123456789\n",
			9999, "X: 23456789\n\nx\n", MAIL_FINE },
		{ "", "Content-Type: message/rfc822\n\n", 5000, "x\n", MAIL_TOO_MANY_PARTS },
		{ "Content-Type: multipart/mixed; boundary=b\n\n--b\n", "X: y\n", 200000,
			"\nx\n--b--\n", MAIL_TOO_MANY_HEADERS },
		{ "", "\n", 1000, "", MAIL_EMPTY },
	};
	struct mail *mail;

	(void)state;
	for (size_t i = 0; i < sizeof bombs / sizeof bombs[0]; i++) {
		struct str bomb = repeat(bombs[i].head, bombs[i].piece, bombs[i].n, bombs[i].tail);

		assert_int_equal(parse(bomb.text, bomb.size, &mail), bombs[i].fault);
	}
	for (int i = 0; i < 10000; i++)
		str_format(&deep, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
	assert_int_equal(parse(deep.text, deep.size, &mail), MAIL_TOO_MANY_PARTS);
}

/* Lines that only look like the ends of parts count for nothing. */
static void a_long_plain_mail_is_read(void **state)
{
	struct str patch = repeat("Subject: patch\n\n", "--- a/file\n+++ b/file\n--\n", 20000, "");
	struct mail *mail;

	(void)state;
	assert_int_equal(parse(patch.text, patch.size, &mail), MAIL_FINE);
	is_in_order(mail);
	assert_int_equal(strlen(mail->text) + 1, patch.size - strlen("Subject: patch\n\n"));
}

static void more_files_than_are_taken_are_told_of(void **state)
{
	struct str many = repeat("Content-Type: multipart/mixed; boundary=b\n\n",
		"--b\nContent-Type: image/png\n\nx\n", 100, "--b--\n");
	struct mail *mail;

	(void)state;
	assert_int_equal(parse(many.text, many.size, &mail), MAIL_FINE);
	is_in_order(mail);
	assert_string_equal(mail->notes->text,
		"It has more than 60 files: 40 were left in the mail as it came.");
}

static void a_text_that_is_too_long_is_a_file_as_well(void **state)
{
	struct str text = repeat("Subject: long\n\n", "0123456789 \xc5\x82\n", 100000, "");
	struct str html = repeat(
		"Content-Type: text/html\n\n<p>", "0123456789 &lt; <b>x</b>\n", 60000, "");
	struct str quotes = repeat("Content-Type: text/html\n\n<p>", "\"'", 300000, "");
	struct mail *mail;

	(void)state;
	assert_int_equal(parse(text.text, text.size, &mail), MAIL_FINE);
	is_in_order(mail);
	as_json(mail);
	assert_in_range(strlen(mail->text), MAIL_TEXT_MAX - 10, MAIL_TEXT_MAX);
	assert_string_equal(mail->files->filename, "message.txt");
	assert_int_equal(mail->files->size, text.size - strlen("Subject: long\n\n"));
	assert_non_null(mail->notes);
	assert_int_equal(parse(html.text, html.size, &mail), MAIL_FINE);
	is_in_order(mail);
	as_json(mail);
	assert_non_null(mail->notes);
	assert_int_equal(parse(quotes.text, quotes.size, &mail), MAIL_FINE);
	assert_non_null(mail->notes);
	assert_string_equal(json_str(as_json(mail), "html", 2 * MAIL_HTML_MAX), mail->html);
}

/* A reference to a character is no byte of the mail: what it stands for is judged, too. */
static void what_html_refers_to_is_as_clean_as_its_bytes(void **state)
{
	struct str html = repeat("Content-Type: text/html; charset=utf-8\n\n<p>a&#1;b&#x7f;c&#2;d"
				 "<a href=\"https://x.example/&#x9f;\">e</a><img alt=\"x",
		"\xc5\x82", 150, "\">");
	struct mail *mail;

	(void)state;
	assert_int_equal(parse(html.text, html.size, &mail), MAIL_FINE);
	is_in_order(mail);
	assert_true(str_starts(mail->html, "<p>abcd<a href=\"https://x.example/"));
	assert_true(str_starts(mail->text, "abcde"));
	assert_null(mail->quoted);
	as_json(mail);
}

static void what_a_server_says_at_length_is_cut_between_characters(void **state)
{
	struct str report = repeat("Content-Type: multipart/report; boundary=b\n\n"
				   "--b\nContent-Type: message/delivery-status\n\n"
				   "Action: failed\nDiagnostic-Code: smtp; x",
		"\xc5\x82", 400, "\n--b--\n");
	struct mail *mail;

	(void)state;
	assert_int_equal(parse(report.text, report.size, &mail), MAIL_FINE);
	is_clean(mail->report->diagnostic);
	assert_in_range(strlen(mail->report->diagnostic), 480, 500);
}

/* --- properties -------------------------------------------------------------------------------------------- */

static uint64_t seed = 88172645463325252u;

static unsigned any(size_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed % n);
}

static const char *const lines[] = { "Hello,", "", "it works now.", "> quoted", ">> deeper",
	"> ##- Please reply above -##", "##- Prosimy odpowiadac powyzej tej linii -##",
	"On Mon, Mar 3, 2025 at 10:15 AM Anna <a@x.example> wrote:",
	"On Mon, Mar 3, 2025 at 10:15 AM Anna Nowak",
	"<a@x.example> wrote:", "Am 3.3.2025 um 10:15 schrieb Anna:", "-----Original Message-----",
	"________________________________", "From: Anna", "Sent: Monday", "To: Bob", "Subject: x",
	"-- ", "Anna", "Sent from my phone", "---------- Forwarded message ---------",
	"   > indented", "| piped", "wrote:", ">", "begin 644 x", "end", "2025", "Od: Anna",
	"Do: Jan", "Temat: y" };

static char *squeeze(const char *text)
{
	struct str squeezed = str_make(arena);

	for (; *text != '\0'; text++)
		if (!isspace((unsigned char)*text))
			str_add_char(&squeezed, *text);
	return squeezed.text;
}

static void text_and_quoted_are_all_of_it(void **state)
{
	(void)state;
	for (int round = 0; round < 10000; round++) {
		struct str body = str_make(arena), raw = str_make(arena);
		struct mail *mail;
		int split = 0;

		for (unsigned n = any(14); n > 0; n--)
			str_format(&body, "%s\n", lines[any(sizeof lines / sizeof lines[0])]);
		str_format(&raw, "Subject: %s\n\n%s", any(4) ? "x" : "Fwd: x", body.text);
		assert_int_equal(parse(raw.text, raw.size, &mail), MAIL_FINE);
		is_in_order(mail);
		split += mail->quoted != NULL;
		assert_string_equal(squeeze(arena_format(arena, "%s\n%s", mail->text,
					    mail->quoted ? mail->quoted : "")),
			squeeze(body.text));
		if (body.size > 0 && *squeeze(body.text) != '\0')
			assert_true(*mail->text != '\0');
		if (round % 500 == 499) {
			arena_reset(arena);
			json_use(arena);
		}
	}
}

/* Mails of the folder, each with some bytes changed, cut or doubled: whatever comes of them is in order. */
static void what_is_broken_in_any_way_is_read_in_order(void **state)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		size_t size;
		char *bytes;
		struct mail *mail;

		if (!str_ends(entry->d_name, ".eml"))
			continue;
		bytes = file_read(arena_format(arena, "%s/%s", folder, entry->d_name), &size);
		for (int round = 0; round < 20 && size > 0; round++) {
			size_t kept = any(8) ? size : any(size) + 1;

			for (unsigned n = any(6); n > 0; n--)
				bytes[any(size)] = "\n\r=?<>\"'-: \xff\x1b\0;,"[any(16)];
			if (parse(bytes, kept, &mail) == MAIL_FINE) {
				is_in_order(mail);
				as_json(mail);
			}
		}
		arena_reset(arena);
		json_use(arena);
	}
	closedir(dir);
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)
	const struct CMUnitTest tests[] = {
		CASE(every_mail_of_the_folder_is_read_as_is_said),
		CASE(what_is_more_than_a_mail_needs_is_refused_before_it_is_parsed),
		CASE(a_long_plain_mail_is_read),
		CASE(more_files_than_are_taken_are_told_of),
		CASE(a_text_that_is_too_long_is_a_file_as_well),
		CASE(what_html_refers_to_is_as_clean_as_its_bytes),
		CASE(what_a_server_says_at_length_is_cut_between_characters),
		CASE(text_and_quoted_are_all_of_it),
		CASE(what_is_broken_in_any_way_is_read_in_order),
	};

	mail_parse_open();
	return cmocka_run_group_tests_name("mail/parse", tests, NULL, NULL);
}
