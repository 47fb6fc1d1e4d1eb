/* field_kind.c - every kind of field there is, in one table. A new kind is a new row and, in the pages, a row of
 * parts/fields.js. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/str.h"
#include "base/text.h"
#include "id/scope.h"
#include "desk/attachment.h"
#include "desk/field.h"

enum {
	TEXT_LENGTH = 255,
	PARAGRAPH_LENGTH = 32767,
	BYTES_PER_CHARACTER = 4, /* of UTF-8, at most */
	CHOICES_MAX = 200,
};

typedef enum err read_value(struct scope *s, const struct field *field,
	const struct field_option *options, const struct json *value, struct json **value_out);

static enum err text_read(struct scope *s, const struct field *field, const struct json *value,
	bool lines, const char **text_out)
{
	const char *text = json_as_text(value);
	size_t length_max = field_length_max(field);

	if (!text)
		return refuse_field(s, field->key_name, "%s must be text.", field->label);
	if (strlen(text) > length_max * BYTES_PER_CHARACTER || !text_is_clean(text, strlen(text)))
		return refuse_field(s, field->key_name,
			"%s must be text of at most %zu characters.", field->label, length_max);
	if (!lines && strpbrk(text, "\r\n"))
		return refuse_field(s, field->key_name, "%s must be one line.", field->label);
	text = text_trim(s->arena, text);
	if (text_length(text) > length_max)
		return refuse_field(s, field->key_name, "%s may have at most %zu characters.",
			field->label, length_max);
	*text_out = text;
	return OK;
}

static read_value line_read, lines_read, number_read, date_read, option_read, options_read,
	files_read;

static enum err line_read(struct scope *s, const struct field *field,
	const struct field_option *options, const struct json *value, struct json **value_out)
{
	const char *text;

	(void)options;
	TRY(text_read(s, field, value, false, &text));
	*value_out = json_from_text(text);
	return OK;
}

static enum err lines_read(struct scope *s, const struct field *field,
	const struct field_option *options, const struct json *value, struct json **value_out)
{
	const char *text;

	(void)options;
	TRY(text_read(s, field, value, true, &text));
	*value_out = json_from_text(text);
	return OK;
}

static enum err number_read(struct scope *s, const struct field *field,
	const struct field_option *options, const struct json *value, struct json **value_out)
{
	double number;

	(void)options;
	if (!json_as_real(value, &number) || !isfinite(number) || fabs(number) > 1e15)
		return refuse_field(s, field->key_name, "%s must be a number.", field->label);
	*value_out = json_raw(arena_format(s->arena, "%.15g", number));
	return OK;
}

static enum err date_read(struct scope *s, const struct field *field,
	const struct field_option *options, const struct json *value, struct json **value_out)
{
	const char *text = json_as_text(value);

	(void)options;
	if (!text || !clock_is_date(text))
		return refuse_field(
			s, field->key_name, "%s must be a date like 2026-07-06.", field->label);
	*value_out = json_from_text(text);
	return OK;
}

/* {"id":"101"}, {"value":"Red"} or "101": clients send all three. */
static const struct field_option *option_find(
	const struct field *field, const struct field_option *options, const struct json *value)
{
	const struct json *by_id = json_kind(value) == JSON_OBJECT ? json_at(value, "id") : value;
	const char *label = json_as_text(json_at(value, "value"));
	int64_t id = 0;

	if (!json_as_id(by_id, &id) && !label)
		return NULL;
	for (; options; options = options->next)
		if (options->field_id == field->id &&
			(id ? options->id == id : str_equal(options->label, label)))
			return options;
	return NULL;
}

static enum err option_read(struct scope *s, const struct field *field,
	const struct field_option *options, const struct json *value, struct json **value_out)
{
	const struct field_option *option = option_find(field, options, value);

	if (!option)
		return refuse_field(s, field->key_name, "%s has no such choice.", field->label);
	*value_out = json_object();
	json_put_id(*value_out, "id", option->id);
	json_put(*value_out, "value", option->label);
	return OK;
}

static bool is_chosen(const struct json *list, const struct json *option)
{
	const char *id = json_as_text(json_at(option, "id"));

	for (const struct json *item = json_first(list); item; item = json_next(item))
		if (str_equal(json_as_text(json_at(item, "id")), id))
			return true;
	return false;
}

/* A choice that is named twice is one. */
static enum err options_read(struct scope *s, const struct field *field,
	const struct field_option *options, const struct json *value, struct json **value_out)
{
	if (json_kind(value) != JSON_ARRAY || json_count(value) > CHOICES_MAX)
		return refuse_field(
			s, field->key_name, "%s must be a list of choices.", field->label);
	*value_out = json_array();
	for (const struct json *item = json_first(value); item; item = json_next(item)) {
		struct json *chosen;

		TRY(option_read(s, field, options, item, &chosen));
		if (!is_chosen(*value_out, chosen))
			json_add(*value_out, chosen);
	}
	return OK;
}

static enum err files_read(struct scope *s, const struct field *field,
	const struct field_option *options, const struct json *value, struct json **value_out)
{
	(void)options;
	if (json_kind(value) != JSON_ARRAY || json_count(value) > FILES_AT_ONCE_MAX)
		return refuse_field(s, field->key_name, "%s must be a list of at most %d files.",
			field->label, FILES_AT_ONCE_MAX);
	*value_out = json_array();
	for (const struct json *item = json_first(value); item; item = json_next(item)) {
		if (!json_as_text(item))
			return refuse_field(s, field->key_name,
				"%s must be a list of temporary ids.", field->label);
		json_add(*value_out, json_from_text(json_as_text(item)));
	}
	return OK;
}

static const struct field_kind kinds[] = {
	{ "text", "string", NULL, "textfield", TEXT_LENGTH, TEXT_LENGTH *BYTES_PER_CHARACTER,
		line_read },
	{ "paragraph", "string", NULL, "textarea", PARAGRAPH_LENGTH,
		PARAGRAPH_LENGTH *BYTES_PER_CHARACTER, lines_read },
	{ "markdown", "string", NULL, "textarea", PARAGRAPH_LENGTH,
		PARAGRAPH_LENGTH *BYTES_PER_CHARACTER, lines_read },
	{ "number", "number", NULL, "float", 0, 0, number_read },
	{ "date", "date", NULL, "datepicker", 0, 0, date_read },
	{ "select", "option", NULL, "select", 0, 0, option_read },
	{ "multiselect", "array", "option", "multiselect", 0, 0, options_read },
	{ "checkbox", "array", "option", "multicheckboxes", 0, 0, options_read },
	{ "checkboxes", "array", "option", "multicheckboxes", 0, 0, options_read },
	{ "attachment", "array", "attachment", NULL, 0, 0, files_read },
};

const struct field_kind *field_kind(const struct field *field)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_equal(kinds[i].name, field->kind))
			return &kinds[i];
	assert(!"a field row has a kind that is not in the table");
	return NULL;
}
