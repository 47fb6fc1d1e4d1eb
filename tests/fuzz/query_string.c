/* query_string.c - a query string from outside: whatever is taken can be written and reads back as the same. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"
#include "base/url.h"

enum { INPUT_SIZE_MAX = 64 * 1024, ARENA_SIZE_MAX = 64 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void read_back(struct arena *arena, const struct url_param *first)
{
	struct str query = str_make(arena);
	struct url_param *again;

	for (const struct url_param *at = first; at != NULL; at = at->next)
		str_format(&query, "&%s=%s", url_encode(arena, at->name),
			url_encode(arena, at->value));
	if (url_params(arena, query.text, &again) != OK)
		assert(!"what we write does not read back");
	for (; first != NULL; first = first->next, again = again->next) {
		assert(again != NULL && strcmp(first->name, again->name) == 0);
		assert(strcmp(first->value, again->value) == 0);
	}
	assert(again == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct arena *arena;
	struct url_param *first;
	char *text, *decoded;

	if (size > INPUT_SIZE_MAX)
		return 0;
	if (arena == NULL)
		arena = arena_make(ARENA_SIZE_MAX);
	text = arena_strndup(arena, (const char *)bytes, size);
	if (url_params(arena, text, &first) == OK)
		read_back(arena, first);
	/* Decoding never grows a text, and what it gives has no NUL. */
	if (url_decode(arena, (const char *)bytes, size, false, &decoded) == OK)
		assert(strlen(decoded) <= size && text_length(decoded) <= size);
	if (url_is_local_path(text))
		assert(text[0] == '/' && text[1] != '/' && text[1] != '\\');
	arena_reset(arena);
	return 0;
}
