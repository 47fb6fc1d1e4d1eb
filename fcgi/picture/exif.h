/* exif.h - how a camera was held. */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* 1 to 8, as TIFF 6.0 and Exif number them; 1 (upright) when it is not said or the bytes are none. They may begin with "Exif\0\0". */
int exif_orientation(const uint8_t *bytes, size_t size);
