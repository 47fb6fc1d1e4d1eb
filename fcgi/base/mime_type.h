/* mime_type.h - what bytes are, found from the bytes (libmagic): what a sender says of them is not believed. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* So many bytes of the beginning are enough. */
enum { MIME_TYPE_BYTES = 64 * 1024 };
/* "image/png", in small letters, at most 100 characters; "application/octet-stream" when it cannot be told. Never NULL. */
const char *mime_type_of(struct arena *arena, const void *bytes, size_t size);

/* PNG, JPEG, GIF or WebP: every browser shows them, and no script runs in them, as it does in SVG. */
bool mime_type_is_picture(const char *type);

/* The beginning of bytes that pass by piece by piece: what it takes is kept, the rest let go. */
struct mime_head {
	uint8_t *bytes; /* MIME_TYPE_BYTES of the arena's */
	size_t size;
};
struct mime_head mime_head_make(struct arena *arena);
void mime_head_add(struct mime_head *head, const void *bytes, size_t size);
const char *mime_head_type(struct arena *arena, const struct mime_head *head);
