/* utf8.c - the table of RFC 3629 as four cases. */
#include "base/utf8.h"

#include <string.h>

static size_t tail(
	const unsigned char *b, size_t size, uint32_t point, uint32_t min, uint32_t *out);

size_t utf8_read(const char *at, const char *end, uint32_t *point_out)
{
	const unsigned char *b = (const unsigned char *)at;
	ptrdiff_t left = end - at;

	*point_out = 0;
	if (left < 1)
		return 0;
	if (b[0] < 0x80) {
		*point_out = b[0];
		return 1;
	}
	if (b[0] >= 0xc2 && b[0] <= 0xdf && left >= 2)
		return tail(b, 2, b[0] & 0x1fu, 0x80, point_out);
	if (b[0] >= 0xe0 && b[0] <= 0xef && left >= 3)
		return tail(b, 3, b[0] & 0x0fu, 0x800, point_out);
	if (b[0] >= 0xf0 && b[0] <= 0xf4 && left >= 4)
		return tail(b, 4, b[0] & 0x07u, 0x10000, point_out);
	return 0;
}

size_t utf8_fit(const char *text, size_t size_max)
{
	size_t size = strnlen(text, size_max);

	while (size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80)
		size--;
	return size;
}

size_t utf8_write(uint32_t point, char out[4])
{
	if (point < 0x80) {
		out[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		out[0] = (char)(0xc0 | point >> 6);
		out[1] = (char)(0x80 | (point & 0x3f));
		return 2;
	}
	if (point < 0x10000) {
		out[0] = (char)(0xe0 | point >> 12);
		out[1] = (char)(0x80 | (point >> 6 & 0x3f));
		out[2] = (char)(0x80 | (point & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | point >> 18);
	out[1] = (char)(0x80 | (point >> 12 & 0x3f));
	out[2] = (char)(0x80 | (point >> 6 & 0x3f));
	out[3] = (char)(0x80 | (point & 0x3f));
	return 4;
}

static size_t tail(const unsigned char *b, size_t size, uint32_t point, uint32_t min, uint32_t *out)
{
	for (size_t i = 1; i < size; i++) {
		if ((b[i] & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (b[i] & 0x3fu);
	}
	if (point < min || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
		return 0;
	*out = point;
	return size;
}
