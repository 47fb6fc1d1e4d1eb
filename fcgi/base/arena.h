/* arena.h - memory that lives as long as one request or one job, and the handles tied to it. */
#pragma once
#include <stddef.h>
#include "base/err.h"

struct arena;

/* An empty arena. One request may take size_max bytes: who asks for more ends the process, since every
 * input has a limit of its own long before. */
struct arena *arena_make(size_t size_max);
/* Frees the arena and all in it; runs what was deferred, last first. NULL is allowed. */
void arena_free(struct arena *arena);
/* Empties the arena for the next request and keeps its first block. Runs what was deferred, last first. */
void arena_reset(struct arena *arena);

/* Never NULL; aligned for any type; zeroed. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((returns_nonnull, malloc));
void *arena_copy(struct arena *arena, const void *bytes, size_t size)
	__attribute__((returns_nonnull));
/* NULL stays NULL. */
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t size_max);
char *arena_format(struct arena *arena, const char *format, ...) PRINTF(2, 3);
/* The bytes with room for size_new, the new part zeroed: in place when they were the last ones handed out, else
 * copied. */
void *arena_grow(struct arena *arena, void *bytes, size_t size, size_t size_new)
	__attribute__((returns_nonnull));
#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

/* release(handle) runs when the arena is emptied: on every path, also the early ones. */
void arena_defer(struct arena *arena, void (*release)(void *handle), void *handle);

/* Bytes handed out since the arena was emptied. */
size_t arena_size(const struct arena *arena);
