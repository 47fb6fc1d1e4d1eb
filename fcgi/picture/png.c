/* png.c - PNG by libpng, row by row; the passes of an interlaced one straight into the canvas, so it takes no more memory. Of the
 * chunks beside the dots only transparency and Exif are read. Texts and profiles, which may unpack to gigabytes, are passed over. */
#include "picture/picture.h"

#include <png.h>

#include "picture/canvas.h"
#include "picture/exif.h"

static uint8_t row[CANVAS_SIDE_MAX * 4];

/* Which dots a pass has: from where, and how far apart (Adam7). */
static const struct pass {
	png_uint_32 x, y, right, down;
} whole = { 0, 0, 1, 1 },
  passes[] = {
	  { 0, 0, 8, 8 },
	  { 4, 0, 8, 8 },
	  { 0, 4, 4, 8 },
	  { 2, 0, 4, 4 },
	  { 0, 2, 2, 4 },
	  { 1, 0, 2, 2 },
	  { 0, 1, 1, 2 },
  };

static void ended(png_structp png, png_const_charp said)
{
	(void)png;
	(void)said;
	picture_fail(PICTURE_BROKEN);
}

static void warned(png_structp png, png_const_charp said)
{
	(void)png;
	(void)said;
}

static void give(png_structp png, png_bytep bytes, size_t size)
{
	if (picture_read(png_get_io_ptr(png), bytes, size) != size)
		picture_fail(PICTURE_BROKEN);
}

static png_structp open_reader(struct picture *picture)
{
	static const png_byte read_too[] = "eXIf";
	png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, ended, warned);

	if (!png)
		picture_fail(PICTURE_NO_MEMORY);
	png_set_read_fn(png, picture, give);
	png_set_user_limits(png, CANVAS_SIDE_MAX, CANVAS_SIDE_MAX);
	png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
	png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_AS_DEFAULT, read_too, 1);
	return png;
}

static void read_turn(png_structp png, png_infop info)
{
	png_bytep bytes;
	png_uint_32 size;

	if (png_get_eXIf_1(png, info, &size, &bytes) != 0)
		canvas_turn(exif_orientation(bytes, size));
}

/* Whatever it is: eight bits each of red, green, blue and alpha. */
static void make_plain(png_structp png)
{
	png_set_scale_16(png);
	png_set_expand(png);
	png_set_gray_to_rgb(png);
	png_set_add_alpha(png, 0xff, PNG_FILLER_AFTER);
}

/* The library gives each pass as a picture of its own, and none that is empty. */
static void draw_pass(
	png_structp png, png_uint_32 width, png_uint_32 height, const struct pass *pass)
{
	if (pass->x >= width)
		return;
	for (png_uint_32 y = pass->y; y < height; y += pass->down) {
		png_read_row(png, row, NULL);
		canvas_row(y, pass->x, pass->right, row,
			(width - pass->x + pass->right - 1) / pass->right);
	}
}

void picture_png(struct picture *picture)
{
	png_structp png = open_reader(picture);
	png_infop info = png_create_info_struct(png);
	png_uint_32 width, height;
	int interlaced;

	if (!info)
		picture_fail(PICTURE_NO_MEMORY);
	png_read_info(png, info);
	width = png_get_image_width(png, info);
	height = png_get_image_height(png, info);
	interlaced = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
	canvas_open(width, height);
	read_turn(png, info);
	make_plain(png);
	png_read_update_info(png, info);
	if (!interlaced)
		draw_pass(png, width, height, &whole);
	for (size_t i = 0; interlaced && i < sizeof(passes) / sizeof(passes[0]); i++)
		draw_pass(png, width, height, &passes[i]);
}
