/* exif.c - see exif.h. Exif is a TIFF file: its order of bytes, where the first list is, and in it twelve bytes for each tag. */
#include "picture/exif.h"

#include <stdbool.h>
#include <string.h>

enum { ORIENTATION = 0x0112, SHORT = 3, ENTRY_SIZE = 12, UPRIGHT = 1 };

struct tiff {
	const uint8_t *bytes;
	size_t size;
	bool big_end_first;
};

/* A number of `n` bytes; 0 behind the end. */
static uint32_t number(const struct tiff *tiff, size_t at, size_t n)
{
	uint32_t value = 0;

	if (at > tiff->size || n > tiff->size - at)
		return 0;
	for (size_t i = 0; i < n; i++)
		value = value << 8 | tiff->bytes[at + (tiff->big_end_first ? i : n - 1 - i)];
	return value;
}

static int orientation(const struct tiff *tiff)
{
	size_t list = number(tiff, 4, 4), entries = number(tiff, list, 2);

	for (size_t i = 0; i < entries; i++) {
		size_t entry = list + 2 + i * ENTRY_SIZE;
		uint32_t value = number(tiff, entry + 8, 2);

		if (entry + ENTRY_SIZE > tiff->size)
			break;
		if (number(tiff, entry, 2) == ORIENTATION)
			return number(tiff, entry + 2, 2) == SHORT && value >= 1 && value <= 8
				? (int)value
				: UPRIGHT;
	}
	return UPRIGHT;
}

int exif_orientation(const uint8_t *bytes, size_t size)
{
	struct tiff tiff = { bytes, size, false };

	if (size >= 6 && memcmp(bytes, "Exif\0\0", 6) == 0) {
		tiff.bytes += 6;
		tiff.size -= 6;
	}
	if (tiff.size < 8)
		return UPRIGHT;
	tiff.big_end_first = tiff.bytes[0] == 'M';
	return memcmp(tiff.bytes, tiff.big_end_first ? "MM\0*" : "II*\0", 4) == 0
		? orientation(&tiff)
		: UPRIGHT;
}
