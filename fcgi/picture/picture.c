/* picture.c - see picture.h. What the bytes are is told by their first ones, not by a name. */
#include "picture/picture.h"

#include <string.h>
#include <unistd.h>

#include "picture/canvas.h"

static const struct {
	const char *start;
	size_t at, size;
	void (*draw)(struct picture *picture);
} kinds[] = {
	{ "\x89PNG\r\n\x1a\n", 0, 8, picture_png },
	{ "\xff\xd8\xff", 0, 3, picture_jpeg },
	{ "GIF87a", 0, 6, picture_gif },
	{ "GIF89a", 0, 6, picture_gif },
	{ "WEBP", 8, 4, picture_webp },
};

const uint8_t *picture_small(struct picture *picture, size_t *size_out)
{
	const uint8_t *rgba;
	uint32_t width, height;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (picture->size < kinds[i].at + kinds[i].size ||
			memcmp(picture->bytes + kinds[i].at, kinds[i].start, kinds[i].size) != 0)
			continue;
		kinds[i].draw(picture);
		rgba = canvas_end(&width, &height);
		return picture_webp_make(rgba, width, height, size_out);
	}
	picture_fail(PICTURE_UNKNOWN);
}

_Noreturn void picture_fail(enum picture_fault fault)
{
	_exit(fault);
}

size_t picture_read(struct picture *picture, void *bytes, size_t room)
{
	size_t left = picture->size - picture->at, n = left < room ? left : room;

	memcpy(bytes, picture->bytes + picture->at, n);
	picture->at += n;
	return n;
}
