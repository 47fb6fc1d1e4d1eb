/* idn.h - domains that are not written in ASCII (RFC 5890). */
#pragma once

struct arena;

/* The domain as DNS has it, "xn--mller-kva.example" for "müller.example"; one that is ASCII as it is, whatever stands in it.
 * NULL: DNS has none like it. Nothing is made into something similar: a name in wide letters or capitals is none. */
char *idn_ascii(struct arena *arena, const char *domain);
