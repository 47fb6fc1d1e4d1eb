/* jpeg.c - JPEG by libjpeg-turbo, which decodes to 1/8 .. 8/8 of the size for less work. A progressive one is kept whole by the
 * library, as coefficients: the sandbox's memory is its limit. */
#include "picture/picture.h"

#include <stdio.h>

#include <jerror.h>
#include <jpeglib.h>

#include "picture/canvas.h"
#include "picture/exif.h"

enum { EXIF = JPEG_APP0 + 1, EXIF_SIZE_MAX = 0xffff, CMYK = 4, ROWS_AT_ONCE = 16 };

static uint8_t row[CANVAS_SIDE_MAX * 4];

static void ended(j_common_ptr jpeg)
{
	picture_fail(
		jpeg->err->msg_code == JERR_OUT_OF_MEMORY ? PICTURE_NO_MEMORY : PICTURE_BROKEN);
}

/* Most warnings are about bytes that hurt nobody. Of one that ends too soon the rest would be grey; but who forgot no more than its end
 * mark shows all of it. */
static void warned(j_common_ptr jpeg, int level)
{
	const struct jpeg_decompress_struct *read = (const struct jpeg_decompress_struct *)jpeg;

	if (level < 0 && jpeg->err->msg_code == JWRN_JPEG_EOF &&
		read->output_scanline + ROWS_AT_ONCE < read->output_height)
		picture_fail(PICTURE_BROKEN);
}

/* The smallest of its scales that is still twice as fine as the small picture. */
static void scale(struct jpeg_decompress_struct *jpeg)
{
	uint32_t width, height;

	canvas_small(jpeg->image_width, jpeg->image_height, &width, &height);
	jpeg->scale_denom = 8;
	jpeg->scale_num = 1;
	while (jpeg->scale_num < 8 &&
		(jpeg->image_width * jpeg->scale_num < width * 16 ||
			jpeg->image_height * jpeg->scale_num < height * 16))
		jpeg->scale_num++;
}

static void read_turn(const struct jpeg_decompress_struct *jpeg)
{
	for (jpeg_saved_marker_ptr saved = jpeg->marker_list; saved; saved = saved->next)
		if (saved->data_length > 6 && saved->data[0] == 'E') {
			canvas_turn(exif_orientation(saved->data, saved->data_length));
			return;
		}
}

/* Adobe's programs write CMYK upside down, and say who they are. */
static void make_plain(const struct jpeg_decompress_struct *jpeg)
{
	for (uint8_t *dot = row; dot < row + 4 * jpeg->output_width; dot += 4) {
		uint8_t flip = jpeg->saw_Adobe_marker ? 0 : 0xff;
		unsigned black = dot[3] ^ flip;

		for (int i = 0; i < 3; i++)
			dot[i] = (uint8_t)((unsigned)(dot[i] ^ flip) * black / 255);
		dot[3] = 0xff;
	}
}

void picture_jpeg(struct picture *picture)
{
	struct jpeg_decompress_struct jpeg;
	struct jpeg_error_mgr errors;
	JSAMPROW rows[] = { row };

	jpeg.err = jpeg_std_error(&errors);
	errors.error_exit = ended;
	errors.emit_message = warned;
	jpeg_create_decompress(&jpeg);
	jpeg_mem_src(&jpeg, picture->bytes, picture->size);
	jpeg_save_markers(&jpeg, EXIF, EXIF_SIZE_MAX);
	if (jpeg_read_header(&jpeg, TRUE) != JPEG_HEADER_OK)
		picture_fail(PICTURE_BROKEN);
	canvas_check(jpeg.image_width, jpeg.image_height);
	scale(&jpeg);
	jpeg.out_color_space = jpeg.num_components == CMYK ? JCS_CMYK : JCS_EXT_RGBA;
	jpeg.do_fancy_upsampling = FALSE;
	jpeg_start_decompress(&jpeg);
	canvas_open(jpeg.output_width, jpeg.output_height);
	read_turn(&jpeg);
	while (jpeg.output_scanline < jpeg.output_height) {
		uint32_t y = jpeg.output_scanline;

		jpeg_read_scanlines(&jpeg, rows, 1);
		if (jpeg.out_color_space == JCS_CMYK)
			make_plain(&jpeg);
		canvas_row(y, 0, 1, row, jpeg.output_width);
	}
}
