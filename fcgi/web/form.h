/* form.h - the fields of a body: one table for JSON and application/x-www-form-urlencoded alike, checked at compile time
 * against the struct it fills. Members that no row names are ignored, as JSM does. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct json;
struct rq;

enum form_kind { FORM_TEXT = 1, FORM_BOOL, FORM_ID, FORM_NUMBER, FORM_TEXTS, FORM_OBJECT };

/* A list of texts, in order. */
struct form_texts {
	const char **texts;
	size_t n;
};

struct form_field {
	enum form_kind kind;
	const char *name; /* "additionalComment.body" looks into an object */
	size_t offset;
	bool required;
	size_t size_max;   /* bytes of a text */
	size_t length_max; /* characters of a text; 0: size_max is enough */
	size_t n_max;      /* of a list */
	int64_t min, max;  /* of a number, a whole one */
};

/* Text is clean UTF-8 without NUL, trimmed; required text is not empty. */
#define FORM_AT(type, member, expected) \
	(offsetof(type, member) + 0 * sizeof(_Generic(((type *)0)->member, expected : 1)))
#define TEXT_AS(type, member, json_name, ...)                                          \
	{                                                                              \
		FORM_TEXT, json_name, FORM_AT(type, member, const char *), __VA_ARGS__ \
	}
#define BOOL_AS(type, member, json_name, ...)                                  \
	{                                                                      \
		FORM_BOOL, json_name, FORM_AT(type, member, bool), __VA_ARGS__ \
	}
#define ID_AS(type, member, json_name, ...)                                     \
	{                                                                       \
		FORM_ID, json_name, FORM_AT(type, member, int64_t), __VA_ARGS__ \
	}
#define NUMBER_AS(type, member, json_name, ...)                                     \
	{                                                                           \
		FORM_NUMBER, json_name, FORM_AT(type, member, int64_t), __VA_ARGS__ \
	}
#define TEXTS_AS(type, member, json_name, ...)                                               \
	{                                                                                    \
		FORM_TEXTS, json_name, FORM_AT(type, member, struct form_texts), __VA_ARGS__ \
	}
#define OBJECT_AS(type, member, json_name, ...)                                                 \
	{                                                                                       \
		FORM_OBJECT, json_name, FORM_AT(type, member, const struct json *), __VA_ARGS__ \
	}
#define TEXT(type, member, ...) TEXT_AS(type, member, #member, __VA_ARGS__)
#define BOOL(type, member, ...) BOOL_AS(type, member, #member, __VA_ARGS__)

/* Reads the body into *form. The rows end with { 0 }. Each wrong field becomes a refusal of its own, then E_INVALID.
 * An absent optional field keeps what *form held. */
enum err form_read(struct rq *rq, const struct form_field *fields, void *form) MUST_USE;
