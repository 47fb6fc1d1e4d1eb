/* idn.c - see idn.h. */
#include "base/idn.h"

#include <stdint.h>

#include <idn2.h>

#include "base/arena.h"

char *idn_ascii(struct arena *arena, const char *domain)
{
	const char *at = domain;
	uint8_t *ascii;
	char *copy;

	while (*at && (unsigned char)*at < 0x80)
		at++;
	if (!*at)
		return arena_strdup(arena, domain);
	if (idn2_lookup_u8((const uint8_t *)domain, &ascii, IDN2_NFC_INPUT | IDN2_NO_TR46) !=
		IDN2_OK)
		return NULL;
	copy = arena_strdup(arena, (const char *)ascii);
	idn2_free(ascii);
	return copy;
}
