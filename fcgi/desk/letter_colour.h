/* letter_colour.h - a tenant's colour as a mail needs it: sRGB, where the pages have OKLCH. */
#pragma once
#include <stdint.h>

struct arena;

/* "#0a4f9e"; lightness and chroma in thousandths, hue in degrees. What sRGB has not is cut off. */
const char *letter_colour(struct arena *arena, int64_t lightness, int64_t chroma, int64_t hue);
