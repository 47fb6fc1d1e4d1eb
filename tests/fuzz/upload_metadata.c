/* upload_metadata.c - an Upload-Metadata header: what is read has plain keys, each once, no more than the limit, and values that are
 * no longer than what they were made of. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/url.h"
#include "web/upload_metadata.h"

enum { INPUT_SIZE_MAX = 32 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct arena *arena;
	struct url_param *first = NULL;
	const char *header;
	size_t n = 0, total = 0;

	if (size > INPUT_SIZE_MAX)
		return 0;
	if (arena == NULL)
		arena = arena_make(1 << 20);
	header = arena_strndup(arena, (const char *)bytes, size);
	if (upload_metadata_read(arena, header, &first) == OK) {
		assert(first != NULL);
		for (const struct url_param *param = first; param; param = param->next) {
			assert(*param->name && !strpbrk(param->name, " ,"));
			assert(url_param(first, param->name) == param->value);
			total += strlen(param->name) + strlen(param->value);
			n++;
		}
		assert(n <= UPLOAD_METADATA_MAX && total <= strlen(header));
	}
	arena_reset(arena);
	return 0;
}
