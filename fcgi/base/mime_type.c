/* mime_type.c - see mime_type.h. libmagic's own database is loaded at the first question and kept: some megabytes that
 * all processes share, as the file is mapped. */
#include "base/mime_type.h"

#include <ctype.h>
#include <string.h>

#include <magic.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/str.h"

enum { TYPE_SIZE_MAX = 100 };

static const char unknown[] = "application/octet-stream";

static magic_t open_once(void)
{
	static magic_t magic;

	if (magic)
		return magic;
	magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF);
	if (magic && magic_load(magic, NULL) == 0)
		return magic;
	log_error("libmagic: %s", magic ? magic_error(magic) : "no memory");
	if (magic)
		magic_close(magic);
	magic = NULL;
	return NULL;
}

/* A word, a slash, a word (RFC 6838): libmagic also says "cannot open" and the like. */
static bool is_type(const char *text)
{
	const char *slash = strchr(text, '/');

	if (!slash || slash == text || !slash[1] || strlen(text) > TYPE_SIZE_MAX)
		return false;
	for (const char *c = text; *c; c++)
		if (c != slash && !isalnum((unsigned char)*c) && !strchr(".+-_", *c))
			return false;
	return true;
}

const char *mime_type_of(struct arena *arena, const void *bytes, size_t size)
{
	magic_t magic = open_once();
	const char *found = magic ? magic_buffer(magic, bytes, size) : NULL;
	char *type;

	if (!found || !is_type(found))
		return unknown;
	type = arena_strdup(arena, found);
	for (char *c = type; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return type;
}

bool mime_type_is_picture(const char *type)
{
	return str_in_list("image/png image/jpeg image/gif image/webp", type);
}

struct mime_head mime_head_make(struct arena *arena)
{
	return (struct mime_head){ .bytes = arena_alloc(arena, MIME_TYPE_BYTES) };
}

void mime_head_add(struct mime_head *head, const void *bytes, size_t size)
{
	size_t room = MIME_TYPE_BYTES - head->size;

	size = size < room ? size : room;
	memcpy(head->bytes + head->size, bytes, size);
	head->size += size;
}

const char *mime_head_type(struct arena *arena, const struct mime_head *head)
{
	return mime_type_of(arena, head->bytes, head->size);
}
