/* form_test.c - one table reads JSON and urlencoded bodies alike: what each kind of field takes, and how it refuses. */
#include "web/form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/refusal.h"
#include "web/request.h"

enum { MEMORY_MAX = 16 << 20 };

struct trial_form {
	const char *text, *inner, *optional;
	bool flag;
	int64_t id, number;
	struct form_texts list;
	const struct json *object;
};

static const struct form_field trial_fields[] = {
	TEXT(struct trial_form, text, .required = true, .size_max = 40, .length_max = 10),
	TEXT_AS(struct trial_form, inner, "outer.middle.body", .size_max = 40),
	TEXT(struct trial_form, optional, .size_max = 5),
	BOOL(struct trial_form, flag, .required = false),
	ID_AS(struct trial_form, id, "theId", .required = false),
	NUMBER_AS(struct trial_form, number, "number", .min = -2, .max = 1000),
	TEXTS_AS(struct trial_form, list, "list", .size_max = 5, .n_max = 3),
	OBJECT_AS(struct trial_form, object, "object", .required = false),
	{ 0 },
};

static struct arena *arena;
static struct refusal refusal;
static struct trial_form form;

static int setup(void **state)
{
	(void)state;
	arena = arena_make(MEMORY_MAX);
	json_use(arena);
	refusal = (struct refusal){ .arena = arena };
	form = (struct trial_form){ .optional = "kept" };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static enum err read_body(const char *text)
{
	struct rq rq = { .arena = arena, .refusal = &refusal };
	struct json *body = NULL;

	if (text)
		assert_int_equal(json_read(text, strlen(text), &body), OK);
	rq.body = body;
	return form_read(&rq, trial_fields, &form);
}

static void every_kind_arrives_in_its_member(void **state)
{
	(void)state;
	assert_int_equal(
		read_body(
			"{\"text\":\"  a b \",\"outer\":{\"middle\":{\"body\":\"deep\"}},\"flag\":true,\"theId\":\"7\","
			"\"list\":[\"a\",\"b\"],\"object\":{\"x\":1},\"unknown\":[null]}"),
		OK);
	assert_string_equal(form.text, "a b");
	assert_string_equal(form.inner, "deep");
	assert_string_equal(form.optional, "kept");
	assert_true(form.flag);
	assert_int_equal(form.id, 7);
	assert_int_equal(form.list.n, 2);
	assert_string_equal(form.list.texts[1], "b");
	assert_int_equal(json_count(form.object), 1);
	assert_null(refusal.fields);
}

static void what_a_urlencoded_body_says_arrives_too(void **state)
{
	(void)state;
	assert_int_equal(read_body("{\"text\":\"a\",\"flag\":\"true\",\"theId\":\"9\"}"), OK);
	assert_true(form.flag);
	assert_int_equal(form.id, 9);
	assert_int_equal(read_body("{\"text\":\"a\",\"flag\":\"false\"}"), OK);
	assert_false(form.flag);
}

static void a_number_arrives_from_a_number_and_from_text(void **state)
{
	(void)state;
	assert_int_equal(read_body("{\"text\":\"a\",\"number\":1000}"), OK);
	assert_int_equal(form.number, 1000);
	assert_int_equal(read_body("{\"text\":\"a\",\"number\":\"-2\"}"), OK);
	assert_int_equal(form.number, -2);
	assert_int_equal(read_body("{\"text\":\"a\"}"), OK);
	assert_int_equal(form.number, -2);
}

static void null_is_as_absent(void **state)
{
	(void)state;
	assert_int_equal(
		read_body(
			"{\"text\":\"a\",\"optional\":null,\"flag\":null,\"theId\":null,\"list\":null,\"object\":null,\"outer\":null}"),
		OK);
	assert_string_equal(form.optional, "kept");
}

static const struct {
	const char *body, *field;
} refused[] = {
	{ "{}", "text" },
	{ "{\"text\":null}", "text" },
	{ "{\"text\":\"\"}", "text" },
	{ "{\"text\":\" \\n \"}", "text" },
	{ "{\"text\":7}", "text" },
	{ "{\"text\":[\"a\"]}", "text" },
	{ "{\"text\":\"12345678901\"}", "text" },
	{ "{\"text\":\"a\\u0001\"}", "text" },
	{ "{\"text\":\"a\",\"optional\":\"123456\"}", "optional" },
	{ "{\"text\":\"a\",\"optional\":\"\\u00e4\\u00e4\\u00e4\"}", "optional" },
	{ "{\"text\":\"a\",\"outer\":{\"middle\":{\"body\":1}}}", "outer.middle.body" },
	{ "{\"text\":\"a\",\"flag\":1}", "flag" },
	{ "{\"text\":\"a\",\"flag\":\"yes\"}", "flag" },
	{ "{\"text\":\"a\",\"flag\":{}}", "flag" },
	{ "{\"text\":\"a\",\"theId\":0}", "theId" },
	{ "{\"text\":\"a\",\"theId\":-1}", "theId" },
	{ "{\"text\":\"a\",\"theId\":1.5}", "theId" },
	{ "{\"text\":\"a\",\"theId\":\"1x\"}", "theId" },
	{ "{\"text\":\"a\",\"theId\":\"99999999999999999999\"}", "theId" },
	{ "{\"text\":\"a\",\"theId\":true}", "theId" },
	{ "{\"text\":\"a\",\"number\":1001}", "number" },
	{ "{\"text\":\"a\",\"number\":-3}", "number" },
	{ "{\"text\":\"a\",\"number\":1.5}", "number" },
	{ "{\"text\":\"a\",\"number\":1e300}", "number" },
	{ "{\"text\":\"a\",\"number\":true}", "number" },
	{ "{\"text\":\"a\",\"number\":[]}", "number" },
	{ "{\"text\":\"a\",\"number\":\"\"}", "number" },
	{ "{\"text\":\"a\",\"number\":\"1 \"}", "number" },
	{ "{\"text\":\"a\",\"number\":\"99999999999999999999\"}", "number" },
	{ "{\"text\":\"a\",\"list\":\"a\"}", "list" },
	{ "{\"text\":\"a\",\"list\":[1]}", "list" },
	{ "{\"text\":\"a\",\"list\":[null]}", "list" },
	{ "{\"text\":\"a\",\"list\":[\"a\",\"b\",\"c\",\"d\"]}", "list" },
	{ "{\"text\":\"a\",\"list\":[\"123456\"]}", "list" },
	{ "{\"text\":\"a\",\"object\":[]}", "object" },
	{ "{\"text\":\"a\",\"object\":\"{}\"}", "object" },
};

static void a_wrong_value_is_refused_by_its_name(void **state)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		enum err e;

		teardown(state);
		setup(state);
		e = read_body(refused[i].body);
		if (e != E_INVALID || !refusal.fields ||
			strcmp(refusal.fields->field, refused[i].field) != 0 ||
			refusal.fields->next)
			fail_msg("%s: %s %s", refused[i].body, err_name(e),
				refusal.fields ? refusal.fields->field : "-");
		assert_string_equal(refusal.parameter, refused[i].field);
	}
}

static void every_wrong_field_is_named_at_once(void **state)
{
	int n = 0;

	(void)state;
	assert_int_equal(
		read_body("{\"flag\":7,\"theId\":\"x\",\"list\":1,\"object\":1}"), E_INVALID);
	for (const struct refusal_field *field = refusal.fields; field; field = field->next)
		n++;
	assert_int_equal(n, 5);
}

static void a_body_that_is_no_object_is_refused_and_no_body_lacks_every_field(void **state)
{
	static const char *const bodies[] = { "[]", "\"text\"", "7", "null", "true",
		"[{\"text\":\"a\"}]" };

	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		teardown(state);
		setup(state);
		assert_int_equal(read_body(bodies[i]), E_INVALID);
		assert_non_null(refusal.message);
	}
	teardown(state);
	setup(state);
	assert_int_equal(read_body(NULL), E_INVALID);
	assert_string_equal(refusal.fields->field, "text");
}

static void a_member_that_is_no_object_has_nothing_inside(void **state)
{
	(void)state;
	assert_int_equal(read_body("{\"text\":\"a\",\"outer\":\"middle\"}"), OK);
	assert_int_equal(read_body("{\"text\":\"a\",\"outer\":{\"middle\":[]}}"), OK);
	assert_null(form.inner);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_kind_arrives_in_its_member, setup, teardown),
		cmocka_unit_test_setup_teardown(
			what_a_urlencoded_body_says_arrives_too, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_number_arrives_from_a_number_and_from_text, setup, teardown),
		cmocka_unit_test_setup_teardown(null_is_as_absent, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_wrong_value_is_refused_by_its_name, setup, teardown),
		cmocka_unit_test_setup_teardown(
			every_wrong_field_is_named_at_once, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_body_that_is_no_object_is_refused_and_no_body_lacks_every_field, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			a_member_that_is_no_object_has_nothing_inside, setup, teardown),
	};

	return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
