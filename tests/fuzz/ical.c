/* ical.c - any bytes as an iCalendar file: days that are some, or a reason. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "desk/ical.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_make((size_t)64 << 20);
	char *text = malloc(size + 1); /* so that a byte too far is seen */
	struct ical ical;
	int n = 0;

	memcpy(text, data, size);
	text[size] = '\0';
	if (ical_read(arena, text, size, &ical) == OK)
		for (const struct ical_day *day = ical.days; day; day = day->next, n++) {
			int32_t date = day->day % 10000;

			assert(date >= 101 && date <= 1231);
			assert(*day->name && text_length(day->name) <= ICAL_NAME_MAX);
		}
	else
		assert(ical.fault);
	assert(n <= ICAL_DAYS_MAX);
	free(text);
	arena_free(arena);
	return 0;
}
