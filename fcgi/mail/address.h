/* address.h - is a text an address that a letter may go to? Asked of what comes in, before anything else uses it: a line end or a
 * bracket in an address is a command to a mail server. */
#pragma once
#include <stddef.h>

struct arena;

/* The address with its domain in lower case; NULL: it is none. Of local@domain, each at least one byte, MAIL_ADDRESS_MAX in all and 64
 * before the '@': no spaces, controls, quotes, brackets, commas, colons; clean UTF-8 that does not mislead; a domain of names parted
 * by single dots. */
char *address_tidy(struct arena *arena, const char *text);
