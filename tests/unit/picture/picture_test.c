/* picture_test.c - pictures through the program that makes them small, in its sandbox, as lodge-jobs runs it: what they look like
 * after it, and what it says of those that it does not take. */
#include "picture/picture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <libgen.h>
#include <unistd.h>
#include <webp/decode.h>
#include <webp/demux.h>
#include <cmocka.h>

#undef fail /* cmocka's; base/log.h has another */
#include "samples.h"
#include "base/child.h"

enum { PATIENCE_MS = 60000, OUTPUT_MAX = 256 * 1024, NEAR = 40 };

static struct arena *arena;
static char program[4096];
static struct child_end end;

/* --- what comes out --- */

static enum err run(const struct str *picture, int64_t time_max_ms)
{
	const char *const argv[] = { program, NULL };
	struct child_task task = { argv, -1, time_max_ms, OUTPUT_MAX, 0 };

	assert_int_equal(child_input_make(arena, &task.input), OK);
	assert_int_equal(child_input_add(task.input, picture->text, picture->size), OK);
	return child_run(arena, &task, &end);
}

static void refused(struct str picture, enum picture_fault fault)
{
	assert_int_equal(run(&picture, PATIENCE_MS), OK);
	assert_int_equal(end.status, fault);
	assert_int_equal(end.output_size, 0);
}

struct small {
	uint8_t *rgba;
	int width, height;
};

static void free_webp(void *bytes)
{
	WebPFree(bytes);
}

static struct small taken(struct str picture)
{
	struct small small;

	assert_int_equal(run(&picture, PATIENCE_MS), OK);
	assert_int_equal(end.status, PICTURE_FINE);
	small.rgba = WebPDecodeRGBA(end.output, end.output_size, &small.width, &small.height);
	assert_non_null(small.rgba);
	arena_defer(arena, free_webp, small.rgba);
	return small;
}

static char dot(const struct small *small, int x, int y)
{
	static const struct {
		char name;
		uint8_t rgb[3];
	} known[] = { { 'r', { 255, 0, 0 } }, { 'g', { 0, 255, 0 } }, { 'b', { 0, 0, 255 } },
		{ 'w', { 255, 255, 255 } }, { '0', { 0, 0, 0 } } };
	const uint8_t *at = small->rgba + 4 * ((size_t)y * (size_t)small->width + (size_t)x);

	if (at[3] < 128)
		return '.';
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (abs(at[0] - known[i].rgb[0]) < NEAR && abs(at[1] - known[i].rgb[1]) < NEAR &&
			abs(at[2] - known[i].rgb[2]) < NEAR)
			return known[i].name;
	return '?';
}

/* The middles of its quarters, as lines of a page: "rgbw" is upright. */
static void looks(struct str picture, int width, int height, const char *quarters)
{
	struct small small = taken(picture);
	int left = small.width / 4, right = small.width * 3 / 4, top = small.height / 4,
	    bottom = small.height * 3 / 4;
	const char seen[] = { dot(&small, left, top), dot(&small, right, top),
		dot(&small, left, bottom), dot(&small, right, bottom), '\0' };

	assert_int_equal(small.width, width);
	assert_int_equal(small.height, height);
	assert_string_equal(seen, quarters);
}

static struct str png(uint32_t width, uint32_t height, bool interlaced)
{
	return png_quarters(arena,
		&(struct png_sample){ .width = width, .height = height, .interlaced = interlaced });
}

static struct str text_of(const char *text)
{
	struct str str = str_make(arena);

	str_add(&str, text);
	return str;
}

/* --- what is taken --- */

static void a_png_becomes_small_and_keeps_its_shape(void **state)
{
	static const struct {
		uint32_t width, height;
		int small_width, small_height;
	} cases[] = { { 640, 640, 320, 320 }, { 1000, 500, 320, 160 }, { 500, 1000, 160, 320 },
		{ 333, 331, 320, 318 }, { 320, 200, 320, 200 }, { 40, 30, 40, 30 },
		{ 321, 40, 320, 40 } };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		for (int interlaced = 0; interlaced < 2; interlaced++)
			looks(png(cases[i].width, cases[i].height, interlaced),
				cases[i].small_width, cases[i].small_height, "rgbw");
}

static void one_dot_and_a_line_of_dots_are_pictures_too(void **state)
{
	struct small small = taken(png(1, 1, false));

	(void)state;
	assert_int_equal(small.width * small.height, 1);
	assert_int_equal(dot(&small, 0, 0), 'w');
	small = taken(png(65535, 1, true));
	assert_int_equal(small.width, 320);
	assert_int_equal(small.height, 1);
	small = taken(png(1, 65535, false));
	assert_int_equal(small.width, 1);
	assert_int_equal(small.height, 320);
}

static void a_png_of_any_depth_becomes_plain(void **state)
{
	static const uint8_t grey[] = { 0, 0x80, 0x7f },
			     deep[] = { 0, 0xff, 0xff, 0, 0, 0, 0, 0x80, 0 };
	static const uint8_t mapped[] = { 0, 0x40 }, reds[] = { 0, 0, 0, 255, 0, 0 };
	struct small small;

	(void)state;
	small = taken(png_of(
		arena, &(struct png_sample){ .width = 1, .height = 1, .depth = 16 }, grey, 3, 0));
	assert_in_range(small.rgba[0], 120, 136);
	small = taken(png_of(arena,
		&(struct png_sample){ .width = 1, .height = 1, .depth = 16, .colours = 6 }, deep, 9,
		0));
	assert_in_range(small.rgba[3], 127, 129);
	small = taken(png_of(arena,
		&(struct png_sample){ .width = 1,
			.height = 1,
			.depth = 2,
			.colours = 3,
			.before_type = "PLTE",
			.before = reds,
			.before_size = 6 },
		mapped, 2, 0));
	assert_int_equal(dot(&small, 0, 0), 'r');
}

static void a_jpeg_becomes_small(void **state)
{
	static const struct jpeg_sample samples[] = { { .width = 1200, .height = 600 },
		{ .width = 1200, .height = 600, .progressive = true },
		{ .width = 1200, .height = 600, .cmyk = true, .adobe = true },
		{ .width = 1200, .height = 600, .cmyk = true } };

	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
		looks(jpeg_quarters(arena, &samples[i]), 320, 160, "rgbw");
	looks(jpeg_quarters(arena, &(struct jpeg_sample){ .width = 40, .height = 20 }), 40, 20,
		"rgbw");
	looks(jpeg_quarters(
		      arena, &(struct jpeg_sample){ .width = 400, .height = 400, .grey = true }),
		320, 320, "w00w"); /* red counts as white */
	looks(jpeg_quarters(arena, &(struct jpeg_sample){ .width = 5000, .height = 4000 }), 320,
		256, "rgbw"); /* twenty million dots */
}

static void a_picture_is_turned_as_its_camera_was_held(void **state)
{
	static const char *const quarters[] = { "", "rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg",
		"wgbr", "gwrb" };

	(void)state;
	for (int turn = 1; turn <= 8; turn++) {
		struct str exif = exif_of(arena, turn % 2 == 0, turn),
			   whole = webp_quarters(arena, 640, 320, false);
		int width = turn < 5 ? 320 : 160, height = turn < 5 ? 160 : 320;

		looks(jpeg_quarters(arena,
			      &(struct jpeg_sample){
				      .width = 640, .height = 320, .orientation = turn }),
			width, height, quarters[turn]);
		looks(png_quarters(arena,
			      &(struct png_sample){ .width = 640,
				      .height = 320,
				      .before_type = "eXIf",
				      .before = exif.text,
				      .before_size = exif.size }),
			width, height, quarters[turn]);
		looks(webp_mux(arena, &whole, 1, turn), width, height, quarters[turn]);
	}
	looks(jpeg_quarters(arena,
		      &(struct jpeg_sample){ .width = 640, .height = 320, .orientation = 9 }),
		320, 160, "rgbw");
}

static void of_a_gif_the_first_frame_is_taken(void **state)
{
	for (int interlaced = 0; interlaced < 2; interlaced++) {
		looks(gif_quarters(arena, &(struct gif_sample){ 640, 480, 1, interlaced, -1 }), 320,
			240, "rgbw");
		looks(gif_quarters(arena, &(struct gif_sample){ 640, 480, 3, interlaced, -1 }), 320,
			240, "rgbw");
		looks(gif_quarters(arena, &(struct gif_sample){ 640, 480, 1, interlaced, 2 }), 320,
			240, "rg.w");
	}
	(void)state;
}

static void of_a_webp_the_first_frame_is_taken(void **state)
{
	struct str frames[2] = { webp_quarters(arena, 640, 480, false),
		webp_quarters(arena, 640, 480, true) };

	(void)state;
	looks(frames[0], 320, 240, "rgbw");
	looks(frames[1], 320, 240, "rgbw");
	looks(webp_mux(arena, frames, 2, 0), 320, 240, "rgbw");
	looks(webp_quarters(arena, 30, 20, true), 30, 20, "rgbw");
}

static void nothing_but_dots_comes_out(void **state)
{
	struct str exif = exif_of(arena, true, 6), frame = webp_quarters(arena, 640, 320, false);
	WebPDemuxer *demuxer;
	WebPData data;

	(void)state;
	taken(webp_mux(arena, &frame, 1, 6));
	data = (WebPData){ end.output, end.output_size };
	demuxer = WebPDemux(&data);
	assert_int_equal(WebPDemuxGetI(demuxer, WEBP_FF_FORMAT_FLAGS) & ~(uint32_t)ALPHA_FLAG, 0);
	WebPDemuxDelete(demuxer);
	assert_null(memmem(end.output, end.output_size, exif.text, 8));
}

/* --- bombs --- */

static void too_many_dots_are_refused_by_the_header_alone(void **state)
{
	static const struct png_sample samples[] = {
		{ .width = 50000, .height = 50000, .depth = 8, .colours = 2 },
		{ .width = 10001, .height = 10000, .depth = 1 },
		{ .width = 65536, .height = 1, .depth = 1 },
	};
	struct str jpeg = jpeg_quarters(arena, &(struct jpeg_sample){ .width = 64, .height = 64 });
	struct str gif = gif_quarters(arena, &(struct gif_sample){ 64, 64, 1, false, -1 });
	char *head = memmem(jpeg.text, jpeg.size, "\xff\xc0", 2);

	(void)state;
	for (size_t i = 0; i < 2; i++)
		refused(png_of(arena, &samples[i], NULL, 0, 1000), PICTURE_TOO_MANY_DOTS);
	refused(png_of(arena, &samples[2], NULL, 0, 65536 / 8 + 1),
		PICTURE_BROKEN); /* libpng's own limit */
	assert_non_null(head);
	memcpy(head + 5, "\xff\xdc\xff\xdc", 4); /* 65500 x 65500 */
	refused(jpeg, PICTURE_TOO_MANY_DOTS);
	memcpy(gif.text + 6, "\xff\xff\xff\xff", 4);
	refused(gif, PICTURE_TOO_MANY_DOTS);
	gif = gif_quarters(arena, &(struct gif_sample){ 64, 64, 1, false, -1 });
	head = memmem(gif.text, gif.size, ",\0\0\0\0@\0@\0", 9);
	assert_non_null(head);
	memcpy(head + 5, "\xff\xff\xff\xff", 4); /* the frame alone */
	refused(gif, PICTURE_TOO_MANY_DOTS);
}

static void as_many_as_are_taken_take_little_memory(void **state)
{
	static const struct png_sample samples[] = {
		{ .width = 10000, .height = 10000, .depth = 1 },
		{ .width = 10000, .height = 10000, .depth = 1, .interlaced = 1 }
	};
	struct small small;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		small = taken(png_of(arena, &samples[i], NULL, 0, 10000 * 1251 + 200000));
		assert_int_equal(small.width * small.height, 320 * 320);
		assert_int_equal(dot(&small, 160, 160), '0');
	}
}

/* The header of a progressive one of a hundred million dots, all of which the library would keep. */
static void one_that_needs_too_much_memory_gets_none(void **state)
{
	struct str jpeg = jpeg_quarters(
		arena, &(struct jpeg_sample){ .width = 64, .height = 64, .progressive = true });
	char *head = memmem(jpeg.text, jpeg.size, "\xff\xc2", 2);

	(void)state;
#ifdef __SANITIZE_ADDRESS__
	skip();
#endif
	assert_non_null(head);
	memcpy(head + 5, "\x27\x10\x27\x10", 4);
	head[11] = head[14] = head[17] = 0x11; /* no component is halved */
	refused(jpeg, PICTURE_NO_MEMORY);
}

static void one_that_takes_too_long_is_ended(void **state)
{
	struct str slow = png_of(arena,
		&(struct png_sample){
			.width = 10000, .height = 10000, .depth = 1, .interlaced = 1 },
		NULL, 0, 10000 * 1251 + 200000);

	(void)state;
	assert_int_equal(run(&slow, 50), E_UPSTREAM);
	assert_string_equal(end.said, "took too long");
}

/* Half a gigabyte of text, packed; a profile of that size; and many small ones. */
static void what_stands_beside_the_dots_is_not_unpacked(void **state)
{
	static const char *const types[] = { "zTXt", "iCCP" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct str text = str_make(arena), zip = packed(arena, NULL, 0, (size_t)512 << 20);
		struct png_sample sample = { .width = 64, .height = 64, .before_type = types[i] };

		str_add_bytes(&text, "Bomb\0\0", 6);
		str_add_bytes(&text, zip.text, zip.size);
		sample.before = text.text;
		sample.before_size = text.size;
		looks(png_quarters(arena, &sample), 64, 64, "rgbw");
	}
}

static void many_chunks_are_passed_over(void **state)
{
	struct str whole = png(64, 64, false), full = str_make(arena);

	(void)state;
	str_add_bytes(&full, whole.text, 33); /* the signature and IHDR */
	for (int i = 0; i < 100000; i++)
		put_chunk(&full, "tEXt", "Key\0value", 9);
	str_add_bytes(&full, whole.text + 33, whole.size - 33);
	looks(full, 64, 64, "rgbw");
}

static void more_bytes_than_are_read_are_refused(void **state)
{
	struct str large = str_make(arena);
	static char block[1 << 20];

	(void)state;
	memcpy(block, "\x89PNG\r\n\x1a\n", 8);
	for (int i = 0; i < 64; i++)
		str_add_bytes(&large, block, sizeof block);
	refused(large, PICTURE_BROKEN);
	str_add_bytes(&large, block, 1);
	refused(large, PICTURE_TOO_LARGE);
}

/* --- what is no picture, or not whole --- */

static void what_is_no_picture_is_not_tried(void **state)
{
	static const char *const texts[] = { "", "x", "GIF", "\x89PNG",
		"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "%PDF-1.7\n1 0 obj\n", "II*", "MM",
		"RIFF....WAVEfmt ", "BM......", "<?xml version=\"1.0\"?>" };

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		refused(text_of(texts[i]), PICTURE_UNKNOWN);
}

static void one_that_was_cut_off_is_broken(void **state)
{
	struct str frames[2] = { webp_quarters(arena, 640, 480, false),
		webp_quarters(arena, 640, 480, true) };
	struct str wholes[] = { png(640, 480, false), png(640, 480, true),
		jpeg_quarters(arena, &(struct jpeg_sample){ .width = 640, .height = 480 }),
		jpeg_quarters(arena,
			&(struct jpeg_sample){ .width = 640, .height = 480, .progressive = true }),
		gif_quarters(arena, &(struct gif_sample){ 640, 480, 1, false, -1 }), frames[0],
		frames[1] };

	(void)state;
	for (size_t i = 0; i < sizeof wholes / sizeof wholes[0]; i++)
		for (size_t tenth = 1; tenth <= 9; tenth++) {
			struct str cut = str_make(arena);

			str_add_bytes(&cut, wholes[i].text, wholes[i].size * tenth / 10);
			if (cut.size < 12)
				continue; /* nobody knows what it was */
			assert_int_equal(run(&cut, PATIENCE_MS), OK);
			assert_int_equal(end.status, PICTURE_BROKEN);
		}
}

static void a_jpeg_without_its_end_mark_is_whole(void **state)
{
	struct str jpeg = jpeg_quarters(
		arena, &(struct jpeg_sample){ .width = 640, .height = 480 });

	(void)state;
	jpeg.size -= 2;
	looks(jpeg, 320, 240, "rgbw");
}

/* Wrong bytes anywhere end the program in order, never by a signal. */
static void whatever_is_wrong_in_it_ends_in_order(void **state)
{
	struct str frame = webp_quarters(arena, 80, 60, false);
	struct str wholes[] = { png(80, 60, true),
		jpeg_quarters(arena,
			&(struct jpeg_sample){ .width = 80, .height = 60, .orientation = 6 }),
		gif_quarters(arena, &(struct gif_sample){ 80, 60, 2, true, 1 }),
		webp_mux(arena, &frame, 1, 6) };
	unsigned seed = 1;

	(void)state;
	for (size_t i = 0; i < sizeof wholes / sizeof wholes[0]; i++)
		for (int round = 0; round < 40; round++) {
			struct str wrong = str_make(arena);

			str_add_bytes(&wrong, wholes[i].text, wholes[i].size);
			for (int n = 0; n < 4; n++) {
				seed = seed * 1103515245u + 12345u;
				wrong.text[(seed >> 8) % wrong.size] = (char)(seed >> 24);
			}
			assert_int_equal(run(&wrong, PATIENCE_MS), OK);
			assert_true(end.status == PICTURE_FINE ||
				(end.status >= PICTURE_UNKNOWN && end.status <= PICTURE_NO_MEMORY));
		}
}

static int reset(void **state)
{
	(void)state;
	arena_reset(arena);
	return 0;
}

#define CASE(name) cmocka_unit_test_setup(name, reset)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_png_becomes_small_and_keeps_its_shape),
		CASE(one_dot_and_a_line_of_dots_are_pictures_too),
		CASE(a_png_of_any_depth_becomes_plain),
		CASE(a_jpeg_becomes_small),
		CASE(a_picture_is_turned_as_its_camera_was_held),
		CASE(of_a_gif_the_first_frame_is_taken),
		CASE(of_a_webp_the_first_frame_is_taken),
		CASE(nothing_but_dots_comes_out),
		CASE(too_many_dots_are_refused_by_the_header_alone),
		CASE(as_many_as_are_taken_take_little_memory),
		CASE(one_that_needs_too_much_memory_gets_none),
		CASE(one_that_takes_too_long_is_ended),
		CASE(what_stands_beside_the_dots_is_not_unpacked),
		CASE(many_chunks_are_passed_over),
		CASE(more_bytes_than_are_read_are_refused),
		CASE(what_is_no_picture_is_not_tried),
		CASE(one_that_was_cut_off_is_broken),
		CASE(a_jpeg_without_its_end_mark_is_whole),
		CASE(whatever_is_wrong_in_it_ends_in_order),
	};
	char self[2048];
	ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);

	/* build/tests/unit/picture/picture_test -> build/lodge-thumbnail */
	self[size > 0 ? size : 0] = '\0';
	for (int i = 0; i < 4; i++)
		dirname(self);
	snprintf(program, sizeof program, "%s/lodge-thumbnail", self);
	arena = arena_make((size_t)1 << 30);
	return cmocka_run_group_tests_name("picture/picture", tests, NULL, NULL);
}
