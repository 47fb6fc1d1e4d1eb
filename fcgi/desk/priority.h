/* priority.h - how urgent a ticket is: JSM's five, by number and by name. */
#pragma once
#include <stdint.h>

enum { PRIORITY_HIGHEST = 1, PRIORITY_MEDIUM = 3, PRIORITY_LOWEST = 5 };

const char *priority_name(int64_t priority);  /* "High"; NULL: there is none with this number */
int64_t priority_from_name(const char *name); /* in any case, or its number; 0: none */
