/* multipart_test.c - every body is read whole, byte by byte, and in all
 * sizes between, and must come out the same: a delimiter may be cut
 * anywhere. */
#include "web/multipart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

#define TYPE "multipart/form-data; boundary=b0undary"
#define HEAD "Content-Disposition: form-data; name=\"a\"\r\n\r\n"
#define FILE_HEAD(params)                                                      \
	"--b0undary\r\nContent-Disposition: form-data; name=\"file\"; " params \
	"\r\n\r\nx\r\n--b0undary--\r\n"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_make(64 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

struct body {
	const char *bytes;
	size_t size, at, step;
	bool breaks;
};

static int64_t give(void *source, void *bytes, size_t room)
{
	struct body *body = source;
	size_t size = body->size - body->at;

	if (size > body->step)
		size = body->step;
	if (size > room)
		size = room;
	if (size == 0)
		return body->breaks ? -1 : 0;
	memcpy(bytes, body->bytes + body->at, size);
	body->at += size;
	return (int64_t)size;
}

static bool add_content(struct str *said, struct multipart *form, size_t room)
{
	char bytes[4096];
	int64_t got;

	while ((got = multipart_part_read(form, bytes, room)) > 0)
		str_add_bytes(said, bytes, (size_t)got);
	return got == 0;
}

/* "a= [hello] file=x.txt(text/plain) [..] ." for a good body; what came
 * before "BROKEN" for another. */
static const char *read_all(const char *type, struct body body, size_t room)
{
	struct str said = str_make(arena);
	struct multipart_part *part;
	struct multipart *form;
	enum err e;

	e = multipart_open(arena, type, (int64_t)body.size, give, &body, &form);
	if (e != OK)
		return err_name(e);
	while (multipart_next(form, &part) == OK) {
		if (part == NULL) {
			str_add(&said, ".");
			return said.text;
		}
		str_format(&said, "%s=", part->name);
		if (part->filename != NULL)
			str_format(&said, "<%s>", part->filename);
		if (part->content_type != NULL)
			str_format(&said, "(%s)", part->content_type);
		str_add(&said, "[");
		if (!add_content(&said, form, room))
			break;
		str_add(&said, "] ");
	}
	assert_int_equal(multipart_next(form, &part), E_INVALID); /* and it stays so */
	assert_int_equal(multipart_part_read(form, (char[1]){ 0 }, 1), -1);
	str_add(&said, "BROKEN");
	return said.text;
}

static void check(const char *type, const char *bytes, size_t size, const char *expected)
{
	static const size_t rooms[] = { 1, 7, 4096 };

	for (size_t step = 1; step <= size + 1; step = step < 80 ? step + 1 : step * 2) {
		for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++) {
			const char *said = read_all(type,
				(struct body){ .bytes = bytes, .size = size, .step = step },
				rooms[i]);

			if (!str_equal(said, expected))
				print_error("%zu bytes at a time, room %zu: %s\n", step, rooms[i],
					bytes);
			assert_string_equal(said, expected);
			arena_reset(arena);
		}
	}
}

static void bodies_come_out_the_same_however_they_are_cut(void **state)
{
	static const struct {
		const char *body, *expected;
	} cases[] = {
		{ "--b0undary\r\n" HEAD "hello\r\n--b0undary--\r\n", "a=[hello] ." },
		{ "--b0undary\r\n" HEAD "hello\r\n--b0undary--", "a=[hello] ." },
		{ "--b0undary\r\n" HEAD "\r\n--b0undary--\r\n", "a=[] ." },
		{ "--b0undary\r\n" HEAD "--b0undary--\r\n", "a=[] ." },
		{ "--b0undary\r\n" HEAD "1\r\n--b0undary\r\n" HEAD "2\r\n--b0undary--\r\n",
			"a=[1] a=[2] ." },
		{ "--b0undary--\r\n", "." },
		{ "nobody's\r\nwords\r\n--b0undary \t\r\n" HEAD
		  "x\r\n--b0undary-- \r\nmore of them",
			"a=[x] ." },
		{ "--b0undary\r\nContent-Type: text/plain\r\nContent-Disposition: form-data; name=f; filename=x.txt\r\n\r\nx\r\n--b0undary--",
			"f=<x.txt>(text/plain)[x] ." },
		/* what looks like a delimiter and is none */
		{ "--b0undary\r\n" HEAD "\r\n--b0undar\r\n--b0undar\r\n\r\n-\r\n--\r\n--b0undary--",
			"a=[\r\n--b0undar\r\n--b0undar\r\n\r\n-\r\n--] ." },
		{ "--b0undary\r\n" HEAD "--b0undary\r\n--b0undary--", "a=[] BROKEN" },
		{ "--b0undary\r\n" HEAD "x--b0undary--\r\n\r\n--b0undary--",
			"a=[x--b0undary--\r\n] ." },
		{ "--b0undary\r\n" HEAD "x\n--b0undary--\r\n\r\n--b0undary--",
			"a=[x\n--b0undary--\r\n] ." },
		{ "--b0undary\r\n" HEAD "\r\r\n--b0undary--", "a=[\r] ." },
		/* cut short */
		{ "", "BROKEN" },
		{ "--b0undary", "BROKEN" },
		{ "--b0undary\r\n", "BROKEN" },
		{ "--b0undary\r\nContent-Disposition: form-data; name=\"a\"\r\n", "BROKEN" },
		{ "--b0undary\r\n" HEAD "hello", "a=[BROKEN" },
		{ "--b0undary\r\n" HEAD "hello\r\n--b0undary", "a=[hello] BROKEN" },
		{ "--b0undary\r\n" HEAD "hello\r\n--b0undary-", "a=[hello] BROKEN" },
		/* malformed */
		{ "--b0undary\n"
		  "Content-Disposition: form-data; name=a\n\nhello\n--b0undary--\n",
			"BROKEN" },
		{ "--b0undary\r\n" HEAD "x\r\n--b0undaryX\r\n--b0undary--", "a=[x] BROKEN" },
		{ "--b0undary\r\n" HEAD "x\r\n--b0undary--X", "a=[x] BROKEN" },
		{ "--b0undary\r\n\r\nx\r\n--b0undary--", "BROKEN" },
		{ "--b0undary\r\nno colon\r\n\r\nx\r\n--b0undary--", "BROKEN" },
		{ "--b0undary\r\n folded: x\r\n" HEAD "x\r\n--b0undary--", "BROKEN" },
		{ "--b0undary\r\nContent-Disposition : form-data; name=a\r\n\r\nx\r\n--b0undary--",
			"BROKEN" },
		{ "--b0undary\r\nX: a\rb\r\n" HEAD "x\r\n--b0undary--", "BROKEN" },
		{ "--b0undary\r\nX: a\nb\r\n" HEAD "x\r\n--b0undary--", "BROKEN" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(TYPE, cases[i].body, strlen(cases[i].body), cases[i].expected);
}

static void a_nul_in_a_header_is_refused_and_in_a_file_is_data(void **state)
{
	static const char header[] =
		"--b0undary\r\nContent-Disposition: form-data; name=\"a\0b\"\r\n\r\nx\r\n--b0undary--";
	static const char file[] = "--b0undary\r\n" HEAD "\0\0\r\n--b0undary--";
	struct multipart_part *part;
	struct multipart *form;
	struct body body = { .bytes = file, .size = sizeof(file) - 1, .step = 5 };
	char bytes[16];

	(void)state;
	check(TYPE, header, sizeof(header) - 1, "BROKEN");
	assert_int_equal(multipart_open(arena, TYPE, -1, give, &body, &form), OK);
	assert_int_equal(multipart_next(form, &part), OK);
	assert_int_equal(
		multipart_part_read(form, bytes, 1) + multipart_part_read(form, bytes + 1, 9), 2);
	assert_memory_equal(bytes, "\0\0", 2);
	assert_int_equal(multipart_part_read(form, bytes, sizeof(bytes)), 0);
}

static void names_are_read_as_browsers_write_them(void **state)
{
	static const struct {
		const char *body, *expected;
	} cases[] = {
		{ FILE_HEAD("filename=\"a.txt\""), "file=<a.txt>[x] ." },
		{ FILE_HEAD("filename=\"\""), "file=<>[x] ." },
		{ FILE_HEAD("filename=a.txt"), "file=<a.txt>[x] ." },
		{ FILE_HEAD("filename=\"say %22hi%22.txt\""), "file=<say \"hi\".txt>[x] ." },
		{ FILE_HEAD("filename=\"say \\\"hi\\\".txt\""), "file=<say \"hi\".txt>[x] ." },
		{ FILE_HEAD("filename=\"a%0d%0Ab.txt\""), "file=<a\r\nb.txt>[x] ." },
		{ FILE_HEAD("filename=\"100%25.txt\""), "file=<100%25.txt>[x] ." },
		{ FILE_HEAD("filename=\"a;b=c.txt\""), "file=<a;b=c.txt>[x] ." },
		{ FILE_HEAD("filename=\"C:\\dir\\photo.jpg\""), "file=<C:\\dir\\photo.jpg>[x] ." },
		{ FILE_HEAD("filename=\"C:\\\\dir\\\\photo.jpg\""),
			"file=<C:\\dir\\photo.jpg>[x] ." },
		{ FILE_HEAD("filename=\"../../etc/passwd\""), "file=<../../etc/passwd>[x] ." },
		{ FILE_HEAD("filename=\"a/\""), "file=<a/>[x] ." },
		{ FILE_HEAD("filename=\"\xc5\xbc\xc3\xb3\xc5\x82w.pdf\""),
			"file=<\xc5\xbc\xc3\xb3\xc5\x82w.pdf>[x] ." },
		{ FILE_HEAD("filename=\"plain\"; filename*=UTF-8''na%C3%AFve%20%22.txt"),
			"file=<na\xc3\xafve \".txt>[x] ." },
		{ FILE_HEAD("filename*=utf-8'en'a%2Fb.txt"), "file=<a/b.txt>[x] ." },
		{ FILE_HEAD("FileName=\"a.txt\"; other=1;"), "file=<a.txt>[x] ." },
		{ FILE_HEAD("filename=\"bad \xff.txt\""), "BROKEN" },
		{ FILE_HEAD("filename=\"overlong \xc0\xaf.txt\""), "BROKEN" },
		{ FILE_HEAD("filename*=UTF-8''a%00b.txt"), "BROKEN" },
		{ FILE_HEAD("filename*=UTF-8''%ff.txt"), "BROKEN" },
		{ FILE_HEAD("filename*=ISO-8859-1''%e9.txt"), "BROKEN" },
		{ FILE_HEAD("filename*=a.txt"), "BROKEN" },
		{ FILE_HEAD("filename=\"a.txt"), "BROKEN" },
		{ FILE_HEAD("filename=\"a.txt\"b"), "BROKEN" },
		{ FILE_HEAD("filename=\"a.txt\"; filename=\"b.exe\""), "BROKEN" },
		{ FILE_HEAD("name=\"twice\""), "BROKEN" },
		{ FILE_HEAD("filename=a b.txt"), "BROKEN" },
		{ FILE_HEAD("filename"), "BROKEN" },
		{ FILE_HEAD("filename="), "BROKEN" },
		{ "--b0undary\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--b0undary--",
			"BROKEN" },
		{ "--b0undary\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b0undary--",
			"BROKEN" },
		{ "--b0undary\r\nContent-Disposition: form-data; filename=a\r\n\r\nx\r\n--b0undary--",
			"BROKEN" },
		{ "--b0undary\r\nContent-Disposition: form-data; name=a\r\n" HEAD
		  "x\r\n--b0undary--",
			"BROKEN" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(TYPE, cases[i].body, strlen(cases[i].body), cases[i].expected);
}

static void only_a_form_with_a_good_boundary_is_opened(void **state)
{
	static const char body[] = "--b0undary\r\n" HEAD "x\r\n--b0undary--";
	static const struct {
		const char *type, *expected;
	} cases[] = {
		{ TYPE, "a=[x] ." },
		{ "Multipart/Form-Data ; charset=utf-8; BOUNDARY=\"b0undary\"", "a=[x] ." },
		{ NULL, "E_UNSUPPORTED" },
		{ "application/json", "E_UNSUPPORTED" },
		{ "multipart/form-data-x; boundary=b0undary", "E_UNSUPPORTED" },
		{ "multipart/mixed; boundary=b0undary", "E_UNSUPPORTED" },
		{ "multipart/form-data", "E_INVALID" },
		{ "multipart/form-data; xboundary=b0undary", "E_INVALID" },
		{ "multipart/form-data; boundary=", "E_INVALID" },
		{ "multipart/form-data; boundary=\"\"", "E_INVALID" },
		{ "multipart/form-data; boundary=\"ends in a blank \"", "E_INVALID" },
		{ "multipart/form-data; boundary=\"star*\"", "E_INVALID" },
		{ "multipart/form-data; boundary=\"open", "E_INVALID" },
		{ "multipart/form-data; boundary=a; boundary=b", "E_INVALID" },
		{ "multipart/form-data; boundary=1234567890123456789012345678901234567890123456789012345678901234567890",
			"BROKEN" },
		{ "multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901",
			"E_INVALID" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
			read_all(cases[i].type,
				(struct body){ .bytes = body, .size = sizeof(body) - 1, .step = 9 },
				9),
			cases[i].expected);
}

static const char *repeated(const char *head, const char *text, int times, const char *tail)
{
	struct str str = str_make(arena);

	str_add(&str, head);
	for (int i = 0; i < times; i++)
		str_add(&str, text);
	str_add(&str, tail);
	return str.text;
}

static void limits_hold(void **state)
{
	static const char part[] = "--b0undary\r\n" HEAD "x\r\n";
	const struct {
		const char *body;
		bool good;
	} cases[] = {
		{ repeated("", part, MULTIPART_PARTS_MAX, "--b0undary--"), true },
		{ repeated("", part, MULTIPART_PARTS_MAX + 1, "--b0undary--"), false },
		{ repeated("--b0undary\r\nX: ", "x", 8100, "\r\n" HEAD "x\r\n--b0undary--"), true },
		{ repeated("--b0undary\r\nX: ", "x", MULTIPART_HEADERS_MAX,
			  "\r\n" HEAD "x\r\n--b0undary--"),
			false },
		{ repeated("--b0undary\r\n", "X: x\r\n", MULTIPART_HEADERS_MAX,
			  HEAD "x\r\n--b0undary--"),
			false },
		{ repeated("--b0undary\r\nContent-Disposition: form-data; name=", "n",
			  MULTIPART_NAME_MAX, "\r\n\r\nx\r\n--b0undary--"),
			true },
		{ repeated("--b0undary\r\nContent-Disposition: form-data; name=", "n",
			  MULTIPART_NAME_MAX + 1, "\r\n\r\nx\r\n--b0undary--"),
			false },
		{ repeated("", "preamble ", 900, "\r\n--b0undary--"), true },
		{ repeated("", "preamble ", 1000, "\r\n--b0undary--"), false },
		{ repeated("--b0undary--\r\n", "epilogue ", 900, ""), true },
		{ repeated("--b0undary--\r\n", "epilogue ", 1000, ""), false },
		{ repeated("--b0undary", " ", 100, "\r\n" HEAD "x\r\n--b0undary--"), false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		for (size_t step = 1; step < 100000; step *= 17) {
			const char *said = read_all(TYPE,
				(struct body){ .bytes = cases[i].body,
					.size = strlen(cases[i].body),
					.step = step },
				999);

			if (str_ends(said, ".") != cases[i].good)
				fail_msg("case %zu in steps of %zu: %.60s", i, step, said);
		}
	}
}

static void a_file_larger_than_the_window_arrives_whole(void **state)
{
	enum { LINES = 30000 };
	const char *body = repeated(
		"--b0undary\r\n" HEAD, "\r\n--b0undar\r\r\n-", LINES, "\r\n--b0undary--\r\n");
	const char *content = repeated("a=[", "\r\n--b0undar\r\r\n-", LINES, "] .");

	(void)state;
	for (size_t step = 1; step < 200000; step = step * 9 + 1)
		assert_true(str_equal(
			read_all(TYPE,
				(struct body){ .bytes = body, .size = strlen(body), .step = step },
				4096),
			content));
}

static void parts_that_are_not_read_are_skipped(void **state)
{
	const char *bytes = repeated("--b0undary\r\n" HEAD, "0123456789", 20000,
		"\r\n--b0undary\r\n" HEAD "x\r\n--b0undary--");
	struct body body = { .bytes = bytes, .size = strlen(bytes), .step = 5000 };
	struct multipart_part *part;
	struct multipart *form;

	(void)state;
	assert_int_equal(multipart_open(arena, TYPE, -1, give, &body, &form), OK);
	assert_int_equal(multipart_next(form, &part), OK);
	assert_int_equal(multipart_next(form, &part), OK);
	assert_non_null(part);
	assert_int_equal(multipart_next(form, &part), OK);
	assert_null(part);
}

static void the_size_of_the_last_part_is_foreseen(void **state)
{
	static const char bytes[] = "--b0undary\r\n" HEAD "0123456789\r\n--b0undary--\r\n";
	struct body body = { .bytes = bytes, .size = sizeof(bytes) - 1, .step = 3 };
	struct multipart_part *part;
	struct multipart *form;
	char read[4];
	int64_t got;

	(void)state;
	assert_int_equal(multipart_open(arena, TYPE, sizeof(bytes) - 1, give, &body, &form), OK);
	assert_int_equal(multipart_next(form, &part), OK);
	assert_int_equal(multipart_part_expected(form), 10);
	got = multipart_part_read(form, read, sizeof(read));
	assert_int_equal(multipart_part_expected(form), 10 - got);
	assert_int_equal(multipart_open(arena, TYPE, -1, give, &body, &form), OK);
	assert_int_equal(multipart_part_expected(form), -1);
}

static void a_body_that_breaks_is_no_end_of_a_file(void **state)
{
	static const char bytes[] = "--b0undary\r\n" HEAD "0123456789";

	(void)state;
	assert_string_equal(read_all(TYPE,
				    (struct body){ .bytes = bytes,
					    .size = sizeof(bytes) - 1,
					    .step = 3,
					    .breaks = true },
				    5),
		"a=[BROKEN");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bodies_come_out_the_same_however_they_are_cut),
		cmocka_unit_test(a_nul_in_a_header_is_refused_and_in_a_file_is_data),
		cmocka_unit_test(names_are_read_as_browsers_write_them),
		cmocka_unit_test(only_a_form_with_a_good_boundary_is_opened),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(a_file_larger_than_the_window_arrives_whole),
		cmocka_unit_test(parts_that_are_not_read_are_skipped),
		cmocka_unit_test(the_size_of_the_last_part_is_foreseen),
		cmocka_unit_test(a_body_that_breaks_is_no_end_of_a_file),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
