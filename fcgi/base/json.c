/* json.c - cJSON behind our own types, and the only file that names it. Its memory is the arena's; nothing
 * is freed. Two things of cJSON are not used: its doubles for whole numbers (those are raw text), and its
 * printer, which is slower than a walk that appends to one growing text. */
#include "base/json.h"

#include <assert.h>
#include <cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_scan.h"
#include "base/str.h"
#include "base/utf8.h"

/* Up to so many members are compared each with each; more are sorted. */
enum { FEW_MEMBERS = 8 };

#define SAFE_INTEGER ((INT64_C(1) << 53) - 1)

static struct arena *json_arena;

static void *hook_malloc(size_t size);
static void hook_free(void *bytes);
static cJSON *in(const struct json *value);
static struct json *out(cJSON *item);
static struct json *raw(char *text);
static char *number_text(int64_t number);
static bool has_twins(const cJSON *value, struct arena *arena);
static bool names_have_twins(const cJSON *object, struct arena *arena);
static int compare_names(const void *a, const void *b);
static void print(struct str *str, const cJSON *item);
static void print_members(struct str *str, const cJSON *item);
static void print_text(struct str *str, const char *text);
static size_t print_odd(struct str *str, const char *at, const char *end);
static void print_number(struct str *str, double number);

void json_use(struct arena *arena)
{
	if (json_arena == NULL) {
		cJSON_Hooks hooks = { .malloc_fn = hook_malloc, .free_fn = hook_free };

		cJSON_InitHooks(&hooks);
	}
	json_arena = arena;
}

struct json *json_object(void)
{
	return out(cJSON_CreateObject());
}

struct json *json_array(void)
{
	return out(cJSON_CreateArray());
}

struct json *json_from_text(const char *text)
{
	return text == NULL ? NULL : out(cJSON_CreateString(text));
}

struct json *json_from_int(int64_t number)
{
	return raw(number_text(number));
}

struct json *json_from_bool(bool truth)
{
	return out(cJSON_CreateBool(truth));
}

struct json *json_raw(const char *json_text)
{
	return json_text == NULL ? NULL : raw(arena_strdup(json_arena, json_text));
}

void json_put_text(struct json *object, const char *name, const char *text)
{
	json_put_json(object, name, json_from_text(text));
}

void json_put_int(struct json *object, const char *name, int64_t number)
{
	json_put_json(object, name, json_from_int(number));
}

void json_put_bool(struct json *object, const char *name, bool truth)
{
	json_put_json(object, name, json_from_bool(truth));
}

void json_put_json(struct json *object, const char *name, struct json *value)
{
	if (value == NULL)
		return;
	if (!cJSON_AddItemToObjectCS(in(object), name, in(value)))
		assert(!"a member of no object");
}

void json_put_id(struct json *object, const char *name, int64_t id)
{
	if (id != 0)
		json_put_json(object, name, out(cJSON_CreateStringReference(number_text(id))));
}

void json_add(struct json *array, struct json *value)
{
	if (value == NULL)
		return;
	if (!cJSON_AddItemToArray(in(array), in(value)))
		assert(!"an item of no array");
}

const char *json_text(const struct json *value, size_t *size_out)
{
	struct str str = str_make(json_arena);

	assert(value != NULL);
	print(&str, in(value));
	if (size_out != NULL)
		*size_out = str.size;
	return str.text;
}

const char *json_blame(struct arena *arena, const char *text, size_t size)
{
	size_t name_size;
	const char *name = json_scan_blame(text, size, &name_size);

	return name_size > 0 ? arena_strndup(arena, name, name_size) : NULL;
}

enum err json_read(const char *text, size_t size, struct json **value_out)
{
	cJSON *item;

	if (text == NULL || !json_scan(text, size))
		return E_INVALID;
	item = cJSON_ParseWithLength(text, size);
	if (item == NULL || has_twins(item, json_arena))
		return E_INVALID;
	*value_out = out(item);
	return OK;
}

enum json_kind json_kind(const struct json *value)
{
	const cJSON *item = in(value);

	if (item == NULL)
		return JSON_NONE;
	switch (item->type & 0xff) {
	case cJSON_NULL:
		return JSON_NULL;
	case cJSON_False:
	case cJSON_True:
		return JSON_BOOL;
	case cJSON_Number:
	case cJSON_Raw:
		return JSON_NUMBER;
	case cJSON_String:
		return JSON_TEXT;
	case cJSON_Array:
		return JSON_ARRAY;
	default:
		return JSON_OBJECT;
	}
}

struct json *json_at(const struct json *object, const char *name)
{
	if (json_kind(object) != JSON_OBJECT)
		return NULL;
	return out(cJSON_GetObjectItemCaseSensitive(in(object), name));
}

struct json *json_first(const struct json *value)
{
	return value == NULL ? NULL : out(in(value)->child);
}

struct json *json_next(const struct json *value)
{
	return out(in(value)->next);
}

const char *json_name(const struct json *member)
{
	return in(member)->string;
}

size_t json_count(const struct json *value)
{
	size_t n = 0;

	for (const struct json *item = json_first(value); item != NULL; item = json_next(item))
		n++;
	return n;
}

const char *json_str(const struct json *object, const char *name, size_t size_max)
{
	const char *text = json_as_text(json_at(object, name));

	if (text == NULL || *text == '\0' || strlen(text) > size_max)
		return NULL;
	return text;
}

const char *json_as_text(const struct json *value)
{
	return json_kind(value) == JSON_TEXT ? in(value)->valuestring : NULL;
}

bool json_as_bool(const struct json *value)
{
	return value != NULL && cJSON_IsTrue(in(value));
}

bool json_as_int(const struct json *value, int64_t *number_out)
{
	double real;

	if (!json_as_real(value, &real) || real < (double)-SAFE_INTEGER ||
		real > (double)SAFE_INTEGER)
		return false;
	if ((double)(int64_t)real != real)
		return false;
	*number_out = (int64_t)real;
	return true;
}

bool json_as_real(const struct json *value, double *number_out)
{
	if (value == NULL || !cJSON_IsNumber(in(value)) || !isfinite(in(value)->valuedouble))
		return false;
	*number_out = in(value)->valuedouble;
	return true;
}

bool json_as_id(const struct json *value, int64_t *id_out)
{
	long long id;

	if (json_kind(value) == JSON_NUMBER)
		return json_as_int(value, id_out) && *id_out > 0;
	if (str_to_int(json_as_text(value), 1, INT64_MAX, &id) != OK)
		return false;
	*id_out = id;
	return true;
}

static void *hook_malloc(size_t size)
{
	assert(json_arena != NULL);
	return arena_alloc(json_arena, size);
}

static void hook_free(void *bytes)
{
	(void)bytes;
}

static cJSON *in(const struct json *value)
{
	return (cJSON *)value;
}

static struct json *out(cJSON *item)
{
	return (struct json *)item;
}

/* The text is in the arena already, so cJSON need not copy it. */
static struct json *raw(char *text)
{
	cJSON *item = cJSON_CreateStringReference(text);

	item->type = cJSON_Raw | cJSON_IsReference;
	return out(item);
}

static char *number_text(int64_t number)
{
	char digits[24], *at = digits + sizeof(digits);
	uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;

	*--at = '\0';
	do {
		*--at = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0);
	if (number < 0)
		*--at = '-';
	return arena_strdup(json_arena, at);
}

static bool has_twins(const cJSON *value, struct arena *arena)
{
	if (cJSON_IsObject(value) && names_have_twins(value, arena))
		return true;
	for (const cJSON *item = value->child; item != NULL; item = item->next)
		if (item->child != NULL && has_twins(item, arena))
			return true;
	return false;
}

static bool names_have_twins(const cJSON *object, struct arena *arena)
{
	const char **names;
	size_t n = 0, i = 0;

	for (const cJSON *item = object->child; item != NULL; item = item->next)
		n++;
	if (n <= FEW_MEMBERS) {
		for (const cJSON *a = object->child; a != NULL; a = a->next)
			for (const cJSON *b = a->next; b != NULL; b = b->next)
				if (strcmp(a->string, b->string) == 0)
					return true;
		return false;
	}
	names = arena_alloc(arena, n * sizeof(*names));
	for (const cJSON *item = object->child; item != NULL; item = item->next)
		names[i++] = item->string;
	qsort(names, n, sizeof(*names), compare_names);
	for (i = 1; i < n; i++)
		if (strcmp(names[i - 1], names[i]) == 0)
			return true;
	return false;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void print(struct str *str, const cJSON *item)
{
	switch (item->type & 0xff) {
	case cJSON_NULL:
		str_add_bytes(str, "null", 4);
		break;
	case cJSON_False:
		str_add_bytes(str, "false", 5);
		break;
	case cJSON_True:
		str_add_bytes(str, "true", 4);
		break;
	case cJSON_Number:
		print_number(str, item->valuedouble);
		break;
	case cJSON_Raw:
		str_add(str, item->valuestring);
		break;
	case cJSON_String:
		print_text(str, item->valuestring);
		break;
	default:
		print_members(str, item);
	}
}

static void print_members(struct str *str, const cJSON *item)
{
	bool is_object = cJSON_IsObject(item);

	str_add_char(str, is_object ? '{' : '[');
	for (const cJSON *member = item->child; member != NULL; member = member->next) {
		if (member != item->child)
			str_add_char(str, ',');
		if (is_object) {
			print_text(str, member->string);
			str_add_char(str, ':');
		}
		print(str, member);
	}
	str_add_char(str, is_object ? '}' : ']');
}

static void print_text(struct str *str, const char *text)
{
	const char *end = text + strlen(text), *at = text;

	str_add_char(str, '"');
	while (at < end) {
		/* What needs no change goes out in one piece. */
		while (at < end && (unsigned char)*at >= 0x20 && (unsigned char)*at < 0x80 &&
			*at != '"' && *at != '\\')
			at++;
		str_add_bytes(str, text, (size_t)(at - text));
		if (at < end)
			at += print_odd(str, at, end);
		text = at;
	}
	str_add_char(str, '"');
}

static size_t print_odd(struct str *str, const char *at, const char *end)
{
	static const char short_names[] = "\b\t\n\f\r\"\\", short_letters[] = "btnfr\"\\";
	unsigned char c = (unsigned char)*at;
	const char *found;
	uint32_t point;
	size_t size;

	if (c >= 0x80) {
		size = utf8_read(at, end, &point);
		str_add_bytes(str, size > 0 ? at : "\xef\xbf\xbd", size > 0 ? size : 3);
		return size > 0 ? size : 1;
	}
	found = strchr(short_names, c);
	if (found != NULL) {
		str_add_char(str, '\\');
		str_add_char(str, short_letters[found - short_names]);
	} else {
		str_format(str, "\\u%04x", c);
	}
	return 1;
}

/* The shortest of two forms that reads back as the same number: 42.5, not 42.500000000000001. */
static void print_number(struct str *str, double number)
{
	char text[32];

	if (!isfinite(number)) {
		str_add(str, "null");
		return;
	}
	snprintf(text, sizeof(text), "%.15g", number);
	if (strtod(text, NULL) != number)
		snprintf(text, sizeof(text), "%.17g", number);
	str_add(str, text);
}
