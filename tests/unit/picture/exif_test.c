/* exif_test.c - how a camera was held, as its bytes say it, and what bytes that lie may say. */
#include "picture/exif.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LITTLE "II*\0\x08\0\0\0"
#define BIG "MM\0*\0\0\0\x08"
#define OF(text, wanted)                      \
	{                                     \
		text, sizeof text - 1, wanted \
	}

static const struct {
	const char *bytes;
	size_t size;
	int wanted;
} cases[] = {
	OF(LITTLE "\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0", 6),
	OF(BIG "\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0", 8),
	OF("Exif\0\0" LITTLE "\x01\0\x12\x01\x03\0\x01\0\0\0\x03\0\0\0", 3),
	OF(LITTLE "\x02\0\x0f\x01\x02\0\x01\0\0\0x\0\0\0\x12\x01\x03\0\x01\0\0\0\x05\0\0\0", 5),
	OF("II*\0\x0a\0\0\0xx\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0", 6),
	/* no number of a turn */
	OF(LITTLE "\x01\0\x12\x01\x03\0\x01\0\0\0\x09\0\0\0", 1),
	OF(LITTLE "\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0", 1),
	OF(LITTLE "\x01\0\x12\x01\x04\0\x01\0\0\0\x06\0\0\0", 1),
	/* lies about where and how much */
	OF("II*\0\xff\xff\xff\xff\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0", 1),
	OF("II*\0\xfe\xff\xff\x7f\x01\0", 1),
	OF(LITTLE "\xff\xff\x0f\x01\x02\0\x01\0\0\0x\0\0\0", 1),
	OF(LITTLE "\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0", 1),
	OF(LITTLE "\x01\0", 1),
	OF(LITTLE, 1),
	OF("II*\0\x08\0\0", 1),
	OF("MM*\0\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0", 1),
	OF("II", 1),
	OF("Exif\0\0", 1),
	OF("", 1),
};

static void the_turn_is_read_and_lies_are_upright(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_int_equal(exif_orientation((const uint8_t *)cases[i].bytes, cases[i].size),
			cases[i].wanted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_turn_is_read_and_lies_are_upright),
	};

	return cmocka_run_group_tests_name("picture/exif", tests, NULL, NULL);
}
