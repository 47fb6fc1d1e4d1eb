/* json_test.c - what goes out is exact and always JSON; what comes in is RFC 8259 and nothing else. */
#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_make(32 << 20);
	json_use(arena);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static int reset(void **state)
{
	(void)state;
	arena_reset(arena);
	json_use(arena);
	return 0;
}

static enum err read_text(const char *text, struct json **value_out)
{
	return json_read(text, strlen(text), value_out);
}

static void an_object_goes_out_as_it_was_put(void **state)
{
	struct json *object = json_object(), *array = json_array();
	char text[] = "first";
	const char *none = NULL;
	bool yes = true;
	size_t size;

	(void)state;
	json_put(object, "text", text);
	text[0] = 'F';
	json_put(object, "none", none);
	json_put(object, "nothing", (struct json *)NULL);
	json_put(object, "yes", yes);
	json_put(object, "max", (int64_t)INT64_MAX);
	json_put(object, "min", (int64_t)INT64_MIN);
	json_put(object, "int", (int64_t)7);
	json_put_id(object, "id", INT64_C(9007199254740993));
	json_put_id(object, "no", 0);
	json_add(array, json_from_int(1));
	json_add(array, NULL);
	json_add(array, json_from_bool(false));
	json_add(array, json_raw("{\"raw\":[]}"));
	json_put(object, "array", array);
	assert_string_equal(json_text(object, &size),
		"{\"text\":\"first\",\"yes\":true,\"max\":9223372036854775807,\"min\":-9223372036854775808,\"int\":7,"
		"\"id\":\"9007199254740993\",\"array\":[1,false,{\"raw\":[]}]}");
	assert_int_equal(size, strlen(json_text(object, NULL)));
	assert_string_equal(json_text(json_object(), NULL), "{}");
	assert_string_equal(json_text(json_array(), NULL), "[]");
	assert_null(json_from_text(NULL));
	assert_null(json_raw(NULL));
}

static void text_is_escaped_and_always_utf8(void **state)
{
	static const struct {
		const char *text, *json;
	} cases[] = {
		{ "", "\"\"" },
		{ "a\"b\\c/d", "\"a\\\"b\\\\c/d\"" },
		{ "\b\t\n\f\r", "\"\\b\\t\\n\\f\\r\"" },
		{ "\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\"" },
		{ "z\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z",
			"\"z\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z\"" },
		{ "a\xff"
		  "b\xc3",
			"\"a\xef\xbf\xbd"
			"b\xef\xbf\xbd\"" },
		{ "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
	};
	struct json *again;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *json = json_text(json_from_text(cases[i].text), NULL);

		assert_string_equal(json, cases[i].json);
		assert_int_equal(read_text(json, &again), OK);
	}
}

static void what_is_json_is_read_and_written_again(void **state)
{
	static const struct {
		const char *text, *again;
	} cases[] = {
		{ "null", "null" },
		{ " \t\r\n[ 1 , 2 ] \n", "[1,2]" },
		{ "{}", "{}" },
		{ "[]", "[]" },
		{ "[[],{}]", "[[],{}]" },
		{ "\"\"", "\"\"" },
		{ "{\"a\":{\"a\":true},\"b\":[false,null]}",
			"{\"a\":{\"a\":true},\"b\":[false,null]}" },
		{ "{\"a\":1,\"A\":2,\"\":3}", "{\"a\":1,\"A\":2,\"\":3}" },
		{ "[0,-0.5,42.5,1e3,1E-2,9007199254740991,0.1]",
			"[0,-0.5,42.5,1000,0.01,9007199254740991,0.1]" },
		{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\"", "\"\\\"\\\\/\\b\\f\\n\\r\\tA\"" },
		{ "\"\\ud83d\\uDE00 \xf0\x9f\x98\x80\"", "\"\xf0\x9f\x98\x80 \xf0\x9f\x98\x80\"" },
		{ "\"\x7f\xe2\x80\xa8\"", "\"\x7f\xe2\x80\xa8\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct json *value;

		if (read_text(cases[i].text, &value) != OK)
			fail_msg("refused: %s", cases[i].text);
		assert_string_equal(json_text(value, NULL), cases[i].again);
	}
}

static void what_is_no_json_is_refused(void **state)
{
	static const char *const cases[] = { /* nothing, more than one thing, things cut off */
		"", " ", "\xef\xbb\xbf{}", "1 2", "{}{}", "{} x", "[1", "{\"a\":1", "{\"a\"",
		"{\"a\":", "\"a", "tru", "truex", "TRUE", "nul", "undefined", "NaN", "Infinity",
		"-Infinity", "'a'", "{", "[", "]", "}", ",",
		/* commas, colons, comments */
		"[1,]", "[,1]", "[1,,2]", "{\"a\":1,}", "{,}", "{\"a\" 1}", "{\"a\"::1}", "{a:1}",
		"{1:2}", "{\"a\":1 \"b\":2}", "[1 2]", "/* c */ 1", "1 // c", "[1]]", "{\"a\":1]",
		"[1}",
		/* numbers */
		"01", "-01", "+1", ".5", "1.", "1.e1", "1e", "1e+", "-", "--1", "0x10", "1_000",
		"1,5", "0b1", "1e1.5",
		"1234567890123456789012345678901234567890123456789012345678901234567890",
		/* text */
		"\"\t\"", "\"\n\"", "\"\x01\"", "\"\\x41\"", "\"\\\"", "\"\\u12\"", "\"\\u12g4\"",
		"\"\\u0000\"", "\"a\\u0000b\"", "{\"\\u0000\":1}", "\"\\U0041\"", "\"\\'\"",
		/* surrogates and UTF-8 */
		"\"\\ud800\"", "\"\\udc00\"", "\"\\ud800x\"", "\"\\ud800\\u0041\"",
		"\"\\udc00\\ud800\"", "\"\\ud800\\ud800\"", "\"\\ud83d\\\"", "\"\x80\"", "\"\xc3\"",
		"\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xff\"",
		"\xc2\xa0"
		"1",
		/* one member twice, also by an escape or far apart */
		"{\"a\":1,\"a\":1}", "{\"a\":1,\"b\":2,\"\\u0061\":3}",
		"[{\"x\":{\"a\":1,\"a\":2}}]", "{\"\":1,\"\":2}",
		"{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,\"\\u0062\":1}"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct json *value;

		if (read_text(cases[i], &value) != E_INVALID)
			fail_msg("taken: %s", cases[i]);
	}
}

static void a_nul_byte_is_refused_wherever_it_stands(void **state)
{
	struct json *value;

	(void)state;
	assert_int_equal(json_read("\"a\0b\"", 5, &value), E_INVALID);
	assert_int_equal(json_read("1\0", 2, &value), E_INVALID);
	assert_int_equal(json_read("\0", 1, &value), E_INVALID);
	assert_int_equal(json_read("[\0]", 3, &value), E_INVALID);
	assert_int_equal(json_read(NULL, 0, &value), E_INVALID);
	assert_int_equal(json_read("12345", 2, &value), OK);
	assert_string_equal(json_text(value, NULL), "12");
}

static void depth_is_limited(void **state)
{
	char text[2 * (JSON_DEPTH_MAX + 1) + 1] = "";
	struct json *value;

	(void)state;
	for (int depth = JSON_DEPTH_MAX; depth <= JSON_DEPTH_MAX + 1; depth++) {
		memset(text, '[', (size_t)depth);
		memset(text + depth, ']', (size_t)depth);
		assert_int_equal(json_read(text, 2 * (size_t)depth, &value),
			depth > JSON_DEPTH_MAX ? E_INVALID : OK);
	}
}

static void values_are_limited_so_that_memory_is(void **state)
{
	struct str str = str_make(arena);
	struct json *value;
	size_t before;

	(void)state;
	str_add(&str, "[0");
	for (int i = 2; i < JSON_VALUES_MAX; i++)
		str_add(&str, ",0");
	str_add(&str, "]");
	before = arena_size(arena);
	assert_int_equal(json_read(str.text, str.size, &value), OK);
	assert_int_equal(json_count(value), JSON_VALUES_MAX - 1);
	assert_true(arena_size(arena) - before < (8 << 20) + str.size);
	str.text[str.size - 1] = ',';
	str_add(&str, "0]");
	assert_int_equal(json_read(str.text, str.size, &value), E_INVALID);
}

static void many_members_are_told_apart(void **state)
{
	struct str str = str_make(arena);
	struct json *value;

	(void)state;
	str_add_char(&str, '{');
	for (int i = 0; i < 20000; i++)
		str_format(&str, "\"m%d\":0,", i);
	str_add(&str, "\"z\":1}");
	assert_int_equal(json_read(str.text, str.size, &value), OK);
	str.text[str.size - 1] = ',';
	str_add(&str, "\"m777\":1}");
	assert_int_equal(json_read(str.text, str.size, &value), E_INVALID);
}

static void members_are_found_by_their_exact_name(void **state)
{
	struct json *value, *at;

	(void)state;
	assert_int_equal(
		read_text("{\"a\":\"x\",\"b\":null,\"c\":[1,2],\"d\":\"\",\"e\":5}", &value), OK);
	assert_string_equal(json_str(value, "a", 1), "x");
	assert_null(json_str(value, "a", 0));
	assert_null(json_str(value, "A", 9));
	assert_null(json_str(value, "d", 9));
	assert_null(json_str(value, "e", 9));
	assert_int_equal(json_kind(json_at(value, "b")), JSON_NULL);
	assert_int_equal(json_kind(json_at(value, "x")), JSON_NONE);
	assert_int_equal(json_kind(value), JSON_OBJECT);
	assert_int_equal(json_kind(json_at(value, "a")), JSON_TEXT);
	assert_int_equal(json_kind(json_at(value, "e")), JSON_NUMBER);
	assert_int_equal(json_kind(NULL), JSON_NONE);
	at = json_at(value, "c");
	assert_int_equal(json_kind(at), JSON_ARRAY);
	assert_int_equal(json_count(at), 2);
	assert_null(json_at(at, "a"));
	assert_null(json_at(NULL, "a"));
	assert_null(json_str(NULL, "a", 9));
	assert_null(json_first(NULL));
	assert_string_equal(json_name(json_next(json_first(value))), "b");
	assert_int_equal(json_count(value), 5);
}

static void numbers_are_taken_only_where_they_are_exact(void **state)
{
	static const struct {
		const char *text;
		bool is_int;
		int64_t number;
		bool is_id;
		int64_t id;
	} cases[] = {
		{ "0", true, 0, false, 0 },
		{ "1", true, 1, true, 1 },
		{ "-1", true, -1, false, 0 },
		{ "1e3", true, 1000, true, 1000 },
		{ "1.0", true, 1, true, 1 },
		{ "1.5", false, 0, false, 0 },
		{ "9007199254740991", true, 9007199254740991, true, 9007199254740991 },
		{ "9007199254740992", false, 0, false, 0 },
		{ "9007199254740993", false, 0, false, 0 },
		{ "-9007199254740991", true, -9007199254740991, false, 0 },
		{ "1e400", false, 0, false, 0 },
		{ "\"7\"", false, 0, true, 7 },
		{ "\"9223372036854775807\"", false, 0, true, INT64_MAX },
		{ "\"9223372036854775808\"", false, 0, false, 0 },
		{ "\"0\"", false, 0, false, 0 },
		{ "\"-7\"", false, 0, false, 0 },
		{ "\" 7\"", false, 0, false, 0 },
		{ "\"\"", false, 0, false, 0 },
		{ "true", false, 0, false, 0 },
		{ "null", false, 0, false, 0 },
		{ "[1]", false, 0, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct json *value;
		int64_t number = 0;

		assert_int_equal(read_text(cases[i].text, &value), OK);
		assert_int_equal(json_as_int(value, &number), cases[i].is_int);
		if (cases[i].is_int)
			assert_true(number == cases[i].number);
		assert_int_equal(json_as_id(value, &number), cases[i].is_id);
		if (cases[i].is_id)
			assert_true(number == cases[i].id);
	}
}

static void nothing_is_no_value_of_any_kind(void **state)
{
	int64_t number;
	double real;

	(void)state;
	assert_false(json_as_bool(NULL));
	assert_false(json_as_bool(json_from_text("true")));
	assert_true(json_as_bool(json_from_bool(true)));
	assert_false(json_as_int(NULL, &number));
	assert_false(json_as_id(NULL, &number));
	assert_false(json_as_real(NULL, &real));
	assert_null(json_as_text(NULL));
}

static void a_bad_character_is_blamed_on_its_member(void **state)
{
	static const struct {
		const char *json, *member;
	} cases[] = {
		{ "{\"summary\":\"a\\u0000b\"}", "summary" },
		{ "{\"a\":1,\"values\":{\"x\":\"fine\",\"summary\":\"\xff\"}}", "summary" },
		{ "{\"list\":[\"fine\",\"\\ud800\"]}", "list" },
		{ "{\"a\":\"fine\",\"\xff\":1}", NULL },
		{ "{\"a\":01}", NULL },
		{ "[\"\xff\"]", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *member = json_blame(arena, cases[i].json, strlen(cases[i].json));

		if (cases[i].member == NULL)
			assert_null(member);
		else
			assert_string_equal(member, cases[i].member);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(an_object_goes_out_as_it_was_put, reset),
		cmocka_unit_test_setup(text_is_escaped_and_always_utf8, reset),
		cmocka_unit_test_setup(what_is_json_is_read_and_written_again, reset),
		cmocka_unit_test_setup(what_is_no_json_is_refused, reset),
		cmocka_unit_test_setup(a_nul_byte_is_refused_wherever_it_stands, reset),
		cmocka_unit_test_setup(a_bad_character_is_blamed_on_its_member, reset),
		cmocka_unit_test_setup(depth_is_limited, reset),
		cmocka_unit_test_setup(values_are_limited_so_that_memory_is, reset),
		cmocka_unit_test_setup(many_members_are_told_apart, reset),
		cmocka_unit_test_setup(members_are_found_by_their_exact_name, reset),
		cmocka_unit_test_setup(numbers_are_taken_only_where_they_are_exact, reset),
		cmocka_unit_test_setup(nothing_is_no_value_of_any_kind, reset),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
