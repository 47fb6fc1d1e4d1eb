/* arena.c - a chain of blocks and a list of things to release.
 * The first block stays over a reset, so a usual request costs no malloc at all. Under AddressSanitizer
 * what was not handed out is poisoned, so that an overrun inside a block is found too. */
#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define POISON(at, size) ASAN_POISON_MEMORY_REGION(at, size)
#define UNPOISON(at, size) ASAN_UNPOISON_MEMORY_REGION(at, size)
#define GAP 16
#else
#define POISON(at, size) ((void)(at), (void)(size))
#define UNPOISON(at, size) ((void)(at), (void)(size))
#define GAP 0
#endif

enum { ALIGN = 16, BLOCK_SIZE = 64 * 1024 };

struct block {
	struct block *next;
	size_t room, used;
	_Alignas(ALIGN) char bytes[];
};

struct deferred {
	struct deferred *next;
	void (*release)(void *handle);
	void *handle;
};

struct arena {
	struct block *first, *last;
	struct deferred *deferred;
	size_t size, size_max;
};

static void run_deferred(struct arena *arena);
static void free_blocks(struct block *block);
static struct block *block_make(size_t room);
static size_t round_up(size_t size);

struct arena *arena_make(size_t size_max)
{
	struct arena *arena = calloc(1, sizeof(*arena));

	if (arena == NULL) {
		log_error("out of memory");
		abort();
	}
	arena->first = arena->last = block_make(BLOCK_SIZE);
	arena->size_max = size_max;
	return arena;
}

void arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	run_deferred(arena);
	free_blocks(arena->first);
	free(arena);
}

void arena_reset(struct arena *arena)
{
	run_deferred(arena);
	free_blocks(arena->first->next);
	arena->first->next = NULL;
	arena->first->used = 0;
	POISON(arena->first->bytes, arena->first->room);
	arena->last = arena->first;
	arena->size = 0;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	struct block *block = arena->last;
	size_t step;
	void *at;

	/* An input had no limit of its own: our mistake, and the end of this worker. */
	assert(size <= arena->size_max && arena->size <= arena->size_max - size);
	step = round_up(size);
	if (step > block->room - block->used) {
		block->next = block_make(step > BLOCK_SIZE ? step : BLOCK_SIZE);
		block = arena->last = block->next;
	}
	at = block->bytes + block->used;
	block->used += step;
	arena->size += size;
	UNPOISON(at, size);
	return memset(at, 0, size);
}

void *arena_copy(struct arena *arena, const void *bytes, size_t size)
{
	void *copy = arena_alloc(arena, size);

	return size == 0 ? copy : memcpy(copy, bytes, size);
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return text == NULL ? NULL : arena_copy(arena, text, strlen(text) + 1);
}

char *arena_strndup(struct arena *arena, const char *text, size_t size_max)
{
	size_t size;
	char *copy;

	if (text == NULL)
		return NULL;
	size = strnlen(text, size_max);
	copy = arena_alloc(arena, size + 1);
	memcpy(copy, text, size);
	return copy;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
	char brief[256], *text;
	va_list list;
	int size;

	va_start(list, format);
	size = vsnprintf(brief, sizeof(brief), format, list);
	va_end(list);
	assert(size >= 0);
	if ((size_t)size < sizeof(brief))
		return arena_copy(arena, brief, (size_t)size + 1);
	text = arena_alloc(arena, (size_t)size + 1);
	va_start(list, format);
	vsnprintf(text, (size_t)size + 1, format, list);
	va_end(list);
	return text;
}

void *arena_grow(struct arena *arena, void *bytes, size_t size, size_t size_new)
{
	struct block *block = arena->last;
	size_t more;
	void *copy;

	assert(size_new >= size);
	more = round_up(size_new) - round_up(size);
	if (size > 0 && (char *)bytes + round_up(size) == block->bytes + block->used &&
		more <= block->room - block->used) {
		assert(size_new - size <= arena->size_max - arena->size);
		block->used += more;
		arena->size += size_new - size;
		UNPOISON(bytes, size_new);
		memset((char *)bytes + size, 0, size_new - size);
		return bytes;
	}
	copy = arena_alloc(arena, size_new);
	if (size > 0)
		memcpy(copy, bytes, size);
	return copy;
}

void arena_defer(struct arena *arena, void (*release)(void *handle), void *handle)
{
	struct deferred *deferred = arena_new(arena, struct deferred);

	deferred->release = release;
	deferred->handle = handle;
	deferred->next = arena->deferred;
	arena->deferred = deferred;
}

size_t arena_size(const struct arena *arena)
{
	return arena->size;
}

static void run_deferred(struct arena *arena)
{
	struct deferred *deferred;

	/* The list is read anew each time: a release may itself defer. */
	while ((deferred = arena->deferred) != NULL) {
		arena->deferred = deferred->next;
		deferred->release(deferred->handle);
	}
}

static void free_blocks(struct block *block)
{
	struct block *next;

	for (; block != NULL; block = next) {
		next = block->next;
		UNPOISON(block->bytes, block->room);
		free(block);
	}
}

static struct block *block_make(size_t room)
{
	struct block *block = malloc(sizeof(*block) + room);

	if (block == NULL) {
		log_error("out of memory");
		abort();
	}
	block->next = NULL;
	block->room = room;
	block->used = 0;
	POISON(block->bytes, room);
	return block;
}

static size_t round_up(size_t size)
{
	size_t step = (size + GAP + ALIGN - 1) & ~(size_t)(ALIGN - 1);

	return step == 0 ? ALIGN : step;
}
