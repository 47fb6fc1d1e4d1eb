/* exif.c - what a camera says of any bytes: one of eight turns. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "picture/exif.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *exact = malloc(size + (size == 0)); /* so that a byte too far is seen */
	int turn;

	memcpy(exact, data, size);
	turn = exif_orientation(exact, size);
	assert(turn >= 1 && turn <= 8);
	free(exact);
	return 0;
}
