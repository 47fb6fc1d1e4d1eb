/* priority.c - see priority.h. */
#include "desk/priority.h"

#include <stddef.h>

#include "base/str.h"

static const char *const names[] = { NULL, "Highest", "High", "Medium", "Low", "Lowest" };

const char *priority_name(int64_t priority)
{
	return priority >= PRIORITY_HIGHEST && priority <= PRIORITY_LOWEST ? names[priority] : NULL;
}

int64_t priority_from_name(const char *name)
{
	long long number;

	if (str_to_int(name, PRIORITY_HIGHEST, PRIORITY_LOWEST, &number) == OK)
		return number;
	for (int64_t priority = PRIORITY_HIGHEST; priority <= PRIORITY_LOWEST; priority++)
		if (str_equal_nocase(names[priority], name))
			return priority;
	return 0;
}
