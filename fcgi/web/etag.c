/* etag.c - see etag.h. */
#include "web/etag.h"

#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/str.h"

enum { TAG_BYTES = 16, LIST_SIZE_MAX = 4096 };
static const char blank[] = " \t", between[] = " \t,";

const char *etag_of(struct arena *arena, const void *bytes, size_t size)
{
	const struct hash hash = hash_bytes(bytes, size);

	return arena_format(arena, "\"%s\"", base64url(arena, hash.bytes, TAG_BYTES));
}

/* The bytes of an opaque tag with its quotes; 0: it is none. A comma may stand inside. */
static size_t tag_size(const char *text)
{
	size_t size = 1;

	if (*text != '"')
		return 0;
	while (text[size] && text[size] != '"')
		size++;
	return text[size] == '"' ? size + 1 : 0;
}

bool etag_is_among(const char *tag, const char *list)
{
	if (strnlen(list, LIST_SIZE_MAX + 1) > LIST_SIZE_MAX)
		return false;
	list += strspn(list, blank);
	if (list[0] == '*' && !list[1 + strspn(list + 1, blank)])
		return true;
	for (list += strspn(list, between); *list; list += strspn(list, between)) {
		size_t size;

		list += str_starts(list, "W/") ? 2 : 0;
		size = tag_size(list);
		if (size == 0)
			return false;
		if (size == strlen(tag) && memcmp(list, tag, size) == 0)
			return true;
		list += size + strspn(list + size, blank);
		if (*list && *list != ',')
			return false;
	}
	return false;
}
