/* field.c - see field.h. */
#include "desk/field.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "id/scope.h"

static const char required_key[] = "sd.validation.request.creation.failure.required.field";

size_t field_length_max(const struct field *field)
{
	return field->length_max > 0 ? (size_t)field->length_max : field_kind(field)->length_max;
}

static bool is_empty(const struct json *value)
{
	enum json_kind kind = json_kind(value);

	if (kind == JSON_TEXT)
		return !*json_as_text(value);
	return kind <= JSON_NULL ||
		((kind == JSON_ARRAY || kind == JSON_OBJECT) && json_count(value) == 0);
}

static enum err unknown_check(
	struct scope *s, const struct field *fields, const struct json *values)
{
	enum err e = OK;

	for (const struct json *value = json_first(values); value; value = json_next(value)) {
		const struct field *field = fields;

		while (field && !str_equal(field->key_name, json_name(value)))
			field = field->next;
		if (!field)
			e = refuse_field(s, json_name(value), "This form has no field %.60s.",
				json_name(value));
	}
	return e;
}

/* The key goes with the sentence that is said first. */
static enum err missing(struct scope *s, const struct field *field)
{
	if (!s->refusal.message)
		s->refusal.key = required_key;
	return refuse_field(s, field->key_name, "Please fill in %s.", field->label);
}

static void filled_add(
	struct scope *s, const struct field *field, const struct json *value, struct filled ***last)
{
	struct filled *filled = arena_new(s->arena, struct filled);

	filled->field = field;
	filled->value = value;
	**last = filled;
	*last = &filled->next;
}

/* Of what is to be changed, nothing is a value, too: it is taken away. */
static enum err empty(struct scope *s, const struct field *field, bool some, struct filled ***last)
{
	if (field->required)
		return missing(s, field);
	if (some)
		filled_add(s, field, NULL, last);
	return OK;
}

static enum err field_read(struct scope *s, const struct field *field,
	const struct field_option *options, const struct json *value, bool some,
	struct filled ***last)
{
	struct json *read;

	if (is_empty(value))
		return empty(s, field, some, last);
	TRY(field_kind(field)->read(s, field, options, value, &read));
	if (is_empty(read))
		return empty(s, field, some, last);
	filled_add(s, field, read, last);
	return OK;
}

enum err field_list(struct scope *s, int64_t type_id, struct field **fields_out,
	struct field_option **options_out)
{
	TRY(sql_field_list(s, type_id, fields_out));
	return sql_option_list(s, type_id, options_out);
}

/* With `some`, those only that there is a value of. */
static enum err fields_read(struct scope *s, int64_t type_id, const struct json *values, bool some,
	struct filled **first_out)
{
	struct field *fields;
	struct field_option *options;
	enum err worst, e;

	*first_out = NULL;
	TRY(field_list(s, type_id, &fields, &options));
	worst = unknown_check(s, fields, values);
	for (const struct field *field = fields; field; field = field->next) {
		const struct json *value = json_at(values, field->key_name);

		if (some && !value)
			continue;
		e = field_read(s, field, options, value, some, &first_out);
		if (e != OK)
			worst = e;
	}
	return worst;
}

enum err field_read_form(
	struct scope *s, int64_t type_id, const struct json *values, struct filled **first_out)
{
	return fields_read(s, type_id, values, false, first_out);
}

enum err field_read_some(
	struct scope *s, int64_t type_id, const struct json *values, struct filled **first_out)
{
	return fields_read(s, type_id, values, true, first_out);
}

const struct json *field_filled(const struct filled *first, const char *key_name)
{
	for (; first; first = first->next)
		if (str_equal(first->field->key_name, key_name))
			return first->value;
	return NULL;
}
