/* json.c - JSON from outside: whatever is taken goes out as JSON that reads back as the same. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"

enum { INPUT_SIZE_MAX = 64 * 1024, ARENA_SIZE_MAX = 64 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Every question that callers ask of a value, asked of all of them. */
static void ask(const struct json *value)
{
	int64_t number;
	double real;

	(void)json_as_text(value);
	(void)json_as_bool(value);
	(void)json_as_int(value, &number);
	(void)json_as_real(value, &real);
	if (json_as_id(value, &number))
		assert(number > 0);
	for (struct json *item = json_first(value); item != NULL; item = json_next(item)) {
		if (json_kind(value) == JSON_OBJECT)
			assert(json_at(value, json_name(item)) == item);
		ask(item);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct arena *arena;
	struct json *value, *again;
	const char *first, *second;
	size_t first_size;

	if (size > INPUT_SIZE_MAX)
		return 0;
	if (arena == NULL)
		arena = arena_make(ARENA_SIZE_MAX);
	json_use(arena);
	if (json_read((const char *)bytes, size, &value) == OK) {
		ask(value);
		first = json_text(value, &first_size);
		assert(strlen(first) == first_size);
		/* A number beyond a double's range goes out as null. */
		if (json_read(first, first_size, &again) != OK)
			assert(!"what goes out is no JSON");
		second = json_text(again, NULL);
		assert(strcmp(first, second) == 0);
	}
	arena_reset(arena);
	return 0;
}
