/* upload_metadata.c - see upload_metadata.h. */
#include "web/upload_metadata.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/url.h"

static bool key_is_plain(const char *key)
{
	if (!*key)
		return false;
	for (; *key; key++)
		if (*key <= ' ' || *key > '~')
			return false;
	return true;
}

/* "key base64", "key " or "key"; `pair` is cut up. */
static enum err pair_read(struct arena *arena, char *pair, struct url_param *param_out)
{
	char *space = strchr(pair, ' ');
	uint8_t *bytes;
	size_t size;
	char *value;

	if (space)
		*space = '\0';
	if (!key_is_plain(pair))
		return E_INVALID;
	TRY(base64_decode(arena, space ? space + 1 : "", &bytes, &size));
	if (size > 0 && memchr(bytes, '\0', size))
		return E_INVALID;
	value = arena_alloc(arena, size + 1);
	if (size > 0)
		memcpy(value, bytes, size);
	*param_out = (struct url_param){ .name = pair, .value = value };
	return OK;
}

enum err upload_metadata_read(struct arena *arena, const char *header, struct url_param **first_out)
{
	struct url_param *first = NULL, **last = &first;
	char *rest = arena_strdup(arena, header), *pair;
	int n = 0;

	while ((pair = strsep(&rest, ",")) != NULL) {
		struct url_param *param = arena_new(arena, struct url_param);

		if (++n > UPLOAD_METADATA_MAX)
			return E_INVALID;
		TRY(pair_read(arena, pair, param));
		if (url_param(first, param->name))
			return E_INVALID;
		*last = param;
		last = &param->next;
	}
	*first_out = first;
	return OK;
}
