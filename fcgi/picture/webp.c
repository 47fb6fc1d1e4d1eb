/* webp.c - WebP by libwebp: it makes the first frame small while it decodes, so rows come from it at their last size; and the small
 * picture is written by it. */
#include "picture/picture.h"

#include <webp/decode.h>
#include <webp/demux.h>
#include <webp/encode.h>

#include "picture/canvas.h"
#include "picture/exif.h"

enum { QUALITY = 75 };

static uint8_t small[CANVAS_SMALL_MAX * CANVAS_SMALL_MAX * 4];

static void judge(VP8StatusCode status)
{
	if (status != VP8_STATUS_OK)
		picture_fail(
			status == VP8_STATUS_OUT_OF_MEMORY ? PICTURE_NO_MEMORY : PICTURE_BROKEN);
}

static void draw(const WebPData *frame)
{
	WebPDecoderConfig config;
	uint32_t width, height;

	if (!WebPInitDecoderConfig(&config))
		picture_fail(PICTURE_BROKEN);
	judge(WebPGetFeatures(frame->bytes, frame->size, &config.input));
	canvas_check((uint64_t)config.input.width, (uint64_t)config.input.height);
	canvas_small((uint32_t)config.input.width, (uint32_t)config.input.height, &width, &height);
	config.options.use_scaling = 1;
	config.options.scaled_width = (int)width;
	config.options.scaled_height = (int)height;
	config.output.colorspace = MODE_RGBA;
	config.output.is_external_memory = 1;
	config.output.u.RGBA.rgba = small;
	config.output.u.RGBA.stride = (int)width * 4;
	config.output.u.RGBA.size = sizeof(small);
	judge(WebPDecode(frame->bytes, frame->size, &config));
	canvas_open(width, height);
	for (uint32_t y = 0; y < height; y++)
		canvas_row(y, 0, 1, small + (size_t)y * width * 4, width);
}

void picture_webp(struct picture *picture)
{
	const WebPData data = { picture->bytes, picture->size };
	WebPDemuxer *demuxer = WebPDemux(&data);
	WebPChunkIterator exif;
	WebPIterator frame;

	if (!demuxer)
		picture_fail(PICTURE_BROKEN);
	canvas_check(WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_WIDTH),
		WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_HEIGHT));
	if (!WebPDemuxGetFrame(demuxer, 1, &frame))
		picture_fail(PICTURE_BROKEN);
	draw(&frame.fragment);
	if (WebPDemuxGetChunk(demuxer, "EXIF", 1, &exif))
		canvas_turn(exif_orientation(exif.chunk.bytes, exif.chunk.size));
}

const uint8_t *picture_webp_make(
	const uint8_t *rgba, uint32_t width, uint32_t height, size_t *size_out)
{
	uint8_t *made = NULL;

	*size_out = WebPEncodeRGBA(rgba, (int)width, (int)height, (int)width * 4, QUALITY, &made);
	if (*size_out == 0 || !made)
		picture_fail(PICTURE_NO_MEMORY);
	return made;
}
