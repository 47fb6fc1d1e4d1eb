/* canvas.c - see canvas.h. Colours count by their alpha, as what is see-through has none. */
#include "picture/canvas.h"

#include <stdbool.h>
#include <string.h>

#include "picture/picture.h"

enum { WHOLE = 256 }; /* a dot's share is counted in parts of it */

/* Where a row or column goes: `first` parts of WHOLE to the small one `at`, the rest to the one after it. */
struct share {
	uint16_t at, first;
};

/* Sums of one dot of the small picture: red, green and blue times alpha, and alpha. */
struct sum {
	uint64_t rgb[3], alpha;
};

static struct canvas {
	uint32_t width, height, small_width, small_height;
	int orientation;
	struct share columns[CANVAS_SIDE_MAX], rows[CANVAS_SIDE_MAX];
	uint64_t column_weights[CANVAS_SMALL_MAX + 1], row_weights[CANVAS_SMALL_MAX + 1];
	struct sum sums[CANVAS_SMALL_MAX * CANVAS_SMALL_MAX];
	struct sum line[CANVAS_SMALL_MAX + 1];
	uint8_t small[CANVAS_SMALL_MAX * CANVAS_SMALL_MAX * 4];
} canvas;

static void share_out(
	struct share *shares, uint64_t *weights, uint32_t length, uint32_t small_length);
static void sum_add(struct sum *to, const struct sum *from, uint32_t parts);
static void dot_add(struct sum *sum, const uint8_t *rgba, uint32_t parts);
static void dot_end(uint8_t *rgba, const struct sum *sum, uint64_t weight);
static size_t place_of(uint32_t x, uint32_t y);

void canvas_check(uint64_t width, uint64_t height)
{
	if (width == 0 || height == 0)
		picture_fail(PICTURE_BROKEN);
	if (width > CANVAS_SIDE_MAX || height > CANVAS_SIDE_MAX || width * height > CANVAS_DOTS_MAX)
		picture_fail(PICTURE_TOO_MANY_DOTS);
}

void canvas_open(uint64_t width, uint64_t height)
{
	canvas_check(width, height);
	memset(&canvas, 0, sizeof(canvas));
	canvas.width = (uint32_t)width;
	canvas.height = (uint32_t)height;
	canvas.orientation = 1;
	canvas_small(canvas.width, canvas.height, &canvas.small_width, &canvas.small_height);
	share_out(canvas.columns, canvas.column_weights, canvas.width, canvas.small_width);
	share_out(canvas.rows, canvas.row_weights, canvas.height, canvas.small_height);
}

void canvas_row(uint32_t y, uint32_t x, uint32_t step, const uint8_t *rgba, uint32_t n)
{
	uint32_t from = canvas.small_width, to = 0;
	const struct share *row;

	if (y >= canvas.height)
		return;
	row = &canvas.rows[y];
	for (; n > 0 && x < canvas.width; n--, x += step, rgba += 4) {
		const struct share *column = &canvas.columns[x];

		dot_add(&canvas.line[column->at], rgba, column->first);
		if (column->first < WHOLE)
			dot_add(&canvas.line[column->at + 1], rgba, WHOLE - column->first);
		from = column->at < from ? column->at : from;
		to = column->at + 2u;
	}
	for (uint32_t i = from; i < to && i < canvas.small_width; i++) {
		struct sum *sum = &canvas.sums[row->at * canvas.small_width + i];

		sum_add(sum, &canvas.line[i], row->first);
		if (row->first < WHOLE)
			sum_add(sum + canvas.small_width, &canvas.line[i], WHOLE - row->first);
		canvas.line[i] = (struct sum){ 0 };
	}
}

void canvas_turn(int orientation)
{
	canvas.orientation = orientation;
}

const uint8_t *canvas_end(uint32_t *width_out, uint32_t *height_out)
{
	bool lies = canvas.orientation >= 5;

	for (uint32_t y = 0; y < canvas.small_height; y++)
		for (uint32_t x = 0; x < canvas.small_width; x++)
			dot_end(&canvas.small[4 * place_of(x, y)],
				&canvas.sums[y * canvas.small_width + x],
				canvas.column_weights[x] * canvas.row_weights[y]);
	*width_out = lies ? canvas.small_height : canvas.small_width;
	*height_out = lies ? canvas.small_width : canvas.small_height;
	return canvas.small;
}

void canvas_small(uint32_t width, uint32_t height, uint32_t *small_width, uint32_t *small_height)
{
	uint32_t longer = width > height ? width : height;

	*small_width = width;
	*small_height = height;
	if (longer <= CANVAS_SMALL_MAX)
		return;
	*small_width = (width * CANVAS_SMALL_MAX + longer / 2) / longer;
	*small_height = (height * CANVAS_SMALL_MAX + longer / 2) / longer;
	*small_width += *small_width == 0;
	*small_height += *small_height == 0;
}

/* A dot is never wider than a small one, so it touches two at most. */
static void share_out(
	struct share *shares, uint64_t *weights, uint32_t length, uint32_t small_length)
{
	for (uint32_t i = 0; i < length; i++) {
		uint32_t start = i * small_length, at = start / length;
		uint32_t until = (at + 1) * length - start; /* the border of the small one */
		uint32_t first = until >= small_length ? WHOLE : WHOLE * until / small_length;

		shares[i] = (struct share){ (uint16_t)at, (uint16_t)first };
		weights[at] += first;
		weights[at + 1] += WHOLE - first;
	}
}

static void sum_add(struct sum *to, const struct sum *from, uint32_t parts)
{
	for (int i = 0; i < 3; i++)
		to->rgb[i] += from->rgb[i] * parts;
	to->alpha += from->alpha * parts;
}

static void dot_add(struct sum *sum, const uint8_t *rgba, uint32_t parts)
{
	uint32_t alpha = rgba[3] * parts;

	for (int i = 0; i < 3; i++)
		sum->rgb[i] += rgba[i] * alpha;
	sum->alpha += alpha;
}

static void dot_end(uint8_t *rgba, const struct sum *sum, uint64_t weight)
{
	for (int i = 0; i < 3; i++)
		rgba[i] = (uint8_t)(sum->alpha ? (sum->rgb[i] + sum->alpha / 2) / sum->alpha : 0);
	rgba[3] = (uint8_t)((sum->alpha + weight / 2) / weight);
}

/* Where the dot stands when the picture has been turned: Exif tells which side of it is the top. */
static size_t place_of(uint32_t x, uint32_t y)
{
	uint32_t right = canvas.small_width - 1 - x, bottom = canvas.small_height - 1 - y;

	switch (canvas.orientation) {
	case 2:
		return y * canvas.small_width + right;
	case 3:
		return bottom * canvas.small_width + right;
	case 4:
		return bottom * canvas.small_width + x;
	case 5:
		return x * canvas.small_height + y;
	case 6:
		return x * canvas.small_height + bottom;
	case 7:
		return right * canvas.small_height + bottom;
	case 8:
		return right * canvas.small_height + y;
	default:
		return y * canvas.small_width + x;
	}
}
