/* canvas.h - a picture that becomes small while its rows come in, in whatever order, so that it is never in memory whole: each dot
 * is shared out to the one, two or four dots of the small picture that it covers. There is one, as a process reads one picture. */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { CANVAS_SMALL_MAX = 320, CANVAS_SIDE_MAX = 65535, CANVAS_DOTS_MAX = 100 * 1000 * 1000 };

/* Is the picture too large, by its header? Ends the process then; also when a side is 0. */
void canvas_check(uint64_t width, uint64_t height);
/* The same, and dots of a picture of this size follow. */
void canvas_open(uint64_t width, uint64_t height);
/* Dots (red, green, blue, alpha) of row y at x, x + step, ... Those outside are left out; what never comes is see-through. */
void canvas_row(uint32_t y, uint32_t x, uint32_t step, const uint8_t *rgba, uint32_t n);
/* How it is to be turned (picture/exif.h). */
void canvas_turn(int orientation);
/* The small picture: not larger than CANVAS_SMALL_MAX on any side, never larger than the picture. */
const uint8_t *canvas_end(uint32_t *width_out, uint32_t *height_out);

/* How large the small picture of this one is. */
void canvas_small(uint32_t width, uint32_t height, uint32_t *small_width, uint32_t *small_height);
