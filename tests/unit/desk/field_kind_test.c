/* field_kind_test.c - each kind of field with values that it takes, as the API shows them, and with values that it refuses. */
#include "desk/field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/json.h"
#include "id/scope.h"

enum { MEMORY_MAX = 64 << 20, FIELD_ID = 5, OTHER_FIELD_ID = 6, KEY_SIZE_MAX = 40 };

static struct arena *arena;
static struct field_option options[] = {
	{ .id = 101, .field_id = FIELD_ID, .label = "Red", .next = &options[1] },
	{ .id = 102, .field_id = FIELD_ID, .label = "Gr\"n", .next = &options[2] },
	{ .id = 201, .field_id = OTHER_FIELD_ID, .label = "Elsewhere", .next = NULL },
};

static int setup(void **state)
{
	(void)state;
	arena = arena_make(MEMORY_MAX);
	json_use(arena);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* OK and the value as it is shown, or what it was refused with. */
static enum err read_one(const char *kind, int64_t length_max, const char *text,
	const char **shown_out, struct scope *s)
{
	const struct field field = { .id = FIELD_ID,
		.key_name = "f",
		.label = "Field",
		.kind = kind,
		.length_max = length_max };
	struct json *value, *shown = NULL;
	enum err e;

	*s = (struct scope){ .arena = arena, .refusal = { .arena = arena } };
	assert_int_equal(json_read(text, strlen(text), &value), OK);
	e = field_kind(&field)->read(s, &field, options, value, &shown);
	*shown_out = e == OK ? json_text(shown, NULL) : NULL;
	return e;
}

static const struct {
	const char *kind, *value, *shown; /* NULL: refused */
} cases[] = {
	{ "text", "\"a\"", "\"a\"" },
	{ "text", "\"  a b \\t\"", "\"a b\"" },
	{ "text", "\"\"", "\"\"" },
	{ "text", "\"\\u00e4\\ud83d\\udef0\"", "\"ä🛰\"" },
	{ "text", "\"a\\nb\"", NULL },
	{ "text", "\"a\\rb\"", NULL },
	{ "text", "\"a\\u0001b\"", NULL },
	{ "text", "\"a\\u007fb\"", NULL },
	{ "text", "7", NULL },
	{ "text", "true", NULL },
	{ "text", "[\"a\"]", NULL },
	{ "text", "{\"value\":\"a\"}", NULL },
	{ "paragraph", "\"a\\r\\nb\\n\"", "\"a\\nb\"" },
	{ "paragraph", "\"a\\u0000\"", NULL },
	{ "paragraph", "{}", NULL },
	{ "markdown", "\"# a\\n\\tb\"", "\"# a\\n\\tb\"" },
	{ "number", "42.5", "42.5" },
	{ "number", "0", "0" },
	{ "number", "-1e3", "-1000" },
	{ "number", "0.1", "0.1" },
	{ "number", "1e15", "1e+15" },
	{ "number", "1.1e15", NULL },
	{ "number", "-1.1e15", NULL },
	{ "number", "1e308", NULL },
	{ "number", "\"42\"", NULL },
	{ "number", "true", NULL },
	{ "number", "[]", NULL },
	{ "date", "\"2026-07-06\"", "\"2026-07-06\"" },
	{ "date", "\"2028-02-29\"", "\"2028-02-29\"" },
	{ "date", "\"2027-02-29\"", NULL },
	{ "date", "\"2026-13-01\"", NULL },
	{ "date", "\"2026-00-10\"", NULL },
	{ "date", "\"2026-7-6\"", NULL },
	{ "date", "\" 2026-07-06\"", NULL },
	{ "date", "\"2026-07-06T00:00\"", NULL },
	{ "date", "20260706", NULL },
	{ "select", "{\"id\":\"101\"}", "{\"id\":\"101\",\"value\":\"Red\"}" },
	{ "select", "{\"id\":102}", "{\"id\":\"102\",\"value\":\"Gr\\\"n\"}" },
	{ "select", "{\"value\":\"Red\"}", "{\"id\":\"101\",\"value\":\"Red\"}" },
	{ "select", "\"101\"", "{\"id\":\"101\",\"value\":\"Red\"}" },
	{ "select", "101", "{\"id\":\"101\",\"value\":\"Red\"}" },
	{ "select", "{\"id\":\"101\",\"value\":\"another\"}",
		"{\"id\":\"101\",\"value\":\"Red\"}" },
	{ "select", "{\"id\":\"103\"}", NULL },
	{ "select", "{\"id\":\"201\"}", NULL },
	{ "select", "{\"value\":\"Elsewhere\"}", NULL },
	{ "select", "{\"value\":\"red\"}", NULL },
	{ "select", "{\"id\":\"0\"}", NULL },
	{ "select", "{\"id\":\"101x\"}", NULL },
	{ "select", "{}", NULL },
	{ "select", "[]", NULL },
	{ "select", "null", NULL },
	{ "multiselect", "[{\"id\":\"102\"},{\"value\":\"Red\"}]",
		"[{\"id\":\"102\",\"value\":\"Gr\\\"n\"},{\"id\":\"101\",\"value\":\"Red\"}]" },
	{ "multiselect", "[]", "[]" },
	{ "multiselect", "[{\"id\":\"102\"},{\"id\":\"102\"}]",
		"[{\"id\":\"102\",\"value\":\"Gr\\\"n\"}]" },
	{ "multiselect", "{\"id\":\"101\"}", NULL },
	{ "multiselect", "[{\"id\":\"101\"},{\"id\":\"9\"}]", NULL },
	{ "multiselect", "[null]", NULL },
	{ "checkboxes", "[{\"id\":101}]", "[{\"id\":\"101\",\"value\":\"Red\"}]" },
	{ "checkboxes", "true", NULL },
	{ "checkbox", "[{\"id\":\"101\"}]", "[{\"id\":\"101\",\"value\":\"Red\"}]" },
	{ "checkbox", "true", NULL },
	{ "attachment", "[\"temp1\",\"temp2\"]", "[\"temp1\",\"temp2\"]" },
	{ "attachment", "[]", "[]" },
	{ "attachment", "\"temp1\"", NULL },
	{ "attachment", "[1]", NULL },
	{ "attachment", "[[\"temp1\"]]", NULL },
};

static void values_are_shown_as_the_api_shows_them_or_refused_by_the_name_of_the_field(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *shown;
		struct scope s;
		enum err e;

		/* NUL never comes as far as a field: no JSON holds one. */
		if (strstr(cases[i].value, "u0000"))
			continue;
		e = read_one(cases[i].kind, 0, cases[i].value, &shown, &s);
		if ((e == OK) != (cases[i].shown != NULL) ||
			(shown && strcmp(shown, cases[i].shown) != 0))
			fail_msg("%s %s: %s %s", cases[i].kind, cases[i].value, err_name(e),
				shown ? shown : "-");
		if (e == OK)
			continue;
		assert_int_equal(e, E_INVALID);
		assert_non_null(s.refusal.fields);
		assert_string_equal(s.refusal.fields->field, "f");
		assert_null(s.refusal.fields->next);
	}
}

/* `times` the text, in quotes. */
static const char *repeated(const char *text, size_t times)
{
	size_t size = strlen(text);
	char *json = arena_alloc(arena, size * times + 3);

	json[0] = '"';
	for (size_t i = 0; i < times; i++)
		memcpy(json + 1 + i * size, text, size);
	json[1 + size * times] = '"';
	return json;
}

static void the_limit_of_a_text_counts_characters_whatever_their_bytes(void **state)
{
	static const struct {
		const char *kind;
		int64_t length_max;
		size_t limit;
	} limits[] = {
		{ "text", 0, 255 },
		{ "text", 10, 10 },
		{ "paragraph", 0, 32767 },
		{ "paragraph", 2000, 2000 },
		{ "markdown", 0, 32767 },
	};
	static const char *const characters[] = { "x", "ä", "報", "🛰" };

	(void)state;
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		for (size_t c = 0; c < sizeof(characters) / sizeof(characters[0]); c++) {
			const char *shown;
			struct scope s;

			assert_int_equal(
				read_one(limits[i].kind, limits[i].length_max,
					repeated(characters[c], limits[i].limit), &shown, &s),
				OK);
			assert_int_equal(
				read_one(limits[i].kind, limits[i].length_max,
					repeated(characters[c], limits[i].limit + 1), &shown, &s),
				E_INVALID);
			assert_int_equal(
				read_one(limits[i].kind, limits[i].length_max,
					repeated(characters[c], limits[i].limit * 5), &shown, &s),
				E_INVALID);
		}
}

static void lists_have_a_limit(void **state)
{
	static const struct {
		const char *kind, *item;
		size_t limit;
	} lists[] = {
		{ "multiselect", "{\"id\":\"101\"},", 200 },
		{ "checkboxes", "101,", 200 },
		{ "attachment", "\"t\",", 60 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (size_t more = 0; more < 2; more++) {
			char *json = arena_strdup(
				arena, repeated(lists[i].item, lists[i].limit + more));
			size_t size = strlen(json);
			const char *shown;
			struct scope s;

			json[0] = '[';
			memcpy(json + size - 2, "] ", 2);
			assert_int_equal(read_one(lists[i].kind, 0, json, &shown, &s),
				more ? E_INVALID : OK);
		}
}

static void every_kind_says_what_it_is_to_programs(void **state)
{
	static const struct {
		const char *kind, *type, *items;
	} kinds[] = {
		{ "text", "string", NULL },
		{ "paragraph", "string", NULL },
		{ "markdown", "string", NULL },
		{ "number", "number", NULL },
		{ "date", "date", NULL },
		{ "select", "option", NULL },
		{ "multiselect", "array", "option" },
		{ "checkbox", "array", "option" },
		{ "checkboxes", "array", "option" },
		{ "attachment", "array", "attachment" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct field field = { .kind = kinds[i].kind };
		const struct field_kind *kind = field_kind(&field);

		assert_string_equal(kind->name, kinds[i].kind);
		assert_string_equal(kind->type, kinds[i].type);
		if (kinds[i].items)
			assert_string_equal(kind->items, kinds[i].items);
		else
			assert_null(kind->items);
		assert_true(kind->size_max >= kind->length_max);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			values_are_shown_as_the_api_shows_them_or_refused_by_the_name_of_the_field),
		cmocka_unit_test(the_limit_of_a_text_counts_characters_whatever_their_bytes),
		cmocka_unit_test(lists_have_a_limit),
		cmocka_unit_test(every_kind_says_what_it_is_to_programs),
	};

	return cmocka_run_group_tests_name("field_kind", tests, setup, teardown);
}
