/* cookies.c - a Cookie header: what is found is inside it, of that name, the
 * only one, and within the limit. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "web/cookie.h"

enum { INPUT_SIZE_MAX = 32 * 1024, VALUE_SIZE_MAX = 200 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char name[] = "sid";
	static struct arena *arena;
	const char *header, *value;
	size_t value_size = SIZE_MAX;

	if (size > INPUT_SIZE_MAX)
		return 0;
	if (arena == NULL)
		arena = arena_make(1 << 20);
	header = arena_strndup(arena, (const char *)bytes, size);
	value = cookie_parse(header, name, &value_size);
	if (value != NULL) {
		assert(value > header && value_size > 0 && value_size <= VALUE_SIZE_MAX);
		assert(value + value_size <= header + strlen(header));
		assert(memchr(value, ';', value_size) == NULL);
		assert(value - header >= 4 && memcmp(value - 4, "sid=", 4) == 0);
	}
	arena_reset(arena);
	return 0;
}
