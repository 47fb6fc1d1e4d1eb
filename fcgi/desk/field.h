/* field.h - the form of a request type: fields that the desk's people designed, and what a customer filled in. */
#pragma once
#include <stddef.h>
#include "base/err.h"
#include "sql/desk.h"

struct json;
struct scope;

/* A kind of field: how it is described to programs (JSM's jiraSchema) and how a value is read. The table is field_kind.c. */
struct field_kind {
	const char *name; /* "select" */
	const char *type; /* jiraSchema: type, and items of an array */
	const char *items;
	const char *
		custom; /* the last part of the custom type; NULL: a system field named by its key */
	size_t length_max; /* characters, unless the field says less */
	size_t size_max;   /* bytes */
	/* Checks a value and gives it as the API shows it; a wrong one is refused by the field's key. */
	enum err (*read)(struct scope *s, const struct field *field,
		const struct field_option *options, const struct json *value,
		struct json **value_out);
};
/* Never NULL: a row whose kind is unknown is a bug. */
const struct field_kind *field_kind(const struct field *field);
size_t field_length_max(const struct field *field);

/* The fields of a type in order, and the choices of all of them. */
enum err field_list(struct scope *s, int64_t type_id, struct field **fields_out,
	struct field_option **options_out) MUST_USE;

/* One field of a form that was filled in. */
struct filled {
	const struct field *field;
	const struct json *value; /* as the API shows it */
	struct filled *next;
};

/* Reads requestFieldValues against the form of the type. Every wrong, missing or unknown field is refused by its name. */
enum err field_read_form(struct scope *s, int64_t type_id, const struct json *values,
	struct filled **first_out) MUST_USE;
/* The same of those that stand in `values` alone; one that was emptied has no value (NULL). */
enum err field_read_some(struct scope *s, int64_t type_id, const struct json *values,
	struct filled **first_out) MUST_USE;
/* The value of a system field ("summary"), or NULL. */
const struct json *field_filled(const struct filled *first, const char *key_name);
