/* form.c - see form.h. */
#include "web/form.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/refusal.h"
#include "base/str.h"
#include "base/text.h"
#include "web/request.h"

enum { NAME_MAX_SIZE = 64 };

static const struct json *member(const struct json *body, const char *name)
{
	const char *dot = strchr(name, '.');
	char outer[NAME_MAX_SIZE];

	if (!dot)
		return json_at(body, name);
	memcpy(outer, name, (size_t)(dot - name));
	outer[dot - name] = '\0';
	return member(json_at(body, outer), dot + 1);
}

static enum err wrong_kind(struct rq *rq, const struct form_field *field, const char *expected)
{
	return refusal_field(rq->refusal, field->name, "%s must be %s.", field->name, expected);
}

/* The text of value within the field's limits. */
static enum err text_read(struct rq *rq, const struct form_field *field, const struct json *value,
	const char **text_out)
{
	const char *text = json_as_text(value);

	if (!text)
		return wrong_kind(rq, field, "text");
	if (!text_is_clean(text, strlen(text)))
		return wrong_kind(rq, field, "text without control characters");
	if (field->size_max && strlen(text) > field->size_max)
		return refusal_field(rq->refusal, field->name, "%s may have at most %zu bytes.",
			field->name, field->size_max);
	if (field->length_max && text_length(text) > field->length_max)
		return refusal_field(rq->refusal, field->name,
			"%s may have at most %zu characters.", field->name, field->length_max);
	text = text_trim(rq->arena, text);
	if (field->required && !*text)
		return refusal_field(rq->refusal, field->name, "Please fill in %s.", field->name);
	*text_out = text;
	return OK;
}

static enum err bool_read(
	struct rq *rq, const struct form_field *field, const struct json *value, bool *truth_out)
{
	const char *text = json_as_text(value);

	if (json_kind(value) != JSON_BOOL && !str_equal(text, "true") && !str_equal(text, "false"))
		return wrong_kind(rq, field, "true or false");
	*truth_out = json_as_bool(value) || str_equal(text, "true");
	return OK;
}

/* A form that is no JSON has only texts. */
static enum err number_read(struct rq *rq, const struct form_field *field, const struct json *value,
	int64_t *number_out)
{
	const char *text = json_as_text(value);
	long long number = 0;

	if (text && str_to_int(text, field->min, field->max, &number) == OK)
		*number_out = number;
	else if (text || !json_as_int(value, number_out) || *number_out < field->min ||
		*number_out > field->max)
		return refusal_field(rq->refusal, field->name,
			"%s must be a whole number from %lld to %lld.", field->name,
			(long long)field->min, (long long)field->max);
	return OK;
}

static enum err texts_read(struct rq *rq, const struct form_field *field, const struct json *value,
	struct form_texts *texts_out)
{
	size_t n = json_count(value), at = 0;
	const char **texts;

	if (json_kind(value) != JSON_ARRAY)
		return wrong_kind(rq, field, "a list");
	if (n > field->n_max)
		return refusal_field(rq->refusal, field->name, "%s may have at most %zu entries.",
			field->name, field->n_max);
	texts = arena_alloc(rq->arena, (n + 1) * sizeof(*texts));
	for (const struct json *item = json_first(value); item; item = json_next(item))
		TRY(text_read(rq, field, item, &texts[at++]));
	*texts_out = (struct form_texts){ texts, n };
	return OK;
}

static enum err field_read(
	struct rq *rq, const struct form_field *field, const struct json *value, void *member_out)
{
	switch (field->kind) {
	case FORM_TEXT:
		return text_read(rq, field, value, member_out);
	case FORM_BOOL:
		return bool_read(rq, field, value, member_out);
	case FORM_ID:
		return json_as_id(value, member_out) ? OK : wrong_kind(rq, field, "an id");
	case FORM_NUMBER:
		return number_read(rq, field, value, member_out);
	case FORM_TEXTS:
		return texts_read(rq, field, value, member_out);
	case FORM_OBJECT:
		*(const struct json **)member_out = value;
		return json_kind(value) == JSON_OBJECT ? OK : wrong_kind(rq, field, "an object");
	}
	return E_BUG;
}

enum err form_read(struct rq *rq, const struct form_field *fields, void *form)
{
	enum err worst = OK;

	if (rq->body && json_kind(rq->body) != JSON_OBJECT)
		return refusal_say(rq->refusal, E_INVALID, "The body must be a JSON object.");
	for (const struct form_field *field = fields; field->name; field++) {
		const struct json *value = member(rq->body, field->name);
		enum err e = OK;

		if (json_kind(value) > JSON_NULL)
			e = field_read(rq, field, value, (char *)form + field->offset);
		else if (field->required)
			e = refusal_field(rq->refusal, field->name, "Please say %s.", field->name);
		if (e != OK)
			worst = e;
	}
	return worst;
}
