/* mime_type.h - what bytes are, found from the bytes (libmagic): what a sender says of them is not believed. */
#pragma once
#include <stddef.h>

struct arena;

/* So many bytes of the beginning are enough. */
enum { MIME_TYPE_BYTES = 64 * 1024 };
/* "image/png", in small letters, at most 100 characters; "application/octet-stream" when it cannot be told. Never NULL. */
const char *mime_type_of(struct arena *arena, const void *bytes, size_t size);
