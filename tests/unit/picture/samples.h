/* samples.h - pictures for tests, made here: four quarters in four colours, so that a turned one is known by its corners. */
#pragma once
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <gif_lib.h>
#include <jpeglib.h>
#include <webp/encode.h>
#include <webp/mux.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/str.h"

/* Red, green: the upper quarters; blue, white: the lower ones. */
static void quarter(uint32_t x, uint32_t y, uint32_t width, uint32_t height, uint8_t rgb[3])
{
	static const uint8_t colours[4][3] = { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 },
		{ 255, 255, 255 } };

	memcpy(rgb, colours[(x >= width / 2) + 2 * (y >= height / 2)], 3);
}

/* --- PNG, by hand --- */

static void put_number(struct str *to, uint32_t number)
{
	const uint8_t bytes[] = { (uint8_t)(number >> 24), (uint8_t)(number >> 16),
		(uint8_t)(number >> 8), (uint8_t)number };

	str_add_bytes(to, bytes, 4);
}

static void put_chunk(struct str *to, const char *type, const void *bytes, size_t size)
{
	size_t start;

	put_number(to, (uint32_t)size);
	start = to->size;
	str_add(to, type);
	str_add_bytes(to, bytes, size);
	put_number(to, (uint32_t)crc32(0, (const Bytef *)to->text + start, (uInt)(size + 4)));
}

struct png_sample {
	uint32_t width, height;
	uint8_t depth, colours, interlaced; /* as in IHDR */
	const char *before_type;            /* a chunk before the dots; NULL: none */
	const void *before;
	size_t before_size;
};

static struct str png_head(struct arena *arena, const struct png_sample *sample)
{
	struct str png = str_make(arena), head = str_make(arena);

	str_add_bytes(&png, "\x89PNG\r\n\x1a\n", 8);
	put_number(&head, sample->width);
	put_number(&head, sample->height);
	str_add_bytes(&head, &sample->depth, 1);
	str_add_bytes(&head, &sample->colours, 1);
	str_add_bytes(&head, "\0\0", 2);
	str_add_bytes(&head, &sample->interlaced, 1);
	put_chunk(&png, "IHDR", head.text, head.size);
	if (sample->before_type)
		put_chunk(&png, sample->before_type, sample->before, sample->before_size);
	return png;
}

/* What zlib makes of these bytes and then of so many zeros. */
static struct str packed(struct arena *arena, const void *bytes, size_t size, size_t zeros)
{
	static uint8_t nothing[1 << 16], out[1 << 16];
	struct str made = str_make(arena);
	z_stream zip = { 0 };
	int end = Z_OK;

	deflateInit(&zip, Z_BEST_SPEED);
	zip.next_in = (Bytef *)(uintptr_t)bytes;
	zip.avail_in = (uInt)size;
	while (end != Z_STREAM_END) {
		if (zip.avail_in == 0 && zeros > 0) {
			zip.next_in = nothing;
			zip.avail_in = (uInt)(zeros < sizeof nothing ? zeros : sizeof nothing);
			zeros -= zip.avail_in;
		}
		zip.next_out = out;
		zip.avail_out = sizeof out;
		end = deflate(&zip, zeros == 0 ? Z_FINISH : Z_NO_FLUSH);
		str_add_bytes(&made, out, sizeof out - zip.avail_out);
	}
	deflateEnd(&zip);
	return made;
}

static struct str png_of(struct arena *arena, const struct png_sample *sample, const void *rows,
	size_t size, size_t zeros)
{
	struct str png = png_head(arena, sample), dots = packed(arena, rows, size, zeros);

	put_chunk(&png, "IDAT", dots.text, dots.size);
	put_chunk(&png, "IEND", NULL, 0);
	return png;
}

/* Rows of one pass: the dots from (x, y) on, so far apart; one byte (0: no filter) before each row. */
static void png_pass(struct str *rows, const struct png_sample *sample, const uint32_t pass[4])
{
	for (uint32_t y = pass[1]; y < sample->height && pass[0] < sample->width; y += pass[3]) {
		str_add_bytes(rows, "\0", 1);
		for (uint32_t x = pass[0]; x < sample->width; x += pass[2]) {
			uint8_t rgb[3];

			quarter(x, y, sample->width, sample->height, rgb);
			str_add_bytes(rows, rgb, 3);
		}
	}
}

/* Quarters, eight bits, red, green and blue. */
static struct str png_quarters(struct arena *arena, const struct png_sample *said)
{
	static const uint32_t passes[8][4] = { { 0, 0, 1, 1 }, { 0, 0, 8, 8 }, { 4, 0, 8, 8 },
		{ 0, 4, 4, 8 }, { 2, 0, 4, 4 }, { 0, 2, 2, 4 }, { 1, 0, 2, 2 }, { 0, 1, 1, 2 } };
	struct png_sample sample = *said;
	struct str rows = str_make(arena);

	sample.depth = 8;
	sample.colours = 2;
	for (int i = sample.interlaced ? 1 : 0; i < (sample.interlaced ? 8 : 1); i++)
		png_pass(&rows, &sample, passes[i]);
	return png_of(arena, &sample, rows.text, rows.size, 0);
}

/* --- Exif --- */

static struct str exif_of(struct arena *arena, bool big_end_first, int orientation)
{
	static const uint8_t big[] =
		"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
	static const uint8_t small[] =
		"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0";
	struct str exif = str_make(arena);

	str_add_bytes(&exif, big_end_first ? big : small, 26);
	exif.text[big_end_first ? 19 : 18] = (char)orientation;
	return exif;
}

/* --- JPEG --- */

struct jpeg_sample {
	uint32_t width, height;
	bool progressive, cmyk, adobe, grey;
	int orientation; /* 0: no Exif */
};

/* Ink where colour is missing; Adobe's programs write it upside down. */
static void cmyk_dot(uint8_t *dot, const uint8_t rgb[3], bool adobe)
{
	for (int i = 0; i < 3; i++)
		dot[i] = adobe ? rgb[i] : (uint8_t)(255 - rgb[i]);
	dot[3] = adobe ? 255 : 0;
}

static struct str jpeg_quarters(struct arena *arena, const struct jpeg_sample *sample)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;
	unsigned char *bytes = NULL;
	unsigned long size = 0;
	int n = sample->cmyk ? 4 : sample->grey ? 1 : 3;
	uint8_t *row = arena_alloc(arena, sample->width * 4);
	struct str made = str_make(arena);

	jpeg.err = jpeg_std_error(&errors);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &bytes, &size);
	jpeg.image_width = sample->width;
	jpeg.image_height = sample->height;
	jpeg.input_components = n;
	jpeg.in_color_space = sample->cmyk ? JCS_CMYK : sample->grey ? JCS_GRAYSCALE : JCS_RGB;
	jpeg_set_defaults(&jpeg);
	jpeg_set_quality(&jpeg, 90, TRUE);
	jpeg.write_Adobe_marker = sample->cmyk && sample->adobe;
	if (sample->progressive)
		jpeg_simple_progression(&jpeg);
	jpeg_start_compress(&jpeg, TRUE);
	if (sample->orientation) {
		struct str exif = str_make(arena), tiff = exif_of(arena, true, sample->orientation);

		str_add_bytes(&exif, "Exif\0\0", 6);
		str_add_bytes(&exif, tiff.text, tiff.size);
		jpeg_write_marker(&jpeg, JPEG_APP0 + 1, (JOCTET *)exif.text, (unsigned)exif.size);
	}
	for (uint32_t y = 0; y < sample->height; y++) {
		for (uint32_t x = 0; x < sample->width; x++) {
			uint8_t rgb[3];

			quarter(x, y, sample->width, sample->height, rgb);
			if (sample->cmyk)
				cmyk_dot(row + 4 * x, rgb, sample->adobe);
			else
				memcpy(row + (size_t)n * x, rgb, (size_t)n);
		}
		jpeg_write_scanlines(&jpeg, (JSAMPROW[]){ row }, 1);
	}
	jpeg_finish_compress(&jpeg);
	str_add_bytes(&made, bytes, size);
	jpeg_destroy_compress(&jpeg);
	free(bytes);
	return made;
}

/* --- GIF --- */

struct gif_sample {
	int width, height, frames;
	bool interlaced;
	int clear; /* of the four colours, the one that is see-through; -1: none */
};

static int gif_write(GifFileType *gif, const GifByteType *bytes, int size)
{
	str_add_bytes(gif->UserData, bytes, (size_t)size);
	return size;
}

static void gif_frame(GifFileType *gif, const struct gif_sample *sample, int frame)
{
	static const int start[] = { 0, 4, 2, 1 }, step[] = { 8, 8, 4, 2 };
	static GifByteType row[65535];
	GraphicsControlBlock control = { .DelayTime = 10, .TransparentColor = sample->clear };
	GifByteType said[4];

	EGifGCBToExtension(&control, said);
	EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE, 4, said);
	EGifPutImageDesc(gif, 0, 0, sample->width, sample->height, sample->interlaced, NULL);
	for (int pass = 0; pass < (sample->interlaced ? 4 : 1); pass++)
		for (int y = sample->interlaced ? start[pass] : 0; y < sample->height;
			y += sample->interlaced ? step[pass] : 1) {
			for (int x = 0; x < sample->width; x++)
				row[x] = (GifByteType)((x >= sample->width / 2) +
					2 * (y >= sample->height / 2));
			if (frame > 0)
				memset(row, 3, (size_t)sample->width); /* a later one is white */
			EGifPutLine(gif, row, sample->width);
		}
}

static struct str gif_quarters(struct arena *arena, const struct gif_sample *sample)
{
	static const GifColorType colours[] = { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 },
		{ 255, 255, 255 } };
	ColorMapObject *map = GifMakeMapObject(4, colours);
	struct str made = str_make(arena);
	int error;
	GifFileType *gif = EGifOpen(&made, gif_write, &error);

	EGifSetGifVersion(gif, true);
	EGifPutScreenDesc(gif, sample->width, sample->height, 2, 0, map);
	for (int frame = 0; frame < sample->frames; frame++)
		gif_frame(gif, sample, frame);
	EGifCloseFile(gif, &error);
	GifFreeMapObject(map);
	return made;
}

/* --- WebP --- */

static struct str webp_quarters(struct arena *arena, uint32_t width, uint32_t height, bool lossless)
{
	uint8_t *dots = arena_alloc(arena, (size_t)width * height * 3), *bytes = NULL;
	struct str made = str_make(arena);
	size_t size;

	for (uint32_t y = 0; y < height; y++)
		for (uint32_t x = 0; x < width; x++)
			quarter(x, y, width, height, dots + 3 * ((size_t)y * width + x));
	size = lossless
		? WebPEncodeLosslessRGB(dots, (int)width, (int)height, (int)width * 3, &bytes)
		: WebPEncodeRGB(dots, (int)width, (int)height, (int)width * 3, 90, &bytes);
	str_add_bytes(&made, bytes, size);
	WebPFree(bytes);
	return made;
}

/* The frames one after the other, and Exif when orientation is not 0. */
static struct str webp_mux(struct arena *arena, const struct str *frames, int n, int orientation)
{
	WebPMux *mux = WebPMuxNew();
	struct str made = str_make(arena), exif = exif_of(arena, false, orientation);
	const WebPData said = { (const uint8_t *)exif.text, exif.size };
	WebPData data = { 0 };

	for (int i = 0; i < n; i++) {
		WebPMuxFrameInfo frame = { .bitstream = { (const uint8_t *)frames[i].text,
						   frames[i].size },
			.duration = 100,
			.id = WEBP_CHUNK_ANMF };

		if (n > 1)
			WebPMuxPushFrame(mux, &frame, 1);
		else
			WebPMuxSetImage(mux, &frame.bitstream, 1);
	}
	if (n > 1)
		WebPMuxSetAnimationParams(mux, &(WebPMuxAnimParams){ 0xffffffff, 0 });
	if (orientation)
		WebPMuxSetChunk(mux, "EXIF", &said, 1);
	WebPMuxAssemble(mux, &data);
	str_add_bytes(&made, data.bytes, data.size);
	WebPDataClear(&data);
	WebPMuxDelete(mux);
	return made;
}
