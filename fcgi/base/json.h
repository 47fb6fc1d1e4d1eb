/* json.h - JSON in and out. Values live in the arena of the request; nothing is freed by hand.
 * Ids are strings and whole numbers are written exactly: cJSON's doubles are never used for them. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct arena;
struct json; /* cJSON inside */

/* Where values are made from now on; once for each request or job, after arena_reset. */
void json_use(struct arena *arena);

struct json *json_object(void);
struct json *json_array(void);
struct json *json_from_text(const char *text); /* copied; NULL gives NULL, as everywhere here */
struct json *json_from_int(int64_t number);
struct json *json_from_bool(bool truth);
/* Text that is JSON already, made by us: goes out as it is. */
struct json *json_raw(const char *json_text);

/* json_put(object, "summary", ticket->summary): text (copied), int64_t, bool or struct json *. A NULL pointer leaves
 * the member out: absent is absent, never null. The name must be a literal or outlive the object.
 * In C17 `true`, `a == b` and `!a` are int, which does not compile here: say json_put_bool for those. */
#define json_put(object, name, value) \
	_Generic((value),                          \
		char *: json_put_text,             \
		const char *: json_put_text,       \
		bool: json_put_bool,               \
		int64_t: json_put_int,             \
		struct json *: json_put_json)(object, name, value)
void json_put_text(struct json *object, const char *name, const char *text);
void json_put_int(struct json *object, const char *name, int64_t number);
void json_put_bool(struct json *object, const char *name, bool truth);
void json_put_json(struct json *object, const char *name, struct json *value);
/* An id goes out as a string; 0 is left out. */
void json_put_id(struct json *object, const char *name, int64_t id);
void json_add(struct json *array, struct json *value); /* NULL adds nothing */

/* The whole text, in the arena; *size_out (may be NULL) without the NUL. Always UTF-8: bytes that are not become
 * U+FFFD. */
const char *json_text(const struct json *value, size_t *size_out);

/* Reads a text from outside. E_INVALID: no JSON, deeper than JSON_DEPTH_MAX, more than JSON_VALUES_MAX values in it, more
 * after it, bad UTF-8, a NUL (also as \u0000), a lone surrogate, or one member twice in an object. It takes at most
 * 8 MiB of the arena and the size of the text. */
enum { JSON_DEPTH_MAX = 32, JSON_VALUES_MAX = 50000 };
enum err json_read(const char *text, size_t size, struct json **value_out) MUST_USE;
/* When json_read refused: the member whose text holds bad UTF-8, a NUL or a lone surrogate; NULL for any other flaw. */
const char *json_blame(struct arena *arena, const char *text, size_t size);

enum json_kind { JSON_NONE, JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_TEXT, JSON_ARRAY, JSON_OBJECT };
enum json_kind json_kind(const struct json *value); /* JSON_NONE for NULL */
/* A member by its exact name, or NULL. */
struct json *json_at(const struct json *object, const char *name);
/* for (item = json_first(array_or_object); item; item = json_next(item)) */
struct json *json_first(const struct json *value);
struct json *json_next(const struct json *value);
const char *json_name(const struct json *member); /* of a member of an object */
size_t json_count(const struct json *value);

/* The member's text, or NULL if it is absent, no text, empty, or longer than size_max bytes. */
const char *json_str(const struct json *object, const char *name, size_t size_max);
/* The value itself. */
const char *json_as_text(const struct json *value); /* NULL: no text */
bool json_as_bool(const struct json *value);        /* false: no true */
/* false: no number, or no whole one within 2^53. */
bool json_as_int(const struct json *value, int64_t *number_out);
bool json_as_real(const struct json *value, double *number_out);
/* An id, as a string of digits or a number: both are seen in the wild. false: neither, or not above 0. */
bool json_as_id(const struct json *value, int64_t *id_out);
