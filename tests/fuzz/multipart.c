/* multipart.c - a form as it streams in. The first byte of the input says
 * how many bytes come at a time; whatever that is, the same parts must come
 * out. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"
#include "web/multipart.h"

enum { INPUT_SIZE_MAX = 256 * 1024, ARENA_SIZE_MAX = 256 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

struct body {
	const uint8_t *bytes;
	size_t size, at, step;
};

static int64_t give(void *source, void *bytes, size_t room)
{
	struct body *body = source;
	size_t size = body->size - body->at;

	size = size > body->step ? body->step : size;
	size = size > room ? room : size;
	memcpy(bytes, body->bytes + body->at, size);
	body->at += size;
	return (int64_t)size;
}

static void read_part(
	struct str *said, struct multipart *form, const struct multipart_part *part, size_t room)
{
	char piece[512];
	int64_t got;

	assert(text_is_clean(part->name, strlen(part->name)));
	str_format(said, "\n%s", part->name);
	if (part->filename != NULL) {
		assert(text_is_clean(part->filename, strlen(part->filename)));
		str_format(said, "<%s>", part->filename);
	}
	while ((got = multipart_part_read(form, piece, room)) > 0) {
		assert((size_t)got <= room);
		str_add_bytes(said, piece, (size_t)got);
	}
	str_add(said, got == 0 ? "|" : "#");
}

static struct str read_form(struct arena *arena, struct body body, size_t room)
{
	struct str said = str_make(arena);
	struct multipart_part *part;
	struct multipart *form;
	int parts = 0;
	enum err e = multipart_open(
		arena, "multipart/form-data; boundary=X", -1, give, &body, &form);

	assert(e == OK);
	while (multipart_next(form, &part) == OK) {
		if (part == NULL) {
			str_add(&said, ".");
			break;
		}
		assert(++parts <= MULTIPART_PARTS_MAX);
		read_part(&said, form, part, room);
	}
	return said;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct arena *arena;
	struct str whole, pieces;

	if (size == 0 || size > INPUT_SIZE_MAX)
		return 0;
	if (arena == NULL)
		arena = arena_make(ARENA_SIZE_MAX);
	whole = read_form(arena, (struct body){ bytes + 1, size - 1, 0, SIZE_MAX }, 512);
	pieces = read_form(arena,
		(struct body){ bytes + 1, size - 1, 0, (size_t)(bytes[0] % 64 + 1) },
		(size_t)(bytes[0] / 64 * 100 + 1));
	assert(whole.size == pieces.size && memcmp(whole.text, pieces.text, whole.size) == 0);
	arena_reset(arena);
	return 0;
}
