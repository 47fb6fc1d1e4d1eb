/* gif.c - GIF by giflib, row by row: the first frame, on a see-through ground of the screen's size. */
#include "picture/picture.h"

#include <gif_lib.h>
#include <stdbool.h>

#include "picture/canvas.h"

static uint8_t indexes[CANVAS_SIDE_MAX], row[CANVAS_SIDE_MAX * 4];

static int give(GifFileType *gif, GifByteType *bytes, int size)
{
	return (int)picture_read(gif->UserData, bytes, (size_t)size);
}

static void ended(int error) __attribute__((noreturn));
static void ended(int error)
{
	picture_fail(error == D_GIF_ERR_NOT_ENOUGH_MEM ? PICTURE_NO_MEMORY : PICTURE_BROKEN);
}

/* What stands before a frame may say which colour is see-through; -1: none. */
static void read_extension(GifFileType *gif, int *clear)
{
	GraphicsControlBlock control;
	GifByteType *block;
	int code;

	if (DGifGetExtension(gif, &code, &block) != GIF_OK)
		ended(gif->Error);
	while (block) {
		if (code == GRAPHICS_EXT_FUNC_CODE &&
			DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK)
			*clear = control.TransparentColor;
		if (DGifGetExtensionNext(gif, &block) != GIF_OK)
			ended(gif->Error);
	}
}

static void find_frame(GifFileType *gif, int *clear)
{
	GifRecordType kind;

	*clear = NO_TRANSPARENT_COLOR;
	for (;;) {
		if (DGifGetRecordType(gif, &kind) != GIF_OK)
			ended(gif->Error);
		if (kind == IMAGE_DESC_RECORD_TYPE)
			break;
		if (kind != EXTENSION_RECORD_TYPE)
			picture_fail(PICTURE_BROKEN);
		read_extension(gif, clear);
	}
	if (DGifGetImageDesc(gif) != GIF_OK)
		ended(gif->Error);
}

static void draw_row(GifFileType *gif, const ColorMapObject *colours, int clear, uint32_t y)
{
	uint32_t width = (uint32_t)gif->Image.Width;

	if (DGifGetLine(gif, indexes, gif->Image.Width) != GIF_OK)
		ended(gif->Error);
	for (uint32_t x = 0; x < width; x++) {
		int at = indexes[x];
		bool known = at < colours->ColorCount;
		const GifColorType *colour = &colours->Colors[known ? at : 0];

		row[4 * x] = colour->Red;
		row[4 * x + 1] = colour->Green;
		row[4 * x + 2] = colour->Blue;
		row[4 * x + 3] = known && at != clear ? 0xff : 0;
	}
	canvas_row((uint32_t)gif->Image.Top + y, (uint32_t)gif->Image.Left, 1, row, width);
}

void picture_gif(struct picture *picture)
{
	static const struct {
		int start, step;
	} passes[] = { { 0, 8 }, { 4, 8 }, { 2, 4 }, { 1, 2 } };
	int error = 0, clear;
	GifFileType *gif = DGifOpen(picture, give, &error);
	const ColorMapObject *colours;

	if (!gif)
		ended(error);
	canvas_check((uint64_t)gif->SWidth, (uint64_t)gif->SHeight);
	find_frame(gif, &clear);
	canvas_check((uint64_t)gif->Image.Width, (uint64_t)gif->Image.Height);
	canvas_open((uint64_t)gif->SWidth, (uint64_t)gif->SHeight);
	colours = gif->Image.ColorMap ? gif->Image.ColorMap : gif->SColorMap;
	if (!colours || colours->ColorCount < 1)
		picture_fail(PICTURE_BROKEN);
	if (!gif->Image.Interlace)
		for (int y = 0; y < gif->Image.Height; y++)
			draw_row(gif, colours, clear, (uint32_t)y);
	for (int pass = 0; gif->Image.Interlace && pass < 4; pass++)
		for (int y = passes[pass].start; y < gif->Image.Height; y += passes[pass].step)
			draw_row(gif, colours, clear, (uint32_t)y);
}
