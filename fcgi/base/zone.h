/* zone.h - how far a time zone is from UTC at an instant, read from the system's zone files (RFC 8536).
 * libc's tzset() would do it by changing the whole process; here nothing but a small cache changes. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

/* Seconds east of UTC; 0 if the name is NULL or names no zone. The name may come from people. */
int64_t zone_offset_s(const char *name, int64_t at_s);
/* Does it name one? "UTC" does. */
bool zone_is_known(const char *name);
