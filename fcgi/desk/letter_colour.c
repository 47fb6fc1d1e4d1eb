/* letter_colour.c - see letter_colour.h. The numbers are those of OKLab (Ottosson 2020). */
#include "desk/letter_colour.h"

#include <math.h>

#include "base/arena.h"

static const double thousand = 1000, half_turn = 180;

static unsigned channel(double linear)
{
	double value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055;

	return (unsigned)lround(fmin(fmax(value, 0), 1) * 255);
}

const char *letter_colour(struct arena *arena, int64_t lightness, int64_t chroma, int64_t hue)
{
	const double light = (double)lightness / thousand, angle = (double)hue * M_PI / half_turn;
	const double a = (double)chroma / thousand * cos(angle),
		     b = (double)chroma / thousand * sin(angle);
	const double l = pow(light + 0.3963377774 * a + 0.2158037573 * b, 3),
		     m = pow(light - 0.1055613458 * a - 0.0638541728 * b, 3),
		     s = pow(light - 0.0894841775 * a - 1.2914855480 * b, 3);

	return arena_format(arena, "#%02x%02x%02x",
		channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
		channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
		channel(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
}
