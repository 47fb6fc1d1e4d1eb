/* picture.h - one picture's bytes become a small WebP: at most CANVAS_SMALL_MAX dots wide and high, upright, of its first frame,
 * without anything that was beside the dots. The codecs are those that browsers trust (libpng, libjpeg-turbo, giflib, libwebp), each
 * named in its own file, and linked to the program that needs them only.
 * A process reads one picture, in a sandbox: what goes wrong ends it, so nothing is undone. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "picture/fault.h"

struct picture {
	const uint8_t *bytes;
	size_t size;
	size_t at; /* how far a decoder has read */
};

/* The small picture. What is wrong with the bytes ends the process by picture_fail. */
const uint8_t *picture_small(struct picture *picture, size_t *size_out);

/* Ends the process with that status. */
_Noreturn void picture_fail(enum picture_fault fault);
/* The next bytes, fewer at the end. */
size_t picture_read(struct picture *picture, void *bytes, size_t room);

/* Into the canvas; each in its own file. */
void picture_png(struct picture *picture);
void picture_jpeg(struct picture *picture);
void picture_gif(struct picture *picture);
void picture_webp(struct picture *picture);
/* WebP again, the way out. */
const uint8_t *picture_webp_make(
	const uint8_t *rgba, uint32_t width, uint32_t height, size_t *size_out);
