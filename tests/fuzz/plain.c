/* plain.c - any bytes as text: the first says whether more would follow. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/plain.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_make((size_t)64 << 20);
	uint8_t *exact;
	char *text;

	if (size > 0) {
		exact = malloc(size); /* so that a byte too far is seen */
		memcpy(exact, data + 1, size - 1);
		text = plain_text(arena, exact, size - 1, data[0] & 1);
		assert(text_is_clean(text, strlen(text)));
		free(exact);
	}
	arena_free(arena);
	return 0;
}
