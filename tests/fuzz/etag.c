/* etag.c - an If-None-Match header: a tag that is found stands in it, and nothing beyond its end is read. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "web/etag.h"

enum { INPUT_SIZE_MAX = 32 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct arena *arena;
	const char *list;

	if (size > INPUT_SIZE_MAX)
		return 0;
	if (arena == NULL)
		arena = arena_make(1 << 20);
	list = arena_strndup(arena, (const char *)bytes, size);
	if (etag_is_among("\"tag\"", list))
		assert(strstr(list, "\"tag\"") != NULL || strchr(list, '*') != NULL);
	arena_reset(arena);
	return 0;
}
